"""How often something may be tried: a number of times within any stretch of so many minutes.

Counted in the database, for all processes and hosts together (docs/decisions/0069-tries-are-counted-together.md).
Whoever waits can try again as soon as the oldest try is long enough ago; nobody is locked out until somebody helps.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import math
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from kennisplatform.accounts.tables import CountedTryRow
from kennisplatform.database.connection import Database, DatabaseUnavailable, rows_changed

MOST_KEPT = 1_000_000
"""Tries in the database, of everybody; beyond this the oldest go."""
MOST_UNWRITTEN = 10_000
"""Tries that a process keeps in memory because the database could not be written."""
CLOCKS_DIFFER = timedelta(minutes=1)
"""How far the clocks of two hosts may be apart. A try that seems to come later was counted before a clock was set back,
and would hold somebody up until that time comes again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Allowance:
    """So many tries of one kind in so many minutes."""

    name: str
    tries: int
    minutes: int

    def seconds_to_wait(self, tries: Iterable[datetime], now: datetime) -> int:
        """Return how long until one more try is allowed after these: 0 is now."""
        window = timedelta(minutes=self.minutes)
        counted = sorted(made_at for made_at in tries if now - window < made_at <= now + CLOCKS_DIFFER)
        if len(counted) < self.tries:
            return 0
        return max(1, math.ceil((counted[-self.tries] + window - now).total_seconds()))


@dataclass(frozen=True)
class Counter:
    """An allowance of one somebody: of this account, or of this address."""

    allowance: Allowance
    key: str


WRONG_PASSWORDS_OF_ACCOUNT = Allowance("wrong-passwords-of-account", tries=10, minutes=15)
WRONG_PASSWORDS_FROM_ADDRESS = Allowance("wrong-passwords-from-address", tries=30, minutes=15)
WRONG_PASSWORDS_FROM_NETWORK = Allowance("wrong-passwords-from-network", tries=100, minutes=15)
"""Of all addresses that one party can easily have; more, because in IPv6 a whole organisation may share them."""
WRONG_PASSWORDS_IN_KNOWN_BROWSER = Allowance("wrong-passwords-in-known-browser", tries=10, minutes=15)
FAILED_RETURNS_FROM_ADDRESS = Allowance("failed-returns-from-address", tries=30, minutes=15)
"""Log-ins with an organisation that failed on their way back."""
WRONG_CODES_OF_ACCOUNT = Allowance("wrong-codes-of-account", tries=10, minutes=15)
FORGOTTEN_PASSWORDS_OF_ACCOUNT = Allowance("forgotten-passwords-of-account", tries=3, minutes=60)
FORGOTTEN_PASSWORDS_FROM_ADDRESS = Allowance("forgotten-passwords-from-address", tries=20, minutes=60)


@dataclass(frozen=True)
class _Try:
    """A try: whose is told by a keyed hash only, because accounts and addresses are personal data."""

    counter_hash: str
    made_at: datetime
    over_at: datetime


class Throttle:
    """Counts tries; safe to share between threads, processes and hosts that have one database and one key."""

    def __init__(self, database: Database, key: str) -> None:
        self._database = database
        self._key = key.encode()
        self._unwritten: deque[_Try] = deque(maxlen=MOST_UNWRITTEN)

    def seconds_to_wait(self, *counters: Counter) -> int:
        """Return how long until one more try is allowed by all counters: 0 is now."""
        now = _now()
        unwritten = list(self._unwritten)
        try:
            with self._database.transaction() as session:
                kept = {counter: self._kept(session, counter, now) for counter in counters}
        except DatabaseUnavailable as error:
            log.warning("Het aantal pogingen is niet na te gaan (%s).", error)
            kept = {}
        waits = [0]
        for counter in counters:
            counter_hash = self._hash_of(counter)
            others = [missed.made_at for missed in unwritten if missed.counter_hash == counter_hash]
            waits.append(counter.allowance.seconds_to_wait([*kept.get(counter, ()), *others], now))
        return max(waits)

    def count(self, *counters: Counter) -> None:
        """Count a try; in memory only while the database cannot be written."""
        now = _now()
        tries = [
            _Try(self._hash_of(counter), now, now + timedelta(minutes=counter.allowance.minutes))
            for counter in counters
        ]
        try:
            with self._database.transaction() as session:
                _keep(session, tries, now)
        except DatabaseUnavailable as error:
            log.warning("Een poging is alleen in het geheugen geteld (%s).", error)
            self._unwritten.extend(tries)

    def take(self, *counters: Counter) -> int:
        """Count a try when all counters allow it and return 0; otherwise return how many seconds to wait."""
        wait = self.seconds_to_wait(*counters)
        if not wait:
            self.count(*counters)
        return wait

    def erase_expired(self) -> int:
        """Remove the tries that are over; return how many. Every try that is counted does so too."""
        with self._database.transaction() as session:
            return rows_changed(session, delete(CountedTryRow).where(CountedTryRow.over_at <= _now()))

    def _kept(self, session: Session, counter: Counter, now: datetime) -> list[datetime]:
        """Return when the latest tries were made, as many as matter."""
        theirs = select(CountedTryRow.made_at).where(
            CountedTryRow.counter_hash == self._hash_of(counter), CountedTryRow.made_at <= now + CLOCKS_DIFFER
        )
        latest = theirs.order_by(CountedTryRow.made_at.desc()).limit(counter.allowance.tries)
        return list(session.scalars(latest))

    def _hash_of(self, counter: Counter) -> str:
        whose = f"{counter.allowance.name} {counter.key}"
        return hmac.new(self._key, whose.encode(), hashlib.sha256).hexdigest()


def _keep(session: Session, tries: Iterable[_Try], now: datetime) -> None:
    """Keep tries, and remove those of everybody that are over."""
    rows = [{"counter_hash": made.counter_hash, "made_at": made.made_at, "over_at": made.over_at} for made in tries]
    session.execute(insert(CountedTryRow), rows)
    newest = session.scalar(select(func.max(CountedTryRow.id))) or 0
    is_over = or_(CountedTryRow.over_at <= now, CountedTryRow.id <= newest - MOST_KEPT)
    session.execute(delete(CountedTryRow).where(is_over))


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)
