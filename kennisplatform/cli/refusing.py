"""How a command says no: what is wrong goes to the error output, in Dutch, and the code is 1."""

from __future__ import annotations

import sys
from typing import NoReturn

import click
from flask.cli import AppGroup, ScriptInfo

from kennisplatform.backup.installation import UNFINISHED, is_restore_unfinished
from kennisplatform.curation.writing.content_writer import CannotWrite
from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.entries.history.storage import HistoryUnusable
from kennisplatform.entries.models import Network
from kennisplatform.search.engine import IndexNotWritable, SearchUnavailable
from kennisplatform.site import site

TROUBLES: dict[type[Exception], str] = {
    DatabaseUnavailable: "De database kan nu niet worden gebruikt: {}. Kijk of hij draait, en of de schijf vol is.",
    SearchUnavailable: "De zoekindex kan nu niet worden gebruikt: {}. Maak hem opnieuw met: flask index rebuild",
    IndexNotWritable: "De zoekindex kan nu niet worden geschreven: {}. Zoeken in wat er al stond, kan nog.",
    HistoryUnusable: "De geschiedenis kan nu niet worden gebruikt: {}. Lees in docs/operations.md hoe u die herstelt.",
    CannotWrite: "Bewaren kan nu niet: {}. Er is niets veranderd.",
    OSError: "Een bestand kan nu niet worden gelezen of geschreven: {}.",
}
"""What can fail outside the site while a command runs, and what whoever gave it reads then."""


class Command(click.Command):
    """A command that ends with a sentence instead of a traceback when something outside the site fails."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # Click knows what to do when `| head` has seen enough.
            raise
        except tuple(TROUBLES) as error:
            stop(next(text for kind, text in TROUBLES.items() if isinstance(error, kind)).format(error))


class CommandGroup(Command, AppGroup):
    """Commands that end in that way; none of them works on a site that is half put back."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        with ctx.ensure_object(ScriptInfo).load_app().app_context():
            refuse_half_a_site()
        return super().invoke(ctx)


def refuse_half_a_site() -> None:
    """End the command when the site is not wholly put back from a backup."""
    if is_restore_unfinished(site.settings.instance_dir):
        stop(UNFINISHED)


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
