"""From examples to a plan in Word, in a real browser: at a desk, on a phone, and without JavaScript."""

import io
import re

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import complaints
from tests.plans.lists.make import LISTS

MOST_CLICKS = 25


@pytest.fixture
def member_page(browser, desk, width, has_script):
    context = browser.new_context(
        base_url=desk.address, viewport={"width": width, "height": 900}, java_script_enabled=has_script
    )
    context.add_cookies(desk.cookies_of("lies@voorbeeld.nl"))
    page = context.new_page()
    page.has_script = has_script
    yield page
    context.close()


class Hand:
    """A hand that counts its clicks."""

    def __init__(self):
        self.clicks = 0

    def click(self, locator):
        locator.click()
        self.clicks += 1


def check(page, width):
    if page.has_script:
        assert complaints(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_new_member_goes_from_nothing_to_a_word_file_with_six_actions(member_page, width):
    page, hand = member_page, Hand()
    page.goto("/menukaart/nooddrinkwater-distributiepunten")
    hand.click(page.get_by_role("button", name=re.compile("^Zet in mijn plan")))
    expect(page.locator("[data-basket-link]")).to_contain_text("1")
    hand.click(page.get_by_role("link", name="Plannen", exact=True))
    hand.click(page.get_by_role("link", name="Begin een plan"))
    check(page, width)
    page.get_by_label("Voor welk netwerk?").select_option("drinkwater-vitens")
    hand.click(page.get_by_role("button", name="Begin"))
    check(page, width)
    for _ in range(2):
        hand.click(page.get_by_role("button", name="Maak hier een actie van").first)
    hand.click(page.get_by_role("link", name="Het plan", exact=True))
    hand.click(page.get_by_role("button", name="Zet alles uit mijn mandje in dit plan"))
    for sentence in ("Maak een belboom.", "Oefen de belboom.", "Leg de belboom op papier."):
        page.get_by_label("Wat gaat er gebeuren?").fill(sentence)
        hand.click(page.get_by_role("button", name="Voeg toe"))
    expect(page.locator(".action-list > li")).to_have_count(6)
    check(page, width)
    with page.expect_download() as download:
        hand.click(page.get_by_role("link", name="Word-bestand"))
    file = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    headings = [paragraph.text for paragraph in file.paragraphs if paragraph.style.name == "Heading 2"]
    assert len(headings) == 6
    assert headings[-1].endswith("Leg de belboom op papier.")
    assert hand.clicks <= MOST_CLICKS


def test_an_action_is_filled_in_and_what_is_wrong_leads_to_its_field(member_page, width):
    page = member_page
    page.goto("/plannen/nieuw")
    page.get_by_label("Naam van het plan").fill("Plan voor een actie")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Het plan", exact=True).click()
    page.get_by_label("Wat gaat er gebeuren?").fill("Maak een belboom.")
    page.get_by_label("Wat gaat er gebeuren?").press("Enter")
    page.get_by_role("link", name=re.compile("Wijzig hier")).click()
    page.get_by_label("Functie van de eigenaar").fill("Adviseur")
    page.get_by_label("Gereed", exact=True).fill("ooit")
    page.get_by_role("button", name="Bewaar").click()
    check(page, width)
    page.get_by_role("link", name=re.compile("Schrijf een dag")).click()
    expect(page.get_by_label("Functie van de eigenaar")).to_have_value("Adviseur")
    page.get_by_label("Gereed", exact=True).fill("K2 2027")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("#actie-1")).to_contain_text("2e kwartaal van 2027")
    page.get_by_role("button", name=re.compile("Maak ongedaan")).click()
    expect(page.locator("#actie-1")).to_contain_text("nog geen eigenaar")


def test_actions_are_split_and_joined_and_what_was_there_can_be_read(member_page, width):
    page = begun(member_page, "Plan om te verbouwen", "Maak een belboom.")
    page.get_by_role("link", name=re.compile("^Alles")).click()
    page.get_by_role("link", name="Splits").click()
    check(page, width)
    page.get_by_label("Wat wordt een eigen actie?").fill("Oefen de belboom.")
    page.get_by_role("button", name="Splits").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Oefen de belboom.")
    page.get_by_role("link", name="Voeg samen").click()
    page.get_by_label("Welke actie?").select_option(index=1)
    page.get_by_role("button", name="Verder").click()
    check(page, width)
    page.get_by_label("Maak een belboom.").check()
    page.get_by_role("button", name="Voeg samen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maak een belboom.")
    page.get_by_role("link", name="Eerdere versies").click()
    check(page, width)
    expect(page.locator(".difference-list del")).to_have_text("Oefen de belboom.")


