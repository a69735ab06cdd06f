"""The commands of the site: look after the content and after the index."""

from __future__ import annotations

import sys
from typing import cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from kennisplatform.accounts.permissions import Viewer
from kennisplatform.search.follower import IndexFollower
from kennisplatform.search.missed import MissedSearches
from kennisplatform.search.thesaurus import ThesaurusFile
from kennisplatform.search.whoosh_engine import WhooshEngine

content = AppGroup("content", help="De bestanden met inhoud.")
index = AppGroup("index", help="De zoekindex.")
search = AppGroup("search", help="Hoe er gezocht wordt.")


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(content)
    app.cli.add_command(index)
    app.cli.add_command(search)


def _follower() -> IndexFollower:
    return cast(IndexFollower, current_app.extensions["index_follower"])


@content.command("check")
def check_content() -> None:
    """Toon wat er mis is in de bestanden; eindigt met code 1 als er iets is."""
    catalogue = _follower().store.refresh()
    for problem in catalogue.problems:
        click.echo(f"{'FOUT' if problem.left_out else 'LET OP'}  {problem}")
    thesaurus = cast(ThesaurusFile, current_app.extensions["thesaurus"])
    thesaurus.refresh()
    if thesaurus.problem:
        click.echo(f"FOUT  thesaurus.yml: {thesaurus.problem}")
        sys.exit(1)
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


@search.command("explain")
@click.argument("text")
@click.option("--count", default=5, show_default=True, help="Hoeveel resultaten.")
def explain_search(text: str, count: int) -> None:
    """Toon waarom de eerste resultaten voor TEXT staan waar zij staan (gezien als curator)."""
    follower = _follower()
    follower.synchronise()
    engine = cast(WhooshEngine, follower.engine)
    for place, found in enumerate(engine.explain(text, Viewer(is_curator=True), count), 1):
        click.echo(f"{place}. {found.slug}: {found.score:.3f}")
        for words, value in found.words:
            click.echo(f"     {value:7.3f}  {words}")
        click.echo(f"     {found.closeness:7.3f}  woorden dicht bij elkaar")
        click.echo(f"     {found.name:7.3f}  de zoekvraag is de naam")
        click.echo(f"   x {found.share:7.3f}  deel van de vraag dat erin staat")
        click.echo(f"   x {found.standing:7.3f}  soort en laatste keer nagekeken")


@search.command("missed")
def missed_searches() -> None:
    """Toon waarop is gezocht zonder dat er iets was."""
    missed = cast(MissedSearches, current_app.extensions["missed_searches"]).most_missed()
    for text, count, day in missed:
        click.echo(f"{count:5}  {day}  {text}")
    if not missed:
        click.echo("Nog geen enkele zoekvraag bleef zonder resultaat.")
