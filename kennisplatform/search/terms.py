"""The terms of one field: which there are, which begin with, hold or share a stem with what, and where each stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from heapq import merge
from itertools import groupby, islice, takewhile

import numpy as np

from kennisplatform.search import analysis
from kennisplatform.search.codec import ArrayReader, Postings

NOWHERE = Postings(np.empty(0, np.int32), np.empty(0, np.float16), np.empty(0, np.uint8), np.empty(0, np.uint16))


class SegmentTerms:
    """The terms of a field in one segment. Never changes; safe to share between threads."""

    def __init__(self, reader: ArrayReader, field: str) -> None:
        self._reader = reader
        self._field = field
        self.lexicon = reader.terms_of(field)
        self.containing = lru_cache(maxsize=2_000)(self._containing)

    def __contains__(self, term: str) -> bool:
        return self._number(term) is not None

    def _number(self, term: str) -> int | None:
        number = bisect_left(self.lexicon, term)
        return number if number < len(self.lexicon) and self.lexicon[number] == term else None

    def postings(self, term: str) -> Postings | None:
        """Return where a term stands, None when it does not."""
        number = self._number(term)
        return None if number is None else self._reader.postings(self._field, number)

    def prepare(self) -> None:
        """Do now what the first question about stems and pieces would wait for."""
        _ = self._by_stem, self._lines

    @cached_property
    def _by_stem(self) -> tuple[list[str], list[int]]:
        """The stems in order, and for each the number of its term."""
        stems = analysis.stems(self.lexicon)
        order = sorted(range(len(stems)), key=stems.__getitem__)
        return [stems[number] for number in order], order

    def with_stem(self, stem: str) -> list[str]:
        """Return the terms with this stem."""
        stems, numbers = self._by_stem
        here = slice(bisect_left(stems, stem), bisect_right(stems, stem))
        return [self.lexicon[number] for number in numbers[here]]

    def beginning_with(self, prefix: str) -> Iterator[str]:
        """Yield the terms that begin like this, in order."""
        start = bisect_left(self.lexicon, prefix)
        return takewhile(lambda term: term.startswith(prefix), islice(self.lexicon, start, None))

    @cached_property
    def _lines(self) -> str:
        return "\n".join(self.lexicon) + "\n"

    def _containing(self, piece: str) -> tuple[str, ...]:
        lines = self._lines
        found = []
        place = lines.find(piece)
        while place >= 0:
            end = lines.index("\n", place)
            found.append(lines[lines.rfind("\n", 0, place) + 1 : end])
            place = lines.find(piece, end)
        return tuple(found)


class Terms:
    """The terms of a field in a whole generation; `offsets` say with which document number each segment begins."""

    def __init__(self, segments: Sequence[SegmentTerms], offsets: Sequence[int]) -> None:
        self._segments = segments
        self._offsets = offsets
        self.postings = lru_cache(maxsize=500)(self._postings)

    def __contains__(self, term: str) -> bool:
        return any(term in segment for segment in self._segments)

    def with_stem(self, stem: str) -> list[str]:
        """Return the terms with this stem."""
        return _unique(term for segment in self._segments for term in segment.with_stem(stem))

    def containing(self, piece: str) -> list[str]:
        """Return the terms in which these letters stand somewhere."""
        return _unique(term for segment in self._segments for term in segment.containing(piece))

    def beginning_with(self, prefix: str, limit: int) -> list[str]:
        """Return at most `limit` terms that begin like this, in order."""
        found = merge(*(segment.beginning_with(prefix) for segment in self._segments))
        return [term for term, _ in islice(groupby(found), limit)]

    @cached_property
    def lexicon(self) -> list[str]:
        """All terms, in order."""
        if len(self._segments) == 1:
            return self._segments[0].lexicon
        return sorted({term for segment in self._segments for term in segment.lexicon})

    def _postings(self, term: str) -> Postings:
        """Return where a term stands, in documents that may since be deleted."""
        pairs = zip(self._segments, self._offsets, strict=True)
        found = [(postings, offset) for segment, offset in pairs if (postings := segment.postings(term)) is not None]
        if not found:
            return NOWHERE
        if len(found) == 1:
            ((postings, offset),) = found
            documents = postings.documents + offset if offset else postings.documents
            return Postings(documents, postings.weights, postings.counts, postings.positions)
        return Postings(
            np.concatenate([postings.documents + offset for postings, offset in found]),
            np.concatenate([postings.weights for postings, _ in found]),
            np.concatenate([postings.counts for postings, _ in found]),
            np.concatenate([postings.positions for postings, _ in found]),
        )


def _unique(terms: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(terms))
