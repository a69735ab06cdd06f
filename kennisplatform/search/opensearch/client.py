"""A cluster, as the engine asks it: by whichever of its nodes answers, and without waiting for one that is gone."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError, ConnectionTimeout, NotFoundError, TransportError
from opensearchpy.exceptions import ConnectionError as NoConnection
from pydantic import SecretStr

from kennisplatform.search.engine import SearchUnavailable
from kennisplatform.search_address import ClusterAddress

Body = dict[str, Any]
Written = TypeVar("Written")

CONNECTIONS_PER_NODE = 10
"""Kept open: for each thread that answers people, and the one that follows."""
SECONDS_TO_ANSWER = 3.0
SECONDS_TO_READ = SECONDS_TO_WRITE = 20.0
"""For what goes over the whole index, and for writing; nobody waits for a page meanwhile."""
SECONDS_BETWEEN_WRITES = (0.25, 0.5, 1.0, 2.0, 4.0)
"""After each time that the cluster has no room for a write until that is tried again."""
TIMEOUTS_TO_BE_AWAY = 2
"""In a row: one slow answer does not keep others from asking."""
SECONDS_TO_STAY_AWAY = 2.0
"""For which a cluster that did not answer is not asked again: no page waits for what the page before it missed."""
NO_WORK, NOT_FOUND, TOO_BUSY = 400, 404, 429
AWAY = "de zoekmachine (OpenSearch) is niet bereikbaar"

# What it has to say about a node that is away, the errors below say once.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)


class NoIndex(SearchUnavailable):
    """There is no such index in the cluster."""

    def __init__(self) -> None:
        super().__init__("er is nog geen index in OpenSearch")


class Busy(SearchUnavailable):
    """The cluster has no memory, no room in its queue or hardly any room on its disks for a write at this moment."""

    def __init__(self) -> None:
        super().__init__("OpenSearch heeft nu geen ruimte om te schrijven: te druk, of een volle schijf")


class Conflict(Exception):
    """A document is not as it has to be for a change."""


class Cluster:
    """All nodes of a cluster. Safe to share between threads."""

    def __init__(
        self,
        address: ClusterAddress,
        user: str = "",
        password: SecretStr | None = None,
        authorities: Path | None = None,
    ) -> None:
        self.name = address.name
        self._client = OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in address.hosts],
            http_auth=(user, password.get_secret_value() if password else "") if user else None,
            use_ssl=address.is_tls,
            ca_certs=str(authorities) if authorities else None,
            http_compress=True,
            pool_maxsize=CONNECTIONS_PER_NODE,
            timeout=SECONDS_TO_ANSWER,
            max_retries=max(1, len(address.hosts) - 1),
            retry_on_timeout=True,
            retry_on_status=(502, 503, 504),
        )
        self._copy = uuid.uuid4().hex
        """Chooses which copy of an index this process asks, and always the same one while it is there: another copy may
        show a write a moment later, and what is remembered of a state must all be of that state."""
        self._away_until = 0.0
        self._timeouts = 0

    @property
    def is_away(self) -> bool:
        """Tell whether it did not answer a moment ago."""
        return time.monotonic() < self._away_until

    def search(self, index: str, body: Body, patience: float = SECONDS_TO_ANSWER) -> Body:
        """Return the answer to a search, which may take so many seconds."""
        with self._asking():
            found: Body = self._client.search(index=index, body=body, preference=self._copy, request_timeout=patience)
            return found

    def search_all(self, index: str, bodies: Sequence[Body]) -> list[Body]:
        """Return the answers to several searches, asked at once."""
        with self._asking():
            lines = [line for body in bodies for line in ({"index": index, "preference": self._copy}, body)]
            found: list[Body] = self._client.msearch(body=lines)["responses"]
        if any("error" in answer for answer in found):
            raise SearchUnavailable("een van de zoekvragen aan OpenSearch mislukte")
        return found

    def write(self, lines: Mapping[str, str], **options: object) -> None:
        """Index and delete in bulk, all or an error: per document its lines of the request, which has `options`."""
        _when_there_is_room(lambda: self._write("".join(lines.values()), options))

    def _write(self, lines: str, options: Mapping[str, object]) -> None:
        with self._asking():
            done = self._client.bulk(body=lines, request_timeout=SECONDS_TO_WRITE, **options)
        if not done["errors"]:
            return
        failed = [item for result in done["items"] for item in result.values() if "error" in item]
        statuses = {item["status"] for item in failed}
        if NOT_FOUND in statuses:
            raise NoIndex
        if statuses == {TOO_BUSY}:
            raise Busy
        raise SearchUnavailable(f"OpenSearch schreef niet alles: {failed[0]['error'].get('type')}")

    def put(self, index: str, identity: str, source: Body, **options: object) -> Body:
        """Write one document, under conditions if `options` have them; `Conflict` when those are not met."""
        return _when_there_is_room(lambda: self._put(index, identity, source, options))

    def _put(self, index: str, identity: str, source: Body, options: Mapping[str, object]) -> Body:
        with self._asking():
            done: Body = self._client.index(
                index=index, id=identity, body=source, request_timeout=SECONDS_TO_WRITE, **options
            )
            return done

    def get(self, index: str, identity: str) -> Body:
        """Return one document as it is now; raises `NoIndex` when it is not there either."""
        with self._asking():
            found: Body = self._client.get(index=index, id=identity)
            return found

    def delete(self, index: str, identity: str, **options: object) -> None:
        """Delete one document."""
        with self._asking():
            self._client.delete(index=index, id=identity, request_timeout=SECONDS_TO_WRITE, **options)

    def create(self, index: str, body: Body) -> None:
        """Make an index, unless it is there."""
        with self._asking():
            self._client.indices.create(
                index=index, body=body, ignore=[NO_WORK], request_timeout=SECONDS_TO_WRITE, wait_for_active_shards=1
            )

    def indexes(self, pattern: str) -> Body:
        """Return the aliases and settings of the indexes with a name like this."""
        with self._asking():
            found: Body = self._client.indices.get(index=pattern, ignore=[NOT_FOUND])
            return {} if "error" in found else found

    def size(self, index: str) -> int:
        """Return the bytes that one copy of an index takes on disk."""
        with self._asking():
            stats = self._client.indices.stats(index=index, metric="store")
            return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])

    def configure(self, index: str, settings: Body) -> None:
        """Change settings of an index."""
        with self._asking():
            self._client.indices.put_settings(index=index, body=settings, request_timeout=SECONDS_TO_WRITE)

    def refresh(self, index: str) -> None:
        """Make what was written be found."""
        with self._asking():
            self._client.indices.refresh(index=index, request_timeout=SECONDS_TO_WRITE)

    def change_aliases(self, actions: Sequence[Body]) -> None:
        """Change names and drop indexes in one step, which is done as a whole or not."""
        with self._asking():
            self._client.indices.update_aliases(body={"actions": list(actions)}, request_timeout=SECONDS_TO_WRITE)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if self.is_away:
            raise SearchUnavailable(AWAY)
        try:
            yield
        except NoConnection as error:
            self._timeouts += isinstance(error, ConnectionTimeout)
            if self._timeouts >= TIMEOUTS_TO_BE_AWAY or not isinstance(error, ConnectionTimeout):
                self._away_until = time.monotonic() + SECONDS_TO_STAY_AWAY
            raise SearchUnavailable(AWAY) from None
        except NotFoundError:
            raise NoIndex from None
        except ConflictError:
            raise Conflict from None
        except TransportError as error:
            if error.status_code == TOO_BUSY:
                raise Busy from None
            raise SearchUnavailable(f"OpenSearch antwoordt {error.status_code}") from None
        else:
            self._timeouts = 0


def _when_there_is_room(write: Callable[[], Written]) -> Written:
    """Write; a cluster that is too busy is given some eight seconds, in which the same is tried again and again."""
    for rest in SECONDS_BETWEEN_WRITES:
        try:
            return write()
        except Busy:
            time.sleep(rest)
    return write()
