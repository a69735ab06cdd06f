"""Which number is meant for a question, and who comes after whom."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.contacts.calling import call_rules
from kennisplatform.contacts.calling.call_order import Spot, call_order
from kennisplatform.contacts.calling.gaps import gaps, most_wanted
from kennisplatform.contacts.calling.lines import CallReason, best_line, line_for
from kennisplatform.contacts.calling.office_hours import is_holiday, is_office_open
from kennisplatform.contacts.question.places import Place
from kennisplatform.contacts.supply import suppliers_in
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.entries.models import Contact, Network
from kennisplatform.search.dutch.analysis import forms
from kennisplatform.vocabulary import Region, Sector

WORKDAY = datetime(2026, 11, 25, 11, 0, tzinfo=DUTCH_TIME)
NIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=DUTCH_TIME)
SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=DUTCH_TIME)
NUMBER = "+31881234567"


def contact(slug="water", kind="vitale-partner", **fields):
    said = {key.replace("_", "-"): value for key, value in fields.items()}
    return Contact.model_validate(
        {"slug": slug, "titel": slug, "soort": "contact", "samenvatting": "S", "organisatie": slug, "functie": "F",
         "type-organisatie": kind, **said}
    )  # fmt: skip


def network(slug, regions, places=(), sector="elektriciteit", **fields):
    areas = [{"regio": region, "plaatsen": list(named)} for region, named in dict(places).items()]
    return Network.model_validate(
        {"slug": slug, "titel": slug, "soort": "netwerk", "samenvatting": "S", "sector": sector, "regios": regions,
         "gebied": areas, **fields}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "hours", "is_open"),
    [
        (WORKDAY, None, True),
        (NIGHT, None, False),
        (SATURDAY, None, False),
        (WORKDAY.replace(hour=8, minute=45), None, False),
        (WORKDAY.replace(hour=8, minute=45), "werkdagen 8.30 tot 17.00 uur", True),
        (WORKDAY.replace(hour=15), "ma-vr 13:30-14:30", False),
        (WORKDAY.replace(hour=17, minute=30), "8 tot 18 uur", True),
        (WORKDAY, "zie de website", True),
        (datetime(2026, 12, 25, 11, 0, tzinfo=DUTCH_TIME), None, False),
        (datetime(2026, 7, 1, 7, 30, tzinfo=UTC), None, True),
    ],
)
def test_an_office_answers_in_its_hours_by_dutch_time(moment, hours, is_open):
    assert is_office_open(moment, hours) is is_open


@pytest.mark.parametrize(
    "day", ["2026-01-01", "2026-04-06", "2026-04-27", "2025-04-26", "2026-05-14", "2026-05-25", "2026-12-26"]
)
def test_offices_are_closed_on_public_holidays(day):
    assert is_holiday(date.fromisoformat(day))


@given(st.text(max_size=200), st.datetimes())
def test_any_text_of_hours_can_be_read(hours, moment):
    is_office_open(moment.replace(tzinfo=DUTCH_TIME), hours)


@pytest.mark.parametrize(
    ("purpose", "availability", "occasion", "moment", "is_offered"),
    [
        ("crisis", None, CallReason.ACUTE, NIGHT, True),
        ("crisis", "kantooruren", CallReason.ACUTE, NIGHT, False),
        ("crisis", "24/7", CallReason.PREPARATION, WORKDAY, False),
        ("storing", "24/7", CallReason.ACUTE, NIGHT, True),
        ("storing", None, CallReason.ACUTE, NIGHT, False),
        ("storing", "24/7", CallReason.PREPARATION, WORKDAY, False),
        ("algemeen", None, CallReason.ACUTE, WORKDAY, False),
        ("algemeen", None, CallReason.UNSAID, WORKDAY, True),
        ("algemeen", None, CallReason.UNSAID, NIGHT, False),
        ("algemeen", "kantooruren", CallReason.PREPARATION, WORKDAY, True),
        ("klantenservice", "24/7", CallReason.UNSAID, WORKDAY, False),
        ("klachten", "24/7", CallReason.UNSAID, WORKDAY, False),
        (None, "24/7", CallReason.UNSAID, WORKDAY, False),
    ],
)  # fmt: skip
def test_a_number_is_offered_only_for_what_it_is_meant_for(purpose, availability, occasion, moment, is_offered):
    known = contact(telefoon=NUMBER, **{"telefoon-voor": purpose, "bereikbaar": availability})
    assert (line_for(known, occasion, moment) is not None) is is_offered


def test_of_more_numbers_the_one_for_this_is_offered():
    known = contact(
        telefoon="+31881111111", telefoon_voor="klantenservice", bereikbaar="kantooruren",
        andere_nummers=[{"naam": "Meldkamer", "nummer": NUMBER, "voor": "crisis", "bereikbaar": "24/7"}],
    )  # fmt: skip
    assert line_for(known, CallReason.ACUTE, NIGHT).number == NUMBER
    assert best_line(known).label == "Meldkamer"


def place(name, *regions, is_area=False):
    return Place(name, tuple(map(Region, regions)), is_area, frozenset({forms(name)}))


BIG = network("groot", ["twente", "ijsselland"], {"twente": ["elders"], "ijsselland": ["Zwolle"]})
SMALL = network("klein", ["twente"], {"twente": ["Almelo", "Eelde-Paterswolde"]})
VAGUE = network("vaag", ["ijsselland"])


@pytest.mark.parametrize(
    ("region", "places", "suppliers"),
    [
        ("twente", [place("Almelo", "twente")], ["klein"]),
        ("twente", [place("Paterswolde", "twente")], ["klein"]),
        ("twente", [place("Hengelo", "twente")], ["groot"]),
        ("twente", [], ["groot", "klein"]),
        ("twente", [place("Twente", "twente", is_area=True)], ["groot", "klein"]),
        ("twente", [place("Almelo", "twente"), place("Hengelo", "twente")], ["klein", "groot"]),
        ("ijsselland", [place("Zwolle", "ijsselland")], ["groot"]),
        ("ijsselland", [place("Deventer", "ijsselland")], ["groot", "vaag"]),
    ],
)
def test_a_place_is_of_the_network_that_names_it_or_has_the_rest(region, places, suppliers):
    found = suppliers_in(Region(region), [BIG, SMALL, VAGUE], places)
    assert [network.slug for network in found] == suppliers


RULES = {
    "sectoren": {
        "elektriciteit": [
            {"wie": "bedrijf"},
            {"wie": "veiligheidsregio", "na-minuten": 15},
            {"contact": "rijk"},
            {"naam": "Landelijk", "nummer": "112", "bereikbaar": "24/7"},
        ]
    }
}


def test_the_order_names_company_fallback_region_and_what_always_answers():
    visible = {
        "stroom": network("stroom", ["twente"], organisatie="enexis", contacten=["enexis"]),
        "enexis": contact("enexis", telefoon=NUMBER, telefoon_voor="crisis", valt_terug_op="wacht"),
        "wacht": contact("wacht", valt_terug_op="enexis"),
        "regio": contact("regio", "veiligheidsregio", regios=["twente"]),
    }
    steps = call_order(call_rules.read(RULES), Spot(Sector.ELECTRICITY, Region.TWENTE), visible)
    assert [(step.name, step.line.number if step.line else None, step.after_minutes) for step in steps] == [
        ("enexis", NUMBER, None),
        ("wacht", None, None),
        ("regio", None, 15),
        ("Landelijk", "112", None),
    ]


@pytest.mark.parametrize(
    "step",
    [{}, {"wie": "bedrijf", "contact": "x"}, {"nummer": "112"}, {"naam": "A", "nummer": "geen"}, {"wie": "iemand"}],
)
def test_a_step_that_does_not_say_whom_to_call_is_refused(step):
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's
        call_rules.read({"altijd": [step]})


def test_where_nobody_answers_at_night_is_a_gap_and_who_would_close_most_comes_first():
    always = {"telefoon": NUMBER, "telefoon_voor": "storing", "bereikbaar": "24/7"}
    visible = {
        "stroom": network("stroom", ["twente", "drenthe"], organisatie="enexis", contacten=["enexis"]),
        "enexis": contact("enexis", telefoon=NUMBER, telefoon_voor="klantenservice"),
        "vr-twente": contact("vr-twente", "veiligheidsregio", regios=["twente"], **always),
        "vr-drenthe": contact("vr-drenthe", "veiligheidsregio", regios=["drenthe"]),
        "vr-utrecht": contact("vr-utrecht", "veiligheidsregio", regios=["utrecht"]),
    }
    found = gaps(visible)
    regions = {gap.spot.region for gap in found if gap.spot.sector is Sector.ELECTRICITY}
    assert Region.TWENTE not in regions
    assert {Region.DRENTHE, Region.UTRECHT} <= regions
    wanted = [organisation.slug for organisation, _ in most_wanted(found)]
    assert wanted.index("vr-drenthe") < wanted.index("enexis")
    assert "vr-twente" not in wanted
