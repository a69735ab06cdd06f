"""Writing and changing entries in a real browser, with and without JavaScript, on a desk and on a phone."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from kennisplatform import dutch_time
from tests.browser.accessibility import complaints

ADDRESSES = [
    "/redactie/nieuw",
    "/redactie/nieuw/pilot",
    "/redactie/nieuw/contact",
    "/redactie/nieuw/rol",
    "/redactie/lcms",
    "/redactie/drinkwater",
    "/redactie/gas-enexis",
    "/redactie/hulp",
    "/redactie/ifv-desk/persoon",
    "/redactie/concepten",
    "/redactie",
    "/redactie/lijst",
    "/redactie/links",
    "/redactie/bestanden",
    "/redactie/bestanden/loket.yml",
    "/redactie/bestanden/woorden",
    "/redactie/bestanden/woorden/1",
    "/redactie/links/verwijderen?adres=https://nergens.example/",
    "/redactie/zoekvragen",
    "/redactie/meldingen",
    "/redactie/contacten",
    "/redactie/liander/correctie",
    "/account",
    "/account/wachtwoord",
    "/account/twee-stappen",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_editor_is_accessible_and_fits_the_screen(curator_page, width, address):
    curator_page.goto(address)
    assert complaints(curator_page) == []
    assert curator_page.evaluate("document.documentElement.scrollWidth") <= width


def fill_pilot(page, title):
    page.goto("/redactie/nieuw/pilot")
    page.get_by_label("Titel verplicht").first.fill(title)
    page.get_by_label("Samenvatting").fill("Een proef om te kijken of dit gevonden wordt.")
    page.get_by_label("Alertering en alarmering").check()
    page.get_by_label("Drinkwater", exact=True).check()


def test_note_a_name_with_a_contact_and_remove_it(curator_page, width):
    page, name = curator_page, f"Proef Persoon {width}"
    page.goto("/contacten/ifv-desk")
    page.get_by_role("link", name="Persoon").click()
    page.get_by_role("button", name="Bewaar de naam").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert complaints(page) == []
    page.get_by_label("Naam", exact=True).fill(name)
    page.get_by_label("Waarvoor mag de naam hier staan?").fill("Partners spreken deze persoon bij oefeningen.")
    page.get_by_label("Toestemming gegeven op").fill(str(dutch_time.today()))
    page.get_by_label("De persoon zelf gaf toestemming").check()
    page.get_by_role("button", name="Bewaar de naam").click()
    expect(page).to_have_url(re.compile("/contacten/ifv-desk$"))
    expect(page.get_by_text(name)).to_be_visible()
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    expect(page.get_by_text(name)).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Persoon").click()
    expect(page.get_by_role("button", name="Verwijder de naam")).to_be_visible()
    assert complaints(page) == []
    page.get_by_role("button", name="Verwijder de naam").click()
    expect(page.get_by_text("De naam is verwijderd.")).to_be_visible()
    expect(page.get_by_text(name)).to_have_count(0)


def unique_title():
    return f"Proef {uuid.uuid4().hex[:10]}"


def is_found(page, title):
    page.goto("/zoeken?q=" + title.split()[-1])
    expect(page.locator(".hit h2").first).to_have_text(title)


def test_add_a_pilot_and_find_it(curator_page):
    page, title = curator_page, unique_title()
    fill_pilot(page, title)
    expect(page.locator(".preview h1")).to_have_text(title)
    expect(page.get_by_label("Webadres van deze pagina")).to_have_attribute("placeholder", re.compile("^proef-"))
    contacts = page.get_by_role("combobox", name="Zoek voor Contacten")
    contacts.press_sequentially("brabant water")
    page.get_by_role("option", name=re.compile("^Brabant Water")).click()
    expect(page.locator(".chip-item", has_text="Brabant Water")).to_be_visible()
    page.get_by_role("button", name="Nog een bij Bronnen").click()
    page.locator("input[name='bronnen-1-titel']").fill("Tweede bron")
    page.locator("[data-remove-row]").first.click()
    assert complaints(page) == []
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("Deze koppen zijn nog leeg: Wat is het, Aanpak").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.get_by_role("button", name="Toch publiceren").click()
    expect(page.get_by_text(f"‘{title}’ is gepubliceerd.")).to_be_visible()
    expect(page.get_by_text("Tweede bron")).to_be_visible()
    is_found(page, title)


def test_add_a_pilot_and_find_it_without_javascript(plain_curator_page):
    page, title = plain_curator_page, unique_title()
    fill_pilot(page, title)
    page.get_by_label("Zoek voor Contacten").fill("brabant water")
    page.get_by_role("button", name="Zoek voor Contacten").click()
    page.get_by_role("button", name=re.compile("^Brabant Water")).click()
    expect(page.locator(".chip-item", has_text="Brabant Water")).to_be_visible()
    page.get_by_role("button", name="Bekijk", exact=True).last.click()
    expect(page.locator(".preview h1")).to_have_text(title)
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("Deze koppen zijn nog leeg: Wat is het, Aanpak").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.get_by_role("button", name="Toch publiceren").click()
    expect(page.get_by_text(f"‘{title}’ is gepubliceerd.")).to_be_visible()
    is_found(page, title)


def test_change_one_entry_in_two_windows_and_lose_nothing(browser, desk, width):
    pages = []
    for email in ("cor@voorbeeld.nl", "ans@voorbeeld.nl"):
        context = browser.new_context(base_url=desk.address, viewport={"width": width, "height": 900})
        context.add_cookies(desk.cookies_of(email))
        pages.append(context.new_page())
        pages[-1].goto("/redactie/afschakelplan-g-gas")
    cor, ans = pages
    words = uuid.uuid4().hex
    ans.get_by_label("Titel verplicht").first.fill(f"Van Ans {words}")
    ans.get_by_role("button", name="Bewaar", exact=True).click()
    expect(ans.get_by_text("is bewaard")).to_be_visible()
    cor.get_by_label("Titel verplicht").first.fill(f"Van Cor {words}")
    cor.get_by_label("Raming van de kosten").fill("Zes euro")
    cor.get_by_role("button", name="Bewaar", exact=True).click()
    expect(cor.get_by_text("Ans Curator heeft intussen ook iets veranderd")).to_be_visible()
    assert complaints(cor) == []
    cor.get_by_label("Neem wat Ans Curator heeft").check()
    cor.get_by_role("button", name="Bewaar", exact=True).click()
    expect(cor.get_by_role("heading", level=1)).to_have_text(f"Van Ans {words}")
    expect(cor.get_by_text("Zes euro")).to_have_count(1)
    cor.goto("/redactie/concepten")
    expect(cor.get_by_role("link", name=f"Van Cor {words}")).to_be_visible()
    for page in pages:
        page.context.close()


def test_what_was_typed_survives_closing_the_tab(curator_page):
    page, title = curator_page, unique_title()
    context = page.context
    tab = context.new_page()
    fill_pilot(tab, title)
    tab.get_by_label("Titel verplicht").first.fill(f"{title}!")
    tab.close(run_before_unload=True)
    page.goto("/redactie/concepten")
    for _ in range(20):
        if page.get_by_role("link", name=f"{title}!").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    page.get_by_role("link", name=f"{title}!").click()
    expect(page.get_by_label("Titel verplicht").first).to_have_value(f"{title}!")
    expect(page.get_by_label("Alertering en alarmering")).to_be_checked()


def test_the_draft_says_when_it_was_kept_and_saving_ends_it(curator_page):
    page, title = curator_page, unique_title()
    fill_pilot(page, title)
    expect(page.locator("#bewaarstand")).to_have_text(re.compile(r"Wat u typt, is bewaard om \d\d\.\d\d uur"))
    page.get_by_role("button", name="Bewaar als concept", exact=True).click()
    expect(page.get_by_text("is bewaard")).to_be_visible()
    page.goto("/redactie/concepten")
    expect(page.get_by_role("link", name=title)).to_have_count(0)


def test_the_tool_bar_works_from_the_keyboard_and_can_be_undone(curator_page):
    page = curator_page
    page.goto("/redactie/nieuw/contact")
    text = page.locator("textarea[name=tekst]")
    text.fill("belangrijk")
    text.select_text()
    page.get_by_role("button", name="Vet").focus()
    page.keyboard.press("Enter")
    expect(text).to_have_value("**belangrijk**")
    expect(page.locator(".preview .prose strong")).to_have_text("belangrijk")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("belangrijk")


PASTE = """(area, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "kale tekst");
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_what_is_pasted_from_word_becomes_clean_text(curator_page):
    page = curator_page
    page.goto("/redactie/nieuw/contact")
    text = page.locator("textarea[name=tekst]")
    text.evaluate(PASTE, "<h1 style='color:red'>Kop</h1><p class=MsoNormal>Met <b>vet</b><script>alert(1)</script></p>")
    expect(text).to_have_value("## Kop\n\nMet **vet**")


