"""Commands that explain the search."""

from __future__ import annotations

import click

from kennisplatform.cli.refusing import CommandGroup
from kennisplatform.permissions import Viewer
from kennisplatform.site import site

group = CommandGroup("search", help="Hoe er gezocht wordt.")


@group.command("explain")
@click.argument("text")
@click.option("--count", default=5, show_default=True, help="Hoeveel resultaten.")
def explain_search(text: str, count: int) -> None:
    """Toon waarom de eerste resultaten voor TEXT staan waar zij staan (gezien als curator)."""
    site.follower.synchronise()
    for place, found in enumerate(site.engine.explain(text, Viewer(is_curator=True), count), 1):
        click.echo(f"{place}. {found.slug}: {found.score:.3f}")
        for words, value in found.words:
            click.echo(f"     {value:7.3f}  {words}")
        click.echo(f"     {found.closeness:7.3f}  woorden dicht bij elkaar")
        click.echo(f"     {found.name:7.3f}  de zoekvraag is de naam")
        click.echo(f"   x {found.share:7.3f}  deel van de vraag dat erin staat")
        click.echo(f"   x {found.standing:7.3f}  soort en laatste keer nagekeken")


@group.command("missed")
def missed_searches() -> None:
    """Toon waarop is gezocht terwijl er weinig of niets over was."""
    missed = site.missed_searches.most_missed()
    for text, count, day in missed:
        click.echo(f"{count:5}  {day}  {text}")
    if not missed:
        click.echo("Nog geen enkele zoekvraag vond weinig of niets.")
