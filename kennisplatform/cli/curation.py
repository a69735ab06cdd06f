"""Commands that help curators."""

from __future__ import annotations

import sys

import click
from flask import current_app

from kennisplatform import dutch_time
from kennisplatform.cli.digest_text import digest, subject
from kennisplatform.cli.refusing import CommandGroup, stop
from kennisplatform.mail import Mail, MailNotSent
from kennisplatform.site import site
from kennisplatform.vocabulary import Role

group = CommandGroup("redactie", help="Wat de redactie moet weten.")


@group.command("digest")
@click.option("--mail", "by_mail", is_flag=True, help="Mail de brief aan alle curatoren in plaats van hem te tonen.")
def weekly_digest(by_mail: bool) -> None:
    """Toon of mail wat aandacht vraagt, als brief; bedoeld voor elke week."""
    site.follower.synchronise()
    site.reports.erase_expired()
    today = dutch_time.today()
    tasks = site.worklist.tasks(today)
    with current_app.test_request_context(base_url=site.settings.address):
        heading, text = subject(tasks, today), digest(tasks, today)
    if not by_mail:
        click.echo(text, nl=False)
        return
    if not site.mailer.is_configured:
        stop("Er is geen mailserver ingesteld (SMTP_URL). Zonder --mail toont dit commando de brief.")
    curators = [account for account in site.accounts.all() if account.has_role(Role.CURATOR) and not account.is_blocked]
    failed = 0
    for curator in curators:
        try:
            site.mailer.send(Mail(curator.email, heading, text))
        except MailNotSent as error:
            failed += 1
            click.echo(f"Aan {curator.name} is niets gestuurd: {error}.", err=True)
    click.echo(f"Gemaild aan {len(curators) - failed} van {len(curators)} curatoren.")
    if failed:
        sys.exit(1)
