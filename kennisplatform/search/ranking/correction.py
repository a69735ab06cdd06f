"""Typing errors: the word of the index that somebody most likely meant.

A word that exists, in general Dutch or in something the viewer may see, is left alone. Corrections are words of what
the viewer may see, also inside a compound.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kennisplatform.search.dutch.analysis import stem
from kennisplatform.search.index.vocabulary import Vocabulary

SHORTEST = 4
"""Letters below which a word is not corrected: everything is near everything."""
TWO_ERRORS_FROM = 7
"""Letters from which on two errors are possible."""
MOST_CANDIDATES = 40
LONGEST = 40
SHORTEST_HALF = 4
"""Letters of a half of a compound in which an error is looked for."""


Frequencies = Callable[[Collection[str]], Mapping[str, int]]
"""Tells in how many documents that the viewer may see each of these words stands; all are asked at once."""


def correction(word: str, vocabulary: Vocabulary, frequencies: Frequencies) -> str | None:
    """Return what a word that finds nothing was meant to be, None when nothing is near enough."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or vocabulary.compounds.is_word(word):
        return None
    near = _near(word, 2 if len(word) >= TWO_ERRORS_FROM else 1, vocabulary)
    return _nearest(word, near, frequencies(list(near))) or _compound(word, vocabulary, frequencies)


Near = Mapping[str, int]
"""Words that a word may have been meant to be, each with the number of errors between."""


def _near(word: str, allowed: int, vocabulary: Vocabulary) -> Near:
    candidates = list(vocabulary.words.lexicon.of_length(len(word) - allowed, len(word) + allowed))
    found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_CANDIDATES)
    return {near: int(distance) for near, distance, _ in found if near.isalpha() and len(near) >= SHORTEST}


def _nearest(word: str, near: Near, frequency: Mapping[str, int]) -> str | None:
    """Return the visible word with the fewest errors between; of equals with the same first letter, a common one."""
    visible = [
        (distance, other[0] != word[0], -frequency[other], other)
        for other, distance in near.items()
        if frequency.get(other)
    ]
    return min(visible)[-1] if visible else None


@dataclass(frozen=True)
class _Split:
    """A word in two halves, of which one is spelled right; `kin` are the words of the index with its stem."""

    kin: Collection[str]
    half: str
    near: Near
    is_first: bool
    """Whether the half with the error is the first one."""


def _compound(word: str, vocabulary: Vocabulary, frequencies: Frequencies) -> str | None:
    """Return the compound of which one half is a visible word in some form, and the other is near a visible word."""
    splits = list(_splits(word, vocabulary))
    frequency = frequencies(list({form for split in splits for form in (*split.kin, *split.near)}))
    for split in splits:
        if any(map(frequency.get, split.kin)) and (found := _nearest(split.half, split.near, frequency)):
            return found + word[len(split.half) :] if split.is_first else word[: -len(split.half)] + found
    return None


def _splits(word: str, vocabulary: Vocabulary) -> Iterator[_Split]:
    for end in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        first, last = word[:end], word[end:]
        for right, half, is_first in ((first, last, False), (last, first, True)):
            kin = vocabulary.words.with_stem(stem(right)) if vocabulary.compounds.is_word(right) else []
            if kin and (near := _near(half, 1, vocabulary)):
                yield _Split(kin, half, near, is_first)
