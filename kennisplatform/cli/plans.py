"""Commands about action plans."""

from __future__ import annotations

import sys
from itertools import groupby
from operator import attrgetter

import click
from flask import current_app, url_for

from kennisplatform.cli.refusing import CommandGroup, stop
from kennisplatform.mail import MailNotSent
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
    accounts = {account.id: account for account in site.accounts.all() if not account.is_blocked}
    notices = sorted(site.last_looks.claim_notices(list(accounts.values())), key=attrgetter("account_id"))
    sent, failed = 0, 0
    for number, of_account in groupby(notices, key=attrgetter("account_id")):
        account, theirs = accounts[number], list(of_account)
        with current_app.test_request_context(base_url=site.settings.address):
            changed = [
                (notice.plan_id, url_for("plan.plan", number=notice.plan_id, _external=True), notice.is_mentioned)
                for notice in theirs
            ]
        try:
            site.mailer.send(plan_changes(account.email, account.name, changed))
            sent += 1
        except MailNotSent as error:
            site.last_looks.give_back(theirs)
            failed += 1
            click.echo(f"Aan {account.name} is niets gestuurd: {error}.", err=True)
    click.echo(f"Gemaild aan {sent} van {sent + failed} leden.")
    if failed:
        sys.exit(1)
