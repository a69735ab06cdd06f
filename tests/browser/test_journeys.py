"""What people come to do, in a real browser, on a desk and on a phone, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import complaints

ADDRESSES = [
    "/",
    "/zoeken?q=nooddrinkwater&sector=drinkwater",
    "/zoeken?q=xyzzy",
    "/menukaart",
    "/menukaart/lcms",
    "/rollen",
    "/rollen/alertering",
    "/netwerken",
    "/netwerken?sector=elektriciteit",
    "/netwerken/gas-enexis",
    "/regios",
    "/regios/ijsselland",
    "/organisaties/enexis",
    "/agenda",
    "/agenda/drinkwater",
    "/contacten",
    "/contacten?sector=gas&regio=groningen",
    "/contacten?q=stroom+Zwolle+nu",
    "/contacten?q=liander+groningen%3F",
    "/contacten?q=zonnestorm+op+mars",
    "/contacten/ifv-desk",
    "/belkaart",
    "/belkaart?regio=ijsselland&sector=elektriciteit",
    "/offline",
    "/paginas/over",
    "/paginas/hulp",
    "/paginas/privacy",
    "/paginas/toegankelijkheid",
    "/paginas/handboek",
    "/paginas/plan-maken",
    "/mandje",
    "/inloggen",
    "/wachtwoord-vergeten",
    "/melden/lcms",
    "/voorstel",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_accessible_and_fits_the_screen(page, width, address):
    page.goto(address)
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_that_is_not_there_is_accessible_and_fits_the_screen(browser, site, width):
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 900})
    page = context.new_page()  # not `page`: the browser itself complains of what is not there
    assert page.goto("/bestaat-niet").status == 404
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize(
    "address", ["/beheer", "/beheer/gebruikers", "/beheer/gebruikers/uitnodigen", "/beheer/logboek"]
)
def test_every_page_of_the_administrator_is_accessible_and_fits_the_screen(browser, desk, width, address):
    context = browser.new_context(base_url=desk.address, viewport={"width": width, "height": 900})
    context.add_cookies(desk.cookies_of("bea@voorbeeld.nl"))
    page = context.new_page()
    assert page.goto(address).status == 200
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def open_filters(page, width):
    if width < 768:
        page.locator("details.filters > summary").click()


def test_search_tick_open_and_share(page, width, browser, site):
    page.goto("/")
    page.get_by_label("Waarover zoekt u").fill("nooddrinkwater")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zoeken\?q=nooddrinkwater$"))
    open_filters(page, width)
    page.get_by_role("checkbox", name=re.compile("Opleiden, trainen, oefenen")).check()
    expect(page).to_have_url(re.compile("thema=opleiden-trainen-oefenen"))
    expect(page.locator("[data-announce]")).to_have_text(re.compile(r"^\d+ resulta"))
    expect(page.locator("#announcement")).to_have_text(re.compile("nooddrinkwater"))
    total = page.locator("[data-announce]").inner_text()
    shared = browser.new_context(base_url=site).new_page()
    shared.goto(page.url)
    expect(shared.locator("[data-announce]")).to_have_text(total)
    shared.context.close()
    page.get_by_role("link", name=re.compile("Verwijder filter Thema")).click()
    expect(page).to_have_url(re.compile(r"/zoeken\?q=nooddrinkwater$"))
    page.go_back()
    expect(page.get_by_role("link", name=re.compile("Verwijder filter Thema"))).to_be_visible()
    page.locator(".hit h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Bronnen")).to_be_visible()


def test_search_and_filter_without_javascript(plain_page, width):
    plain_page.goto("/")
    plain_page.get_by_label("Waarover zoekt u").fill("nooddrinkwater")
    plain_page.get_by_role("button", name="Zoek").click()
    open_filters(plain_page, width)
    plain_page.get_by_role("checkbox", name=re.compile("Drinkwater")).check()
    plain_page.get_by_role("button", name=re.compile(r"Toon \d+ resultaten")).click()
    expect(plain_page).to_have_url(re.compile("sector=drinkwater"))
    expect(plain_page.get_by_role("link", name=re.compile("Verwijder filter Sector"))).to_be_visible()


def test_the_contact_window_narrows_while_typing(page):
    page.goto("/contacten")
    page.get_by_label("Naam, plaats of onderwerp").press_sequentially("Zwolle")
    expect(page.get_by_role("link", name="Veiligheidsregio IJsselland")).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=Zwolle"))
    expect(page.get_by_label("Naam, plaats of onderwerp")).to_be_focused()
    expect(page.get_by_role("heading", name="Komt u er niet uit?")).to_be_visible()


def test_the_contact_window_without_javascript(plain_page):
    plain_page.goto("/contacten")
    plain_page.get_by_text("Of kies een sector, regio of thema").click()
    plain_page.get_by_label("Sector").select_option("drinkwater")
    plain_page.get_by_label("Veiligheidsregio").select_option("drenthe")
    plain_page.get_by_role("button", name="Toon").click()
    expect(plain_page.get_by_role("link", name="WMD", exact=True).first).to_be_visible()
    expect(plain_page.get_by_role("link", name="Drinkwater WMD")).to_be_visible()


def test_a_question_is_answered_and_what_was_understood_is_changed(page):
    page.goto("/contacten")
    page.get_by_label("Naam, plaats of onderwerp").press_sequentially("stroom Zwolle")
    expect(page.get_by_role("heading", name="U zoekt: elektriciteit in Zwolle")).to_be_visible()
    expect(page.locator("#announcement")).to_have_text(re.compile("U zoekt"))
    page.get_by_role("link", name="verander sector").click()
    expect(page.get_by_label("Sector", exact=True)).to_be_focused()
    page.get_by_label("Sector", exact=True).select_option("drinkwater")
    expect(page.get_by_role("heading", name="U zoekt: drinkwater in Zwolle")).to_be_visible()
    expect(page.get_by_role("link", name="Drinkwater Vitens")).to_be_visible()


def test_the_map_is_walked_with_the_keyboard(page):
    page.goto("/netwerken?sector=gas")
    tile = page.get_by_role("link", name="IJsselland: Coteq, Enexis, RENDO")
    tile.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Twente: Coteq, Enexis")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/regios/twente$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Veiligheidsregio Twente")


def test_the_keyboard_reaches_the_content_first(page):
    page.goto("/menukaart/lcms")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_number_in_the_matrix_leads_to_that_many_results(page):
    page.goto("/")
    cell = page.locator(".matrix td a").first
    number = re.match(r"\d+", cell.inner_text()).group()
    cell.click()
    expect(page.locator("[data-announce]")).to_have_text(f"{number} resultaten")


def test_suggestions_are_chosen_with_the_keyboard_and_announced(page):
    page.goto("/")
    field = page.get_by_role("combobox", name=re.compile("Waarover zoekt u"))
    field.type("lcms")
    options = page.get_by_role("option")
    expect(options.nth(0)).to_have_text(re.compile("Zoek op “lcms”"))
    expect(options.nth(1)).to_contain_text("LCMS")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(options.nth(0).get_attribute("id")))
    assert complaints(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    options.nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/menukaart/lcms"))


def test_the_first_suggestion_searches_for_what_is_typed(page):
    page.goto("/")
    page.get_by_role("combobox", name=re.compile("Waarover zoekt u")).type("drinkwater")
    page.get_by_role("option", name="Zoek op “drinkwater”").click()
    expect(page).to_have_url(re.compile(r"/zoeken\?q=drinkwater"))


def test_a_correction_can_be_undone(page):
    page.goto("/zoeken?q=stroomstroing")
    expect(page.get_by_text("Dit zijn de resultaten voor stroomstoring")).to_be_visible()
    page.get_by_role("link", name="Zoek toch op").click()
    expect(page).to_have_url(re.compile("letterlijk=1"))
    expect(page.get_by_text("Er is alleen gezocht op wat u typte")).to_be_visible()
