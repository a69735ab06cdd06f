"""Which entries changed last, by the history: for the front page and the feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from kennisplatform.entries.history.changes import Change
from kennisplatform.entries.models import Entry
from kennisplatform.site import site
from kennisplatform.vocabulary import Status

LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
"""When the project began: for what nobody dated."""


@dataclass(frozen=True)
class ChangedEntry:
    """An entry, when it changed last, and whether it was new then."""

    entry: Entry
    at: datetime
    is_new: bool


def latest(entries: Iterable[Entry], count: int) -> list[ChangedEntry]:
    """Return the published entries that changed last, the newest first; at the same moment by title."""
    changed = of(entry for entry in entries if entry.status is Status.PUBLISHED)
    return sorted(sorted(changed, key=lambda one: one.entry.title), key=lambda one: one.at, reverse=True)[:count]


def of(entries: Iterable[Entry]) -> list[ChangedEntry]:
    """Return when these entries were changed last, in the same order."""
    changes = site.history.last_changes()
    return [_changed(entry, changes) for entry in entries]


def _changed(entry: Entry, changes: Mapping[str, Change]) -> ChangedEntry:
    """Return the last change of an entry; one that the history does not know yet changed on the day in its file."""
    change = changes.get(site.store.name_of(entry))
    if change:
        return ChangedEntry(entry, change.at, change.is_new)
    day = datetime.combine(entry.updated, time(), UTC) if entry.updated else LONG_AGO
    return ChangedEntry(entry, min(day, datetime.now(UTC)), False)
