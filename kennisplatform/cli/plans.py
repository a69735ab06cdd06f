"""Commands about action plans."""

from __future__ import annotations

import sys

import click
from flask import current_app, url_for

from kennisplatform.accounts.directory import Account
from kennisplatform.cli.one_at_a_time import holding
from kennisplatform.cli.refusing import CommandGroup, stop
from kennisplatform.database.leases import Job
from kennisplatform.mail import Mail, MailNotSent
from kennisplatform.plans.together.last_looks import Notice
from kennisplatform.site import site
from kennisplatform.web.mailing.texts import plan_changes

group = CommandGroup("plannen", help="Wat met actieplannen moet gebeuren.")


@group.command("mail")
def mail() -> None:
    """Mail wie dat wil dat er iets in een plan veranderde; bedoeld voor elke dag.

    De mail zegt om welk plan het gaat, met een link, en niets van wat erin staat.
    """
    if not site.mailer.is_configured:
        stop("Er is geen mailserver ingesteld (SMTP_URL).")
    sent, failed = 0, 0
    with holding(Job.MAIL_OF_PLANS):
        for account in site.accounts.all():
            # Claimed for one account at a time: who is killed halfway leaves the others to the next round.
            notices = [] if account.is_blocked else site.last_looks.claim_notices(account)
            if not notices:
                continue
            try:
                site.mailer.send(_letter(account, notices))
                sent += 1
            except MailNotSent as error:
                site.last_looks.give_back(notices)
                failed += 1
                click.echo(f"Aan {account.name} is niets gestuurd: {error}.", err=True)
    click.echo(f"Gemaild aan {sent} van {sent + failed} leden.")
    if failed:
        sys.exit(1)


def _letter(account: Account, notices: list[Notice]) -> Mail:
    with current_app.test_request_context(base_url=site.settings.address):
        changed = [
            (notice.plan_id, url_for("plan.plan", number=notice.plan_id, _external=True), notice.is_mentioned)
            for notice in notices
        ]
    return plan_changes(account.email, account.name, changed)
