"""Reading, finding and comparing in a browser: by keyboard, on a phone, in forced colours and on paper."""

import re

import pytest
from playwright.sync_api import expect

PAGES = ("/", "/zoeken?q=stroom", "/menukaart", "/menukaart/nl-alert", "/rollen", "/agenda", "/agenda/drinkwater", "/paginas/hulp",
         "/menukaart/vergelijk?vermelding=nl-alert&vermelding=calamiteitenzender")  # fmt: skip
LONG_WORD = "onuitspreekbaarheidsverklaringsprocedure" * 3


@pytest.mark.any_width
@pytest.mark.parametrize("address", PAGES)
def test_nothing_has_to_be_scrolled_sideways_at_400_percent(page, address):
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("scrollY") == 0, "the page opens at its start"


@pytest.mark.any_width
def test_a_long_word_breaks_wherever_it_stands(page):
    page.set_viewport_size({"width": 320, "height": 600})
    for address, places in (
        ("/menukaart/nl-alert", ".lead, .deploy span, h1"),
        ("/menukaart?q=stroom", ".hit-summary, .hit h2 a"),
        ("/", ".entry-list a"),
    ):
        page.goto(address)
        page.locator(places).evaluate_all(
            f"found => found.forEach((place) => {{ place.textContent = '{LONG_WORD}'; }})"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


@pytest.mark.any_width
def test_the_skip_link_leaves_what_is_typed(page):
    page.goto("/zoeken?q=water")
    field = page.locator("#q")
    field.fill("drink")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/zoeken" in request.url else None)
    page.get_by_role("link", name="Naar de inhoud").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#inhoud"))
    page.go_back()
    expect(field).to_have_value("drink")
    assert asked == []


@pytest.mark.any_width
def test_the_chosen_suggestion_is_seen_in_forced_colours(page):
    page.emulate_media(forced_colors="active")
    page.goto("/")
    page.locator("#q").press_sequentially("water")
    expect(page.get_by_role("option").nth(0)).to_contain_text("Zoek op “water”")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(0)).to_have_attribute("aria-selected", "true")
    outline = "option => getComputedStyle(option).outlineStyle"
    assert page.get_by_role("option").nth(0).evaluate(outline) == "solid"
    assert page.get_by_role("option").nth(1).evaluate(outline) == "none"


@pytest.mark.any_width
def test_what_is_folded_is_opened_for_paper_and_folded_again(page):
    page.goto("/menukaart/nl-alert")
    folded = "[...document.querySelectorAll('details')].map((details) => details.open)"
    before = page.evaluate(folded)
    assert False in before
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(page.evaluate(folded))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded) == before


@pytest.mark.any_width
def test_paper_says_of_which_site_and_day_it_is_and_leaves_the_lists_out(page):
    page.goto("/menukaart/nl-alert")
    expect(page.locator(".paper-head")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".paper-head")).to_contain_text("/menukaart/nl-alert")
    expect(page.locator(".related")).to_be_hidden()
    expect(page.locator(".entry-facts dl")).to_be_visible()


def test_filters_on_a_phone_end_with_a_button_that_says_what_it_shows(page, width):
    page.goto("/menukaart")
    button = page.get_by_role("button", name=re.compile(r"Toon \d+ resultaten"))
    if width > 600:
        expect(button).to_be_hidden()
        return
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("checkbox", name=re.compile("^Gas")).check()
    total = page.locator("[data-announce]")
    expect(page).to_have_url(re.compile("sector=gas"))
    expect(button).to_have_text(f"Toon {total.inner_text()}")
    expect(button).to_be_in_viewport()
    button.click()
    expect(button).to_be_hidden()
    expect(total).to_be_in_viewport()


def test_examples_are_ticked_and_compared_side_by_side(page):
    page.goto("/menukaart?q=stroom")
    ticks = page.get_by_role("checkbox", name=re.compile("^Vergelijk"))
    ticks.nth(0).check()
    ticks.nth(1).check()
    expect(page).to_have_url(re.compile(r"/menukaart\?q=stroom$"), timeout=1000)
    page.get_by_role("button", name="Vergelijk wat is aangekruist").click()
    expect(page).to_have_url(re.compile(r"/menukaart/vergelijk\?vermelding=[a-z0-9-]+&vermelding=[a-z0-9-]+$"))
    expect(page.get_by_role("columnheader")).to_have_count(2)


@pytest.mark.any_width
def test_a_comparison_fits_on_one_sheet_of_a4_on_its_side(page):
    from io import BytesIO

    from pypdf import PdfReader

    slugs = ("nl-alert", "calamiteitenzender", "waterstoring-liemers-2017", "stroomstoring-diemen-2015")
    page.goto("/menukaart/vergelijk?" + "&".join(f"vermelding={slug}" for slug in slugs))
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 1
    assert [round(float(size)) for size in sheets[0].mediabox[2:]] == [842, 595]
