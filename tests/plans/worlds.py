"""Plans with people in them, made without a page."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from flask import Flask

from kennisplatform.accounts.directory import Account
from kennisplatform.plans.action import Action, Owner
from kennisplatform.plans.plan import NewPlan, Plan, PlanMember
from kennisplatform.plans.words import PlanRole, Side
from kennisplatform.site import Site, site_of
from kennisplatform.vocabulary import Role, Theme

_NUMBERS = itertools.count()
MEMBERS = {
    "lead": PlanMember(PlanRole.LEAD, "Noordwater", "Manager", Side.COMPANY),
    "mate": PlanMember(PlanRole.WRITER, "Noordwater N.V.", "Medewerker"),
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


def complete(**fields: object) -> Action:
    """Return an action that says all that a plan needs."""
    owner = Owner(organisation="Noordwater", function="Manager")
    action = Action(sentence="Oefen.", theme=Theme.EXERCISES, owner=owner, due="2029-12-31", occasion="Wet")
    return Action.model_validate({**action.fields(), **fields})


def account(app: Flask, name: str, networks: tuple[str, ...] = ()) -> Account:
    """Make an account."""
    return site_of(app).accounts.add(f"{name}-{next(_NUMBERS)}@voorbeeld.nl", name, Role.MEMBER, networks)


def begun(app: Flask, actions: list[Action]) -> World:
    """Begin a plan of a network with these actions and with its people."""
    people = {name: account(app, name) for name in (*MEMBERS, "nobody")}
    people["reader"] = account(app, "reader", ("drinkwater-noord",))
    new = NewPlan("Plan", "drinkwater-noord", "Drinkwater Noord", None, "DW-NOO", 2027, 2030)
    site = site_of(app)
    world = World(site, site.plans.start(new, people["lead"]), people)
    site.plan_members.change(world.plan, {people[name].id: member for name, member in MEMBERS.items()}, people["lead"])
    if actions:
        site.plans.add_actions(world.plan, actions, people["lead"])
    return world
