"""A search that names a place is understood as the desk understands it: who to call, and what is there first."""

from __future__ import annotations

import pytest

from kennisplatform.site import site_of
from tests.contacts import world


@pytest.fixture(autouse=True)
def entries(app, content):
    world.write(content)
    example = {"themas": ["noodvoorzieningen"], "sectoren": ["drinkwater"]}
    content.entry("menukaart", "elders", "Nooddrinkwater en drinkwater elders", regios=["groningen"], **example)
    content.entry("menukaart", "hier", "Water uit tanks", "Drinkwater halen.", regios=["ijsselland"], **example)
    content.entry("menukaart", "overal", "Drinkwater voor iedereen", **example)
    content.entry("menukaart", "genoemd", "Drinkwater per boot", "Geoefend in Zwolle.", **example)
    site_of(app).follower.synchronise()


def hits(page):
    return [link["href"].rpartition("/")[2] for link in page.select(".hit h2 a")]


def card(page):
    return page.select_one(".desk-card")


def test_a_place_with_a_sector_gives_whom_to_call_and_the_page_of_both(visitor):
    found = card(visitor.page("/zoeken?q=drinkwater+Zwolle"))
    assert "drinkwater in Zwolle (veiligheidsregio IJsselland)" in found.text
    addresses = {link["href"] for link in found.select("a")}
    assert {"/contacten/vitens", "/regios/ijsselland/drinkwater", "/netwerken/water-vitens", "tel:112"} <= addresses
    assert "Nu iemand nodig?" in found.text


def test_what_is_of_the_region_comes_first_and_the_place_need_not_be_in_the_text(visitor):
    found = hits(visitor.page("/zoeken?q=drinkwater+Zwolle"))
    assert found[0] == "genoemd"
    assert found.index("hier") < min(found.index("elders"), found.index("overal"))


@pytest.mark.parametrize("text", ["drinkwater+in+Zwolle", "drinkwater+zwolle", "zwolle+drinkwater", "drinkwater+VRIJ"])
def test_a_place_is_understood_however_it_is_typed(visitor, text):
    page = visitor.page(f"/zoeken?q={text}")
    assert card(page)
    assert {"hier", "elders", "overal"} <= set(hits(page))


@pytest.mark.parametrize(
    "text", ["drinkwater", '"drinkwater+Zwolle"', "drinkwater+-Zwolle", "Best+practices", "drinkwater+Zwolle&pagina=2"]
)
def test_nobody_is_named_when_nothing_was_asked_about_a_place_there(visitor, text):
    assert card(visitor.page(f"/zoeken?q={text}")) is None


def test_a_place_can_be_searched_by_the_letter(visitor):
    page = visitor.page("/zoeken?q=drinkwater+Zwolle&letterlijk=1")
    assert card(page) is None
    assert hits(page)[0] == "genoemd"
    assert "hoeft niet in de tekst te staan" not in page.text


def test_what_only_members_may_see_stays_out_of_the_card(visitor, member):
    address, mentioned = "/zoeken?q=Geheimwater+Zwolle", "/contacten/geheim"
    assert mentioned not in {link["href"] for link in visitor.page(address).select("a[href]")}
    assert mentioned in {link["href"] for link in member.page(address).select("a[href]")}


def test_few_results_offer_what_was_left_out(visitor):
    page = visitor.page("/zoeken?q=drinkwater&regio=groningen")
    assert "Zoek zonder de filters" in page.select_one(".left-out").text


def test_a_search_of_which_no_entry_has_all_words_reaches_the_curators(visitor, curator):
    assert hits(visitor.page("/zoeken?q=drinkwater+olifant"))
    assert "drinkwater olifant" in curator.get("/redactie/zoekvragen").text
