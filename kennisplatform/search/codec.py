"""How the terms and postings of a Whoosh segment are written: as NumPy arrays that need no reading word by word.

This is a Whoosh codec, so Whoosh keeps doing what it does: schema, documents, columns, segments, deletions, merging and
locking, and its own queries work on it. Only the inverted file is another one. Its arrays, per segment, for all fields:

- `terms`: the terms as UTF-8 text, a line each, in order, field after field;
- `starts`: per term its first posting, and at the end the number of postings;
- `documents`, `weights`, `counts`: per posting the document number, the weight that the field gave it (16 bits: three
  digits, which is more than relevance has), and the number of positions;
- `position_starts`: per term its first position; `positions`: the places of the words, posting after posting.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.base import FieldWriter, TermsReader
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

Numbers = npt.NDArray[np.integer[Any]]
Weights = npt.NDArray[np.floating[Any]]

EXTENSION = ".arrays"
LAST_POSITION = 65_535
"""Words further on in a text are found, but take no part in phrases, closeness and snippets."""

MOST_POSITIONS = 255
"""Of one word in one document; further ones count, but have no place."""

Posting = tuple[str, bytes, int, float, bytes]
"""Whoosh's: field, term, document number, weight, and the positions as bytes."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where one term stands: documents (ascending), their weights, and per document `counts` of the `positions`."""

    documents: Numbers
    weights: Weights
    counts: Numbers
    positions: Numbers


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's third codec, with an inverted file of arrays."""

    def field_writer(self, storage: Any, segment: Any) -> ArrayWriter:
        """Return what writes the inverted file of a segment."""
        return ArrayWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayReader:
        """Return what reads the inverted file of a segment."""
        name = segment.make_filename(EXTENSION)
        if isinstance(storage, RamStorage):
            return ArrayReader(storage.files[name])
        with storage.open_file(name) as file:
            return ArrayReader(file.get(0, storage.file_length(name)))


class TermPool:
    """Collects postings by term while documents are added; takes the place of Whoosh's pool, which sorts them all."""

    def __init__(self) -> None:
        self._by_field: dict[str, dict[bytes, _Collected]] = {}

    def add(self, posting: Posting) -> None:
        """Take a posting; documents come in ascending order."""
        field, term, document, weight, positions = posting
        terms = self._by_field.get(field)
        if terms is None:
            terms = self._by_field[field] = {}
        collected = terms.get(term)
        if collected is None:
            collected = terms[term] = _Collected()
        collected.documents.append(document)
        collected.weights.append(weight)
        collected.counts.append(min(len(positions) >> 1, MOST_POSITIONS))
        collected.positions += positions[: MOST_POSITIONS << 1]

    def iter_postings(self) -> Iterator[tuple[str, bytes, _Collected]]:
        """Yield the collected postings, in the order of field and term; `ArrayWriter` knows how to take them."""
        for field, terms in sorted(self._by_field.items()):
            for term, collected in sorted(terms.items()):
                yield field, term, collected

    def cleanup(self) -> None:
        """Forget everything."""
        self._by_field.clear()


class _Collected:
    __slots__ = ("counts", "documents", "positions", "weights")

    def __init__(self) -> None:
        self.documents = array("i")
        self.weights = array("f")
        self.counts = array("B")
        self.positions = bytearray()


