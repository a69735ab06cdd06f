"""Typing errors: the word of the index that somebody most likely meant.

A word that exists, in general Dutch or in something the viewer may see, is left alone. Corrections are words of what
the viewer may see, also inside a compound.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kennisplatform.search.dutch.analysis import stem
from kennisplatform.search.ranking.scoring import Perspective

SHORTEST = 4
"""Letters below which a word is not corrected: everything is near everything."""
TWO_ERRORS_FROM = 7
"""Letters from which on two errors are possible."""
MOST_CANDIDATES = 40
LONGEST = 40
SHORTEST_HALF = 4
"""Letters of a half of a compound in which an error is looked for."""


def correction(word: str, perspective: Perspective) -> str | None:
    """Return what a word that finds nothing was meant to be, None when nothing is near enough."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or perspective.generation.compounds.is_word(word):
        return None
    allowed = 2 if len(word) >= TWO_ERRORS_FROM else 1
    return _nearest(word, allowed, perspective) or next(_compounds(word, perspective), None)


def _nearest(word: str, allowed: int, perspective: Perspective) -> str | None:
    """Return the visible word with the fewest errors between; of equals with the same first letter, a common one."""
    candidates = list(perspective.generation.words.lexicon.of_length(len(word) - allowed, len(word) + allowed))
    found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_CANDIDATES)
    visible = [
        (distance, candidate[0] != word[0], -frequency, candidate)
        for candidate, distance, _ in found
        if candidate.isalpha() and len(candidate) >= SHORTEST and (frequency := perspective.frequency(candidate))
    ]
    return min(visible)[-1] if visible else None


def _compounds(word: str, perspective: Perspective) -> Iterator[str]:
    """Yield compounds of which one half is spelled right and the other is near a visible word."""
    is_word = perspective.generation.compounds.is_word
    for end in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        first, last = word[:end], word[end:]
        if is_word(first) and _is_visible(first, perspective) and (found := _nearest(last, 1, perspective)):
            yield first + found
        if is_word(last) and _is_visible(last, perspective) and (found := _nearest(first, 1, perspective)):
            yield found + last


def _is_visible(word: str, perspective: Perspective) -> bool:
    return any(map(perspective.has, perspective.generation.words.with_stem(stem(word))))
