"""Days that cannot lie ahead: when something was checked, confirmed, tried or written.

What a file says of such a day is reported and stays on the site; a form refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kennisplatform.dutch_text import partial_date
from kennisplatform.entries.document import Document
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Contact, Entry, Page
from kennisplatform.entries.problems import Problem
from kennisplatform.entries.rules.contact_rules import Breach


def breaches(entry: Entry | Page, today: date) -> Iterator[Breach]:
    """Yield the fields with a day that is still to come, each once."""
    for field, days in _days(entry).items():
        ahead = [day for day in days if day and day > today.isoformat()[: len(day)]]
        if ahead:
            yield Breach(field, f"{partial_date(ahead[0])} is nog niet geweest; kies een dag tot en met vandaag")


def problems(path: str, document: Document, entry: Entry | Page, today: date) -> Iterator[Problem]:
    """Report the days in a file that are still to come."""
    for breach in breaches(entry, today):
        yield Problem(path, document.line_of(breach.field), breach.field, breach.reason, left_out=False)


def _days(entry: Entry | Page) -> dict[str, list[str | None]]:
    """Return per key of a field its days, each known to the day, the month or the year."""
    days = {
        "bijgewerkt": [entry.updated.isoformat() if entry.updated else None],
        "bronnen": [source.date for source in entry.sources],
    }
    if isinstance(entry, Contact):
        days["bevestigd-op"] = [entry.confirmed_on.isoformat() if entry.confirmed_on else None]
    if isinstance(entry, MenuCardEntry):
        days["beproefd"] = [trial.date for trial in entry.trials]
    return days
