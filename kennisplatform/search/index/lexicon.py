"""Many words in little memory: one UTF-8 text with a line each, in order, instead of a list of Python strings."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress, takewhile
from typing import Any, overload
from zlib import crc32

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.integer[Any]]
_LONGEST = 255
"""Letters of a word that are counted; what is longer counts as this long."""
_SORTED_BYTES = 8
"""Bytes by which pieces of words are in order: as many as one number holds."""


class Places:
    """Where texts are in a row of them, by their checksums: a few bytes for each, and as quick as a dictionary."""

    def __init__(self, texts: Iterable[str]) -> None:
        checksums = np.fromiter(map(_checksum, texts), np.uint32)
        order = np.argsort(checksums, kind="stable")
        self._checksums = array("I", checksums[order].tobytes())
        self._places = array("I", order.astype(np.uint32).tobytes())

    def of(self, text: str) -> array[int]:
        """Return where a text may be, in order; other texts with the same checksum are there as well."""
        checksum = _checksum(text)
        first = bisect_left(self._checksums, checksum)
        return self._places[first : bisect_right(self._checksums, checksum, first)]


def _checksum(text: str) -> int:
    return crc32(text.encode())


class Lexicon(Sequence[str]):
    """Words in the order of their letters (code points, as Python and UTF-8 both have it). Never changes.

    Places are counted from the front, and slices have no steps.
    """

    def __init__(self, lines: bytes, pieces: Numbers | None = None) -> None:
        """Take the words, each followed by a newline, and their `pieces_of` where somebody kept them."""
        self._lines = lines
        self._kept_pieces = pieces
        letters = np.frombuffer(lines, np.uint8)
        ends = np.flatnonzero(letters == ord("\n"))
        self._ends = array("I", ends.astype(np.uint32).tobytes())
        # In UTF-8 every letter has one byte that is not of the form 10xxxxxx.
        begun = np.cumsum(letters & 0xC0 != 0x80, dtype=np.int64)[ends] - 1
        self._lengths = np.minimum(np.diff(begun, prepend=-1) - 1, _LONGEST).astype(np.uint8)

    @classmethod
    def of(cls, words: Iterable[str]) -> Lexicon:
        """Return the lexicon of these words, which need no order."""
        return cls("".join(f"{word}\n" for word in sorted(set(words))).encode())

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            first, end, _ = number.indices(len(self))
            return self._lines[self._start(first) : self._start(end)].decode().split("\n")[:-1]
        return self._lines[self._start(number) : self._ends[number]].decode()

    def _start(self, number: int) -> int:
        return self._ends[number - 1] + 1 if number else 0

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.number_of(word) is not None

    def number_of(self, word: str) -> int | None:
        """Return the place of a word, None when it is not there."""
        for number in self._places.of(word):
            if self[number] == word:
                return number
        return None

    @cached_property
    def _places(self) -> Places:
        return Places(self)

    def beginning_with(self, prefix: str) -> Iterator[str]:
        """Yield the words that begin like this, in order."""
        words = (self[number] for number in range(bisect_left(self, prefix), len(self)))
        return takewhile(lambda word: word.startswith(prefix), words)

    def containing(self, piece: str) -> Iterator[str]:
        """Yield the words in which these letters stand somewhere, in order."""
        if not piece:
            raise ValueError("every word holds nothing")  # and no order says where that is
        wanted = piece.encode()
        sorted_by = wanted[:_SORTED_BYTES]
        first = bisect_left(self._pieces, sorted_by, key=self._bytes_at(len(sorted_by)))
        end = bisect_right(self._pieces, sorted_by, first, key=self._bytes_at(len(sorted_by)))
        numbers = np.unique(np.searchsorted(self._ends, self._pieces[first:end]))
        words = map(self.__getitem__, numbers.tolist())
        return words if wanted == sorted_by else (word for word in words if piece in word)

    def _bytes_at(self, count: int) -> Callable[[Any], bytes]:
        return lambda place: self._lines[place : int(place) + count]

    @cached_property
    def _pieces(self) -> Numbers:
        return pieces_of(self._lines) if self._kept_pieces is None else self._kept_pieces

    def of_length(self, least: int, most: int) -> Iterator[str]:
        """Yield the words with this many letters, in order."""
        return compress(self, self._is_of_length(least, most).tolist())

    def _is_of_length(self, least: int, most: int) -> npt.NDArray[np.bool_]:
        return np.asarray((self._lengths >= least) & (self._lengths <= most))


def pieces_of(lines: bytes) -> Numbers:
    """Return all places in the lines of a lexicon in the order of what stands there, by their first bytes.

    It is as long as the text, takes some 0.1 s for a million bytes, and finds any piece of a word without reading all.
    """
    padded = np.frombuffer(lines + bytes(_SORTED_BYTES - 1), np.uint8)
    windows = np.lib.stride_tricks.sliding_window_view(padded, _SORTED_BYTES) if lines else padded[:0]
    keys = np.ascontiguousarray(windows).view(">u8").ravel()
    return np.argsort(keys.astype(np.uint64)).astype(np.uint32)


NO_WORDS = Lexicon(b"")
