"""Rearranging actions: copy, split, join, go back, and what is typed and not saved yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennisplatform.plans.action import MOST_MILESTONES, Action, Milestone, Owner, Partner, UsedExample
from kennisplatform.plans.plan import PlanMember
from kennisplatform.plans.rework.combining import TooMuch, copy_of, joined, split
from kennisplatform.plans.rework.drafts import LARGEST, DraftTooLarge, SavedMeanwhile
from kennisplatform.plans.rework.rework import Part, Seen
from kennisplatform.plans.rows import ChangedMeanwhile, MayNot, NoSuchPlan, PlanIsFixed
from kennisplatform.plans.words import PlanRole
from kennisplatform.vocabulary import Role, Theme
from tests.plans.worlds import MEMBERS, begun, complete
from tests.visitor import logged_in

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
ACTIONS = st.builds(
    Action,
    sentence=_TEXT.filter(bool),
    description=_TEXT,
    evidence=_TEXT,
    points=st.sets(st.integers(1, 5), max_size=5).map(lambda points: tuple(sorted(points))),
    theme=st.none() | st.sampled_from(Theme),
    owner=st.builds(Owner, organisation=_TEXT, function=_TEXT),
    partners=st.lists(st.builds(Partner, organisation=_TEXT.filter(bool), brings=_TEXT), max_size=4).map(tuple),
    milestones=st.lists(st.builds(Milestone, title=_TEXT.filter(bool), is_done=st.booleans()), max_size=4).map(tuple),
    examples=st.lists(
        st.builds(UsedExample, slug=st.sampled_from(["lcms", "domino"]), title=_TEXT), max_size=2, unique_by=str
    ).map(tuple),
    due=st.sampled_from(["", "2027-03-31", "2028-K2"]),
)


@pytest.fixture
def world(app):
    """Return a plan with two actions of which the first has milestones."""
    milestones = (Milestone(title="Kies plekken."), Milestone(title="Oefen.", is_done=True))
    first = complete(sentence="Zet water klaar.", milestones=[one.model_dump() for one in milestones])
    return begun(app, [first, complete(sentence="Leg uit.", owner=Owner(organisation="VRU", function="Adviseur"))])


def sentences(world):
    return [there.action.sentence for there in world.read().actions]


def seen(world, number):
    return Seen(number, world.read().action(number).version)


# What comes of two actions


@given(ACTIONS)
def test_a_copy_says_the_same_and_nothing_of_it_is_done(action):
    copy = copy_of(action)
    assert [one.title for one in copy.milestones] == [one.title for one in action.milestones]
    assert not any(one.is_done for one in copy.milestones)
    assert (copy.description, copy.owner, copy.theme) == (action.description, action.owner, action.theme)
    assert (copy.evidence, copy.sentence) != (action.evidence, action.sentence)
    assert Action.model_validate(copy.fields()) == copy


@given(ACTIONS, st.sets(st.integers(0, 5)))
def test_every_milestone_is_after_a_split_in_one_of_the_two(action, places):
    stays, goes = split(action, "Nieuw.", places)
    assert sorted(map(str, stays.milestones + goes.milestones)) == sorted(map(str, action.milestones))
    assert stays.model_copy(update={"milestones": action.milestones}) == action


@given(ACTIONS, ACTIONS)
def test_joining_loses_nothing_that_can_stay(kept, other):
    both = joined(kept, other)
    for name in ("points", "partners", "milestones", "costs"):
        assert set(getattr(kept, name)) | set(getattr(other, name)) == set(getattr(both.action, name))
    assert {one.slug for one in both.action.examples} == {one.slug for one in (*kept.examples, *other.examples)}
    assert kept.description in both.action.description
    assert other.description in both.action.description
    assert Action.model_validate(both.action.fields()) == both.action


@given(ACTIONS, ACTIONS)
def test_of_what_differs_the_chosen_one_stays(kept, other):
    differing = joined(kept, other).differing
    mine, theirs = joined(kept, other).action, joined(kept, other, differing).action
    for name in differing:
        assert getattr(mine, name) == getattr(kept, name) != getattr(other, name) == getattr(theirs, name)


def test_more_milestones_than_an_action_may_have_are_refused():
    many = tuple(Milestone(title=str(number)) for number in range(MOST_MILESTONES))
    with pytest.raises(TooMuch) as problem:
        joined(complete(milestones=many), complete(milestones=[{"title": "Nog een"}]))
    assert (problem.value.label, problem.value.most) == ("Mijlpalen", MOST_MILESTONES)


# In a plan


def test_a_copy_stands_after_its_original_with_a_number_of_its_own(world):
    assert world.site.plan_rework.copy(world.plan, 1, world.people["mate"]) == 3
    assert sentences(world) == ["Zet water klaar.", "Zet water klaar. (kopie)", "Leg uit."]


def test_a_part_becomes_an_action_that_stands_after_it(world):
    part = Part("Oefen het uitdelen.", (1,))
    number = world.site.plan_rework.split(world.plan, seen(world, 1), part, world.people["lead"])
    plan = world.read()
    assert sentences(world) == ["Zet water klaar.", "Oefen het uitdelen.", "Leg uit."]
    assert [one.title for one in plan.action(1).action.milestones] == ["Kies plekken."]
    assert [one.title for one in plan.action(number).action.milestones] == ["Oefen."]


def test_two_become_one_and_the_other_can_be_put_back(world):
    pair = seen(world, 1), seen(world, 2)
    world.site.plan_rework.join(world.plan, pair, {"owner"}, world.people["lead"])
    [there] = world.read().actions
    assert (there.action.sentence, there.action.owner.organisation) == ("Zet water klaar.", "VRU")
    world.site.plans.put_back(world.plan, 2, world.people["lead"])
    assert sentences(world) == ["Zet water klaar.", "Leg uit."]


def test_what_somebody_changed_meanwhile_is_not_split_or_joined_unseen(world):
    first, second = seen(world, 1), seen(world, 2)
    world.edit(1, "mate", sentence="Zet meer water klaar.")
    with pytest.raises(ChangedMeanwhile):
        world.site.plan_rework.split(world.plan, first, Part("Oefen."), world.people["lead"])
    with pytest.raises(ChangedMeanwhile):
        world.site.plan_rework.join(world.plan, (second, first), (), world.people["lead"])
    assert sentences(world) == ["Zet meer water klaar.", "Leg uit."]


def test_every_version_is_kept_and_going_back_is_a_change_that_can_be_undone(world):
    before = world.read().action(1).action
    world.edit(1, "mate", sentence="Zet minder water klaar.")
    said = world.site.plan_rework.versions(world.plan, 1, world.people["reader"])
    assert [(one.action.sentence, one.changed_by) for one in said] == [
        ("Zet minder water klaar.", "mate"),
        ("Zet water klaar.", "lead"),
    ]
    world.site.plan_rework.go_back(world.plan, 1, 1, world.people["lead"])
    assert world.read().action(1).action == before
    world.site.plan_rework.go_back(world.plan, 1, 2, world.people["lead"])
    assert sentences(world)[0] == "Zet minder water klaar."


DEEDS = {
    "copy": lambda world, who: world.site.plan_rework.copy(world.plan, 1, world.people[who]),
    "split": lambda world, who: world.site.plan_rework.split(
        world.plan, seen(world, 1), Part("Oefen."), world.people[who]
    ),
    "join": lambda world, who: world.site.plan_rework.join(
        world.plan, (seen(world, 1), seen(world, 2)), (), world.people[who]
    ),
    "go back": lambda world, who: world.site.plan_rework.go_back(world.plan, 1, 1, world.people[who]),
    "draft": lambda world, who: world.site.plan_action_drafts.keep(
        world.plan, seen(world, 1), [("sentence", "x")], world.people[who]
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_who_reads_may_not_and_to_others_there_is_no_plan(world, deed):
    with pytest.raises(MayNot):
        DEEDS[deed](world, "reader")
    with pytest.raises(NoSuchPlan):
        DEEDS[deed](world, "nobody")


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_of_an_adopted_plan_changes(world, deed):
    world.adopt()
    before = world.read().actions
    with pytest.raises((PlanIsFixed, MayNot)):
        DEEDS[deed](world, "lead")
    assert world.read().actions == before


# What is typed and not saved


def keep(world, text, who="mate", number=1):
    fields = [("base_version", "1"), ("sentence", text)]
    return world.site.plan_action_drafts.keep(world.plan, Seen(number, 1), fields, world.people[who])


def draft(world, who="mate", number=1):
    found = world.site.plan_action_drafts.of(world.plan, number, world.people[who])
    return found and dict(found.fields)["sentence"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_what_was_typed_last_is_there_again_to_the_letter(world, text):
    keep(world, "Eerst.")
    keep(world, text)
    assert draft(world) == text


def test_a_draft_is_of_one_person_and_one_action(world):
    keep(world, "Van mij.")
    assert (draft(world, "lead"), draft(world, number=2)) == (None, None)
    keep(world, "Van de trekker.", "lead")
    assert (draft(world), draft(world, "lead")) == ("Van mij.", "Van de trekker.")


def test_what_arrives_after_its_sender_saved_brings_nothing_back(world):
    keep(world, "Half getypt.")
    world.edit(1, "mate", sentence="Bewaard.")
    world.site.plan_action_drafts.drop(world.plan, 1, world.people["mate"])
    with pytest.raises(SavedMeanwhile):
        keep(world, "Te laat.")
    assert draft(world) is None


def test_what_another_saved_meanwhile_does_not_hinder_a_draft(world):
    world.edit(1, "lead", sentence="Van de trekker.")
    keep(world, "Nog bezig.")
    assert draft(world) == "Nog bezig."


def test_more_than_a_form_can_hold_is_not_kept(world):
    with pytest.raises(DraftTooLarge):
        keep(world, "x" * LARGEST)
    with pytest.raises(DraftTooLarge):
        world.site.plan_action_drafts.keep(world.plan, Seen(1, 1), [("x", "")] * 600, world.people["mate"])


def test_who_may_no_longer_write_keeps_nothing_and_old_drafts_go(world):
    keep(world, "Oud.")
    world.change("mate", PlanMember(PlanRole.READER, "Noordwater", "Medewerker"))
    with pytest.raises(MayNot):
        keep(world, "Nieuw.")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        assert world.site.plan_action_drafts.erase_expired() == 1
    assert draft(world) is None


# On the pages


@pytest.fixture
def writer(app, world):
    """Return a browser of a writer of the plan, who is `mate` from here on."""
    browser = logged_in(app, Role.MEMBER, (), "schrijver")
    world.people["mate"] = world.site.accounts.by_email("schrijver@voorbeeld.nl")
    world.change("mate", MEMBERS["mate"])
    return browser


def labels(page):
    return [label.get_text(strip=True) for label in page.select(".action-list .action-number")]


def test_actions_are_chosen_by_theme_owner_and_state_and_nothing_else_is_a_choice(writer, world):
    world.edit(2, theme="alertering")
    here = f"/plannen/{world.plan}"
    assert labels(writer.page(f"{here}?thema=alertering")) == ["DW-NOO-02"]
    assert labels(writer.page(f"{here}?eigenaar=VRU")) == ["DW-NOO-02"]
    assert labels(writer.page(f"{here}?eigenaar=Noordwater&thema=alertering")) == []
    assert labels(writer.page(f"{here}?stand=bevestigd&eigenaar=Niemand")) == ["DW-NOO-01", "DW-NOO-02"]


def test_what_who_and_when_are_changed_in_their_place_and_undone(writer, world):
    here = f"/plannen/{world.plan}"
    address = f"{here}/acties/1/hier"
    page = BeautifulSoup(
        writer.submit(address, {"sentence": "Zet bier klaar.", "due": "K2 2028"}, address).text, "html.parser"
    )
    assert world.read().action(1).action.due == "2028-K2"
    assert [one.title for one in world.read().action(1).action.milestones] == ["Kies plekken.", "Oefen."]
    undo = next(form for form in page.select("main form") if "Maak ongedaan" in form.text)
    writer.send(undo["action"], undo, {})
    assert sentences(world)[0] == "Zet water klaar."


def test_a_fault_stands_in_the_form_in_its_place_with_all_that_was_typed(writer, world):
    address = f"/plannen/{world.plan}/acties/1/hier"
    page = BeautifulSoup(
        writer.submit(address, {"sentence": "Zet bier klaar.", "due": "ooit"}, address).text, "html.parser"
    )
    assert "Schrijf een dag als 31-3-2027" in page.select_one(".in-place").text
    assert page.select_one(".in-place [name=sentence]")["value"] == "Zet bier klaar."
    assert sentences(world)[0] == "Zet water klaar."


def test_what_was_typed_and_not_saved_stands_in_the_form_until_it_is_saved_or_thrown_away(writer, world):
    keep(world, "Half getypt.")
    address = f"/plannen/{world.plan}/acties/1"
    page = writer.page(address)
    assert page.select_one("[name=sentence]")["value"] == "Half getypt."
    assert "U was hier bezig op" in page.text
    writer.submit(address, {"sentence": "Heel getypt.", "theme": "alertering"}, address)
    assert draft(world) is None
    assert sentences(world)[0] == "Heel getypt."
    world.site.plan_action_drafts.keep(world.plan, Seen(1, 2), [("sentence", "Nog iets.")], world.people["mate"])
    writer.submit(address, {}, f"{address}/concept/weg")
    assert writer.page(address).select_one("[name=sentence]")["value"] == "Heel getypt."


def test_two_that_are_joined_show_side_by_side_what_cannot_both_stay(writer, world):
    address = f"/plannen/{world.plan}/acties/1/samen"
    page = writer.page(f"{address}?met=2")
    assert [legend.text for legend in page.select("fieldset legend")] == ["Actie", "Eigenaar"]
    writer.submit(f"{address}?met=2", {"owner": "ander"}, f"{address}/2")
    [there] = world.read().actions
    assert (there.action.sentence, there.action.owner.organisation) == ("Zet water klaar.", "VRU")


def test_undo_is_offered_for_the_change_that_was_made_and_for_no_other(writer, world):
    address = f"/plannen/{world.plan}/acties/1/hier"
    world.edit(1, "lead", description="Van de trekker.")
    unchanged = writer.submit(address, {}, address)
    assert "Maak ongedaan" not in unchanged.text
    changed = writer.submit(address, {"sentence": "Zet bier klaar."}, address)
    assert "Maak ongedaan" in changed.text
    world.edit(1, "lead", description="Nog eens.")
    assert "Maak ongedaan" not in writer.get(changed.request.full_path).text
