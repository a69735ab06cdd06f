"""Commands that help curators."""

from __future__ import annotations

import sys

import click
from flask import current_app

from kennisplatform import dutch_time
from kennisplatform.cli.digest_text import digest, subject
from kennisplatform.cli.one_at_a_time import holding
from kennisplatform.cli.refusing import CommandGroup, stop
from kennisplatform.database.leases import Job
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
    with holding(Job.DIGEST):
        _mail(heading, text)


def _mail(heading: str, text: str) -> None:
    """Send every curator the letter who did not get one a short while ago."""
    curators = [account for account in site.accounts.all() if account.has_role(Role.CURATOR) and not account.is_blocked]
    failed, had_it = 0, 0
    for curator in curators:
        if not site.sent_letters.claim(curator.id):
            had_it += 1
            continue
        try:
            site.mailer.send(Mail(curator.email, heading, text))
        except MailNotSent as error:
            site.sent_letters.give_back(curator.id)
            failed += 1
            click.echo(f"Aan {curator.name} is niets gestuurd: {error}.", err=True)
    click.echo(f"Gemaild aan {len(curators) - failed - had_it} van {len(curators)} curatoren.")
    if had_it:
        click.echo(f"{had_it} kregen de brief korter dan twaalf uur geleden al, en nu niet nog een keer.")
    if failed:
        sys.exit(1)
