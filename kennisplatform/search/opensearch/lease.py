"""Whose turn it is to write: a document in the cluster that one host at a time holds.

A host that died holds it no longer than `SECONDS_KEPT`; that is measured by who waits, from when they saw it last
change, so that no two clocks have to agree. What this process left behind itself it takes again at once: then
the answer to a turn that it took, or gave back, was lost.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kennisplatform.search.engine import AnotherWrites
from kennisplatform.search.opensearch.client import Cluster, Conflict, NoIndex

SECONDS_KEPT = 30.0
SECONDS_TO_WAIT = 5.0
SECONDS_BETWEEN_TRIES = 0.1
TO_BE_READY = "1s"
"""How long OpenSearch waits with a write until there is a machine for it; a cluster that just began has none yet."""
_IDENTITY = "beurt"
_SETTINGS = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-all", "translog": {"durability": "async"}},
    "mappings": {"dynamic": "strict", "properties": {"holder": {"type": "keyword"}, "turn": {"type": "keyword"}}},
}
Version = tuple[int, int]
"""What OpenSearch calls the sequence number and primary term of a document."""


@dataclass
class Turn:
    """The turn that this process has. Not to be shared."""

    lease: Lease
    version: Version
    renewed: float

    def keep(self) -> None:
        """Say that we are still at it, every so often; raises `AnotherWrites` when the turn went to another."""
        if time.monotonic() - self.renewed > SECONDS_KEPT / 5:
            self.version, self.renewed = self.lease.renewed(self.version), time.monotonic()


class Lease:
    """The right to write, of which the document is in an index of its own."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._index = f"{cluster.name}-beurt"
        self._holder = uuid.uuid4().hex
        self._writing = threading.Lock()
        self._is_there = False
        self._seen: Version | None = None
        self._seen_at = 0.0

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Wait a few seconds for our turn, and keep it meanwhile; raises `AnotherWrites` when it does not come."""
        with self._writing:
            turn = Turn(self, self._taken(), time.monotonic())
            try:
                yield turn
            finally:
                self._give_back(turn.version)

    def renewed(self, version: Version) -> Version:
        """Take the turn anew from ourselves."""
        try:
            return self._put(if_seq_no=version[0], if_primary_term=version[1])
        except Conflict:
            raise AnotherWrites("een andere host nam het schrijven van de zoekindex over") from None

    def _taken(self) -> Version:
        end = time.monotonic() + SECONDS_TO_WAIT
        while True:
            version = self._try()
            if version:
                return version
            if time.monotonic() > end:
                raise AnotherWrites("een andere host schrijft de zoekindex")
            time.sleep(SECONDS_BETWEEN_TRIES)

    def _try(self) -> Version | None:
        if not self._is_there:  # where a cluster makes indexes by itself, it would be one of another shape
            self._cluster.create(self._index, _SETTINGS)
            self._is_there = True
        try:
            return self._put(op_type="create")
        except NoIndex:
            self._is_there = False
            return None
        except Conflict:
            return self._from_the_dead()

    def _from_the_dead(self) -> Version | None:
        """Take the turn of who did not keep it for too long, or that we left behind ourselves."""
        try:
            held = self._cluster.get(self._index, _IDENTITY)
        except NoIndex:  # given back meanwhile
            return None
        now = _version(held)
        if now != self._seen:
            self._seen, self._seen_at = now, time.monotonic()
        is_ours = held["_source"]["holder"] == self._holder
        if not is_ours and time.monotonic() - self._seen_at < SECONDS_KEPT:
            return None
        try:
            return self._put(if_seq_no=now[0], if_primary_term=now[1])
        except Conflict:
            return None

    def _put(self, **conditions: object) -> Version:
        body = {"holder": self._holder, "turn": uuid.uuid4().hex}
        return _version(self._cluster.put(self._index, _IDENTITY, body, timeout=TO_BE_READY, **conditions))

    def _give_back(self, version: Version) -> None:
        try:
            self._cluster.delete(self._index, _IDENTITY, if_seq_no=version[0], if_primary_term=version[1])
        except Exception:  # noqa: BLE001 (who waits takes it anyway, a little later)
            return


def _version(answer: dict[str, Any]) -> Version:
    return answer["_seq_no"], answer["_primary_term"]
