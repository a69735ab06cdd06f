"""Commands that help curators."""

from __future__ import annotations

from datetime import date

import click
from flask import current_app
from flask.cli import AppGroup

from kennisplatform.cli import site
from kennisplatform.cli.digest_text import digest

group = AppGroup("redactie", help="Wat de redactie moet weten.")


@group.command("digest")
def weekly_digest() -> None:
    """Toon wat aandacht vraagt, als brief; bedoeld voor elke week."""
    site.follower().synchronise()
    site.thesaurus().refresh()
    site.reports().forget_old()
    with current_app.test_request_context(base_url=site.public_url()):
        today = date.today()
        click.echo(digest(site.attention().desk(today), today), nl=False)