class ArrayWriter(FieldWriter):  # type: ignore[misc]
    """Writes the inverted file of one segment in one go."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._file = segment.create_file(storage, EXTENSION)
        self.is_closed = False

    def add_postings(self, _schema: Any, _lengths: Any, items: Iterable[tuple[str, bytes, _Collected]]) -> None:
        """Write all that a `TermPool` collected."""
        fields: dict[str, int] = {}
        terms: list[bytes] = []
        collected: list[_Collected] = []
        for field, term, postings in items:
            fields[field] = fields.get(field, 0) + 1
            terms.append(term)
            collected.append(postings)
        arrays = {
            "terms": np.frombuffer(b"\n".join(terms), np.uint8),
            "starts": _starts(len(postings.documents) for postings in collected),
            "position_starts": _starts(len(postings.positions) >> 1 for postings in collected),
            "documents": _joined((p.documents for p in collected), np.int32),
            "weights": _joined((p.weights for p in collected), np.float32).astype(np.float16),
            "counts": _joined((p.counts for p in collected), np.uint8),
            "positions": _joined((p.positions for p in collected), np.uint16),
        }
        _write_arrays(self._file, fields, arrays)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self.is_closed = True


class ArrayReader(TermsReader):  # type: ignore[misc]
    """Reads the inverted file of one segment, for Whoosh and, through `terms_of` and `postings`, for our own search."""

    def __init__(self, data: bytes) -> None:
        self._fields, self._arrays = _read_arrays(data)
        self._first_of: dict[str, int] = {}
        first = 0
        for field, count in self._fields.items():
            self._first_of[field] = first
            first += count

    @cached_property
    def _terms(self) -> list[str]:
        text = self._arrays["terms"].tobytes().decode()
        return text.split("\n") if sum(self._fields.values()) else []

    def terms_of(self, field: str) -> list[str]:
        """Return the terms of a field, in order of their UTF-8 form."""
        first = self._first_of.get(field, 0)
        return self._terms[first : first + self._fields.get(field, 0)]

    def postings(self, field: str, number: int) -> Postings:
        """Return where the term with this number within its field stands."""
        number += self._first_of[field]
        arrays = self._arrays
        here = slice(int(arrays["starts"][number]), int(arrays["starts"][number + 1]))
        places = slice(int(arrays["position_starts"][number]), int(arrays["position_starts"][number + 1]))
        return Postings(
            arrays["documents"][here], arrays["weights"][here], arrays["counts"][here], arrays["positions"][places]
        )

    # What follows is what Whoosh itself asks of a reader.

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) is not None

    def _number(self, field: str, term: bytes) -> int | None:
        terms = self.terms_of(field)
        number = bisect_left(terms, term.decode())
        return number if number < len(terms) and terms[number].encode() == term else None

    def _postings_of(self, field: str, term: bytes) -> Postings:
        number = self._number(field, term)
        if number is None:
            raise TermNotFound(f"{field}:{term!r}")
        return self.postings(field, number)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every field and term."""
        return chain.from_iterable(self.terms_from(field, b"") for field in self._fields)

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms of a field from a text on."""
        terms = self.terms_of(field)
        return ((field, term.encode()) for term in terms[bisect_left(terms, prefix.decode()) :])

    def term_info(self, field: str, term: bytes) -> TermInfo:
        """Return Whoosh's statistics of a term; raises `TermNotFound`."""
        found = self._postings_of(field, term)
        return TermInfo(
            weight=float(found.weights.sum()),
            df=len(found.documents),
            maxweight=float(found.weights.max()),
            minid=int(found.documents[0]),
            maxid=int(found.documents[-1]),
        )

    def matcher(self, field: str, term: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """Return Whoosh's walk along the postings of a term; raises `TermNotFound`."""
        found = self._postings_of(field, term)
        ends = np.cumsum(found.counts)
        values = [piece.tobytes() for piece in np.split(found.positions, ends[:-1])]
        return ListMatcher(
            found.documents.tolist(),
            found.weights.tolist(),
            values,
            format_,
            scorer=scorer,
            term=(field, term),
            terminfo=self.term_info(field, term),
        )

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have terms."""
        return list(self._fields)


def _starts(lengths: Iterable[int]) -> Numbers:
    return np.concatenate(([0], np.cumsum(np.fromiter(lengths, np.int64)))).astype(np.int64)


def _joined(pieces: Iterable[array[Any] | bytearray], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.frombuffer(b"".join(pieces), kind)


def _write_arrays(file: Any, fields: Mapping[str, int], arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write a line of JSON that says what follows, and then each array, on a multiple of 64 bytes."""
    described: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, values in arrays.items():
        described[name] = (values.dtype.str, offset, len(values))
        offset += _padded(values.nbytes)
    head = json.dumps({"fields": fields, "arrays": described}).encode()
    file.write(head.ljust(_padded(len(head) + 1) - 1) + b"\n")
    for values in arrays.values():
        file.write(values.tobytes().ljust(_padded(values.nbytes), b"\0"))


def _read_arrays(data: bytes) -> tuple[dict[str, int], dict[str, npt.NDArray[Any]]]:
    """Return the number of terms of each field and the arrays, as views on the bytes, which are not copied."""
    head_end = data.index(b"\n") + 1
    head = json.loads(data[:head_end])
    arrays = {
        name: np.frombuffer(data, np.dtype(kind), count, head_end + offset)
        for name, (kind, offset, count) in head["arrays"].items()
    }
    return head["fields"], arrays


def _padded(length: int) -> int:
    return -(-length // 64) * 64
