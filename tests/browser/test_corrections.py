"""A curator asks an organisation for a correction, and the organisation gives it without a script or an account."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from kennisplatform.site import site_of
from tests.browser.accessibility import complaints


def test_a_correction_goes_from_the_contact_to_the_organisation_and_back(browser, desk, curator_page, width):
    curator_page.goto("/contacten/odido")
    curator_page.get_by_role("link", name="Vraag de organisatie om een correctie").click()
    curator_page.get_by_role("button", name="Maak").click()
    expect(curator_page.get_by_label("Link om Odido te verbeteren")).to_be_visible()
    assert complaints(curator_page) == []
    link = urlsplit(curator_page.get_by_label("Link om Odido te verbeteren").input_value()).path

    context = browser.new_context(
        base_url=desk.address, viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    organisation = context.new_page()
    organisation.goto(link)
    organisation.get_by_label("Functie").fill(f"Meldkamer netwerk {width}")
    organisation.get_by_label("Telefoon").fill("12")
    organisation.get_by_role("button", name="Verstuur").click()
    expect(organisation.get_by_role("alert")).to_contain_text("Telefoon: ‘12’ is geen telefoonnummer dat bestaat")
    assert organisation.evaluate("document.documentElement.scrollWidth") <= width
    organisation.get_by_label("Telefoon").fill("088 123 45 67")
    organisation.get_by_label("Dag en nacht (24/7)").check()
    organisation.get_by_role("button", name="Verstuur").click()
    expect(organisation.get_by_role("heading", level=1)).to_have_text("Bedankt, uw antwoord is verstuurd")
    organisation.goto(link)
    expect(organisation.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")
    context.close()

    curator_page.goto("/redactie/meldingen")
    curator_page.locator(".report-list").get_by_role("link", name="Odido").first.click()
    expect(curator_page.get_by_role("button", name="Neem over in het formulier")).to_be_visible()
    assert complaints(curator_page) == []
    assert curator_page.evaluate("document.documentElement.scrollWidth") <= width
    curator_page.get_by_role("button", name="Neem over in het formulier").click()
    curator_page.get_by_role("button", name="Bewaar en handel af").click()
    expect(curator_page.get_by_text(f"Meldkamer netwerk {width}").first).to_be_visible()
    expect(curator_page.get_by_role("link", name="088 123 4567")).to_be_visible()


def test_the_page_for_the_organisation_is_accessible_with_and_without_faults(desk, curator_page, width):
    link = f"/correctie/{site_of(desk.app).organisation_reviews.ask('stedin')}"
    curator_page.goto(link)
    assert complaints(curator_page) == []
    curator_page.get_by_role("button", name="Verstuur").click()
    expect(curator_page.get_by_role("alert")).to_be_focused()
    assert complaints(curator_page) == []
    assert curator_page.evaluate("document.documentElement.scrollWidth") <= width
