"""The phone card as it comes out of a printer."""

import io

import pytest
import yaml
from playwright.sync_api import expect
from pypdf import PdfReader

from kennisplatform.contacts.question.answer import MOST_CONTACTS
from kennisplatform.site import site_of
from tests.browser import desk_site

ADDRESS = "/belkaart?regio=zeeland&sector=olie"


@pytest.fixture
def crowded(tmp_path):
    """Return a site with a network of as many contacts as a card can have, each with as much to tell as they do."""
    site = desk_site.serve(tmp_path)
    slugs = [f"druk-{number}" for number in range(MOST_CONTACTS)]
    for number, slug in enumerate(slugs):
        fields = {
            "titel": slug, "soort": "contact", "samenvatting": "S", "status": "gepubliceerd",
            "organisatie": f"Organisatie nummer {number} met een lange naam, zoals een ministerie die heeft",
            "type-organisatie": ("vitale-partner", "ministerie", "politie")[number % 3],
            "functie": "Officier van dienst continuïteit van de samenleving, crisisorganisatie, afdeling veiligheid",
            "telefoon": f"+318812345{number:02}", "e-mail": f"crisiscoordinatie-{number}@organisatie.example",
            "bereikbaar": "24/7",
        }  # fmt: skip
        write(site, f"contacten/{slug}.md", fields)
    network = {"titel": "Olie", "soort": "netwerk", "samenvatting": "S", "sector": "olie", "status": "gepubliceerd"}
    for number in range(3):
        write(site, f"netwerken/olie-{number}.md", {**network, "regios": ["zeeland"], "contacten": slugs})
    site_of(site.app).follower.synchronise()
    yield site
    site_of(site.app).follower.stop_following()


def write(site, path, fields):
    (site.content / path).write_text(f"---\n{yaml.safe_dump(fields, allow_unicode=True)}---\n")


def test_the_fullest_phone_card_fits_on_one_sheet_with_its_date_and_all_numbers(browser, crowded):
    context = browser.new_context(base_url=crowded.address)
    context.add_cookies(crowded.cookies_of("cor@voorbeeld.nl"))
    page = context.new_page()
    page.goto(ADDRESS)
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 1
    assert [round(float(side) / 72 * 25.4) for side in sheets[0].mediabox[2:]] == [210, 297]
    text = sheets[0].extract_text()
    assert "Afgegeven op" in text and ADDRESS in text
    assert (
        text.count("088 123 45") == MOST_CONTACTS - 1
    )  # one of them is the safety region, of which no number is known
    assert "Inloggen" not in text and "Kies een andere regio" not in text
    context.close()


def test_the_card_is_printed_by_a_button_or_by_the_browser_itself(page, plain_page):
    page.goto(ADDRESS)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Druk af").click()
    assert page.evaluate("window.printed")
    plain_page.goto(ADDRESS)
    expect(plain_page.get_by_role("button", name="Druk af")).to_be_hidden()
    expect(plain_page.get_by_role("article")).to_be_visible()
