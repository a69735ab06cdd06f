"""When the links to other sites are looked at: once every night by itself, and when a curator asks.

A round takes minutes, so it has a thread of its own. One process at a time makes one: who holds the lock file does, and
the system lets go of it when that process ends, however it ends. What one round looked at is fresh for the next.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from kennisplatform import dutch_time
from kennisplatform.curation.worklist.link_check import LinkChecker, external_links
from kennisplatform.entries.entry_store import EntryStore

NIGHT = range(2, 6)
"""The hours, by the Dutch clock, in which a round may begin by itself."""
SECONDS_BETWEEN_LOOKS = 60.0

log = logging.getLogger(__name__)


class LinkRounds:
    """The rounds of the link check of this process. Safe to share between threads."""

    def __init__(
        self,
        store: EntryStore,
        checker: LinkChecker,
        lock_path: Path,
        now: Callable[[], datetime] = dutch_time.now,
    ) -> None:
        self._store = store
        self._checker = checker
        self._lock_path = lock_path
        self._now = now
        self._last_night: date | None = None
        self._round: threading.Thread | None = None
        self.was_offline = False
        """Whether no site at all could be reached at the last round of this process."""

    def start(self, *, everything: bool) -> bool:
        """Begin a round in the background, of what is due or of everything; False when one is going on already."""
        lock = self._lock()
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        self._round = threading.Thread(target=self._go_round, args=(lock, everything), name="links", daemon=True)
        self._round.start()
        return True

    def wait(self) -> None:
        """Return when the round that this process began last has ended."""
        if self._round:
            self._round.join()

    def is_going_on(self) -> bool:
        """Tell whether a round is going on, in this process or another one; False where that cannot be known."""
        try:
            with self._lock().acquire(timeout=0):
                return False
        except Timeout:
            return True
        except OSError as error:  # the folder cannot be written, so no round can begin either
            log.warning("Of er een controle van de links loopt, is niet te zien (%s).", error.strerror)
            return False

    def start_when_due(self) -> bool:
        """Begin the round of this night, if it is night and this process did not try so yet."""
        now = self._now()
        if now.hour not in NIGHT or self._last_night == now.date():
            return False
        self._last_night = now.date()
        return self.start(everything=False)

    def keep_every_night(self) -> None:
        """Begin a round every night for as long as this process lives; returns at once."""
        threading.Thread(target=self._keep, name="link-nights", daemon=True).start()

    def _keep(self) -> None:
        pause = threading.Event()
        while not pause.wait(SECONDS_BETWEEN_LOOKS):
            try:
                self.start_when_due()
            except OSError:
                log.exception("De controle van de links kon niet beginnen.")

    def _lock(self) -> FileLock:
        self._lock_path.parent.mkdir(parents=True, exist_ok=True)
        # The thread that ends a round is not the one that began it, and each caller has a lock of its own.
        return FileLock(self._lock_path, thread_local=False)

    def _go_round(self, lock: FileLock, everything: bool) -> None:
        try:
            links = external_links(self._store.refresh())
            found = self._checker.run(links, self._now().date(), everything=everything)
            self.was_offline = not found.is_online
            log.info("Links gecontroleerd: %d van %d adressen.", len(found.looked_at), len(links))
        except Exception:
            log.exception("De controle van de links is gestopt.")
        finally:
            lock.release()
