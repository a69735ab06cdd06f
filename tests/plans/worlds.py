"""Plans with people in them, made without a page."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from flask import Flask

from kennisplatform import dutch_time
from kennisplatform.accounts.directory import Account
from kennisplatform.plans.action import Action, Owner
from kennisplatform.plans.exchange.reading.kept import whole_list
from kennisplatform.plans.exchange.reading.upload import tables_of
from kennisplatform.plans.plan import NewPlan, NewPoint, Plan, PlanMember
from kennisplatform.plans.rows import NoSuchPlan
from kennisplatform.plans.words import PlanRole, Side
from kennisplatform.site import Site, site_of
from kennisplatform.vocabulary import Role, Theme

_NUMBERS = itertools.count()
MEMBERS = {
    "lead": PlanMember(PlanRole.LEAD, "Noordwater", "Manager", Side.COMPANY),
    "mate": PlanMember(PlanRole.WRITER, "Noordwater N.V.", "Medewerker"),
    "other_lead": PlanMember(PlanRole.LEAD, "Provincie Drenthe", "Directeur", Side.GOVERNMENT),
    "partner": PlanMember(PlanRole.READER, "Veiligheidsregio Utrecht", "Adviseur"),
}
"""Who takes part, besides a reader of the network and somebody who has nothing to do with it."""


@dataclass
class World:
    """A plan of a network, and accounts by name."""

    site: Site
    plan: int
    people: dict[str, Account]

    def read(self, who: str = "lead") -> Plan:
        """Return the plan as somebody reads it."""
        return self.site.plans.read(self.plan, self.people[who])

    def change(self, who: str, member: PlanMember | None) -> None:
        """Let somebody be something else in the plan."""
        self.site.plan_members.change(self.plan, {self.people[who].id: member}, self.people["lead"])

    def edit(self, number: int = 1, who: str = "lead", **fields: object) -> None:
        """Change fields of an action; raise `NoSuchPlan` when it was taken out."""
        there = self.read().action(number)
        if there is None:
            raise NoSuchPlan
        changed = Action.model_validate({**there.action.fields(), **fields})
        self.site.plans.save_action(self.plan, number, changed, there.version, self.people[who])

    def consult(self) -> None:
        """Ask for remarks until today."""
        self.site.plan_life.consult(self.plan, dutch_time.today(), self.people["lead"])

    def agree(self, who: str = "lead", seen: str = "") -> int | None:
        """Let a lead agree with the plan as it is, or as they saw it."""
        return self.site.plan_life.agree(self.plan, seen or self.seen(), self.people[who])

    def seen(self) -> str:
        """Return which text of the plan a page now shows."""
        return self.site.plan_life.readiness(self.plan, self.people["lead"]).fingerprint

    def adopt(self) -> int | None:
        """Bring the plan from concept to an adopted version."""
        self.consult()
        self.agree("lead")
        return self.agree("other_lead")


def lived_in(site: Site, lead: Account, other: Account) -> None:
    """Begin a plan that went through everything: with a version, remarks, steps, a link and a list that waits."""
    points = (NewPoint("Punt", Theme.EXERCISES, "", ()),)
    number = site.plans.start(NewPlan("Plan", "netwerk-1", "Netwerk", None, "N", 2027, 2030, points), lead)
    leads = {
        lead.id: PlanMember(PlanRole.LEAD, "Noordwater", "Manager", Side.COMPANY),
        other.id: PlanMember(PlanRole.LEAD, "Provincie Drenthe", "Adviseur", Side.GOVERNMENT),
    }
    site.plan_members.change(number, leads, lead)
    site.plans.add_actions(number, [complete(points=(1,)), complete()], lead)
    site.plan_life.consult(number, dutch_time.today(), lead)
    for one in (lead, other):
        site.plan_life.agree(number, site.plan_life.readiness(number, one).fingerprint, one)
    site.plan_life.begin_next_version(number, lead)
    site.plan_life.consult(number, dutch_time.today(), lead)
    site.remarks.add(number, 1, "Wie doet dit?", (), other)
    site.plan_invitations.invite(number, PlanRole.READER, "Adviseur", lead)
    for account in (lead, other):
        site.plan_lists.keep(number, account.id, whole_list(tables_of(b"Actie;Wie\nOefen;Noordwater")))


def complete(**fields: object) -> Action:
    """Return an action that says all that a plan needs."""
    owner = Owner(organisation="Noordwater", function="Manager")
    action = Action(sentence="Oefen.", theme=Theme.EXERCISES, owner=owner, due="2029-12-31", occasion="Wet")
    return Action.model_validate({**action.fields(), **fields})


def account(app: Flask, name: str, networks: tuple[str, ...] = ()) -> Account:
    """Make an account."""
    return site_of(app).accounts.add(f"{name}-{next(_NUMBERS)}@voorbeeld.nl", name, Role.MEMBER, networks)


def begun(app: Flask, actions: list[Action], points: tuple[NewPoint, ...] = ()) -> World:
    """Begin a plan of a network with these actions and with its people."""
    people = {name: account(app, name) for name in (*MEMBERS, "nobody")}
    people["reader"] = account(app, "reader", ("drinkwater-noord",))
    new = NewPlan("Plan", "drinkwater-noord", "Drinkwater Noord", None, "DW-NOO", 2027, 2030, points)
    site = site_of(app)
    world = World(site, site.plans.start(new, people["lead"]), people)
    site.plan_members.change(world.plan, {people[name].id: member for name, member in MEMBERS.items()}, people["lead"])
    if actions:
        site.plans.add_actions(world.plan, actions, people["lead"])
    return world
