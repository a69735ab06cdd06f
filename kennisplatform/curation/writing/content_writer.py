"""Writes files and their history as one: whatever happens in between, afterwards both are old or both are new.

The change is first prepared in the history, then the files are written, then the history is completed. What a killed
process left half done is finished by the next one that writes or starts, under the name of who was saving. A change
that is refused is forgotten before its files are put back, so that nobody carries it out later.
"""

from __future__ import annotations

import contextlib
import errno
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from kennisplatform.entries import content_files
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history.packing import pack_when_due
from kennisplatform.entries.history.repository import BY_HAND, Author, History, HistoryUnusable, Revision

BY_HAND_MESSAGE = "Met de hand gewijzigd"
MOST_AT_ONCE = 50_000_000
"""Bytes of files that are recorded in one revision, and so are in memory together."""
REASONS = {
    errno.ENOSPC: "de schijf van de site is vol",
    errno.ENOENT: "de map met inhoud is weg",
    errno.EDQUOT: "de schijf van de site is vol",
    errno.EROFS: "de site mag niet schrijven in de map met inhoud",
    errno.EACCES: "de site mag niet schrijven in de map met inhoud",
    errno.EPERM: "de site mag niet schrijven in de map met inhoud",
}

log = logging.getLogger(__name__)


class CannotWrite(Exception):
    """Nothing can be written now; the message is the reason, in Dutch."""


@dataclass(frozen=True)
class HandChanges:
    """What differs between the files and the history; `moves` are the files of entries that only got another name."""

    paths: tuple[str, ...]
    moves: Mapping[str, str]


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

        Raises `VersionConflict` when a file in `expected` is not of the version named there, and `CannotWrite`; then
        nothing is written.
        """
        with _said_why(), self.store.writing, self.history.held_to_write():
            self.check_there()
            self._finish_pending()
            self.store.check(expected)
            self._record_as_found(contents, renamed or {})
            revision = self.history.prepare(contents, author, message, renamed)
            if revision:
                self._carry_out(contents)
            return revision

    def check_there(self) -> None:
        """Raise `ContentAway` when the content folder is: a new one in its place would hide all that it held.

        The store knows what this process read of it, the history what there was before the process began.
        """
        if not content_files.is_there(self.store.folder):
            self.store.check_there(has_held=bool(self.history.recorded()))

    def recover(self) -> None:
        """Finish what a killed process left half done, and remove its temporary files."""
        with self.store.writing:
            self.store.remove_unfinished()
            self._finish_pending()
        self.history.check()

    def changed_by_hand(self) -> HandChanges:
        """Return what was changed outside the site; what cannot be read or is not kept counts as unchanged."""
        with self.store.writing:
            self._finish_pending()
            present, recorded = self.store.blob_ids(), self.history.recorded()
        if not present or not content_files.is_there(self.store.folder):
            return HandChanges((), {})  # a disk that is not there, rather than everything thrown away
        paths = sorted(
            path
            for path in present.keys() | recorded.keys()
            if present.get(path, b"") not in (recorded.get(path, b""), None)
        )
        return HandChanges(tuple(paths), _moves(paths, present, recorded))

    def record_by_hand(self) -> list[Revision]:
        """Record the files that were changed outside the site, so many at once as memory allows."""
        revisions: list[Revision] = []
        for paths in self._batches(self.changed_by_hand().paths):
            with self.store.writing:
                found = self.history.record({path: self.store.read(path) for path in paths}, BY_HAND, BY_HAND_MESSAGE)
            revisions += [found] if found else []
        if revisions:
            count = sum(len(revision.paths) for revision in revisions)
            log.info("Met de hand gewijzigd en nu vastgelegd: %d bestanden.", count)
        return revisions

    def pack(self) -> None:
        """Keep the history small, if it is time to."""
        pack_when_due(self.history.repository)

    def _batches(self, paths: Iterable[str]) -> Iterator[list[str]]:
        batch: list[str] = []
        size = 0
        for path in paths:
            batch.append(path)
            size += self.store.size(path)
            if size >= MOST_AT_ONCE:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _record_as_found(self, contents: Mapping[str, bytes | None], renamed: Mapping[str, str]) -> None:
        """Record what was changed by hand a moment ago: it is not the work of this author, and must not be lost either.

        A file that was moved by hand already is left to the revision that says so.
        """
        found = {path: self.store.read(path) for path in contents}
        moved = {path for pair in renamed.items() if found.get(pair[0]) is None for path in pair}
        self.history.record({path: found[path] for path in contents if path not in moved}, BY_HAND, BY_HAND_MESSAGE)

    def _carry_out(self, contents: Mapping[str, bytes | None]) -> None:
        before = {path: self.store.read(path) for path in contents}
        try:
            for path, data in contents.items():
                self.store.put(path, data)
            self.history.complete()
        except BaseException:
            self.history.abandon()
            with contextlib.suppress(OSError):
                for path, data in before.items():
                    if self.store.read(path) != data:
                        self.store.put(path, data)
            raise

    def _finish_pending(self) -> None:
        pending = self.history.pending()
        if pending is None:
            return
        parent = self.history.parent_of(pending.id)
        origin = {new: old for old, new in pending.renamed}
        for path in pending.paths:
            # Who changed the file by hand meanwhile meant what it says now.
            before = (self.history.file_at(parent, path), self.history.file_at(parent, origin.get(path, path)))
            if self.store.read(path) in before:
                self.store.put(path, self.history.file_at(pending.id, path))
        self.history.complete()
        log.warning("Afgemaakt wat was onderbroken: '%s' van %s.", pending.message, pending.author)


@contextlib.contextmanager
def _said_why() -> Iterator[None]:
    """Say in Dutch what keeps a change from being written."""
    try:
        yield
    except HistoryUnusable as error:
        log.error("Er kan niet worden bewaard: %s", error)
        raise CannotWrite(str(error)) from error
    except OSError as error:
        log.error("Er kan niet worden bewaard: %s", error)
        reason = REASONS.get(error.errno or 0, f"het bestand kon niet worden geschreven ({error.strerror or error})")
        raise CannotWrite(reason) from error


def _moves(paths: Iterable[str], present: Mapping[str, bytes | None], recorded: Mapping[str, bytes]) -> dict[str, str]:
    """Return old and new path of what is gone in one place and appeared with the same content in another.

    Only within one folder, and only where it can be nothing else: no two that are gone, or that came, are the same.
    """
    gone = {path: recorded[path] for path in paths if path not in present}
    came = {path: blob for path in paths if path not in recorded and (blob := present.get(path))}
    of_gone, of_came = Counter(gone.values()), Counter(came.values())
    new_path = {blob: path for path, blob in came.items()}
    return {
        path: new_path[blob]
        for path, blob in gone.items()
        if of_gone[blob] == of_came[blob] == 1 and _are_entries_of_one_folder(path, new_path[blob])
    }


def _are_entries_of_one_folder(*paths: str) -> bool:
    return all(path.endswith(".md") and path.count("/") == 1 for path in paths) and (
        len({PurePosixPath(path).parent for path in paths}) == 1
    )
