"""Commands that look after accounts, for who runs the server."""

from __future__ import annotations

import sys

import click
from flask import current_app

from kennisplatform.accounts import passwords
from kennisplatform.accounts.account_links import INVITED_FOR, RESET_FOR
from kennisplatform.accounts.directory import AccountExists, normalised
from kennisplatform.accounts.one_time_links import Purpose
from kennisplatform.cli.refusing import CommandGroup, check_networks, stop
from kennisplatform.outside import is_email
from kennisplatform.site import site
from kennisplatform.vocabulary import Role
from kennisplatform.web.mailing import link_addresses

group = CommandGroup("user", help="Wie kan inloggen.")


@group.command("add")
@click.argument("email")
@click.option("--name", default="", help="Naam; bij --invite kan de gebruiker een andere kiezen.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.MEMBER.value,
    show_default=True,
    help="Rol.",
)
@click.option("--network", "networks", multiple=True, help="Netwerk (bestandsnaam zonder .md); mag vaker.")
@click.option("--password-stdin", is_flag=True, help="Lees het wachtwoord van de standaardinvoer.")
@click.option("--invite", is_flag=True, help="Maak een uitnodiging in plaats van een account.")
def add(  # noqa: PLR0913, PLR0917 - one argument per option
    email: str, name: str, role: str, networks: tuple[str, ...], password_stdin: bool, invite: bool
) -> None:
    """Maak een account voor EMAIL; zonder verdere opties vraagt de opdracht om een wachtwoord."""
    address = normalised(email)
    if not is_email(address):
        stop(f"{email[:100]} is geen e-mailadres. Schrijf het zoals naam@voorbeeld.nl.")
    check_networks(networks)
    try:
        if invite:
            token = site.account_links.invite(address, Role(role), networks, name=name.strip())
            click.echo(f"Geef deze link aan {address}. De link werkt één keer, {INVITED_FOR.days} dagen lang:")
            click.echo(link_addresses.address_of(current_app, Purpose.INVITATION, token))
            return
        if not name.strip():
            stop("Geef ook een naam, met --name.")
        if site.accounts.by_email(address):
            raise AccountExists(address)
        password = _password_of(password_stdin)
        problem = passwords.weakness(password, [address, name])
        if problem:
            stop(problem)
        account = site.accounts.add(address, name, Role(role), networks, password)
    except AccountExists:
        stop(f"Er is al een account met het e-mailadres {address}.")
    click.echo(f"{account.name} kan nu inloggen met {account.email}, als {account.role.label.lower()}.")


@group.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Log EMAIL overal uit en toon een link waarmee de gebruiker een nieuw wachtwoord kiest."""
    account = site.accounts.by_email(email)
    if account is None:
        stop(f"Er is geen account met het e-mailadres {normalised(email)}.")
    if account.is_blocked:
        stop(f"{account.name} is geblokkeerd. Laat een beheerder dit account eerst deblokkeren.")
    site.login_sessions.end_all(account.id)
    token = site.account_links.make_reset(account)
    hours = RESET_FOR.days * 24
    click.echo(f"{account.name} is overal uitgelogd. Geef deze link aan de gebruiker; hij werkt één keer, {hours} uur:")
    click.echo(link_addresses.address_of(current_app, Purpose.RESET, token))


@group.command("list")
def list_all() -> None:
    """Toon alle accounts: e-mailadres, rol, laatst gezien (UTC), naam, netwerken."""
    for account in site.accounts.all():
        seen = f"{account.seen_at:%Y-%m-%d %H:%M}" if account.seen_at else "nog nooit"
        blocked = " (geblokkeerd)" if account.is_blocked else ""
        networks = ", ".join(sorted(account.networks))
        click.echo(f"{account.email:40} {account.role:10} {seen:17} {account.name}{blocked}  {networks}".rstrip())


@group.command("setup-link")
def set_up_link() -> None:
    """Toon een nieuwe link voor de eerste beheerder; eerdere links werken dan niet meer."""
    address = link_addresses.set_up_address(current_app)
    if address is None:
        stop("Er is al een beheerder. Die nodigt anderen uit onder Beheer; of gebruik: flask user add … --invite")
    click.echo(link_addresses.set_up_message(address))


def _password_of(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first: str = click.prompt("Wachtwoord", hide_input=True)
    if click.prompt("Nog een keer", hide_input=True) != first:
        stop("De twee wachtwoorden zijn niet gelijk. Er is geen account gemaakt.")
    return first
