"""Example data for trying the site and for screenshots; only made when somebody asks for it."""

from __future__ import annotations

from pathlib import Path

import click
import yaml

from kennisplatform import dutch_time
from kennisplatform.accounts.directory import Account
from kennisplatform.cli.refusing import CommandGroup, check_networks, stop
from kennisplatform.entries.models import Agenda, Network
from kennisplatform.permissions import Viewer, may_see
from kennisplatform.plans.action import Action, Owner
from kennisplatform.plans.new_plan import new_plan
from kennisplatform.site import site
from kennisplatform.vocabulary import Sector, Theme

group = CommandGroup("demo", help="Voorbeeldgegevens, om te proberen.")

MARK = "VOORBEELD"
YEARS = 4
ACTIONS = Path(__file__).with_name("demo_plan.yml")


@group.command("plan")
@click.argument("network")
@click.argument("email")
@click.option("--again", is_flag=True, help="Maak er nog een, ook als deze trekker al een voorbeeldplan heeft.")
def plan(network: str, email: str, again: bool) -> None:
    """Maak een plan met voorbeeldacties voor NETWORK; het account met EMAIL wordt trekker."""
    check_networks((network,))
    lead = site.accounts.by_email(email)
    if lead is None:
        stop(f"Er is geen account met het e-mailadres {email[:100]}.")
    catalogue = site.follower.store.refresh()
    of_network = next(found for found in catalogue.of_type(Network) if found.slug == network)
    title = f"{MARK}: actieplan {of_network.title}"
    if not again and any(other.title == title for other in site.plans.of(lead)):
        stop(f"Dit account leest al een plan dat ‘{title}’ heet; er is niets gemaakt. Nog een? Gebruik --again.")
    seen_by = Viewer(is_member=True, networks=frozenset(lead.networks))
    agendas = [agenda for agenda in catalogue.of_type(Agenda) if may_see(seen_by, agenda)]
    year = dutch_time.today().year
    number = site.plans.start(new_plan(of_network, agendas, year + 1, year + YEARS, title), lead)
    actions = _actions(of_network.sector, year)
    site.plans.add_actions(number, actions, lead)
    _say(number, title, len(actions), lead)


def _actions(sector: Sector, year: int) -> list[Action]:
    """Return the examples for a sector and those for all, each marked as what it is; due a quarter apart."""
    examples = yaml.safe_load(ACTIONS.read_text("utf-8"))
    fitting = [example for example in examples if not example["sectors"] or sector in example["sectors"]]
    return [
        Action(
            sentence=example["sentence"],
            description=f"{MARK}: een verzonnen actie, naar een bron.",
            occasion=f"Bron: {example['source']}",
            theme=Theme(example["theme"]),
            owner=Owner(organisation=f"{example['owner']} ({MARK.lower()})", function="Nog te kiezen"),
            due=f"{year + 1 + place // 4}-K{place % 4 + 1}",
        )
        for place, example in enumerate(fitting)
    ]


def _say(number: int, title: str, count: int, lead: Account) -> None:
    click.echo(f"Plan {number} is gemaakt: ‘{title}’, met {count} voorbeeldacties. Trekker: {lead.name}.")
