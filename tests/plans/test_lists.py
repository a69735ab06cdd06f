"""Lists of actions as organisations make them are read as a person reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kennisplatform.plans.exchange.reading.cells import owners, state
from kennisplatform.plans.exchange.reading.changes import Outcome, changes
from kennisplatform.plans.exchange.reading.kept import whole_list
from kennisplatform.plans.exchange.reading.kinds import Kind
from kennisplatform.plans.exchange.reading.upload import tables_of
from kennisplatform.plans.exchange.reading.when import period
from tests.plans.lists.make import LISTS
from tests.plans.test_word import plan_of

EXPECTED = yaml.safe_load((Path(__file__).parent / "lists" / "expected.yml").read_text())
LEAST_RIGHT = 0.9


def read(data):
    """Return what would be made of a file in an empty plan."""
    return changes(whole_list(tables_of(data)).rows(), plan_of(), lambda *_: None)


def faults(expected, change):
    """Return what in a row is not as a reader sees it; also what was read and stands nowhere."""
    action = change.action
    got = {
        "sentence": action.sentence,
        "owner": action.owner.organisation,
        "function": action.owner.function,
        "partners": [partner.organisation for partner in action.partners],
        "start": action.start,
        "due": action.due,
        "theme": action.theme,
        "priority": action.priority,
        "occasion": action.occasion,
        "state": state(change.row.texts.get(Kind.STATE, "")) or "",
        "financing": [action.financing.company, action.financing.region, action.financing.state]
        if action.financing
        else "",
        "cost": "; ".join(f"{line.low}-{line.high}" for line in action.costs),
    }
    nothing = {"partners": []}
    wrong = [
        f"{name}: {value!r}"
        for name, value in got.items()
        if (value or nothing.get(name, "")) != str_or_list(expected.get(name, nothing.get(name, "")))
    ]
    if "capacity" in expected and action.capacity != expected["capacity"]:
        wrong.append(f"capacity: {action.capacity}")
    if expected.get("said", "") not in action.description:
        wrong.append(f"description: {action.description!r}")
    return wrong


def str_or_list(value):
    return value if isinstance(value, list) else str(value)


def figure(name):
    """Return how many rows of a list are right, of how many, and what is wrong."""
    made = [change for change in read(LISTS[name]()) if change.outcome is Outcome.NEW]
    wrong = [
        (wanted["sentence"], fault)
        for wanted, change in zip(EXPECTED[name], made, strict=False)
        if (fault := faults(wanted, change))
    ]
    number = max(len(EXPECTED[name]), len(made))
    return number - len(wrong) - abs(len(made) - len(EXPECTED[name])), number, wrong


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_as_a_reader_sees_it(name):
    right, number, wrong = figure(name)
    assert right >= LEAST_RIGHT * number, wrong


def test_a_column_without_a_name_is_judged_by_its_beginning_however_long_the_list_is():
    rows = [f"Bel {number};Kort;{'hoog' if number < 200 else 'a,b ' * 9}" for number in range(990)]
    read = whole_list(tables_of("\n".join(["Actie;Omschrijving;", *rows]).encode()))
    assert read.kinds == (Kind.SENTENCE, Kind.DESCRIPTION, Kind.PRIORITY)


@pytest.mark.parametrize(
    "text", ["niet afgerond", "Niet uitgevoerd", "is niet voltooid", "Nog niet klaar", "niet gereed"]
)
def test_what_is_not_done_is_not_taken_for_done(text):
    assert state(text) == "voorstel"


@pytest.mark.parametrize(
    ("text", "owner", "partners"),
    [
        ("Veiligheidsregio Gooi en Vechtstreek", "Veiligheidsregio Gooi en Vechtstreek", ()),
        ("Waterschap Amstel, Gooi en Vecht, PWN", "Waterschap Amstel, Gooi en Vecht", ("PWN",)),
        ("PWN en Hunze en Aa's", "PWN", ("Hunze en Aa's",)),
        ("gemeente Berg en Dal en Liander", "gemeente Berg en Dal", ("Liander",)),
        ("gemeente Utrecht en Zeist", "gemeente Utrecht", ("Zeist",)),
        ("\ue000 en PWN", "\ue000", ("PWN",)),
    ],
)
def test_a_name_with_a_row_of_words_is_one_name(text, owner, partners):
    assert (owners(text).organisation, owners(text).partners) == (owner, partners)


@pytest.mark.parametrize(
    "text", ["2027-03-31T00:00:00", "2027-03-31 00:00:00.000", "eind maart 2027", "Medio maart '27"]
)
def test_a_day_may_be_written_as_programs_and_people_do(text):
    assert period(text) == ("", "2027-03-31")


def test_the_separator_that_a_file_names_may_be_a_tab():
    [table] = tables_of(b"sep=\t\r\nActie\tWie\r\nBel.\tPWN\r\n")
    assert table.rows == [["Actie", "Wie"], ["Bel.", "PWN"]]
