"""Keeps the index in step with the files, whoever changed them: this process, another one, or a curator by hand.

The files are the truth and the index is a copy: it is compared by version tag and brought up to date, or rebuilt when
it is damaged. One process at a time writes; what another one wrote is simply opened. While the index cannot be written
(the disk is full, for instance) the engine answers from memory, and writing is tried again and again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from kennisplatform.entries.attachments.texts import AttachmentTexts
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.entry_store import SECONDS_BETWEEN_TRIES, EntryStore
from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.search.engine import (
    AnotherWrites,
    IndexedEntry,
    IndexNotWritable,
    IndexStatus,
    Progress,
    SearchEngine,
    SearchUnavailable,
)

SECONDS_BETWEEN_LOOKS = 0.5
"""At the mark; so what another process saves is shown here within a second."""
LARGEST_SHARE = 0.01
"""Of one processor: a look at all files costs more with more files, and is made less often then."""
SHORTEST_REST, LONGEST_REST = 0.9, 10.0
"""Seconds until all files are looked at again, whatever that costs: somebody may have changed one by hand."""
REST_AFTER_FAILURE = 10
"""Times as long as a look in vain took is waited before the next one."""
LONGEST_REST_AFTER_FAILURE = 30.0

log = logging.getLogger(__name__)


def _nothing() -> None:
    """Do nothing: what a follower does besides when nothing else is asked."""


def _no_mark() -> str:
    """Return the mark of a folder that nothing keeps a mark of."""
    return ""


def _anything(_: str) -> Collection[str] | None:
    """Return what was written since a mark, where nothing tells: it may be anything."""
    return None


def only_host() -> int:
    """Return the position of a host that shares its content with no other."""
    return 0


class IndexFollower:
    """The entries and the index that follows them. Safe to share between threads.

    `attachments` gives the words of what is attached to entries; without it they are not found by those. `before_start`
    is called once before following, `before_look` and `after_look` around each look in the background; none is to
    raise. `mark` changes whenever the site writes a file, and `written_since` tells which were written since a mark: so
    after a save only those are looked at, and all files now and then, for what was changed by hand. `position` tells
    how many changes of the content that hosts share this one has: an index that a host wrote which has more is never
    written, but waited for until this one has caught up.
    """

    def __init__(  # noqa: PLR0913 (all is wired in one place, by name)
        self,
        store: EntryStore,
        engine: SearchEngine,
        lock_path: Path,
        *,
        attachments: AttachmentTexts | None = None,
        mark: Callable[[], str] = _no_mark,
        written_since: Callable[[str], Collection[str] | None] = _anything,
        before_start: Callable[[], None] = _nothing,
        before_look: Callable[[], None] = _nothing,
        after_look: Callable[[], None] = _nothing,
        position: Callable[[], int] = only_host,
    ) -> None:
        self.store = store
        self.engine = engine
        self._attachments = attachments
        self._mark = mark
        self._written_since = written_since
        self._before_start = before_start
        self._before_look = before_look
        self._after_look = after_look
        self._position = position
        self._writing = FileLock(lock_path, poll_interval=SECONDS_BETWEEN_TRIES)
        self._looking = threading.Lock()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._failure: str = ""
        self._rests_until = 0.0
        self._in_step_at = time.monotonic()
        self._held: Catalogue | None = None
        """What the engine answers from while the index cannot be written."""
        self._seen: str | None = None
        self._next_look = 0.0
        self._woken = threading.Event()
        self._looked = threading.Condition()
        self._begun = self._ended = 0
        """How many looks in the background began, and the number of the last one that ended."""

    @property
    def seen(self) -> str:
        """The mark from which on all is in the entries as last read, and in the index unless that fails."""
        return self._seen or ""

    def synchronise(self) -> None:
        """Read the files that changed and bring the index in step with them, if it is not.

        When the index cannot be written, the engine answers from memory until it can; `check` tells.
        """
        started, seen, mark = time.thread_time(), self._seen, self._mark()
        position = self._position()  # before reading, so that it never tells of files that are not read
        before = self.store.catalogue
        self.store.refresh()  # meanwhile others may take in what they saved
        with self._looking:
            if self._is_brought_in_step(position):
                rest = (time.thread_time() - started) / LARGEST_SHARE
                self._next_look = time.monotonic() + min(LONGEST_REST, max(SHORTEST_REST, rest))
            if self._seen == seen:  # otherwise what was taken in meanwhile is later
                self._seen = mark
        self._log_problems(before)

    def take_in_saves(self) -> None:
        """As `synchronise`, of what the site wrote since the last look: the cost is that of what changed."""
        with self._looking:
            mark, position = self._mark(), self._position()
            before = self.store.catalogue
            written = None if self._seen is None else self._written_since(self._seen)
            if written is None:
                self.store.refresh()
            else:
                self.store.refresh_only(written)
            self._is_brought_in_step(position)
            self._seen = mark
        self._log_problems(before)

    def rebuild(self, progress: Progress) -> None:
        """Make the whole index from the files."""
        with self._looking, self._writing:
            position = self._position()  # before reading, so that it never tells of files that are not read
            self.engine.rebuild(self._indexed(self.store.refresh()), progress, position)

    def check(self) -> None:
        """Raise what kept the index from being written at the last look, if anything did."""
        if self._failure:
            raise IndexNotWritable(self._failure)

    def is_in_step(self) -> bool:
        """Tell whether the search answers from exactly the entries as last read."""
        if self._held is self.store.catalogue:
            return True
        try:
            return _is_in_step(self.engine.status(), self.store.catalogue)
        except SearchUnavailable:
            return False

    def seconds_out_of_step(self) -> float:
        """Return since when it is not so that the search answers from the entries as last read; 0 when it does.

        As far as it was asked: the time since this was last 0.
        """
        if self.is_in_step():
            self._in_step_at = time.monotonic()
            return 0.0
        return time.monotonic() - self._in_step_at

    def ensure_following(self) -> None:
        """Be in step, and stay so by looking all the time in the background; cheap to ask again."""
        if self._is_following():
            return
        with self._starting:  # who asks meanwhile waits for the entries
            if self._is_following():
                return
            if self._thread is None:
                self._before_start()
                self._try(self._before_look)
                self._try(self.synchronise)
            self._stopping.clear()
            self._thread = threading.Thread(target=self._follow, name="index-follower", daemon=True)
            self._thread.start()

    def look_now(self, patience: float) -> None:
        """Have the background look at once, and wait until it did, for so many seconds at most."""
        with self._looked:
            wanted = self._begun + 1  # one that is going on may have read the files already
            self._next_look = 0.0
            self._woken.set()
            self._looked.wait_for(lambda: self._ended >= wanted, patience)

    def stop_following(self, patience: float | None = None) -> None:
        """Stop looking; returns when the background work has ended, or after so many seconds.

        A disk that does not answer holds the work for ever, and nothing is lost when it is killed.
        """
        self._stopping.set()
        self._woken.set()
        if self._thread:
            self._thread.join(patience)

    def _is_following(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _follow(self) -> None:
        self._try(self._after_look)
        while not self._stopping.is_set():
            self._woken.wait(SECONDS_BETWEEN_LOOKS)
            self._woken.clear()
            with self._looked:
                self._begun += 1
            self._try(self._before_look)
            if self._is_due():
                self._try(self.synchronise)
            elif self._seen != self._mark():
                self._try(self.take_in_saves)
            with self._looked:
                self._ended = self._begun
                self._looked.notify_all()
            self._try(self._after_look)

    def _is_due(self) -> bool:
        """Tell whether it is time to look at all files; the index is looked at each time, others may write it too."""
        if self._failure or time.monotonic() >= self._next_look:
            return True
        return self._seen == self._mark() and self._can_be_brought_in_step()

    def _can_be_brought_in_step(self) -> bool:
        """Tell whether the index is another one than it should be, and not that of a host with newer files."""
        try:
            return not self.is_in_step() and self.engine.status().position <= self._position()
        except SearchUnavailable:
            return True

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:
            log.exception("De bestanden konden niet worden gevolgd; over %s seconde opnieuw.", SECONDS_BETWEEN_LOOKS)

    def _is_brought_in_step(self, position: int) -> bool:
        """Bring the index in step with the entries as last read, and tell whether there was nothing to do."""
        try:
            status = self.engine.status()
            if _is_in_step(status, self.store.catalogue) or status.position > position:
                self._failure, self._held = "", None
                return True
            self._bring_in_step(position, is_damaged=bool(status.damage))
        except SearchUnavailable as error:
            self._fail(error)
            self._hold(self.store.catalogue)
        return False

    def _bring_in_step(self, position: int, is_damaged: bool) -> None:
        """Write what differs; where that does not succeed, let the engine answer from memory, and rest for a while."""
        if time.monotonic() >= self._rests_until:
            start = time.monotonic()
            try:
                with self._writing:
                    status = self.engine.status()
                    difference = self._difference(status)
                    if status.position <= position:
                        self._write_changes(status, difference, position)
                self._failure, self._held = "", None
                return
            except AnotherWrites as error:
                if not is_damaged:  # what is there is searched until then
                    return
                self._fail(error)
            except (OSError, IndexNotWritable) as error:
                rest = REST_AFTER_FAILURE * (time.monotonic() - start)
                self._rests_until = time.monotonic() + min(rest, LONGEST_REST_AFTER_FAILURE)
                self._fail(error)
        self._hold(self.store.catalogue)

    def _difference(self, status: IndexStatus) -> _Difference:
        """Return what must be written, by a look at just those files: what differs, another process may have read in
        newer ones, and so it is never undone."""
        if status.damage:
            return _Difference.of(status, self.store.refresh())
        differs = _Difference.of(status, self.store.catalogue)
        slugs = (*differs.gone, *differs.changed)
        files = [f"{folder}/{slug}.md" for folder in MODEL_BY_FOLDER for slug in slugs]
        return _Difference.of(status, self.store.refresh_only(files))

    def _fail(self, why: Exception) -> None:
        if self._failure != str(why):
            log.warning("De zoekindex kan niet worden bijgewerkt (%s). Er wordt gezocht in het geheugen.", why)
        self._failure = str(why)

    def _hold(self, catalogue: Catalogue) -> None:
        """Let the engine answer from these entries in memory."""
        if self._held is not catalogue:
            self.engine.hold(self._indexed(catalogue))
            self._held = catalogue

    def _write_changes(self, status: IndexStatus, difference: _Difference, position: int) -> None:
        catalogue, gone, changed = difference.catalogue, difference.gone, difference.changed
        if status.damage:
            log.warning("De zoekindex wordt opnieuw gemaakt: %s.", status.damage)
            self.engine.rebuild(self._indexed(catalogue), lambda _: None, position)
            log.info("De zoekindex is opnieuw gemaakt: %d vermeldingen.", len(catalogue.entries))
            return
        if gone:
            self.engine.remove(sorted(gone), position)
        if changed:
            self.engine.update(self._indexed(catalogue, changed), position)
        if gone or changed:
            log.info("Zoekindex bijgewerkt: %d nieuw of gewijzigd, %d verwijderd.", len(changed), len(gone))

    def _indexed(self, catalogue: Catalogue, slugs: Mapping[str, str] | None = None) -> list[IndexedEntry]:
        chosen = catalogue.versions if slugs is None else slugs
        read = self._attachments.of if self._attachments else lambda _: ()
        entries = ((catalogue.entries[slug], version) for slug, version in chosen.items())
        return [IndexedEntry(entry, version, read(entry)) for entry, version in entries]

    def _log_problems(self, before: Catalogue) -> None:
        problems = self.store.catalogue.problems
        if problems is before.problems:
            return
        known = frozenset(before.problems)
        for problem in problems:
            if problem not in known:
                log.warning("%s %s", "Niet opgenomen:" if problem.left_out else "Let op:", problem)


def _is_in_step(status: IndexStatus, catalogue: Catalogue) -> bool:
    return status.damage is None and status.versions == catalogue.versions


@dataclass(frozen=True)
class _Difference:
    """What must be written to the index: which slugs are gone, and the versions of those that are new or changed."""

    catalogue: Catalogue
    gone: Collection[str]
    changed: Mapping[str, str]

    @classmethod
    def of(cls, status: IndexStatus, catalogue: Catalogue) -> _Difference:
        """Compare the index with what it must hold."""
        before, now = status.versions, catalogue.versions
        gone = {slug for slug in before if slug not in now}
        return cls(catalogue, gone, {slug: version for slug, version in now.items() if before.get(slug) != version})
