"""The last step in the life of an entry, as the history tells it: who took it, when, and what they wrote to the next.

The history is the one source (docs/decisions/0065): a remark is no part of the entry, and stays whatever is done to
the files.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cachetools import LRUCache

from kennisplatform.curation.writing.workflow import Transition, status_of, transition
from kennisplatform.entries.document import Document
from kennisplatform.entries.history.repository import History, HistoryUnusable
from kennisplatform.entries.history.revisions import Revision

MOST_VERSIONS = 200
"""Versions of an entry, the newest first, among which its last step is looked for."""
REMEMBERED = 4096
"""Entries of which the answer is remembered until they change."""


@dataclass(frozen=True)
class LastStep:
    """A step that somebody took. `maker_id` is the account of who last worked on the entry before it, if known."""

    step: Transition
    author: str
    at: datetime
    remark: str
    maker_id: int | None


class LastSteps:
    """The last steps of the entries of one content folder. Safe to share between threads."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._known: LRUCache[tuple[str, str], LastStep | None] = LRUCache(REMEMBERED)
        self._remembering = threading.Lock()

    def of(self, path: str) -> LastStep | None:
        """Return the step that brought an entry to its status of today, None when the history does not tell."""
        try:
            with self._history.held_to_read():
                newest = self._history.revisions(path, limit=1)
                return self._of_version(path, newest[0].id) if newest else None
        except HistoryUnusable:
            return None

    def _of_version(self, path: str, newest_id: str) -> LastStep | None:
        key = (path, newest_id)
        with self._remembering:
            if key in self._known:
                return self._known[key]
        last = self._looked_up(path)
        with self._remembering:
            self._known[key] = last
        return last

    def _looked_up(self, path: str) -> LastStep | None:
        revisions = self._history.revisions(path, limit=MOST_VERSIONS)
        after = self._document(revisions[0], path)
        for place in range(len(revisions)):
            earlier = revisions[place + 1 :]
            if not earlier and place + 1 == MOST_VERSIONS:
                return None
            before = self._document(earlier[0], path) if earlier else None
            if after and status_of(before) is not status_of(after):
                step = transition(status_of(before), status_of(after))
                return _last_step(step, after, revisions[place], earlier) if step else None
            after = before
        return None

    def _document(self, revision: Revision, path: str) -> Document | None:
        return Document.of_file(self._history.source(revision.id, path))


def _last_step(step: Transition, document: Document, taken: Revision, earlier: Sequence[Revision]) -> LastStep:
    """Return a step as the revision tells that took it; `earlier` are those before it, the newest first."""
    makers = (revision.account_id for revision in earlier if revision.account_id != taken.account_id)
    remark = step.remark_in(taken.message, str(document.metadata.get("titel", "")))
    return LastStep(step, taken.author, taken.at, remark, next(makers, None))
