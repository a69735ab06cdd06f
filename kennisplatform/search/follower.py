"""Keeps the index in step with the files, whoever changed them: this process, another one, or a curator by hand.

The files are the truth and the index is a copy: it is compared by version tag and brought up to date, or made anew
when it is damaged. One process at a time writes; what another one wrote is simply opened.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from filelock import FileLock

from kennisplatform.entries.attachments.texts import AttachmentTexts
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.store import EntryStore
from kennisplatform.search.engine import IndexedEntry, IndexStatus, Progress, SearchEngine

SECONDS_BETWEEN_LOOKS = 1.0

log = logging.getLogger(__name__)


def _nothing() -> None:
    """Do nothing: what a follower does besides when nothing else is asked."""


class IndexFollower:
    """The entries and the index that follows them. Safe to share between threads.

    `attachments` gives the words of what is attached to entries; without it they are not found by those. `before_start`
    is called once before following, and `after_look` after each look in the background.
    """

    def __init__(  # noqa: PLR0913 (all is wired in one place, by name)
        self,
        store: EntryStore,
        engine: SearchEngine,
        lock_path: Path,
        *,
        attachments: AttachmentTexts | None = None,
        before_start: Callable[[], None] = _nothing,
        after_look: Callable[[], None] = _nothing,
    ) -> None:
        self.store = store
        self.engine = engine
        self._attachments = attachments
        self._before_start = before_start
        self._after_look = after_look
        lock_path.parent.mkdir(parents=True, exist_ok=True)
        self._writing = FileLock(lock_path)
        self._looking = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def synchronise(self) -> None:
        """Read the files that changed and bring the index in step with them, if it is not."""
        with self._looking:
            before = self.store.catalogue
            if _is_in_step(self.engine.status(), self.store.refresh()):
                self._log_problems(before)
                return
            # Another process may have done the work while this one waited, so everything is looked at again.
            with self._writing:
                self._bring_in_step(self.engine.status(), self.store.refresh())
            self._log_problems(before)

    def rebuild(self, progress: Progress) -> None:
        """Make the whole index anew from the files."""
        with self._looking, self._writing:
            self.engine.rebuild(self._indexed(self.store.refresh()), progress)

    def is_in_step(self) -> bool:
        """Tell whether the index holds exactly the entries as last read."""
        return _is_in_step(self.engine.status(), self.store.catalogue)

    def ensure_following(self) -> None:
        """Be in step, and stay so by looking every second in the background; cheap to ask again."""
        if self._thread and self._thread.is_alive():
            return
        self._before_start()
        self.synchronise()
        with self._looking:
            if not (self._thread and self._thread.is_alive()):
                self._stopping.clear()
                self._thread = threading.Thread(target=self._follow, name="index-follower", daemon=True)
                self._thread.start()

    def stop_following(self) -> None:
        """Stop looking; returns when the background work has ended."""
        self._stopping.set()
        if self._thread:
            self._thread.join()

    def _follow(self) -> None:
        self._try(self._after_look)
        while not self._stopping.wait(SECONDS_BETWEEN_LOOKS):
            self._try(self.synchronise)
            self._try(self._after_look)

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:
            log.exception("De bestanden konden niet worden gevolgd; over %s seconde opnieuw.", SECONDS_BETWEEN_LOOKS)

    def _bring_in_step(self, status: IndexStatus, catalogue: Catalogue) -> None:
        if status.damage:
            log.warning("De zoekindex wordt opnieuw gemaakt: %s.", status.damage)
            self.engine.rebuild(self._indexed(catalogue), lambda _: None)
            log.info("De zoekindex is opnieuw gemaakt: %d vermeldingen.", len(catalogue.entries))
            return
        gone = status.versions.keys() - catalogue.versions.keys()
        changed = dict(catalogue.versions.items() - status.versions.items())
        if gone:
            self.engine.remove(sorted(gone))
        if changed:
            self.engine.update(self._indexed(catalogue, changed))
        if gone or changed:
            log.info("Zoekindex bijgewerkt: %d nieuw of gewijzigd, %d verwijderd.", len(changed), len(gone))

    def _indexed(self, catalogue: Catalogue, slugs: Mapping[str, str] | None = None) -> list[IndexedEntry]:
        chosen = catalogue.versions if slugs is None else slugs
        read = self._attachments.of if self._attachments else lambda _: ()
        entries = ((catalogue.entries[slug], version) for slug, version in chosen.items())
        return [IndexedEntry(entry, version, read(entry)) for entry, version in entries]

    def _log_problems(self, before: Catalogue) -> None:
        for problem in self.store.catalogue.problems:
            if problem not in before.problems:
                log.warning("%s %s", "Niet opgenomen:" if problem.left_out else "Let op:", problem)


def _is_in_step(status: IndexStatus, catalogue: Catalogue) -> bool:
    return status.damage is None and status.versions == catalogue.versions
