"""How a command says no: what is wrong goes to the error output, in Dutch, and the code is 1."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from kennisplatform.entries.models import Network
from kennisplatform.site import site


def stop(problem: str) -> NoReturn:
    """End the command with what is wrong, and so what to do."""
    click.echo(problem, err=True)
    sys.exit(1)


def check_networks(networks: tuple[str, ...]) -> None:
    """End the command when one of these is not the slug of a network."""
    known = sorted(network.slug for network in site.follower.store.refresh().of_type(Network))
    for network in networks:
        if network not in known:
            stop(f"Het netwerk {network} bestaat niet. Kies uit: {', '.join(known) or 'er zijn nog geen netwerken'}.")
