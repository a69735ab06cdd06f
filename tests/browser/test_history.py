"""A curator changes an entry twice and puts back yesterday's version; attaches a PDF and finds the entry by its words."""

import re
import shutil
import threading

import pytest
import waitress
from playwright.sync_api import expect

from kennisplatform import create_app
from kennisplatform.config import PROJECT_FOLDER, Settings
from kennisplatform.curation.writing.editing import Author, Change
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.browser.accessibility import complaints
from tests.files import pdf, picture
from tests.visitor import PASSWORD

pytestmark = pytest.mark.xdist_group("curated")
"""One process, and so one site on a copy of the content with its history."""


@pytest.fixture(scope="module")
def curated(tmp_path_factory):
    """Return a site on a copy of the content, that may be changed, with its address."""
    folder = tmp_path_factory.mktemp("curated")
    shutil.copytree(PROJECT_FOLDER / "content", folder / "content")
    app = create_app(Settings(content_dir=folder / "content", instance_dir=folder / "instance"))
    site_of(app).accounts.add("curator@voorbeeld.nl", "Carla Curator", Role.CURATOR, (), PASSWORD)
    site_of(app).follower.ensure_following()
    site_of(app).editing.writer.record_by_hand()
    server = waitress.create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield app, f"http://127.0.0.1:{server.effective_port}"
    site_of(app).follower.stop_following()
    site_of(app).database.close()


@pytest.fixture
def curator(browser, curated, width, has_script):
    """Return a page of a curator who is logged in, with and without JavaScript."""
    context = browser.new_context(
        base_url=curated[1], viewport={"width": width, "height": 900}, java_script_enabled=has_script
    )
    page = context.new_page()
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill("curator@voorbeeld.nl")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def save(app, slug, change):
    editing = site_of(app).editing
    entry = editing.store.refresh().entries[slug]
    document, version = editing.store.document(entry)
    editing.save([Change(entry, change(document), version)], Author("Kees Curator", 7), "Tekst aangepast")


def test_change_twice_compare_and_put_back_yesterday(curator, curated):
    app, _ = curated
    save(app, "lcms", lambda document: document.updated(document.metadata, document.body + "\n\nVerkeerde toevoeging."))
    save(app, "lcms", lambda document: document.updated({**document.metadata, "raming": "Een ton"}, document.body))
    curator.goto("/redactie/lcms/geschiedenis")
    curator.locator(".version-list h2 a").nth(1).click()
    expect(curator.locator(".difference-text ins")).to_contain_text("Verkeerde toevoeging.")
    curator.get_by_role("link", name="Geschiedenis van").click()
    curator.locator(".version-list h2 a").nth(2).click()
    curator.get_by_role("link", name="sindsdien").click()
    expect(curator.locator(".difference-fields")).to_contain_text("Een ton")
    curator.get_by_role("button", name="Zet deze versie terug").click()
    expect(curator.get_by_text("is teruggezet")).to_be_visible()
    curator.goto("/menukaart/lcms")
    expect(curator.locator("main")).not_to_contain_text("Verkeerde toevoeging.")
    expect(curator.locator(".entry-facts")).not_to_contain_text("Een ton")


def test_attach_a_pdf_and_find_the_entry_by_a_word_in_it(curator, width, has_script):
    word = f"kwelderbus{'met' if has_script else 'zonder'}{width}"
    curator.goto("/redactie/lcms/bijlagen")
    curator.get_by_label("Titel").fill(f"Draaiboek {word}")
    curator.get_by_label("Bestand").set_input_files(
        {"name": "Draaiboek 2025.pdf", "mimeType": "application/pdf", "buffer": pdf(f"Neem de {word}")}
    )
    curator.get_by_role("button", name="Voeg toe").click()
    expect(curator.get_by_text("is toegevoegd")).to_be_visible()
    curator.goto(f"/zoeken?q={word}")
    expect(curator.locator(".hit")).to_have_count(1)
    expect(curator.locator(".hit")).to_contain_text("Staat in de bijlage")
    curator.locator(".hit h2 a").click()
    expect(curator.locator(".attachment-list")).to_contain_text(word)
    curator.goto("/redactie/lcms/bijlagen")
    curator.get_by_role("button", name=re.compile(word)).click()
    expect(curator.get_by_text("is verwijderd")).to_be_visible()


def test_a_picture_is_shown_in_the_text_of_today_and_of_then(curator, curated, width, request):
    app, _ = curated
    curator.goto("/redactie/lcms/bijlagen")
    curator.get_by_label("Titel").fill("Foto van de keuken")
    size = (300 + width, 200 + len(request.node.name))
    curator.get_by_label("Bestand").set_input_files(
        {"name": "foto.png", "mimeType": "image/png", "buffer": picture(size=size)}
    )
    curator.get_by_role("button", name="Voeg toe").click()
    line = curator.locator(".attachment-line").last.input_value()
    save(app, "lcms", lambda document: document.updated(document.metadata, f"{document.body}\n\n{line}"))
    curator.goto("/menukaart/lcms")
    expect(curator.locator(".prose img").last).to_have_js_property("naturalWidth", size[0])
    curator.goto("/redactie/lcms/bijlagen")
    curator.get_by_role("button", name=re.compile("Foto van de keuken")).last.click()
    curator.goto("/redactie/lcms/geschiedenis")
    curator.locator(".version-list h2 a").nth(1).click()
    curator.get_by_role("link", name="Bekijk de hele vermelding").click()
    expect(curator.locator(".prose img").last).to_have_js_property("naturalWidth", size[0])
    curator.go_back()
    curator.goto("/redactie/lcms/geschiedenis")
    curator.locator(".version-list h2 a").nth(3).click()
    curator.get_by_role("button", name="Zet deze versie terug").click()


@pytest.mark.parametrize(
    "address",
    ["/redactie/lcms/bijlagen", "/redactie/lcms/geschiedenis", "/redactie/geschiedenis", "/redactie/verwijderd", "/redactie/lcms/verwijderen", "/redactie/lcms/hernoemen", "version", "version?met=nu", "version/vermelding"],
)  # fmt: skip
def test_every_page_is_accessible_and_fits_the_screen(browser, curated, width, address):
    app, url = curated
    editing = site_of(app).editing
    if len(editing.history.revisions("menukaart/lcms.md")) == 1:
        save(
            app,
            "lcms",
            lambda document: document.updated({**document.metadata, "raming": "Twee"}, f"Nieuw. {document.body}"),
        )
    revision = editing.history.revisions("menukaart/lcms.md")[0].id
    context = browser.new_context(base_url=url, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill("curator@voorbeeld.nl")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(address.replace("version", f"/redactie/lcms/geschiedenis/{revision}"))
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
