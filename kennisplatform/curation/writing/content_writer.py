"""Writes files and their history as one: whatever happens in between, afterwards both are old or both are new.

The change is first prepared in the history, then the files are written, then the history is completed. What a killed
process left half done is finished by the next one that writes or starts, under the name of who was saving. A change
that is refused is forgotten before its files are put back, so that nobody carries it out later.

Where several hosts share the content a prepared change is first pushed, which only succeeds when it builds on what is
newest. From then on it is saved, for all of them, and this host's files follow.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from filelock import Timeout

from kennisplatform.curation.writing.sharing import NotNewest, NotShared, Sharing, pause
from kennisplatform.curation.writing.taking_over import clear_old_versions, outcome, put_in_place
from kennisplatform.entries import content_files
from kennisplatform.entries.entry_store import EntryStore, VersionConflict
from kennisplatform.entries.history.packing import pack_when_due
from kennisplatform.entries.history.remote import BRIEFLY, PATIENTLY
from kennisplatform.entries.history.repository import BY_HAND, Author, History, HistoryUnusable, Revision
from kennisplatform.running import metrics

Result = TypeVar("Result")

BY_HAND_MESSAGE = "Met de hand gewijzigd"
MOST_AT_ONCE = 50_000_000
"""Bytes of files that are recorded in one revision, and so are in memory together."""
SECONDS_TO_TRY = 20.0
"""In which a change is made anew, as often as another host shared something just before."""
MOST_REFUSALS = 8
"""How often the remote may refuse a change while nobody was first, as it does for a moment when two push at once."""
BUSY = "op andere computers wordt op dit moment veel bewaard; probeer het over een minuut opnieuw"
REFUSED = "de gedeelde opslag van de inhoud neemt geen wijzigingen aan"
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
    """The one way to change the content. Safe among threads, processes and, with `sharing`, hosts."""

    def __init__(self, store: EntryStore, history: History, sharing: Sharing | None = None) -> None:
        self.store = store
        self.history = history
        self.sharing = sharing

    @metrics.SAVE_SECONDS.time()
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

        def on_the_newest() -> Revision | None:
            self.store.check(expected)
            self._record_as_found(contents, renamed or {})
            revision = self.history.prepare(contents, author, message, renamed)
            if revision:
                self._share(revision)
                self._carry_out(contents, revision)
            return revision

        with _said_why(), self.store.writing, self.history.held_to_write():
            self.check_there()
            self._finish_pending()
            revision = self._until_newest(on_the_newest)
        if self.sharing and revision:
            self.sharing.tell()
        return revision

    def catch_up(self) -> None:
        """Take over what other hosts shared, and share what only this one has.

        Raises `NotShared`, and `OSError` when this host cannot write it.
        """
        if self.sharing is None:
            return
        if not self.history.repository.exists():
            with self.history.held_to_write():
                pass  # which makes it, to fetch into
        newest = self.sharing.fetch(PATIENTLY)
        with self.store.writing, self.history.held_to_write():
            self.check_there()
            self._finish_pending()
            self._until_newest(lambda: self._take_over(newest, PATIENTLY))
        if self.history.head() != (newest or ""):
            self.sharing.tell()

    def catch_up_when_due(self) -> None:
        """As `catch_up`, if another host told of something or the last time is long ago; a failure is not raised."""
        if self.sharing is None:
            return
        try:
            if self.sharing.is_due():
                with self.sharing.turn:
                    if self.sharing.is_due():
                        self.catch_up()
        except Timeout:
            log.debug("Een ander proces van deze computer haalt binnen wat er is.")
        except (NotShared, CannotWrite, HistoryUnusable, OSError) as error:
            self.sharing.fail(str(error))

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
        """Return what was changed outside the site; what cannot be read or is not kept counts as unchanged.

        So does everything while it cannot be shared with other hosts.
        """
        if self.sharing and not self.sharing.works:
            return HandChanges((), {})
        everything = self.store.blob_ids()
        paths = _differing(everything, self.history.recorded())
        if not paths and self.history.pending() is None:
            return HandChanges((), {})
        with self.store.writing:  # what somebody was saving meanwhile is whole now
            self._finish_pending()
            present, recorded = self.store.blob_ids(paths), self.history.recorded()
        if not everything or not content_files.is_there(self.store.folder):
            return HandChanges((), {})  # a disk that is not there, rather than everything thrown away
        paths = _differing(present, {path: recorded[path] for path in paths if path in recorded})
        return HandChanges(tuple(paths), _moves(paths, present, recorded))

    def record_by_hand(self) -> list[Revision]:
        """Record the files that were changed outside the site, so many at once as memory allows."""
        revisions: list[Revision] = []
        with contextlib.suppress(NotShared):  # `sharing` remembers why, and it is tried again
            for paths in self._batches(self.changed_by_hand().paths):
                with self.store.writing, self.history.held_to_write():
                    found = self._until_newest(partial(self._record, paths))
                revisions += [found] if found else []
        if revisions:
            if self.sharing:
                self.sharing.tell()
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
        gone = {old for old in renamed if self.store.read(old) is None}
        moved = {path for pair in renamed.items() if pair[0] in gone for path in pair}
        self._record([path for path in contents if path not in moved])

    def _record(self, paths: Iterable[str]) -> Revision | None:
        """Record what these files hold now, as changed by hand; None when that is known already."""
        found = {path: self.store.read(path) for path in paths}
        revision = self.history.prepare(found, BY_HAND, BY_HAND_MESSAGE)
        if revision:
            self._share(revision)
            self.history.begin(revision.id)
            self.history.complete()
        return revision

    def _share(self, revision: Revision) -> None:
        """Share a change that was prepared; raise `NotNewest` when another host was first. On one host it is shared."""
        if self.sharing:
            content_files.check_room(self.store.folder, self.history.repository)
            self.sharing.push(revision.id)

    def _until_newest(self, step: Callable[[], Result]) -> Result:
        """Do a step that shares something, anew on what is newest for as long as other hosts are first.

        A conflict may be with what is old already, so it counts only on what is newest.
        """
        end = time.monotonic() + SECONDS_TO_TRY
        tries = refusals = 0
        while True:
            try:
                if self.sharing and tries:
                    pause(min(tries, MOST_REFUSALS))
                    before = self.history.head()
                    self._take_over(self.sharing.fetch(), BRIEFLY)
                    refusals = refusals + 1 if self.history.head() == before else 0
                return step()
            except NotNewest:
                if refusals >= MOST_REFUSALS or time.monotonic() > end:
                    raise CannotWrite(REFUSED if refusals else BUSY) from None
            except VersionConflict:
                if tries or self.sharing is None:
                    raise
            tries += 1

    def _take_over(self, newest: str | None, patience: float) -> None:
        """Make this host's files and history those that are shared, or share them when the others have less."""
        assert self.sharing  # noqa: S101
        latest = self.history.head()
        if newest == latest or (newest is None and not latest):
            return
        if newest is None or (latest and self.history.leads_to(newest, latest)):
            self.sharing.push(latest, patience)
            return
        try:
            becomes = outcome(newest, self.store, self.history)
        except NotShared as error:
            self.sharing.fail(str(error))
            raise
        if becomes != newest:
            self.sharing.push(becomes)
        if not latest:
            clear_old_versions(becomes, self.store, self.history)
        self.history.begin(becomes)
        put_in_place(becomes, self.store, self.history)
        self.history.complete()
        log.info("Overgenomen wat op andere computers is bewaard.")

    def _carry_out(self, contents: Mapping[str, bytes | None], revision: Revision) -> None:
        before = {path: self.store.read(path) for path in contents}
        self.history.begin(revision.id)
        try:
            for path, data in contents.items():
                self.store.put(path, data)
            self.history.complete()
        except BaseException as error:
            if self.sharing:  # it is saved, and this host has it as soon as it can be written
                log.error("Bewaard en gedeeld, maar hier nog niet geschreven: %s", error)
                if isinstance(error, OSError):
                    return
                raise
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
        put_in_place(pending.id, self.store, self.history)
        self.history.complete()
        log.warning("Afgemaakt wat was onderbroken: '%s' van %s.", pending.message, pending.author)


@contextlib.contextmanager
def _said_why() -> Iterator[None]:
    """Say in Dutch what keeps a change from being written."""
    try:
        yield
    except (HistoryUnusable, NotShared) as error:
        log.error("Er kan niet worden bewaard: %s", error)
        raise CannotWrite(str(error)) from error
    except OSError as error:
        log.error("Er kan niet worden bewaard: %s", error)
        reason = REASONS.get(error.errno or 0, f"het bestand kon niet worden geschreven ({error.strerror or error})")
        raise CannotWrite(reason) from error


def _differing(present: Mapping[str, bytes | None], recorded: Mapping[str, bytes]) -> list[str]:
    """Return the paths of files that are not as recorded; what cannot be read or is not kept counts as recorded."""
    return sorted(
        path
        for path in present.keys() | recorded.keys()
        if present.get(path, b"") not in (recorded.get(path, b""), None)
        and (path in present or content_files.is_of_content(path))
    )


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
