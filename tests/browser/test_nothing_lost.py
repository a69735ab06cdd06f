"""What somebody typed stays, whatever the size, the net and the browser do to it."""

import re

import pytest
from playwright.sync_api import expect

from kennisplatform.plans.plan import NewPlan
from kennisplatform.site import site_of
from kennisplatform.web.base.security import LARGEST_FORM
from tests.plans.worlds import complete

pytestmark = pytest.mark.any_width

STORAGE_REFUSED = {
    "fails": "get() { throw new DOMException('refused', 'SecurityError'); }",
    "is not there": "get() { return null; }",
}


@pytest.fixture
def action(desk):
    """Return the address of an action that the curator may change."""
    site = site_of(desk.app)
    owner = site.accounts.by_email("cor@voorbeeld.nl")
    number = site.plans.start(NewPlan("Plan", None, "Landelijk", None, "LND", 2027, 2030), owner)
    site.plans.add_actions(number, [complete(due="2028-K2")], owner)
    return f"/plannen/{number}/acties/1"


def put(field, text):
    """Put a text in a field as a paste does; typing millions of characters takes too long."""
    field.evaluate(
        "(area, text) => { area.value = text; area.dispatchEvent(new Event('input', { bubbles: true })); }", text
    )


@pytest.mark.parametrize(
    ("address", "field", "button"),
    [
        ("/redactie/lcms", "tekst", "Bewaar"),
        ("/redactie/bestanden/loket.yml", "tekst", "Bewaar"),
        ("/redactie/bestanden/woorden/1", "hetzelfde", "Bewaar"),
        ("/voorstel", "text", "Verstuur"),
        (None, "description", "Bewaar"),
    ],
)
def test_a_text_that_is_too_large_to_send_stays_and_its_size_is_said(curator_page, action, address, field, button):
    page = curator_page
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(address or action)
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    area = page.locator(f"textarea[name={field}]")
    text = "abc " * (LARGEST_FORM // 3)
    put(area, text)
    area.locator("xpath=ancestor::form").get_by_role("button", name=re.compile(f"^{button}")).first.click()
    alert = page.locator("[data-too-large]")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("2,7 MB. Er past hoogstens 2 MB.")
    middle = "box => document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)"
    assert alert.evaluate(f"alert => alert.contains(({middle})(alert.getBoundingClientRect()))")
    assert area.evaluate("area => area.value.length") == len(text)


def test_what_is_pasted_in_a_text_is_not_cut_off(page):
    page.goto("/voorstel")
    page.get_by_label("Titel").or_(page.locator("[name=title]")).first.fill("Een titel")
    page.locator("[name=text]").focus()
    page.keyboard.insert_text("woord " * 1000)
    page.get_by_role("button", name=re.compile("^Verstuur")).click()
    expect(page.get_by_text("hoogstens 3000 tekens").first).to_be_visible()
    assert page.locator("[name=text]").input_value().count("woord") == 1000


def test_what_is_typed_after_sending_was_stopped_is_kept(curator_page):
    page = curator_page
    page.goto("/redactie/liander")
    page.route("**/redactie/liander", lambda route: route.fulfill(status=204))  # leaves the browser where it is
    with page.expect_response("**/redactie/liander"):
        page.locator("#editor").evaluate("(form) => { form.requestSubmit(); }")
    page.locator("textarea[name=tekst]").fill("Nog een zin.")
    expect(page.locator("#bewaarstand")).to_contain_text("is bewaard om")


@pytest.mark.parametrize("how", STORAGE_REFUSED)
def test_the_draft_is_kept_where_the_browser_refuses_storage(curator_page, how):
    page = curator_page
    page.add_init_script(
        "for (const kind of ['sessionStorage', 'localStorage'])"
        f"Object.defineProperty(window, kind, {{ {STORAGE_REFUSED[how]} }});"
    )
    page.goto("/redactie/gas-enexis")
    page.get_by_label("Samenvatting").fill("Zonder opslag.")
    expect(page.locator("#bewaarstand")).to_contain_text("is bewaard om")
    expect(page.locator("#niet-bewaard")).to_be_hidden()
    page.goto("/offline")
    page.get_by_role("button", name="Bewaar op dit toestel").click()
    expect(page.get_by_text("De kopie staat op dit toestel.")).to_be_visible()
    page.locator("[data-copy-drop]").click()
    expect(page.get_by_text("De kopie is van dit toestel verwijderd.")).to_be_visible()
    assert page.evaluate("caches.has('kopie')") is False


def test_what_is_typed_while_a_filter_is_taken_away_stays(page):
    page.goto("/zoeken?q=water&thema=noodvoorzieningen")
    held = []
    page.route("**/zoeken?*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright looks at its parameters
    with page.expect_request("**/zoeken?*"):
        page.locator("#resultaten a[data-refresh-link], main a[data-refresh-link]").first.click()
    page.locator("main [name=q]").fill("drinkwater")
    with page.expect_response("**/zoeken?*"):
        held.pop().continue_()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.locator("main [name=q]")).to_have_value("drinkwater")
