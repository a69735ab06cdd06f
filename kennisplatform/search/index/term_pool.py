"""Postings on their way into a segment: collected as documents are added, put in order of terms once, at the end.

Takes the place of Whoosh's pool, which sorts every posting as a tuple of its own. All that is collected of a field are
a few flat arrays, which grow a whole document or a whole merged segment at a time.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.integer[Any]]
Weights = npt.NDArray[np.floating[Any]]

MOST_POSITIONS = 255
"""Of one word in one document; further ones count, but have no place."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where terms stand: documents, weights, and per document `counts` of the `positions`. Of one term: ascending."""

    documents: Numbers
    weights: Weights
    counts: Numbers
    positions: Numbers


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """All terms of one field of one document, with per term its weight and its positions."""

    weights: Mapping[str, float]
    positions: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """The terms of one field in order, and of each in turn its postings, of which it has `frequencies`."""

    terms: list[str]
    frequencies: Numbers
    postings: Postings


class TermPool:
    """What a Whoosh writer gives the postings of a segment to. Documents come in ascending order."""

    def __init__(self) -> None:
        self._fields: defaultdict[str, _Collected] = defaultdict(_Collected)

    def add(self, posting: tuple[str, DocumentTerms, int, float, bytes]) -> None:
        """Take what a field gave as Whoosh's tuple of field, term, document, weight and positions.

        Our fields give one such tuple for a whole document, with all its terms in the place of one.
        """
        field, terms, document, _, _ = posting
        self._fields[field].add_document(document, terms)

    def add_segment(self, field: str, found: FieldTerms) -> None:
        """Take the postings of one field of a segment that is merged into this one."""
        self._fields[field].add_segment(found)

    def iter_postings(self) -> Iterator[tuple[str, FieldTerms]]:
        """Yield the fields in order, each as a whole; `ArrayWriter` knows how to take them."""
        return ((field, collected.in_order()) for field, collected in sorted(self._fields.items()))

    def cleanup(self) -> None:
        """Forget everything."""
        self._fields.clear()


class _Collected:
    """The postings of one field, in the order in which they came, each with the number of its term."""

    def __init__(self) -> None:
        self._number_of: defaultdict[str, int] = defaultdict(count().__next__)
        self._terms = array("i")
        self._documents = array("i")
        self._weights = array("f")
        self._counts = array("B")
        self._positions = array("H")

    def add_document(self, document: int, found: DocumentTerms) -> None:
        places = [found.positions.get(term, ())[:MOST_POSITIONS] for term in found.weights]
        number_of = self._number_of
        # An array takes a whole list much faster than one thing after another.
        self._terms.fromlist([number_of[term] for term in found.weights])
        self._documents.extend(array("i", [document]) * len(places))
        self._weights.fromlist(list(found.weights.values()))
        self._counts.frombytes(bytes(map(len, places)))
        self._positions.fromlist(list(chain.from_iterable(places)))

    def add_segment(self, found: FieldTerms) -> None:
        numbers = np.fromiter(map(self._number_of.__getitem__, found.terms), np.int32, len(found.terms))
        self._terms.frombytes(np.repeat(numbers, found.frequencies).tobytes())
        self._documents.frombytes(found.postings.documents.astype(np.int32).tobytes())
        self._weights.frombytes(found.postings.weights.astype(np.float32).tobytes())
        self._counts.frombytes(found.postings.counts.tobytes())
        self._positions.frombytes(found.postings.positions.tobytes())

    def in_order(self) -> FieldTerms:
        terms = sorted(self._number_of)
        place_of = np.empty(len(terms), np.int32)
        place_of[[self._number_of[term] for term in terms]] = np.arange(len(terms))
        places = place_of[np.frombuffer(self._terms, np.int32)]
        # Documents came in ascending order, and so they stay within a term.
        order = np.argsort(places, kind="stable")
        counts = np.frombuffer(self._counts, np.uint8)
        return FieldTerms(
            terms,
            np.bincount(places, minlength=len(terms)),
            Postings(
                np.frombuffer(self._documents, np.int32)[order],
                np.frombuffer(self._weights, np.float32)[order],
                counts[order],
                in_other_order(np.frombuffer(self._positions, np.uint16), counts, order),
            ),
        )


def in_other_order(values: Numbers, counts: Numbers, order: Numbers) -> Numbers:
    """Return the values, of which there are `counts` for each of a row of things, for these things in this order."""
    starts = np.cumsum(counts, dtype=np.int64) - counts
    lengths = counts[order]
    ends = np.cumsum(lengths, dtype=np.int64)
    steps = np.arange(int(ends[-1]) if len(ends) else 0)
    return values[np.repeat(starts[order] - (ends - lengths), lengths) + steps]
