"""From proposal to confirmed: which steps an action can take, who takes them, and what stays of each."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.plans.action import Action, Owner
from kennisplatform.plans.life.action_steps import Lacking, NotNow
from kennisplatform.plans.life.steps import STEPS, is_another_organisation, step_named
from kennisplatform.plans.plan import NewPlan, PlanMember
from kennisplatform.plans.rows import MayNot, NoSuchPlan
from kennisplatform.plans.words import ActionState, PlanRole
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.plans.worlds import begun, complete
from tests.sites import site_on
from tests.visitor import logged_in

WAYS = {
    "voorstel": {"afspreken", "vervallen", "overdragen"},
    "afgesproken": {"beginnen", "vervallen", "overdragen"},
    "loopt": {"wachten", "gereed-melden", "vervallen", "overdragen"},
    "wacht": {"verdergaan", "gereed-melden", "vervallen", "overdragen"},
    "gereed-gemeld": {"bevestigen", "niet-klaar", "vervallen", "overdragen"},
    "bevestigd": {"heropenen"},
    "vervallen": set(),
    "overgedragen": set(),
}
"""What the design of plans says, written down a second time."""
TARGETS = {
    "afspreken": "afgesproken",
    "beginnen": "loopt",
    "wachten": "wacht",
    "verdergaan": "loopt",
    "gereed-melden": "gereed-gemeld",
    "bevestigen": "bevestigd",
    "niet-klaar": "loopt",
    "heropenen": "loopt",
    "vervallen": "vervallen",
    "overdragen": "overgedragen",
}
FILLED = {"answer": "Omdat het moet.", "start": "2027-01-01", "evidence": "Verslag", "outcome": "Sneller water"}
TO_CONFIRMED = ("afspreken", "beginnen", "gereed-melden", "bevestigen")


@pytest.fixture
def world(app):
    """Return a plan of one complete action, and the people: its lead (of the owner), a writer and two readers."""
    return begun(app, [complete()])


def take(world, name, who="lead", **values):
    world.site.action_steps.take(world.plan, 1, step_named(name), world.people[who], **{**FILLED, **values})


def state(world):
    return world.read().action(1).state


def test_an_action_goes_from_proposal_to_confirmed_and_every_step_stays_with_who_and_why(world):
    for name in ("afspreken", "beginnen", "wachten", "verdergaan", "gereed-melden", "niet-klaar", "gereed-melden"):
        take(world, name)
    take(world, "bevestigen", "partner")
    steps = world.site.action_steps.taken(world.plan, 1, world.people["lead"])
    assert [step.target for step in steps] == [
        "afgesproken", "loopt", "wacht", "loopt", "gereed-gemeld", "loopt", "gereed-gemeld", "bevestigd",
    ]  # fmt: skip
    assert steps[-1].taken_by == "partner (Adviseur, Veiligheidsregio Utrecht)"
    assert steps[5].answer == "Omdat het moet."
    assert steps[0].answer == ""  # it asks nothing


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tries=st.lists(st.tuples(st.integers(0, 99), st.sampled_from(["lead", "partner", "reader", "mate"])), max_size=14)
)
def test_no_row_of_requests_reaches_a_state_by_another_way(app, tries):
    world = begun(app, [complete()])
    now, taken = "voorstel", ["voorstel"]
    for choice, who in tries:
        names = [*sorted(WAYS[now]), *TARGETS]  # half of them lead somewhere, so that the row gets far
        name = names[choice % len(names)]
        try:
            take(world, name, who)
        except (NotNow, MayNot):
            assert state(world) == now
        else:
            assert name in WAYS[now]
            now = TARGETS[name]
            taken.append(now)
            assert state(world) == now
    steps = world.site.action_steps.taken(world.plan, 1, world.people["lead"])
    assert [step.target for step in steps] == taken[1:]


def test_the_table_is_that_of_the_design():
    assert {state: {step.name for step in STEPS if state in step.sources} for state in ActionState} == WAYS
    assert {step.name: step.target for step in STEPS} == TARGETS


@pytest.mark.parametrize(
    ("before", "name", "empty", "asked"),
    [
        ((), "vervallen", {"answer": ""}, ("answer",)),
        ((), "overdragen", {"answer": ""}, ("answer",)),
        (("afspreken",), "beginnen", {"start": ""}, ("start",)),
        (("afspreken", "beginnen"), "gereed-melden", {"evidence": ""}, ("evidence",)),
        (("afspreken", "beginnen"), "gereed-melden", {"evidence": "", "outcome": ""}, ("evidence", "outcome")),
        (("afspreken", "beginnen", "gereed-melden"), "niet-klaar", {"answer": ""}, ("answer",)),
    ],
)
def test_a_step_is_not_taken_before_what_it_needs_is_there(world, before, name, empty, asked):
    for step in before:
        take(world, step)
    now = state(world)
    with pytest.raises(Lacking) as lacking:
        take(world, name, **empty)
    assert lacking.value.fields == asked
    assert state(world) == now


def test_what_is_filled_in_with_a_step_stands_in_the_action(world):
    for name in ("afspreken", "beginnen", "gereed-melden"):
        take(world, name)
    action = world.read().action(1).action
    assert (action.start, action.evidence, action.outcome) == ("2027-01-01", "Verslag", "Sneller water")
    take(world, "niet-klaar")
    take(world, "gereed-melden", evidence="Iets anders")
    assert world.read().action(1).action.evidence == "Verslag"  # a step fills in, and changes nothing


def test_a_proposal_is_agreed_when_it_says_what_a_plan_needs(app):
    world = begun(app, [Action(sentence="Oefen.")])
    with pytest.raises(Lacking) as lacking:
        take(world, "afspreken")
    assert lacking.value.fields == ("theme", "owner_organisation", "owner_function", "due", "occasion")


def test_only_another_organisation_confirms_and_nobody_their_own_report(world):
    for name in ("afspreken", "beginnen"):
        take(world, name)
    with pytest.raises(MayNot):
        take(world, "gereed-melden", "partner")  # reads and confirms, and does not report
    take(world, "gereed-melden", "mate")
    for who in ("lead", "mate", "reader", "nobody"):
        with pytest.raises((MayNot, NoSuchPlan)):
            take(world, "bevestigen", who)
    world.change("mate", PlanMember(PlanRole.WRITER, "Provincie Utrecht"))
    with pytest.raises(MayNot):
        take(world, "bevestigen", "mate")
    take(world, "bevestigen", "partner")
    assert state(world) == "bevestigd"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Vitens", "Veiligheidsregio Utrecht", True),
        ("Gemeente Assen", "Gemeente Emmen", True),
        ("Vitens", "vitens n.v.", False),
        ("Vitens N.V.", "Vitens Noord", False),
        ("Veiligheidsregio  Utrecht", "veiligheidsregio utrecht", False),
        ("", "Vitens", False),
        ("Vitens", "", False),
        ("B.V.", "Vitens", False),
    ],
)
def test_organisations_are_told_apart_by_name_and_in_doubt_they_are_the_same(one, other, differ):
    assert is_another_organisation(one, other) is differ
    assert is_another_organisation(other, one) is differ


def test_the_database_itself_keeps_a_step_as_it_was_taken(migrated_database_url, content, tmp_path):
    with site_on(content.path, tmp_path / "other", migrated_database_url) as app:
        world = begun(app, [complete()])
        take(world, "afspreken")
        database = site_of(app).database
        for change in ("taken_by = 'iemand'", "target = 'bevestigd'", "answer = 'anders'"):
            with pytest.raises((DatabaseUnavailable, DBAPIError)), database.transaction() as session:
                session.execute(text(f"UPDATE plan_action_step SET {change}"))
        [account] = [person for name, person in world.people.items() if name == "lead"]
        world.change("partner", PlanMember(PlanRole.LEAD, "Veiligheidsregio Utrecht"))
        site_of(app).accounts.delete(account.id)
        [step] = site_of(app).action_steps.taken(world.plan, 1, world.people["partner"])
        assert step.taken_by == "lead (Manager, Noordwater)"


def test_whoever_took_a_step_meanwhile_is_told_apart_from_a_mistake(app, visitor):
    lead = logged_in(app, Role.MEMBER, (), "trekker")
    owner = site_of(app).accounts.by_email("trekker@voorbeeld.nl")
    new = NewPlan("Plan", None, "Landelijk", None, "LND", 2027, 2030)
    plan = site_of(app).plans.start(new, owner)
    site_of(app).plans.add_actions(plan, [complete()], owner)
    address = f"/plannen/{plan}/acties/1"
    page = lead.page(address)
    button = page.select_one(".step-buttons form button")
    assert button.text.strip() == "Afgesproken"
    assert "staat nu op ‘Afgesproken’" in lead.send(f"{address}/stap/afspreken", button.parent, {}).text
    assert "Dit kan niet meer" in lead.send(f"{address}/stap/afspreken", button.parent, {}).text
    answer = lead.submit(f"{address}/stap/vervallen", {"answer": " "}, f"{address}/stap/vervallen")
    assert "zonder dit kan de stap niet" in answer.text
    lead.submit(f"{address}/stap/vervallen", {"answer": "Er is geen geld."}, f"{address}/stap/vervallen")
    text = " ".join(lead.page(address).select_one(".standing").text.split())
    assert "Vervallen" in text and "Er is geen geld." in text
    assert lead.page(address).select(".step-buttons") == []


def test_late_is_worked_out_and_never_set(app):
    late = begun(app, [complete(due="2020-K1"), Action(sentence="Zonder datum.", owner=Owner(organisation="A"))])
    first, second = late.read().actions
    assert first.is_late(date(2020, 4, 1)) and not first.is_late(date(2020, 3, 31))
    assert not second.is_late(date(2030, 1, 1))
    for name in ("afspreken", "beginnen", "gereed-melden"):
        take(late, name)
    assert not late.read().action(1).is_late(date(2030, 1, 1))
