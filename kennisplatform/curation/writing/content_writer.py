"""Writes files and their history as one: whatever happens in between, afterwards both are old or both are new.

The change is first prepared in the history, then the files are written, then the history is completed. What a killed
process left half done is finished by the next one that writes or starts, under the name of who was saving.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping

from kennisplatform.entries.history.packing import pack_when_due
from kennisplatform.entries.history.repository import BY_HAND, BY_HAND_MESSAGE, Author, History, Revision
from kennisplatform.entries.store import EntryStore

log = logging.getLogger(__name__)


class ContentWriter:
    """The one way to change the content. Safe among threads and processes."""

    def __init__(self, store: EntryStore, history: History) -> None:
        self.store = store
        self.history = history

    def write(
        self,
        contents: Mapping[str, bytes | None],
        expected: Mapping[str, str | None],
        author: Author,
        message: str,
        renamed: Mapping[str, str] | None = None,
    ) -> Revision | None:
        """Write these files (None removes one) in one revision; None comes back when nothing changes.

        Raises `VersionConflict`, and writes nothing, when a file in `expected` is not of the version named there.
        """
        with self.store.writing:
            self._finish_pending()
            self.store.check(expected)
            # What was changed by hand a moment ago is not the work of this author, and must not be lost either.
            self.history.record(contents.keys(), BY_HAND, BY_HAND_MESSAGE)
            revision = self.history.prepare(contents, author, message, renamed)
            if revision:
                self._put(contents)
                self.history.complete()
            return revision

    def recover(self) -> None:
        """Finish what a killed process left half done, and remove its temporary files."""
        with self.store.writing:
            self.store.remove_unfinished()
            self._finish_pending()

    def record_by_hand(self) -> Revision | None:
        """Record the files that were changed outside the site."""
        with self.store.writing:
            self._finish_pending()
            revision = self.history.record_by_hand()
        if revision:
            log.info("Met de hand gewijzigd en nu vastgelegd: %d bestanden.", len(revision.paths))
        return revision

    def look(self) -> None:
        """Record what was changed by hand, and pack the history; to be done now and then."""
        self.record_by_hand()
        pack_when_due(self.history.repository)

    def _put(self, contents: Mapping[str, bytes | None]) -> None:
        before = {path: self.store.read(path) for path in contents}
        try:
            for path, data in contents.items():
                self.store.put(path, data)
        except BaseException:
            # A full disk, for instance. If putting back fails as well, the pending change is finished later.
            with contextlib.suppress(OSError):
                for path, data in before.items():
                    if self.store.read(path) != data:
                        self.store.put(path, data)
                self.history.abandon()
            raise

    def _finish_pending(self) -> None:
        pending = self.history.pending()
        if pending is None:
            return
        parent = self.history.parent_of(pending.id)
        for path in pending.paths:
            # Who changed the file by hand meanwhile meant what it says now.
            if self.store.read(path) == self.history.file_at(parent, path):
                self.store.put(path, self.history.file_at(pending.id, path))
        self.history.complete()
        log.warning("Afgemaakt wat was onderbroken: '%s' van %s.", pending.message, pending.author)
