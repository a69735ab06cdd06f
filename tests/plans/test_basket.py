"""Putting examples aside for a plan, before and after logging in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.plans.basket import LONGEST_TEXT, MOST_PICKS, Basket
from kennisplatform.plans.pieces import Pick, PieceKind
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.plans.conftest import press, put_aside, titles
from tests.sites import site_on
from tests.visitor import PASSWORD, Visitor, logged_in

pytestmark = pytest.mark.usefixtures("menu_card")

SLUGS = st.from_regex(r"[a-z0-9]{1,60}(-[a-z0-9]{1,50}){0,1}", fullmatch=True)
PICKS = st.builds(Pick, SLUGS) | st.builds(
    Pick,
    SLUGS,
    st.sampled_from([kind for kind in PieceKind if kind is not PieceKind.ENTRY]),
    st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
)


def counted(visitor: Visitor, address: str = "/") -> str:
    """Return the number in the header, '' when there is none."""
    number = visitor.page(address).select_one("[data-basket-link] .menu-count")
    return number.find(string=True) if number else ""


def anybody(app, who: str) -> Visitor:
    return Visitor(app) if who == "visitor" else logged_in(app, Role.MEMBER)


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_what_is_put_aside_is_counted_in_the_header_and_listed_in_order(app, who):
    person = anybody(app, who)
    assert counted(person) == ""
    for button in ("waterwagens", "noodpakket"):
        result = next(b for b in person.page("/menukaart").select("[data-basket] button") if b["value"] == button)
        answer = put_aside(person, result["value"])
        assert answer.location == f"/menukaart#mandje-{button}"
    assert counted(person) == counted(person, "/rollen") == "2"
    assert titles(person) == ["Waterwagens klaarzetten", "Noodpakket voor thuis"]
    assert "In uw mandje" in person.page("/menukaart/noodpakket").select_one("#mandje-noodpakket").text


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_the_order_can_be_changed_and_what_is_taken_out_can_be_put_back(app, who):
    person = anybody(app, who)
    put_aside(person, "waterwagens", "noodpakket")
    press(person, omlaag="waterwagens")
    assert titles(person) == ["Noodpakket voor thuis", "Waterwagens klaarzetten"]
    press(person, omhoog="waterwagens")
    assert titles(person) == ["Waterwagens klaarzetten", "Noodpakket voor thuis"]
    for button, left in (({"eruit": "waterwagens"}, ["Noodpakket voor thuis"]), ({"leeg": "1"}, [])):
        answer = press(person, **button)
        assert titles(person) == left
        assert "Leg " in answer.text
        back = answer.request.full_path.partition("eruit=")[2].split("_")
        put_aside(person, *back, terug="/mandje")
    assert sorted(titles(person)) == ["Noodpakket voor thuis", "Waterwagens klaarzetten"]


def test_every_sentence_of_an_example_can_be_taken_by_itself(visitor):
    ticks = visitor.page("/menukaart/waterwagens").select(".basket-pieces input[name=erbij]")
    sentences = {
        "Zet voor elke wijk een waterwagen klaar.",
        "Bel eerst de gemeente.",
        "Zet borden neer.",
        "Kies de plekken.",
        "Oefen het uitdelen.",
        "Er is een lijst van plekken.",
        "Er is een tankwagen.",
    }
    put_aside(visitor, *(tick["value"] for tick in ticks))
    assert set(titles(visitor)) == sentences
    assert "door: Gemeente" in visitor.page("/mandje").text


def test_a_sentence_that_a_curator_changed_is_not_taken_for_another(app, content, visitor):
    ticks = visitor.page("/menukaart/waterwagens").select(".basket-pieces input[value*=stap]")
    put_aside(visitor, ticks[0]["value"])
    content.entry("menukaart", "waterwagens", "Waterwagens klaarzetten", stappen=[{"stap": "Oefen het uitdelen."}])
    site_of(app).follower.synchronise()
    assert titles(visitor) == ["Deze zin staat niet meer in de vermelding."]


def test_logging_in_takes_the_basket_along_and_logging_out_leaves_nothing_behind(app, visitor):
    site_of(app).accounts.add("lid@voorbeeld.nl", "Lid", Role.MEMBER, (), PASSWORD)
    elsewhere = Visitor(app)
    elsewhere.log_in("lid@voorbeeld.nl")
    put_aside(elsewhere, "noodpakket")
    put_aside(visitor, "waterwagens", "noodpakket")
    visitor.log_in("lid@voorbeeld.nl")
    assert titles(visitor) == titles(elsewhere) == ["Noodpakket voor thuis", "Waterwagens klaarzetten"]
    visitor.client.post("/uitloggen")
    assert titles(visitor) == []


def test_what_somebody_may_not_see_is_not_named(app, visitor, member):
    put_aside(visitor, "besloten", "bestaat-niet")
    assert titles(visitor) == ["Deze vermelding is er niet (meer)"] * 2
    put_aside(member, "besloten")
    assert titles(member) == ["Besloten draaiboek"]


def test_a_full_basket_says_so_and_keeps_what_it_has(app, visitor):
    put_aside(visitor, *(f"v-{number}" for number in range(MOST_PICKS)))
    answer = press(visitor, erbij="waterwagens", terug="/menukaart")
    assert "Uw mandje is vol" in answer.text
    assert counted(visitor) == str(MOST_PICKS)


def test_nothing_ticked_says_what_to_do(visitor):
    assert "Kruis eerst aan" in press(visitor, terug="/menukaart/waterwagens").text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {"Referer": "https://elders.example/menukaart"},
    ],
)
def test_another_site_cannot_change_a_basket(visitor, member, headers):
    for person in (visitor, member):
        put_aside(person, "noodpakket")
        for button in ({"erbij": "waterwagens"}, {"eruit": "noodpakket"}, {"leeg": "1"}):
            assert person.client.post("/mandje", data=button, headers=headers).status_code == 400
        assert titles(person) == ["Noodpakket voor thuis"]


def test_the_way_back_stays_on_this_site(visitor):
    for address in ("https://elders.example", "//elders.example", "/\\elders.example", "javascript:x"):
        assert put_aside(visitor, "noodpakket", terug=address).location.startswith("/#")


def test_looking_at_a_result_or_an_example_gives_a_visitor_no_cookie(visitor):
    for address in ("/menukaart", "/zoeken?q=waterwagens", "/menukaart/waterwagens", "/mandje"):
        assert "Set-Cookie" not in visitor.get(address).headers


@pytest.mark.parametrize("who", ["visitor", "member"])
@pytest.mark.parametrize("address", ["/menukaart", "/zoeken?q=noodpakket", "/rollen", "/"])
def test_a_page_that_was_given_to_others_shows_the_own_basket(app, who, address):
    others = [anybody(app, who) if who == "visitor" else logged_in(app, Role.MEMBER, (), name) for name in "abc"]
    mine, before, after = others
    for _ in range(2):
        before.get(address)
    put_aside(mine, "noodpakket")
    assert counted(mine, address) == "1"
    after.get(address)
    assert counted(after, address) == counted(before, address) == ""
    assert counted(mine, address) == "1"
    shown = mine.page(address).select_one("#mandje-noodpakket")
    assert shown is None or "In uw mandje" in shown.text


@pytest.mark.usefixtures("menu_card")
def test_windows_that_put_something_aside_at_once_all_do(content, tmp_path, migrated_database_url):
    with site_on(content.path, tmp_path / "instance", migrated_database_url) as app:
        account = site_of(app).accounts.add("lid@voorbeeld.nl", "Lid", Role.MEMBER)
        baskets = site_of(app).baskets

        def put_in(number: int) -> None:
            baskets.change(account.id, lambda there: there.plus(Pick(f"v-{number}")))

        with ThreadPoolExecutor(4) as windows:
            list(windows.map(put_in, range(20)))
        assert {pick.slug for pick in baskets.of(account.id)} == {f"v-{number}" for number in range(20)}


def test_an_account_that_is_removed_leaves_no_basket(app, member):
    put_aside(member, "waterwagens")
    account = site_of(app).accounts.by_email("lid@voorbeeld.nl")
    site_of(app).accounts.delete(account.id)
    assert len(site_of(app).baskets.of(account.id)) == 0


@given(st.lists(PICKS, max_size=60))
def test_a_basket_reads_what_it_writes_and_stays_within_bounds(picks):
    basket = Basket().plus(*picks)
    assert Basket.parse(str(basket)) == basket
    assert len(str(basket)) <= LONGEST_TEXT
    assert len(basket) <= MOST_PICKS
    assert basket.picks == tuple(dict.fromkeys(picks))[: len(basket)]


@given(st.text())
def test_any_text_is_a_basket(text):
    basket = Basket.parse(text)
    assert Basket.parse(str(basket)) == basket


@given(st.lists(PICKS, min_size=1, max_size=10, unique=True), st.data())
def test_moving_changes_the_order_only(picks, data):
    basket = Basket().plus(*picks)
    moved = basket.moved(data.draw(st.sampled_from(picks)), data.draw(st.integers(-12, 12)))
    assert set(moved) == set(basket)
