"""How often something may be tried: a number of times within any stretch of so many minutes.

Counted in the memory of this process (docs/decisions/0012-throttle-in-memory.md). Whoever waits can try again as soon
as the oldest try is long enough ago; nobody is locked out until somebody helps.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


@dataclass(frozen=True)
class Allowance:
    """So many tries of one kind in so many minutes."""

    name: str
    tries: int
    minutes: int

    @property
    def item(self) -> RateLimitItemPerMinute:
        """The same, as the library wants it."""
        return RateLimitItemPerMinute(self.tries, self.minutes, self.name)


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


class Throttle:
    """Counts tries; safe to share between threads."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def seconds_to_wait(self, *counters: Counter) -> int:
        """Return how long until one more try is allowed by all counters: 0 is now."""
        return max((self._wait(counter) for counter in counters), default=0)

    def count(self, *counters: Counter) -> None:
        """Count a try."""
        for counter in counters:
            self._limiter.hit(counter.allowance.item, counter.key)

    def take(self, *counters: Counter) -> int:
        """Count a try when all counters allow it and return 0; otherwise return how many seconds to wait."""
        wait = self.seconds_to_wait(*counters)
        if not wait:
            self.count(*counters)
        return wait

    def _wait(self, counter: Counter) -> int:
        if self._limiter.test(counter.allowance.item, counter.key):
            return 0
        wait = self._limiter.get_window_stats(counter.allowance.item, counter.key).reset_time - time.time()
        if wait > counter.allowance.item.get_expiry() + 1:
            # The clock was set back: what it counted then would hold somebody up until that time comes again.
            self._limiter.clear(counter.allowance.item, counter.key)
            return 0
        return max(1, math.ceil(wait))
