"""With the network cut, in a real browser: what was kept can be read and searched, and logging out wipes it."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import waitress
from playwright.sync_api import expect

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.browser.accessibility import complaints
from tests.browser.desk_site import DeskSite
from tests.conftest import ContentFolder
from tests.contacts import world
from tests.visitor import PASSWORD

MOMENT = re.compile(r"Kopie van \d{1,2} \w+ \d{4}, \d\d\.\d\d uur")
MEMBERS = {"lid@voorbeeld.nl": "Lies Lid", "ander@voorbeeld.nl": "Ander Lid"}
WIDTH = 390


@pytest.fixture(scope="module")
def small_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offline")
    content = ContentFolder(folder / "content")
    world.write(content)
    content.entry("contacten", "storing", organisatie="Storingsdienst", telefoon="030 123 4567", bereikbaar="24/7")
    app = create_app(Settings(content_dir=content.path, instance_dir=folder / "instance"))
    for email, name in MEMBERS.items():
        site_of(app).accounts.add(email, name, Role.MEMBER, password=PASSWORD)
    site_of(app).follower.ensure_following()
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield DeskSite(app, f"http://127.0.0.1:{server.effective_port}", content.path)
    site_of(app).follower.stop_following()


@pytest.fixture
def context(browser, small_site):
    context = browser.new_context(base_url=small_site.address, viewport={"width": WIDTH, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context):
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    yield page
    assert errors == []


def log_in(page, email="lid@voorbeeld.nl"):
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()


def keep(page):
    page.goto("/offline")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("button", name="Bewaar op dit toestel").click()
    expect(page.get_by_text("De kopie staat op dit toestel.")).to_be_visible()


def kept_addresses(page):
    return page.evaluate(
        "async () => { const found = []; for (const name of await caches.keys())"
        " for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);"
        " return found; }"
    )


def test_with_the_network_cut_the_copy_is_shown_with_its_date_and_searched(context, page):
    keep(page)
    page.goto("/contacten")
    context.set_offline(True)
    page.reload()
    expect(page).to_have_url(re.compile("/contacten$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Zonder internet")
    expect(page.get_by_text("Er is nu geen verbinding met het kennisplatform.")).to_be_visible()
    expect(page.locator(".copy-moment")).to_have_text(MOMENT)
    expect(page.get_by_text("In deze kopie staat wat iedereen mag zien.")).to_be_visible()
    expect(page.get_by_role("heading", name="Stroom Liander")).to_be_hidden()  # it asks first
    expect(page.locator(".needed-now").get_by_role("link", name="112")).to_be_visible()
    page.get_by_label("Toon alles").check()
    expect(page.get_by_role("heading", name="Stroom Liander")).to_be_visible()
    page.get_by_label("Waar gaat het om").press_sequentially("stroom Zwólle")
    expect(page.get_by_role("heading", name="Elektriciteit in IJsselland")).to_be_visible()
    expect(page.locator("[data-copy-order] .call-step-who")).to_have_text(
        ["Enexis", "RENDO", "Veiligheidsregio IJsselland"]
    )
    expect(page.get_by_role("heading", name="Stroom Enexis")).to_be_visible()
    expect(page.get_by_role("heading", name="Stroom Liander")).to_be_hidden()
    expect(page.locator(".copy-count")).to_have_text("Contacten: 0. Netwerken: 2. Rollen: 0.")
    expect(page.get_by_role("row", name=re.compile("^IJsselland"))).to_contain_text("Enexis, RENDO")
    page.get_by_label("Waar gaat het om").fill("wie belt Enexis?")
    expect(page.get_by_role("heading", name="Enexis", exact=True)).to_be_visible()
    expect(page.locator(".copy-count")).to_have_text("Contacten: 1. Netwerken: 1. Rollen: 0.")
    page.get_by_label("Waar gaat het om").fill("xyzzy")
    expect(page.locator(".copy-count")).to_contain_text("Niets gevonden")
    context.set_offline(False)
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contacten")


def test_without_a_copy_the_page_says_so_at_any_address(context, page):
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.goto("/netwerken/water-vitens")
    expect(page.get_by_text("Op dit toestel staat geen kopie.")).to_be_visible()
    expect(page.get_by_role("button", name="Bewaar op dit toestel")).to_be_hidden()


def test_a_member_calls_from_the_copy_and_logging_out_wipes_it(context, page):
    log_in(page)
    keep(page)
    expect(page.get_by_text("Dit is de kopie van Lies Lid.")).to_be_visible()
    page.goto("/contacten/storing")
    assert all(found.startswith(("/static/", "/bootstrap/", "/offline")) for found in kept_addresses(page))
    context.set_offline(True)
    page.reload()
    page.get_by_label("Toon alles").check()
    expect(page.get_by_role("link", name="030 123 4567")).to_have_attribute("href", "tel:+31301234567")
    expect(page.get_by_text("Lies Lid")).to_have_count(1)  # the page itself was kept as a visitor gets it
    expect(page.get_by_role("heading", name="Geheimwater")).to_be_visible()
    context.set_offline(False)
    page.goto("/")
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("link", name="Inloggen")).to_be_visible()
    assert page.evaluate("caches.match('/offline/kopie').then((found) => found === undefined)")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.goto("/contacten")
    expect(page.get_by_text("Op dit toestel staat geen kopie.")).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/offline"])
def test_the_copy_of_a_member_is_wiped_when_somebody_else_logs_in(context, page, small_site, address):
    log_in(page)
    keep(page)
    context.clear_cookies()
    context.add_cookies(small_site.cookies_of("ander@voorbeeld.nl"))
    page.goto(address)
    page.wait_for_function("caches.match('/offline/kopie').then((found) => found === undefined)")
    expect(page.get_by_text("Lies Lid")).to_be_hidden()


def test_the_copy_survives_the_end_of_a_session_until_its_last_day(context, page):
    """Kept on Monday, a page looked at on Tuesday with the session gone, and read without internet at night."""
    log_in(page)
    keep(page)
    context.clear_cookies()
    page.goto("/contacten")
    page.goto("/offline")
    expect(
        page.get_by_text("U bent niet ingelogd. De kopie die hier staat, wordt daarom niet bijgewerkt.")
    ).to_be_visible()
    expect(page.get_by_text(re.compile(r"Deze kopie blijft tot \d{1,2} \w+ \d{4}"))).to_be_visible()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=29))
    context.set_offline(True)
    page.goto("/contacten")
    page.get_by_label("Waar gaat het om").fill("Storingsdienst")
    expect(page.get_by_role("link", name="030 123 4567")).to_be_visible()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=31))
    page.reload()
    expect(page.get_by_text("De kopie voor leden is verlopen.")).to_be_visible()
    expect(page.get_by_text("In deze kopie staat wat iedereen mag zien.")).to_be_visible()
    page.get_by_label("Waar gaat het om").fill("Storingsdienst")
    expect(page.get_by_role("heading", name="Storingsdienst")).to_be_visible()
    expect(page.get_by_role("link", name="030 123 4567")).to_have_count(0)
    page.get_by_label("Waar gaat het om").fill("stroom Zwolle")
    expect(page.get_by_role("heading", name="Elektriciteit in IJsselland")).to_be_visible()


def test_logging_in_again_renews_the_copy(context, page):
    log_in(page)
    keep(page)
    context.clear_cookies()
    page.goto("/offline")
    log_in(page)
    page.goto("/offline")
    expect(page.get_by_text("Dit is de kopie van Lies Lid.")).to_be_visible()
    expect(page.get_by_text("U bent niet ingelogd.")).to_be_hidden()


def test_a_copy_for_everyone_stays_one_when_a_member_logs_in(page):
    keep(page)
    log_in(page)
    page.goto("/offline")
    expect(page.get_by_text("In deze kopie staat wat iedereen mag zien.")).to_be_visible()
    page.get_by_label("Toon alles").check()
    expect(page.get_by_role("heading", name="Stroom Enexis")).to_be_visible()
    expect(page.get_by_role("heading", name="Geheimwater")).to_be_hidden()


def test_a_copy_is_made_anew_at_a_visit_and_removed_on_request(context, page, small_site):
    keep(page)
    (small_site.content / "netwerken" / "stroom-landelijk.md").unlink()
    site_of(small_site.app).follower.synchronise()
    page.goto("/offline")
    page.get_by_label("Toon alles").check()
    expect(page.get_by_role("heading", name="Stroom Enexis")).to_be_visible()
    expect(page.get_by_role("heading", name="Stroom landelijk")).to_have_count(0)
    page.get_by_role("button", name="Verwijder de kopie van dit toestel").click()
    expect(page.get_by_text("De kopie is van dit toestel verwijderd.")).to_be_visible()
    context.set_offline(True)
    page.goto("/contacten")
    expect(page.get_by_text("Op dit toestel staat geen kopie.")).to_be_visible()


def test_the_copy_is_accessible_and_fits_a_telephone(page):
    keep(page)
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


def test_a_folder_opens_without_a_server_and_is_searched(browser, small_site, tmp_path):
    folder = tmp_path / "stick"
    result = small_site.app.test_cli_runner().invoke(args=["export", "offline", str(folder), "--viewer", "lid"])
    assert result.exit_code == 0, result.output
    context = browser.new_context(viewport={"width": WIDTH, "height": 900}, offline=True)
    page = context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    expect(page.locator(".copy-moment")).to_have_text(MOMENT)
    page.get_by_label("Toon alles").check()
    expect(page.get_by_role("heading", name="Geheimwater")).to_be_visible()
    page.get_by_label("Waar gaat het om").press_sequentially("vitens")
    expect(page.get_by_role("heading", name="Water Vitens")).to_be_visible()
    expect(page.get_by_role("heading", name="Stroom Enexis")).to_have_count(0)
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert complaints(page) == []
    context.close()
