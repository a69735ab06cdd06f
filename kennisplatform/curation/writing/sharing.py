"""What the hosts that share one content tell each other: this host's new revisions, and when there are new ones.

Nothing here touches the files. A trouble with the remote is kept for `check`, and ends with the next exchange that
succeeds; after one in vain the background rests, and who saves tries again.
"""

from __future__ import annotations

import random
import threading
import time

from filelock import FileLock

from kennisplatform.curation.writing.shared_head import SharedHead
from kennisplatform.entries.history.remote import BRIEFLY, Remote, RemoteAway
from kennisplatform.entries.history.repository import History

SECONDS_BETWEEN_FETCHES = 10
"""For who pushes to the remote without the site, and for a host that missed a hint. One process of a host does so."""
REST_AFTER_FAILURE = 5
"""Seconds before the background tries again after an exchange in vain."""
SECONDS_FOR_A_TURN = 2
LONGEST_PAUSE = 0.1
"""Seconds, more at each try, before trying again when another host was first."""


class NotNewest(Exception):
    """Another host was first: what was to be shared does not build on the newest revision."""


class NotShared(Exception):
    """The hosts cannot share what they have now; the message is the reason, in Dutch."""


class Sharing:
    """The way from this host's history to the others and back. Safe among threads and processes."""

    def __init__(self, history: History, remote: Remote, head: SharedHead) -> None:
        self.history = history
        self._remote = remote
        self._head = head
        self._fetched = history.repository.with_suffix(".fetched")
        """A file that was touched at the last fetch of this host."""
        self.turn = FileLock(history.repository.with_suffix(".exchange.lock"), timeout=SECONDS_FOR_A_TURN)
        """Held in the background, so that one process of this host fetches what all of them heard of."""
        self._failure = ""
        self._rests_until = 0.0
        self._asked = threading.Event()

    @property
    def works(self) -> bool:
        """Tell whether the last exchange succeeded."""
        return not self._failure

    def push(self, revision_id: str, patience: float = BRIEFLY) -> None:
        """Share a revision; raise `NotNewest` when another one came first, and `NotShared`."""
        try:
            is_taken = self._remote.push(revision_id, patience)
        except RemoteAway as error:
            # The remote may have taken it all the same, and only its answer was lost.
            newest = self.fetch()
            if newest is None or not self.history.leads_to(revision_id, newest):
                self.fail(str(error))
                raise NotShared(str(error)) from error
            is_taken = True
        self._failure = ""
        if not is_taken:
            raise NotNewest

    def fetch(self, patience: float = BRIEFLY) -> str | None:
        """Bring in what others shared; return the id of the newest revision, None before the first. Or `NotShared`."""
        self._asked.clear()
        try:
            newest = self._remote.fetch(patience)
        except RemoteAway as error:
            self.fail(str(error))
            raise NotShared(str(error)) from error
        self._fetched.touch()
        self._failure = ""
        return newest

    def tell(self) -> None:
        """Tell the other hosts that the last revision of this one is shared."""
        self._head.tell(self.history.head(), self.history.position())

    def ask(self) -> None:
        """Have `is_due` say so at the next look: somebody asks for a revision that is not here."""
        self._asked.set()

    def is_due(self) -> bool:
        """Tell whether there is, or may be, something to fetch; to be asked each second."""
        if time.monotonic() < self._rests_until:
            return False
        return self._asked.is_set() or self.is_behind() or self._is_long_ago()

    def is_behind(self) -> bool:
        """Tell whether another host told of a revision that is not here."""
        newest = self._head.ask()
        return bool(newest) and not self.history.has(newest)

    def fail(self, reason: str) -> None:
        """Remember what keeps the hosts from sharing, and let the background rest."""
        self._failure = reason
        self._rests_until = time.monotonic() + REST_AFTER_FAILURE

    def check(self) -> None:
        """Raise `NotShared` when the last exchange did not succeed."""
        if self._failure:
            raise NotShared(self._failure)

    def _is_long_ago(self) -> bool:
        try:
            return abs(time.time() - self._fetched.stat().st_mtime) >= SECONDS_BETWEEN_FETCHES
        except OSError:
            return True


def pause(tries: int) -> None:
    """Wait for a moment that differs per host, so that not all of them try again at once."""
    time.sleep(random.uniform(0, LONGEST_PAUSE * tries))  # noqa: S311 (no secret)