def test_what_is_typed_is_there_again_after_the_page_was_left(member_page, width):
    if not member_page.has_script:
        pytest.skip("without a script nothing is sent while somebody types")
    page = begun(member_page, "Plan om in te typen", "Maak een belboom.")
    page.get_by_role("link", name=re.compile("^Alles")).click()
    page.get_by_label("Actie", exact=True).fill("Maak een belboom met de buren.")
    expect(page.locator("[data-draft-state]")).to_contain_text("is bewaard om")
    page.goto("/plannen")
    page.go_back()
    page.reload()
    expect(page.get_by_text("U was hier bezig op")).to_be_visible()
    expect(page.get_by_label("Actie", exact=True)).to_have_value("Maak een belboom met de buren.")
    check(page, width)
    page.get_by_role("button", name="Gooi weg wat niet bewaard is").click()
    expect(page.get_by_label("Actie", exact=True)).to_have_value("Maak een belboom.")


def test_what_is_typed_before_the_script_is_there_is_kept_as_well(member_page):
    if not member_page.has_script:
        pytest.skip("without a script nothing is sent while somebody types")
    page = begun(member_page, "Plan om snel in te typen", "Maak een belboom.")
    late = []
    page.route("**/keep-typed*", lambda route: late.append(route))  # noqa: PLW0108 - Playwright looks at its parameters
    with page.expect_request("**/keep-typed*"):
        page.get_by_role("link", name=re.compile("^Alles")).click()
    page.get_by_label("Actie", exact=True).fill("Maak een belboom met de buren.")
    late.pop().continue_()
    expect(page.locator("[data-draft-state]")).to_contain_text("is bewaard om")


def test_an_action_is_dragged_to_its_place(member_page, width):
    if not member_page.has_script or width < 1000:
        pytest.skip("dragging is for a mouse; the arrows do the same")
    member_page.emulate_media(reduced_motion="reduce")  # a page that still scrolls is not where it was measured
    page = begun(member_page, "Plan om te slepen", "Eerste.", "Tweede.", "Derde.")
    expect(page.locator(".drag-handle")).to_have_count(3)
    page.wait_for_load_state("load")  # till then the browser may still scroll to the action of the address
    page.get_by_role("heading", name="Acties").evaluate("heading => heading.scrollIntoView()")
    handle = page.locator(".drag-handle").nth(2).bounding_box()
    first = page.locator(".action-list > li").first.bounding_box()
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(first["x"] + 20, first["y"] + 4, steps=10)
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.mouse.up()
    expect(page.locator(".action-list h3")).to_have_text(["Derde.", "Eerste.", "Tweede."])
    page.reload()
    expect(page.locator(".action-list h3")).to_have_text(["Derde.", "Eerste.", "Tweede."])


def begun(page, title, *sentences):
    """Begin a plan with these actions; return its page."""
    page.goto("/plannen/nieuw")
    page.get_by_label("Naam van het plan").fill(title)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Het plan", exact=True).click()
    for number, sentence in enumerate(sentences, 1):
        page.get_by_label("Wat gaat er gebeuren?").fill(sentence)
        page.get_by_role("button", name="Voeg toe").click()
        expect(page.locator(".action-list > li")).to_have_count(number)
    return page


def test_a_visitor_puts_aside_and_takes_out_without_leaving_the_list(page):
    page.goto("/menukaart")
    button = page.get_by_role("button", name=re.compile("Zet in mijn plan")).nth(3)
    button.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    button.click()
    expect(page.locator("[data-basket-link]")).to_contain_text("1")
    assert page.evaluate("scrollY") == place
    expect(page.locator(".in-basket")).to_be_focused()
    page.locator("[data-basket-link]").click()
    page.get_by_role("button", name=re.compile("Eruit")).click()
    page.get_by_role("button", name="Leg het terug").click()
    expect(page.locator(".basket-list > li")).to_have_count(1)


def test_a_plan_of_2015_in_word_comes_in_and_goes_out_as_word(member_page, width, tmp_path):
    page = member_page
    page.goto("/plannen/nieuw")
    page.get_by_label("Naam van het plan").fill("Plan met een oude lijst")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Het plan", exact=True).click()
    page.get_by_role("link", name="Lees een lijst in").click()
    check(page, width)
    (tmp_path / "Actieplan 2015.docx").write_bytes(LISTS["word_by_theme"]())
    page.get_by_label("Bestand").set_input_files(tmp_path / "Actieplan 2015.docx")
    page.get_by_role("button", name="Lees in").click()
    expect(page.locator(".list-row-nieuw")).to_have_count(4)
    check(page, width)
    page.get_by_label("Alarmlijn twee keer per jaar testen").uncheck()
    page.get_by_role("button", name="Zet de aangevinkte regels in het plan").click()
    expect(page.locator(".action-list > li")).to_have_count(3)
    with page.expect_download() as download:
        page.get_by_role("link", name="Word-bestand").click()
    file = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    headings = [paragraph.text for paragraph in file.paragraphs if paragraph.style.name == "Heading 2"]
    assert headings[0].endswith("Vaste alarmlijn tussen meldkamer en waterbedrijf instellen")
    assert len(headings) == 3
