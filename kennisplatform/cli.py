"""The commands of the site: look after the content and after the index."""

from __future__ import annotations

import sys
from typing import cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from kennisplatform.search.follower import IndexFollower

content = AppGroup("content", help="De bestanden met inhoud.")
index = AppGroup("index", help="De zoekindex.")


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(content)
    app.cli.add_command(index)


def _follower() -> IndexFollower:
    return cast(IndexFollower, current_app.extensions["index_follower"])


@content.command("check")
def check_content() -> None:
    """Toon wat er mis is in de bestanden; eindigt met code 1 als er iets is."""
    catalogue = _follower().store.refresh()
    for problem in catalogue.problems:
        click.echo(f"{'FOUT' if problem.left_out else 'LET OP'}  {problem}")
    count = len(catalogue.entries) + len(catalogue.pages)
    if catalogue.problems:
        left_out = len({problem.path for problem in catalogue.problems if problem.left_out})
        click.echo(f"{len(catalogue.problems)} problemen; {left_out} bestanden doen niet mee, {count} wel.")
        sys.exit(1)
    click.echo(f"Alles in orde: {count} bestanden.")


@content.command("list")
def list_content() -> None:
    """Toon alle vermeldingen: soort, naam, status, zichtbaarheid en titel."""
    for entry in _follower().store.refresh().entries.values():
        click.echo(f"{entry.kind:20} {entry.slug:45} {entry.status:14} {entry.visibility:9} {entry.title}")


@index.command("rebuild")
def rebuild_index() -> None:
    """Maak de zoekindex helemaal opnieuw."""
    follower = _follower()
    total = len(follower.store.refresh().entries)
    with click.progressbar(length=total, label="Zoekindex maken") as bar:
        follower.rebuild(bar.update)
    click.echo(f"De zoekindex is gemaakt: {total} vermeldingen.")


@index.command("status")
def index_status() -> None:
    """Toon hoe het met de zoekindex staat; eindigt met code 1 als hij niet klopt met de bestanden."""
    follower = _follower()
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
