"""Commands that look after the files with content."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from kennisplatform.cli import site

group = AppGroup("content", help="De bestanden met inhoud.")


@group.command("check")
def check_content() -> None:
    """Toon wat er mis is in de bestanden; eindigt met code 1 als er iets is."""
    catalogue = site.follower().store.refresh()
    problems = (*catalogue.problems, *site.attachment_files().problems(catalogue))
    for problem in problems:
        click.echo(f"{'FOUT' if problem.left_out else 'LET OP'}  {problem}")
    thesaurus = site.thesaurus()
    thesaurus.refresh()
    if thesaurus.problem:
        click.echo(f"FOUT  thesaurus.yml: {thesaurus.problem}")
        sys.exit(1)
    count = len(catalogue.entries) + len(catalogue.pages)
    if problems:
        left_out = len({problem.path for problem in problems if problem.left_out})
        click.echo(f"{len(problems)} problemen; {left_out} bestanden doen niet mee, {count} wel.")
        sys.exit(1)
    click.echo(f"Alles in orde: {count} bestanden.")


@group.command("list")
def list_content() -> None:
    """Toon alle vermeldingen: soort, naam, status, zichtbaarheid en titel."""
    for entry in site.follower().store.refresh().entries.values():
        click.echo(f"{entry.kind:20} {entry.slug:45} {entry.status:14} {entry.visibility:9} {entry.title}")
