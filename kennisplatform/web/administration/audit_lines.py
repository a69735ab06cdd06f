"""Lines of the audit log as an administrator reads them: who and what as links, titles where the log has slugs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from kennisplatform import outside
from kennisplatform.accounts.audit import AuditEntry
from kennisplatform.curation.feedback.reports import ReportKind
from kennisplatform.site import site
from kennisplatform.web.base.requests import LARGEST_NUMBER
from kennisplatform.web.display.navigation import url_of

NOBODY = "niet ingelogd"
_REVISION = re.compile(r"versie [0-9a-f]{10}\b")


@dataclass(frozen=True)
class Linked:
    """A text, and where it leads; None when what it names is gone or has no page."""

    text: str
    url: str | None = None


@dataclass(frozen=True)
class AuditLine:
    """A line with links."""

    at: datetime
    actor: Linked
    action: str
    subject: Linked
    detail: str


def shown(entries: Iterable[AuditEntry]) -> list[AuditLine]:
    """Return these lines to be shown."""
    accounts = site.accounts.all()
    numbers = {account.id for account in accounts}
    names = Counter(account.name for account in accounts)
    return [
        AuditLine(
            entry.at,
            Linked(entry.actor or NOBODY, _account_url(entry.actor_id) if entry.actor_id in numbers else None),
            entry.action,
            _subject(entry.subject, names),
            _REVISION.sub("een eerdere versie", entry.detail),
        )
        for entry in entries
    ]


def _subject(subject: str, names: Counter[str]) -> Linked:
    if named := site.catalogue.entries.get(subject):
        return Linked(named.title, url_of(named))
    if subject in names:
        # The log has names and no numbers: who shares a name is one click further away.
        return Linked(subject, url_for("administration.accounts", naam=subject))
    kind, _, text = subject.partition(" ")
    number = outside.number(text, 1, LARGEST_NUMBER)
    if kind in ReportKind.__members__.values() and number:
        return Linked(f"{ReportKind(kind).label} {number}", url_for("inbox.report", number=number))
    return Linked(subject)


def _account_url(number: int | None) -> str:
    return url_for("administration.account", number=number)
