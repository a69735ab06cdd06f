"""How the terms and postings of a Whoosh segment are written: as NumPy arrays that need no reading word by word.

This is a Whoosh codec, so Whoosh keeps doing what it does: schema, documents, columns, segments, deletions, merging and
locking. Only the inverted file is another one, which only our own search reads. Its arrays, per segment, for all
fields:

- `terms`: the terms as UTF-8 text, each with a newline, in order, field after field;
- `pieces`: of the text of each field all places in the order of what stands there (`lexicon.pieces_of`);
- `starts`: per term its first posting, and at the end the number of postings;
- `documents`, `weights`, `counts`: per posting the document number, the weight that the field gave it (16 bits: three
  digits, which is more than relevance has), and the number of positions;
- `position_starts`: per term its first position; `positions`: the places of the words, posting after posting.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate, compress, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.base import FieldWriter, TermsReader
from whoosh.codec.whoosh3 import W3Codec

from kennisplatform.search.index.lexicon import NO_WORDS, Lexicon, pieces_of
from kennisplatform.search.index.private_files import Buffer, PrivateFiles
from kennisplatform.search.index.term_pool import FieldTerms, Numbers, Postings

EXTENSION = ".arrays"
LAST_POSITION = 65_535
"""Words further on in a text are found, but take no part in phrases, closeness and snippets."""


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's third codec, with an inverted file of arrays."""

    def field_writer(self, storage: Any, segment: Any) -> ArrayWriter:
        """Return what writes the inverted file of a segment."""
        return ArrayWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayReader:
        """Return what reads the inverted file of a segment."""
        name = segment.make_filename(EXTENSION)
        if isinstance(storage, PrivateFiles):
            return ArrayReader(storage.files[name])
        with storage.open_file(name) as file:
            return ArrayReader(file.get(0, storage.file_length(name)))


class ArrayWriter(FieldWriter):  # type: ignore[misc]
    """Writes the inverted file of one segment in one go."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._file = segment.create_file(storage, EXTENSION)
        self.is_closed = False

    def add_postings(self, _schema: Any, _lengths: Any, items: Iterable[tuple[str, FieldTerms]]) -> None:
        """Write all that a `TermPool` collected."""
        fields = dict(items)
        lines = {field: "".join(f"{term}\n" for term in found.terms).encode() for field, found in fields.items()}
        found = [terms.postings for terms in fields.values()]
        counts = _joined([postings.counts for postings in found], np.uint8)
        starts = _starts(_joined([terms.frequencies for terms in fields.values()], np.int64))
        arrays = {
            "terms": np.frombuffer(b"".join(lines.values()), np.uint8),
            "pieces": _joined([pieces_of(text) for text in lines.values()], np.uint32),
            "starts": starts,
            "position_starts": _starts(counts)[starts],
            "documents": _joined([postings.documents for postings in found], np.int32),
            "weights": _joined([postings.weights for postings in found], np.float16),
            "counts": counts,
            "positions": _joined([postings.positions for postings in found], np.uint16),
        }
        _write_arrays(self._file, {field: len(text) for field, text in lines.items()}, arrays)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self.is_closed = True


class ArrayReader(TermsReader):  # type: ignore[misc]
    """Reads the inverted file of one segment. Of what Whoosh itself may ask a reader it knows what merging needs."""

    def __init__(self, data: Buffer) -> None:
        self._data = data

    def terms_of(self, field: str) -> Lexicon:
        """Return the terms of a field, in order."""
        return self._lexicons.get(field, NO_WORDS)

    # Whoosh opens all segments for each generation, also those that are open already, so nothing is read until asked.

    @cached_property
    def _content(self) -> tuple[dict[str, int], dict[str, npt.NDArray[Any]]]:
        return _read_arrays(self._data)

    @property
    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        return self._content[1]

    @cached_property
    def _lexicons(self) -> dict[str, Lexicon]:
        sizes, arrays = self._content
        places = [slice(*ends) for ends in pairwise(accumulate(sizes.values(), initial=0))]
        lexicons = (Lexicon(arrays["terms"][here].tobytes(), arrays["pieces"][here]) for here in places)
        return dict(zip(sizes, lexicons, strict=True))

    @cached_property
    def _first_of(self) -> dict[str, int]:
        """Per field the number of its first term."""
        firsts = accumulate(map(len, self._lexicons.values()), initial=0)
        return dict(zip(self._lexicons, firsts, strict=False))

    def postings(self, field: str, number: int) -> Postings:
        """Return where the term with this number within its field stands."""
        number += self._first_of[field]
        arrays = self._arrays
        here = slice(int(arrays["starts"][number]), int(arrays["starts"][number + 1]))
        places = slice(int(arrays["position_starts"][number]), int(arrays["position_starts"][number + 1]))
        return Postings(
            arrays["documents"][here], arrays["weights"][here], arrays["counts"][here], arrays["positions"][places]
        )

    def renumbered(self, field: str, new_number_of: Numbers) -> FieldTerms:
        """Return the postings of a field for a segment in which documents have other numbers; below 0 for no place."""
        arrays = self._arrays
        first = self._first_of[field]
        terms = slice(first, first + len(self._lexicons[field]))
        starts = arrays["starts"][terms.start : terms.stop + 1].astype(np.int64)
        here = slice(starts[0], starts[-1])
        places = slice(*arrays["position_starts"][[terms.start, terms.stop]])
        documents = new_number_of[arrays["documents"][here]]
        counts = arrays["counts"][here]
        kept = documents >= 0
        frequencies = np.add.reduceat(kept, starts[:-1] - starts[0], dtype=np.int64)
        return FieldTerms(
            list(compress(self.terms_of(field), frequencies.tolist())),
            frequencies[frequencies > 0],
            Postings(
                documents[kept],
                arrays["weights"][here][kept],
                counts[kept],
                arrays["positions"][places][np.repeat(kept, counts)],
            ),
        )

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have terms."""
        return list(self._lexicons)


def _starts(lengths: Numbers) -> Numbers:
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.uint32)


def _joined(pieces: list[npt.NDArray[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *(piece.astype(kind, copy=False) for piece in pieces)])


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


def _read_arrays(data: Buffer) -> tuple[dict[str, int], dict[str, npt.NDArray[Any]]]:
    """Return the size of the terms of each field and the arrays, as views on the bytes, which are not copied."""
    head_end = data.find(b"\n") + 1
    head = json.loads(data[:head_end])
    arrays = {
        name: np.frombuffer(data, np.dtype(kind), count, head_end + offset)
        for name, (kind, offset, count) in head["arrays"].items()
    }
    return head["fields"], arrays


def _padded(length: int) -> int:
    return -(-length // 64) * 64
