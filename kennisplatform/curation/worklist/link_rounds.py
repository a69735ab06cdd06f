"""When the links to other sites are looked at: once every night by itself, and when a curator asks.

A round takes minutes, so it has a thread of its own. One process of all hosts at a time makes one: who holds the lease.
What one round looked at is fresh for the next.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime

from kennisplatform import dutch_time
from kennisplatform.curation.worklist.link_check import LinkChecker, external_links
from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.database.leases import Job, Lease, Leases
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
        leases: Leases,
        now: Callable[[], datetime] = dutch_time.now,
    ) -> None:
        self._store = store
        self._checker = checker
        self._leases = leases
        self._now = now
        self._last_night: date | None = None
        self._round: threading.Thread | None = None
        self.was_offline = False
        """Whether no site at all could be reached at the last round of this process."""

    def start(self, *, everything: bool) -> bool:
        """Begin a round in the background, of what is due or of everything; False when one is going on already."""
        return self._start(self._leases.take(Job.LINKS), everything=everything)

    def wait(self) -> None:
        """Return when the round that this process began last has ended."""
        if self._round:
            self._round.join()

    def is_going_on(self) -> bool:
        """Tell whether a round is going on, in any process of any host; False where that cannot be known."""
        return self._leases.is_held(Job.LINKS)

    def start_when_due(self) -> bool:
        """Begin the round of this night, if it is night, nobody made it, and this process did not try so yet."""
        now = self._now()
        if now.hour not in NIGHT or self._last_night == now.date():
            return False
        has_begun = self._start(self._leases.take(Job.LINKS, now.date()), everything=False)
        if has_begun:
            self._last_night = now.date()
        return has_begun

    def keep_every_night(self) -> None:
        """Begin a round every night for as long as this process lives; returns at once."""
        threading.Thread(target=self._keep, name="link-nights", daemon=True).start()

    def _keep(self) -> None:
        pause = threading.Event()
        while not pause.wait(SECONDS_BETWEEN_LOOKS):
            try:
                self.start_when_due()
            except DatabaseUnavailable as error:
                log.warning("De controle van de links kon niet beginnen (%s).", error)

    def _start(self, lease: Lease | None, *, everything: bool) -> bool:
        if lease is None:
            return False
        self._round = threading.Thread(target=self._go_round, args=(lease, everything), name="links", daemon=True)
        self._round.start()
        return True

    def _go_round(self, lease: Lease, everything: bool) -> None:
        today = self._now().date()
        with lease:
            try:
                links = external_links(self._store.refresh())
                found = self._checker.run(links, today, everything=everything)
            except Exception:
                log.exception("De controle van de links is gestopt.")
                return
            self.was_offline = not found.is_online
            if found.is_online:
                lease.done_for = today
            log.info("Links gecontroleerd: %d van %d adressen.", len(found.looked_at), len(links))
