"""Is the plan ready? What stops it, what would make it better, and where to go for it."""

from __future__ import annotations

import pytest

from kennisplatform.plans.action import Action
from kennisplatform.plans.life.checks import findings
from kennisplatform.plans.life.steps import step_named
from kennisplatform.plans.plan import NewPoint, PlanMember
from kennisplatform.plans.words import PlanRole, PointState, Side
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Theme
from tests.plans.worlds import MEMBERS, begun, complete

ALL = tuple(MEMBERS.values())


def found(world, members=ALL, unanswered=0):
    return findings(world.read(), members, unanswered)


def test_a_plan_that_says_all_that_is_needed_has_nothing_to_do(app):
    owners = ("Noordwater", "Gemeente Assen", "Provincie Drenthe")
    actions = [complete(owner={"organisation": owner, "function": "Adviseur"}) for owner in owners]
    assert found(begun(app, actions)) == []


@pytest.mark.parametrize(
    ("empty", "field", "words"),
    [
        ({"theme": None}, "theme", "Kies een thema"),
        ({"owner": {"organisation": "", "function": "Manager"}}, "owner_organisation", "welke organisatie"),
        ({"owner": {"organisation": "Noordwater", "function": ""}}, "owner_function", "welke functie"),
        ({"due": ""}, "due", "wanneer de actie gereed"),
        ({"occasion": ""}, "occasion", "waarom de actie er is"),
    ],
)
def test_what_is_needed_stops_the_plan_and_leads_to_its_field(app, empty, field, words):
    [finding] = found(begun(app, [complete(**empty)]))
    assert (finding.stops, finding.action, finding.field) == (True, 1, field)
    assert finding.text.startswith("DW-NOO-01: ") and words in finding.text


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"start": "2030-K1", "due": "2029-K4"}, "due", "ligt vóór"),
        ({"due": "2031-K1"}, "due", "buiten de jaren van het plan (2027 tot en met 2030)"),
        ({"milestones": [{"title": "Later", "due": "2030-06-01"}]}, "milestones", "mijlpaal ligt na"),
        ({"financing": {"company": 50, "region": 20, "state": 0}}, "company", "samen 70 %"),
        ({"capacity": "kosten"}, "company", "wie welk deel betaalt"),
        ({"depends_on": "DW-NOO-01"}, "depends_on", "op zichzelf"),
    ],
)
def test_what_would_be_better_advises_and_stops_nothing(app, fields, field, words):
    [finding] = found(begun(app, [complete(**fields)]))
    assert (finding.stops, finding.action, finding.field) == (False, 1, field)
    assert words in finding.text


def test_a_circle_is_found_over_several_actions_and_nothing_else_is_one(app):
    waits = {1: "DW-NOO-02", 2: "na DW-NOO-03 en levering", 3: "DW-NOO-01", 4: "DW-NOO-03", 5: "iets buiten het plan"}
    owners = ({"organisation": f"Organisatie {number}", "function": "Adviseur"} for number in waits)
    world = begun(
        app, [complete(depends_on=text, owner=owner) for text, owner in zip(waits.values(), owners, strict=True)]
    )
    assert [finding.action for finding in found(world) if finding.field == "depends_on"] == [1, 2, 3]


def test_an_action_that_fell_away_asks_for_nothing(app):
    world = begun(app, [complete(), Action(sentence="Vaag.")])
    site_of(app).action_steps.take(world.plan, 2, step_named("vervallen"), world.people["lead"], "Te vaag.")
    assert found(world) == []


def test_too_many_actions_and_one_owner_of_too_many_are_told(app):
    texts = [finding.text for finding in found(begun(app, [complete() for _ in range(16)]))]
    assert any("16 acties" in text for text in texts)
    assert any("Noordwater is eigenaar van 16 van de 16" in text for text in texts)


def test_an_open_point_needs_an_action_or_a_reason(app):
    world = begun(app, [complete()], (NewPoint("Noodwater", Theme.ALERTING, "", ()),))
    [finding] = found(world)
    assert (finding.stops, finding.point) == (False, 1)
    world.site.plans.set_point(world.plan, 1, PointState.OPEN, "Komt in 2028.", world.people["lead"])
    assert found(world) == []


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([MEMBERS["lead"]], "geen trekker namens de overheid"),
        ([MEMBERS["other_lead"]], "geen trekker namens een bedrijf"),
        ([MEMBERS["lead"], PlanMember(PlanRole.WRITER, "P", "D", Side.GOVERNMENT)], "geen trekker namens de overheid"),
        ([MEMBERS["lead"], PlanMember(PlanRole.LEAD, "P", "", Side.GOVERNMENT)], "de organisatie en de functie"),
    ],
)
def test_a_plan_needs_a_lead_of_each_side(app, members, words):
    [finding] = found(begun(app, [complete()]), members)
    assert finding.stops and words in finding.text and finding.field == "members"


def test_an_empty_plan_is_no_plan_and_remarks_ask_for_an_answer(app):
    assert [finding.stops for finding in found(begun(app, []), unanswered=2)] == [True, False]
    assert "2 opmerkingen zonder antwoord" in found(begun(app, []), unanswered=2)[1].text
