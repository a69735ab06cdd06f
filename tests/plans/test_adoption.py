"""From concept by consultation to a version that stays as it is, and on to the next one."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.plans.life.action_steps import NotNow
from kennisplatform.plans.life.differences import differences
from kennisplatform.plans.life.plan_life import NotReady, WrongMoment
from kennisplatform.plans.life.steps import step_named
from kennisplatform.plans.plan import NewPoint, PlanMember
from kennisplatform.plans.plans import Overtaken
from kennisplatform.plans.rows import ChangedMeanwhile, MayNot, NoSuchPlan, PlanIsFixed
from kennisplatform.plans.tables import PlanRow
from kennisplatform.plans.words import PlanRole, PointState, Side
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Theme
from tests.plans.worlds import begun, complete
from tests.sites import site_on

POINT = NewPoint("Noodwater", Theme.ALERTING, "", ())


@pytest.fixture
def world(app):
    """Return a plan that could be adopted, with its people."""
    return begun(app, [complete(), complete(sentence="Leg uit.")], (POINT,))


def agreed(world):
    """Return of which sides the agreement counts."""
    ready = world.site.plan_life.readiness(world.plan, world.people["reader"])
    return {agreement.side.value for agreement in ready.agreements if agreement.counts}


def test_two_leads_bring_a_plan_from_concept_to_version_1(world):
    world.consult()
    assert world.agree("lead") is None
    assert agreed(world) == {"bedrijf"}
    assert world.agree("other_lead") == 1
    plan = world.read()
    assert (plan.state, plan.version) == ("vastgesteld", 1)
    assert {there.state for there in plan.actions} == {"afgesproken"}
    [version] = world.site.plan_life.versions(world.plan, world.people["reader"])
    assert set(version.agreed) == {"Manager, Noordwater", "Directeur, Provincie Drenthe"}
    assert [there.action for there in version.plan.actions] == [there.action for there in plan.actions]


CHANGES = {
    "an action is changed": lambda world: world.edit(1, sentence="Oefen vaker."),
    "an action is added": lambda world: world.site.plans.add_actions(world.plan, [complete()], world.people["mate"]),
    "an action is taken out": lambda world: world.site.plans.take_out(world.plan, 2, world.people["mate"]),
    "an action is moved": lambda world: world.site.plans.move(world.plan, 2, -1, world.people["mate"]),
    "an action falls away": lambda world: world.site.action_steps.take(
        world.plan, 2, step_named("vervallen"), world.people["mate"], "Te duur."
    ),
    "a point is set": lambda world: world.site.plans.set_point(
        world.plan, 1, PointState.ARRANGED, "", world.people["mate"]
    ),
    "who agreed is no lead of that side any more": lambda world: world.site.plan_members.change(
        world.plan,
        {world.people["lead"].id: PlanMember(PlanRole.WRITER, "Noordwater", "Manager", Side.COMPANY)},
        world.people["other_lead"],
    ),
    "the agreement is withdrawn": lambda world: world.site.plan_life.withdraw(world.plan, world.people["lead"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_agreement_lapses_when(world, change):
    world.consult()
    world.agree("lead")
    CHANGES[change](world)
    assert agreed(world) == set()


def test_how_far_an_action_is_does_not_touch_an_agreement(world):
    world.consult()
    world.agree("lead")
    world.site.action_steps.take(world.plan, 1, step_named("afspreken"), world.people["mate"])
    assert agreed(world) == {"bedrijf"}


def test_nobody_agrees_with_a_text_that_they_did_not_see(world):
    world.consult()
    seen = world.seen()
    world.edit(1, sentence="Oefen vaker.")
    with pytest.raises(ChangedMeanwhile):
        world.agree("lead", seen)
    assert agreed(world) == set()


def test_one_person_does_not_agree_for_both_sides(world):
    world.consult()
    world.agree("lead")
    world.change("lead", PlanMember(PlanRole.LEAD, "Noordwater", "Manager", Side.GOVERNMENT))
    world.change("mate", PlanMember(PlanRole.LEAD, "Noordwater", "Medewerker", Side.COMPANY))
    assert world.agree("lead") is None
    assert agreed(world) == {"overheid"}


def test_what_is_missing_stops_the_agreement(world):
    world.consult()
    world.edit(1, due="")
    with pytest.raises(NotReady):
        world.agree("lead")
    world.edit(1, due="2028-K1")
    world.change("lead", PlanMember(PlanRole.LEAD, "Noordwater", "Manager"))
    with pytest.raises(NotReady):
        world.agree("lead")


@pytest.mark.parametrize("who", ["mate", "partner", "reader", "nobody"])
def test_only_leads_say_where_a_plan_goes(world, who):
    life, person = world.site.plan_life, world.people[who]
    world.consult()
    for deed in (
        lambda: life.consult(world.plan, datetime.now(UTC).date(), person),
        lambda: life.back_to_concept(world.plan, person),
        lambda: life.agree(world.plan, world.seen(), person),
        lambda: life.withdraw(world.plan, person),
        lambda: life.begin_next_version(world.plan, person),
        lambda: life.end(world.plan, person),
        lambda: life.resume(world.plan, person),
    ):
        with pytest.raises((MayNot, NoSuchPlan)):
            deed()
    assert world.read().state == "in-consultatie"


EDITS = ("edit", "add", "take_out", "put_back", "move", "set_point")


def edit(world, how):
    """Try to change what the plan says."""
    plans, mate = world.site.plans, world.people["mate"]
    deeds = {
        "edit": lambda: world.edit(1, sentence="Iets anders."),
        "add": lambda: plans.add_actions(world.plan, [complete()], mate),
        "take_out": lambda: plans.take_out(world.plan, 1, mate),
        "put_back": lambda: plans.put_back(world.plan, 1, mate),
        "move": lambda: plans.move(world.plan, 1, 1, mate),
        "set_point": lambda: plans.set_point(world.plan, 1, PointState.ARRANGED, "Qx.", mate),
    }
    deeds[how]()


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.sampled_from([*EDITS, "consult", "agree lead", "agree other_lead", "next", "back", "end", "resume"]),
        max_size=18,
    )
)
def test_whatever_is_tried_an_adopted_version_says_for_ever_what_it_said(app, edits):
    world = begun(app, [complete(), complete(sentence="Leg uit.")], (POINT,))
    life, lead = world.site.plan_life, world.people["lead"]
    assert world.adopt() == 1
    kept = {version.number: version for version in life.versions(world.plan, lead)}
    for name in edits:
        before, plan = [there.action for there in world.read().actions], world.read()
        with contextlib.suppress(PlanIsFixed, WrongMoment, NotReady, NoSuchPlan):
            {
                "consult": world.consult,
                "agree lead": world.agree,
                "agree other_lead": lambda: world.agree("other_lead"),
                "next": lambda: life.begin_next_version(world.plan, lead),
                "back": lambda: life.back_to_concept(world.plan, lead),
                "end": lambda: life.end(world.plan, lead),
                "resume": lambda: life.resume(world.plan, lead),
            }.get(name, lambda name=name: edit(world, name))()
        if plan.is_fixed:
            assert [there.action for there in world.read().actions] == before
        for version in life.versions(world.plan, lead):
            was = kept.setdefault(version.number, version)
            assert (version.plan.actions, version.plan.points) == (was.plan.actions, was.plan.points)
            assert (version.agreed, version.adopted_at) == (was.agreed, was.adopted_at)
    assert sorted(kept) == list(range(1, world.read().version + 1))


def test_the_next_version_begins_with_the_adopted_text_and_shows_what_differs_and_what_slipped(world):
    world.adopt()
    world.site.plan_life.begin_next_version(world.plan, world.people["lead"])
    plan = world.read()
    assert (plan.state, plan.version) == ("concept", 1)
    first = world.site.plan_life.version(world.plan, 1, world.people["reader"])
    assert differences(first.plan, plan) == []
    world.edit(1, due="2030-K2", sentence="Oefen vaker.")
    world.site.plans.take_out(world.plan, 2, world.people["lead"])
    world.site.plans.add_actions(world.plan, [complete(sentence="Nieuw.")], world.people["lead"])
    world.site.plans.set_point(world.plan, 1, PointState.OPEN, "Later.", world.people["lead"])
    found = differences(first.plan, world.read())
    assert [(one.before, one.after) for one in found] == [
        ("DW-NOO-01 Oefen.", "DW-NOO-01 Oefen vaker."),
        ("", "DW-NOO-03 Nieuw."),
        ("DW-NOO-02 Leg uit.", ""),
        ("Noodwater", "Noodwater"),
    ]
    assert [(field.label, field.before, field.after) for field in found[0].fields] == [
        ("Actie", "Oefen.", "Oefen vaker."),
        ("Gereed", "31 december 2029", "2e kwartaal van 2030"),
    ]
    assert world.read().action(1).was_due == "2029-12-31"
    assert world.read().action(3).was_due == ""
    world.consult()
    world.agree("other_lead")
    assert world.agree("lead") == 2


def test_an_action_goes_on_while_the_text_of_the_plan_is_fixed(world):
    world.adopt()
    for name in EDITS:
        with pytest.raises(PlanIsFixed):
            edit(world, name)
    for name in ("beginnen", "gereed-melden"):
        filled = {"start": "2027-K1", "evidence": "Verslag", "outcome": "Sneller"}
        world.site.action_steps.take(world.plan, 1, step_named(name), world.people["mate"], **filled)
    world.site.action_steps.take(world.plan, 1, step_named("bevestigen"), world.people["partner"])
    assert world.read().action(1).state == "bevestigd"


def test_a_plan_that_is_over_is_read_only_until_it_goes_on_and_is_gone_after_two_years(app, world):
    life, lead = world.site.plan_life, world.people["lead"]
    life.end(world.plan, lead)
    with pytest.raises(PlanIsFixed):
        world.edit(1, sentence="Iets anders.")
    with pytest.raises(PlanIsFixed):
        world.site.action_steps.take(world.plan, 1, step_named("afspreken"), lead)
    with pytest.raises(PlanIsFixed):
        world.change("mate", None)
    life.resume(world.plan, lead)
    world.edit(1, sentence="Iets anders.")
    life.end(world.plan, lead)
    assert life.erase_expired() == 0
    with site_of(app).database.transaction() as session:
        session.execute(update(PlanRow).values(ended_at=datetime.now(UTC) - timedelta(days=731)))
    assert life.erase_expired() == 1
    with pytest.raises(NoSuchPlan):
        world.read()


@pytest.fixture
def other_world(migrated_database_url, content, tmp_path):
    """Return the same plan on either make of database."""
    with site_on(content.path, tmp_path / "other", migrated_database_url) as app:
        yield begun(app, [complete(), complete(sentence="Leg uit.")], (POINT,))


def at_once(*deeds):
    """Let every deed happen in a thread of its own, as near to the same moment as can be; return what came of it."""
    barrier, results = threading.Barrier(len(deeds)), {}

    def run(number, deed):
        barrier.wait()
        try:
            results[number] = deed()
        except (ChangedMeanwhile, PlanIsFixed, NotNow) as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[number] for number in range(len(deeds))]


def test_two_leads_who_agree_at_once_adopt_one_version(other_world):
    world = other_world
    world.consult()
    assert sorted(map(str, at_once(world.agree, lambda: world.agree("other_lead")))) == ["1", "None"]
    assert len(world.site.plan_life.versions(world.plan, world.people["lead"])) == 1


def test_a_change_at_the_moment_of_the_last_agreement_is_in_no_version_that_nobody_agreed_with(other_world):
    world = other_world
    world.consult()
    world.agree("lead")
    seen = world.seen()
    agreed, saved = at_once(
        lambda: world.agree("other_lead", seen), lambda: world.edit(1, "mate", sentence="Iets anders.")
    )
    versions = world.site.plan_life.versions(world.plan, world.people["lead"])
    if isinstance(agreed, ChangedMeanwhile):
        assert not isinstance(saved, Exception)
        assert versions == []
    else:
        assert agreed == 1
        assert isinstance(saved, PlanIsFixed)
        assert versions[0].plan.action(1).action.sentence == "Oefen."


def test_two_who_save_the_same_field_at_once_do_not_overwrite_each_other(other_world):
    world = other_world
    there = world.read().action(1)

    def save(who, sentence):
        action = complete(sentence=sentence)
        return world.site.plans.save_action(world.plan, 1, action, there.version, world.people[who])

    results = at_once(lambda: save("lead", "Een."), lambda: save("mate", "Twee."))
    assert sum(isinstance(result, Overtaken) for result in results) == 1
    assert world.read().action(1).version == there.version + 1


def test_two_steps_at_once_are_taken_one_after_another_or_not_at_all(other_world):
    world = other_world
    take = world.site.action_steps.take
    at_once(
        lambda: take(world.plan, 1, step_named("afspreken"), world.people["lead"]),
        lambda: take(world.plan, 1, step_named("vervallen"), world.people["mate"], "Te duur."),
    )
    targets = [step.target for step in world.site.action_steps.taken(world.plan, 1, world.people["lead"])]
    assert targets in (["afgesproken", "vervallen"], ["vervallen"])


def test_the_database_itself_keeps_an_adopted_version_as_it_is(other_world):
    other_world.adopt()
    with pytest.raises((DatabaseUnavailable, DBAPIError)), other_world.site.database.transaction() as session:
        session.execute(text("UPDATE plan_version SET agreed = '[]'"))


def test_an_agreement_of_a_deleted_account_is_gone_and_what_it_agreed_with_stays(other_world):
    world = other_world
    world.adopt()
    world.site.accounts.delete(world.people["other_lead"].id)
    [version] = world.site.plan_life.versions(world.plan, world.people["lead"])
    assert "Directeur, Provincie Drenthe" in version.agreed
