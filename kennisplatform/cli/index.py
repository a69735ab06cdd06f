"""Commands that look after the search index."""

from __future__ import annotations

import sys

import click

from kennisplatform.cli.refusing import CommandGroup
from kennisplatform.site import site

group = CommandGroup("index", help="De zoekindex.")


@group.command("rebuild")
def rebuild_index() -> None:
    """Maak de zoekindex helemaal opnieuw."""
    follower = site.follower
    total = len(follower.store.refresh().entries)
    with click.progressbar(length=total, label="Zoekindex maken") as bar:
        follower.rebuild(bar.update)
    click.echo(f"De zoekindex is gemaakt: {total} vermeldingen.")


@group.command("status")
def index_status() -> None:
    """Toon hoe het met de zoekindex staat; eindigt met code 1 als hij niet klopt met de bestanden."""
    follower = site.follower
    status = follower.engine.status()
    follower.store.refresh()
    if status.damage:
        click.echo(f"De zoekindex is niet bruikbaar: {status.damage}.")
        sys.exit(1)
    click.echo(f"{len(status.versions)} vermeldingen, {status.size / 1000:.0f} kB.")
    if not follower.is_in_step():
        click.echo("De zoekindex loopt achter op de bestanden; hij wordt bijgewerkt zodra de site draait.")
        sys.exit(1)
    click.echo("De zoekindex klopt met de bestanden.")
