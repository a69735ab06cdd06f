"""The index of this version of the software in a cluster: which state it is in, and how it is written.

Its name is an alias, which a rebuilt index takes over in one step. Every write ends with the mark, a document that
numbers the states; a process looks at it each second, and reads what was written since when it changed.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

from kennisplatform.search.engine import AnotherWrites, IndexedEntry, IndexNotWritable, Progress, SearchUnavailable
from kennisplatform.search.opensearch import documents
from kennisplatform.search.opensearch.client import SECONDS_TO_READ, Body, Cluster, Conflict, NoIndex
from kennisplatform.search.opensearch.lease import Lease, Turn

LONGEST_REQUEST = 2_000_000
"""Characters that are written in one request, and what one entry brings besides; OpenSearch takes 100 MB."""
MOST_IN_AN_ANSWER = 10_000
MOST_CHANGES = 500
"""Entries written since a state that are read one by one; more than that, and all is read."""
WORDS_AT_ONCE = 20_000
"""Words of a field that are read in one request, about; OpenSearch gives 65,535 at most."""
SECONDS_OF_AN_OLD_VERSION = 7 * 24 * 3600
"""After which the index of another version of the software goes; a host that still runs it makes another."""


FIRST = 1
"""The number of the state of a new index."""
Change = tuple[str, Body | None]
"""A slug, and the document that it gets; None when it is to go."""


@dataclass(frozen=True)
class Mark:
    """The state in which an index is. `position` is that of the host that wrote it (see `IndexFollower`)."""

    index: str
    number: int
    position: int


@dataclass(frozen=True)
class Changes:
    """What was written since a state: per slug its version, and the words in what was written."""

    versions: Mapping[str, str]
    words: Collection[str]
    labels: Collection[str]
    entries: int
    """How many there are now in the whole index."""


class ClusterIndex:
    """The index behind an alias. Safe to share between threads; hosts take turns at writing."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.alias = f"{cluster.name}-{documents.FINGERPRINT}"
        self._lease = Lease(cluster)

    def mark(self) -> Mark:
        """Return the state as searches see it; raises `NoIndex` and `SearchUnavailable`."""
        found = self.cluster.search(self.alias, {"query": {"ids": {"values": [documents.MARK]}}, "size": 1})
        hits = found["hits"]["hits"]
        if not hits:
            raise NoIndex
        return Mark(hits[0]["_index"], **hits[0]["_source"]["mark"])

    def versions(self) -> dict[str, str]:
        """Return the version of each entry."""
        body: Body = {
            "query": {"exists": {"field": "slug"}},
            "size": MOST_IN_AN_ANSWER,
            "_source": False,
            "docvalue_fields": ["version"],
            "sort": ["slug"],
        }
        found: dict[str, str] = {}
        while hits := self.cluster.search(self.alias, body, SECONDS_TO_READ)["hits"]["hits"]:
            found |= {hit["sort"][0]: hit["fields"]["version"][0] for hit in hits}
            if len(hits) < MOST_IN_AN_ANSWER:
                break
            body["search_after"] = hits[-1]["sort"]
        return found

    def size(self) -> int:
        """Return the bytes that one copy takes on disk."""
        return self.cluster.size(self.alias)

    def words(self, field: str) -> set[str]:
        """Return all words of a field; seconds of work for the cluster when there are very many."""
        many: Body = {"size": 0, "aggs": {"words": {"cardinality": {"field": field}}}}
        count = self._aggregated(many)["value"]
        parts = count // WORDS_AT_ONCE + 1
        return set(chain.from_iterable(self._part(field, part, parts) for part in range(parts)))

    def _part(self, field: str, part: int, parts: int) -> Iterator[str]:
        terms: Body = {
            "field": field,
            "size": 2 * WORDS_AT_ONCE,  # the parts are never quite even
            "order": {"_key": "asc"},
            "include": {"partition": part, "num_partitions": parts},
        }
        buckets = self._aggregated({"size": 0, "aggs": {"words": {"terms": terms}}})["buckets"]
        return (bucket["key"] for bucket in buckets)

    def _aggregated(self, body: Body) -> Body:
        answer: Body = self.cluster.search(self.alias, body, SECONDS_TO_READ)["aggregations"]["words"]
        return answer

    def changes_since(self, number: int) -> Changes | None:
        """Return what was written after the state of this number, None when that is much."""
        query: Body = {"range": {"written": {"gt": number}}}
        written, entries = self.cluster.search_all(
            self.alias,
            [
                {"query": query, "size": MOST_CHANGES + 1, "_source": ["slug", "version", "words", "label"]},
                {"query": {"exists": {"field": "slug"}}, "size": 0, "track_total_hits": True},
            ],
        )
        documents = [hit["_source"] for hit in written["hits"]["hits"]]
        if len(documents) > MOST_CHANGES:
            return None
        return Changes(
            {document["slug"]: document["version"] for document in documents},
            words=set(chain.from_iterable(document["words"] for document in documents)),
            labels=set(chain.from_iterable(document["label"] for document in documents)),
            entries=entries["hits"]["total"]["value"],
        )

    def update(self, entries: Collection[IndexedEntry], position: int) -> None:
        """Add or replace entries; raises `IndexNotWritable`."""
        self._change(lambda number: ((each.entry.slug, documents.source(each, number)) for each in entries), position)

    def remove(self, slugs: Collection[str], position: int) -> None:
        """Forget entries; raises `IndexNotWritable`."""
        self._change(lambda _: ((slug, None) for slug in slugs), position)

    def rebuild(self, entries: Collection[IndexedEntry], position: int, progress: Progress) -> None:
        """Make another index, and put it in the place of this one when it is whole; raises `IndexNotWritable`."""
        with self._writing() as turn:
            new = f"{self.alias}-{uuid.uuid4().hex[:8]}"
            self.cluster.create(new, {"settings": documents.SETTINGS, "mappings": documents.MAPPING})
            changes = ((each.entry.slug, documents.source(each, FIRST)) for each in entries)
            for batch in _batches(chain(changes, [(documents.MARK, _marking(FIRST, position))])):
                turn.keep()
                self.cluster.write(batch, index=new)
                progress(sum(slug != documents.MARK for slug in batch))
            self.cluster.configure(new, {"index": {"auto_expand_replicas": "0-all"}})
            self.cluster.refresh(new)
            turn.keep()
            others = [name for name in self.cluster.indexes(f"{self.alias}-*") if name != new]
            self.cluster.change_aliases(
                [
                    {"add": {"index": new, "alias": self.alias}},
                    *({"remove_index": {"index": name}} for name in (*others, *self._outlived())),
                ]
            )

    def _change(self, changes_at: Callable[[int], Iterable[Change]], position: int) -> None:
        """Write changes, given those of the state of a number."""
        with self._writing() as turn:
            mark = self.mark()
            if mark.position > position:
                raise AnotherWrites("een andere host heeft nieuwere bestanden al in de zoekindex gezet")
            number = mark.number + 1
            for batch in _batches(chain(changes_at(number), [(documents.MARK, _marking(number, position))])):
                turn.keep()
                # At the end all is found by everybody at once, also through other nodes.
                refresh = "true" if documents.MARK in batch else "false"
                self.cluster.write(batch, index=self.alias, require_alias=True, refresh=refresh)

    @contextmanager
    def _writing(self) -> Iterator[Turn]:
        try:
            with self._lease.turn() as turn:
                yield turn
        except (SearchUnavailable, Conflict) as error:
            raise IndexNotWritable(str(error)) from None

    def _outlived(self) -> Sequence[str]:
        """Return the indexes of other versions of the software, when they are old."""
        last = (time.time() - SECONDS_OF_AN_OLD_VERSION) * 1000
        found: Mapping[str, Body] = self.cluster.indexes(f"{self.cluster.name}-*-*")
        ours = re.compile(rf"{self.cluster.name}-(?P<fingerprint>[0-9a-f]{{12}})-[0-9a-f]{{8}}")
        return [
            name
            for name, described in found.items()
            if (match := ours.fullmatch(name))
            and match["fingerprint"] != documents.FINGERPRINT
            and int(described["settings"]["index"]["creation_date"]) < last
        ]


def _marking(number: int, position: int) -> Body:
    return {"mark": {"number": number, "position": position}}


def _batches(changes: Iterable[Change]) -> Iterator[dict[str, str]]:
    """Yield changes by slug, as the lines of bulk requests, so many as go into one."""
    batch: dict[str, str] = {}
    length = 0
    for slug, document in changes:
        action = {"delete" if document is None else "index": {"_id": slug}}
        batch[slug] = "".join(f"{json.dumps(line)}\n" for line in (action, document) if line is not None)
        length += len(batch[slug])
        if length > LONGEST_REQUEST:
            yield batch
            batch, length = {}, 0
    if batch:
        yield batch
