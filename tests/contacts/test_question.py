"""The desk understands questions as people type them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennisplatform.contacts.question import wording
from kennisplatform.permissions import Viewer
from kennisplatform.vocabulary import Region, Sector, Theme

UNDERSTOOD = [
    ("stroom zwolle", {"elektriciteit"}, {"ijsselland"}),
    ("Stroomstoring in Zwolle!", {"elektriciteit"}, {"ijsselland"}),
    ("water VRIJ", {"drinkwater"}, {"ijsselland"}),
    ("kraanwater harlem", {"drinkwater"}, {"kennemerland"}),
    ("regio groningen", set(), {"groningen"}),
    ("gas in Best", {"gas"}, {"brabant-zuidoost"}),
    ("stroom best", {"elektriciteit"}, {"brabant-zuidoost"}),
    ("wie kan ik het best bellen over gas", {"gas"}, set()),
    ("water in son en breugel", {"drinkwater"}, {"brabant-zuidoost"}),
    ("best", set(), {"brabant-zuidoost"}),
    ("water bergen", {"drinkwater"}, {"noord-holland-noord", "limburg-noord"}),
    ("overijssel", set(), {"ijsselland", "twente"}),
    ("112 doet het niet", {"ict-telecom"}, set()),
    ("zonnestorm op mars", set(), set()),
    ("", set(), set()),
]


@pytest.mark.parametrize(("text", "sectors", "regions"), UNDERSTOOD)
def test_sector_and_place_are_recognised(ask, text, sectors, regions):
    question = ask(text).question
    assert (set(question.sectors), set(question.regions)) == (sectors, regions)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("liander", ["liander"]),
        ("wie belt LIANDER?", ["liander"]),
        ("lianderr", ["liander"]),
        ("veiligheidsregio groningen", ["vr-groningen"]),
        ("nipv", ["ifv-desk"]),
        ("water", []),
    ],
)
def test_organisations_are_recognised_by_name(ask, text, named):
    assert [contact.slug for contact in ask(text).question.named] == named


@pytest.mark.parametrize(("text", "is_urgent"), [("stroom zwolle nu", True), ("vannacht gas", True), ("gas", False)])
def test_haste_is_recognised(ask, text, is_urgent):
    assert ask(text).question.is_urgent is is_urgent


def test_themes_and_kinds_of_organisations_are_recognised(ask):
    assert ask("wie waarschuwt de bevolking").question.themes == (Theme.ALERTING,)
    assert ask("lead partner").question.themes == (Theme.ALERTING,)
    assert [term.value for term in ask("iemand van een ministerie").question.organisation_types] == ["ministerie"]


def test_what_is_chosen_corrects_what_was_understood(ask):
    question = ask("stroom zwolle", sectors=frozenset({Sector.GAS}), regions=frozenset({Region.GRONINGEN})).question
    assert (question.sectors, question.regions) == ((Sector.GAS,), (Region.GRONINGEN,))
    assert wording.understood(question) == "gas in veiligheidsregio Groningen"


def test_who_may_not_see_a_contact_does_not_learn_that_it_exists(ask):
    hidden = ask("geheimwater")
    assert hidden.question.named == ()
    assert "geheim" not in [contact.slug for contact in hidden.contacts]
    assert "geheim" not in [contact.slug for contact in ask("water zwolle").contacts]
    member = ask("geheimwater", viewer=Viewer(is_member=True))
    assert [contact.slug for contact in member.question.named] == ["geheim"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stroom zwolle", "elektriciteit in Zwolle (veiligheidsregio IJsselland)"),
        ("stroom vrij", "elektriciteit in VRIJ (veiligheidsregio IJsselland)"),
        ("water groningen nu", "drinkwater in veiligheidsregio Groningen, en nu"),
        ("telefoon", "ICT en telecom"),
        ("liander groningen", "Liander in veiligheidsregio Groningen"),
        ("veiligheidsregio groningen", "Veiligheidsregio Groningen"),
        ("bergen", "in Bergen (de veiligheidsregio’s Noord-Holland Noord en Limburg-Noord)"),
        ("zonnestorm", ""),
    ],
)
def test_what_was_understood_is_said_in_plain_words(ask, text, said):
    assert wording.understood(ask(text).question) == said


TEXTS = st.one_of(
    st.text(max_size=600),
    st.lists(
        st.sampled_from(
            [
                "stroom",
                "zwolle",
                "in",
                "te",
                "best",
                "liander",
                "vr",
                "ij",
                "noord",
                "en",
                "zuid",
                "112",
                "nu",
                "-",
                "'",
                "’",
                "…",
                "wie",
                "\x00",
                "½",
                "🔥",
            ]
        ),
        max_size=90,
    ).map(" ".join),
    st.sampled_from(["zwolle"]).map(lambda word: word * 100),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(TEXTS)
def test_any_text_ends_at_somebody_to_turn_to(ask, text):
    answer = ask(text)
    assert 1 <= len(answer.contacts) <= 12
    assert answer.fallback.slug == "ifv-desk"
    assert wording.question_for_the_desk(answer.question)
    if not answer.is_found:
        assert answer.contacts == (answer.fallback,)
        assert not answer.networks
