"""The labels that the software works out: what carries each, and that nobody can choose a higher one."""

from datetime import date

import pytest

from kennisplatform.entries.menu_card.labels import CheckedLabel, checked, evidence, stage
from kennisplatform.entries.menu_card.model import MENU_CARD_HEADINGS, MenuCardEntry
from kennisplatform.vocabulary import Evidence, Stage

TODAY = date(2026, 11, 25)
OWN, NEWS = {"titel": "Verslag", "soort": "eigen-verslag"}, {"titel": "Krant", "soort": "nieuws"}
EVALUATION = {"titel": "Evaluatie", "soort": "evaluatie"}
SOURCES = {"bronnen": [OWN, NEWS, EVALUATION]}
REASONS = {"voorwaarden": ["Er is een lijst."], "werking": "Iedereen weet wie belt."}


def body(**texts: str) -> str:
    """Return a text with all six headings answered, save those that are given another text here."""
    return "\n\n".join(f"## {heading}\n\n{texts.get(heading, 'Een antwoord.')}" for heading in MENU_CARD_HEADINGS)


def entry(text: str = "", **fields: object) -> MenuCardEntry:
    keys = {
        "titel": "Titel",
        "soort": "voorbeeld",
        "samenvatting": "Kort.",
        "themas": ["alertering"],
        "sectoren": ["gas"],
    }
    return MenuCardEntry.model_validate({"slug": "a", "body": text or body(), **keys, **SOURCES, **fields})


def trial(
    soort: str, door: str = "", plaats: str = "Ede", bron: str = "Evaluatie", uitkomst: str = ""
) -> dict[str, str]:
    named = {
        "soort": soort,
        "wat": "Iets",
        "plaats": plaats,
        "bron": bron,
        "beoordeeld-door": door,
        "uitkomst": uitkomst,
    }
    return {key: value for key, value in named.items() if value}


def tried(*trials: dict[str, str], **fields: object) -> MenuCardEntry:
    return entry(beproefd=list(trials), **{**REASONS, **fields})


ELSEWHERE = [trial("inzet", "ander", place) for place in ("Ede", "Almelo", "Delft")]
EVIDENCE = [
    ("a heading is missing", entry("## Wat is het\n\nTekst."), 0, False),
    ("a heading has no text", entry(body(Lessen="")), 0, False),
    ("'niet bekend' is no answer", entry(body(Lessen="Niet bekend. Gezocht bij: de krant.")), 0, False),
    ("nor with a mark or a small letter", entry(body(Resultaat="- nog niet bekend")), 0, False),
    ("'niet bekend' further on is part of an answer", entry(body(Lessen="De kosten zijn niet bekend.")), 1, False),
    ("no source", entry(bronnen=[]), 0, False),
    ("one source of others", entry(bronnen=[NEWS]), 0, False),
    ("one source of the organisation itself", entry(bronnen=[OWN]), 1, False),
    ("two sources of others", entry(bronnen=[NEWS, EVALUATION]), 1, False),
    ("conditions alone", entry(voorwaarden=["Er is een lijst."]), 1, False),
    ("a mechanism alone", entry(werking="Zo."), 1, False),
    ("conditions and a mechanism", entry(**REASONS), 2, False),
    ("both, but not described", entry(bronnen=[NEWS], **REASONS), 0, False),
    ("an exercise with a report", tried(trial("oefening")), 3, False),
    ("a trial with a report of the maker", tried(trial("proef", bron="Verslag")), 3, False),
    ("an exercise in the newspaper", tried(trial("oefening", bron="Krant")), 2, False),
    ("an exercise without source", tried(trial("oefening", bron="")), 2, False),
    ("an exercise with a source that is not listed", tried(trial("oefening", bron="Elders")), 2, False),
    ("a report of something without conditions", tried(trial("oefening"), voorwaarden=[]), 1, False),
    ("a real event judged by its maker", tried(trial("inzet", "maker")), 3, False),
    ("a real event of which nobody says who judged", tried(trial("inzet")), 3, False),
    ("a real event judged by another", tried(trial("inzet", "ander")), 4, False),
    ("an exercise judged by another", tried(trial("oefening", "ander")), 3, False),
    ("judged by another, written down by the maker", tried(trial("inzet", "ander", bron="Verslag")), 3, False),
    ("judged by another, in the newspaper", tried(trial("inzet", "ander", bron="Krant")), 2, False),
    ("proven at two places", tried(*ELSEWHERE[:2]), 4, False),
    ("proven at three places", tried(*ELSEWHERE), 5, False),
    ("three times at one place", tried(*3 * [ELSEWHERE[0]]), 4, False),
    ("a place in capitals is the same place", tried(*ELSEWHERE[:2], trial("inzet", "ander", "EDE")), 4, False),
    ("an event at no place", tried(*ELSEWHERE[:2], trial("inzet", "ander", "")), 4, False),
    ("proven that it does not work", tried(trial("inzet", "ander", uitkomst="werkte-niet")), 4, True),
    ("tried, and it did not work", tried(trial("proef", uitkomst="werkte-niet")), 3, True),
    (
        "once it worked and once not",
        tried(ELSEWHERE[0] | {"uitkomst": "werkte"}, trial("inzet", "ander", uitkomst="werkte-niet")),
        4,
        False,
    ),
    ("a failure that nobody reported", tried(trial("inzet", bron="Krant", uitkomst="werkte-niet")), 2, False),
]


@pytest.mark.parametrize(
    ("found", "rung", "shows_failure"), [case[1:] for case in EVIDENCE], ids=[case[0] for case in EVIDENCE]
)
def test_how_well_something_is_proven_follows_from_its_fields(found, rung, shows_failure):
    label = evidence(found)
    assert (label.rung.number, label.shows_failure) == (rung, shows_failure)


def test_that_it_does_not_work_is_said_in_the_label():
    label = evidence(tried(trial("inzet", "ander", uitkomst="werkte-niet")))
    assert label.text == "Bewezen in de praktijk: werkt zo niet"
    assert label.explanation == "Het is bewezen dat het zo niet werkt."


def test_a_curator_cannot_choose_a_rung():
    assert evidence(entry(bewijs="bewezen")).rung is Evidence.DESCRIBED


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"stand": "in-gebruik"}, Stage.IN_USE),
        ({"stand": "gestopt"}, Stage.STOPPED),
        ({"stand": "vervangen"}, Stage.REPLACED),
        ({"stand": "in-gebruik", "vervangen-door": "gripplus"}, Stage.REPLACED),
        ({"vervangen-door": "gripplus"}, Stage.REPLACED),
    ],
)
def test_what_has_a_successor_is_replaced_whatever_else_it_says(fields, expected):
    assert stage(entry(**fields)) is expected


@pytest.mark.parametrize(
    ("updated", "review_due", "is_overdue"),
    [
        (None, None, False),
        (date(2026, 1, 1), None, False),
        (date(2026, 1, 1), date(2027, 1, 1), False),
        (date(2026, 1, 1), TODAY, False),
        (date(2026, 1, 1), date(2026, 11, 24), True),
        (None, date(2026, 11, 24), True),
    ],
)
def test_what_had_to_be_checked_before_today_is_overdue(updated, review_due, is_overdue):
    assert checked(updated, review_due, TODAY) == CheckedLabel(updated, is_overdue)