def test_the_summary_counts_and_says_when_it_is_too_long(curator_page):
    page = curator_page
    page.goto("/redactie/nieuw/pilot")
    page.get_by_label("Samenvatting").fill("x" * 290)
    expect(page.get_by_text("Nog 10 tekens.")).to_be_visible()
    page.get_by_label("Samenvatting").fill("x" * 303)
    expect(page.get_by_text("3 tekens te lang.")).to_be_visible()
    expect(page.locator("#raad")).to_contain_text("3 tekens te lang")


def test_a_wrong_number_is_said_beside_its_field_and_asked_before_it_is_saved(curator_page, width):
    page = curator_page
    page.goto("/redactie/gasunie")
    page.get_by_label("Telefoon", exact=True).fill("0612")
    page.get_by_label("E-mail", exact=True).fill("info@gasunie.nl")
    warning = page.locator("#twijfel-telefoon")
    expect(warning).to_have_text("‘0612’ is geen telefoonnummer dat bestaat; kijk het na.")
    expect(page.locator("#twijfel-e-mail")).to_be_hidden()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="Klopt dit?")).to_be_focused()
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("Telefoon", exact=True).fill(f"088 123 {width:04d}")
    page.get_by_label("E-mail", exact=True).focus()
    expect(warning).to_be_hidden()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_text("is bewaard.")).to_be_visible()
