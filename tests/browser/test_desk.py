"""A curator's day at the desk: one dead address in three entries is mended in a few page loads."""

from datetime import date

import pytest
from playwright.sync_api import expect

from kennisplatform.curation.worklist.link_client import Answer, Verdict
from kennisplatform.curation.writing.editing import Author, Change
from kennisplatform.site import site_of
from tests.browser.accessibility import complaints

ENTRIES = ("lcms", "nl-alert", "referentiekader-netcentrische-crisisbeheersing")


@pytest.fixture
def dead(desk, request):
    """Let three entries point at one address that the link check saw fail on two days."""
    address = f"https://verdwenen.example/{abs(hash(request.node.name))}"
    site = site_of(desk.app)
    for slug in ENTRIES:
        entry = site.catalogue.entries[slug]
        document, version = site.store.document(entry)
        sources = [*document.metadata.get("bronnen", []), {"titel": "Verdwenen rapport", "url": address}]
        changed = document.updated({**document.metadata, "bronnen": sources}, document.body)
        site.editing.save([Change(entry, changed, version)], Author("Cor Curator", 1))
    for day in (1, 2):
        site.link_checker.checked.note(
            address, Answer(Verdict.FAILED, "de pagina is er niet (code 404)"), date(2026, 3, day)
        )
    return address


def loads_of(page):
    """Return the list that grows with every page that this one loads."""
    loads = []
    page.on("response", lambda response: loads.append(response.url) if _is_a_page(response) else None)
    return loads


def _is_a_page(response):
    return response.request.is_navigation_request() and response.status < 300


def test_a_dead_address_is_replaced_everywhere_within_five_page_loads(curator_page, plain_curator_page, dead, width):
    loads = loads_of(curator_page)
    curator_page.goto("/redactie")
    curator_page.get_by_role("navigation", name="Onderdelen van de redactie").get_by_role("link", name="Links").click()
    row = curator_page.locator(".dead-link", has_text=dead)
    expect(row).to_be_visible()
    assert complaints(curator_page) == []
    assert curator_page.evaluate("document.documentElement.scrollWidth") <= width
    row.get_by_label("Nieuw adres").fill("https://gevonden.example/rapport")
    row.get_by_role("button", name="Vervang overal").click()
    expect(curator_page.get_by_role("status").filter(has_text="Adres vervangen")).to_be_visible()
    expect(curator_page.locator(".dead-link", has_text=dead)).to_have_count(0)
    assert len(loads) <= 5, loads
    curator_page.get_by_role("button", name="Ongedaan maken").click()
    expect(curator_page.locator(".dead-link", has_text=dead)).to_be_visible()
    # And without JavaScript: remove it, after seeing what goes.
    plain_curator_page.goto("/redactie/links")
    plain_curator_page.locator(".dead-link", has_text=dead).get_by_role("link", name="Verwijderen").click()
    expect(plain_curator_page.get_by_text("de bron ‘Verdwenen rapport’")).to_have_count(3)
    plain_curator_page.get_by_role("button", name="Verwijder in 3 vermeldingen").click()
    expect(plain_curator_page.locator(".dead-link", has_text=dead)).to_have_count(0)
