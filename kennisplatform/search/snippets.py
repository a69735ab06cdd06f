"""Why a result matched: the piece of its text around the words that were asked, with those words marked."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from kennisplatform.search.analysis import Word, words
from kennisplatform.search.query import Clause, PhraseClause, PrefixClause, WordClause
from kennisplatform.search.request import Snippet

SNIPPET_LENGTH = 220
"""Characters of text shown around a match."""
MOST_MATCHES = 200
"""Matches in one text that are looked at; enough to choose a stretch, and a bound on hostile texts."""


def highlighted(text: str, clauses: Collection[Clause]) -> Snippet:
    """Return the whole text with the words that match marked."""
    return _stretches(text, 0, len(text), _matching_words(text, clauses))


def snippet(text: str, clauses: Collection[Clause]) -> Snippet | None:
    """Return the stretch of about `SNIPPET_LENGTH` characters with the most different matches, None without any."""
    matching = _matching_words(text, clauses)
    if not matching:
        return None
    best = max(matching, key=lambda word: (_variety(matching, word.start), -word.start))
    start, end = _window(text, best)
    return _stretches(text, start, end, [word for word in matching if start <= word.start and word.end <= end])


def _matching_words(text: str, clauses: Collection[Clause]) -> list[Word]:
    found = (word for word in words(text) if any(_fits(word, clause) for clause in clauses))
    return list(islice(found, MOST_MATCHES))


def _fits(word: Word, clause: Clause) -> bool:
    match clause:
        case WordClause(asked):
            return word.exact == asked.exact or word.stem == asked.stem
        case PhraseClause(exact_forms):
            return word.exact in exact_forms
        case PrefixClause(prefix):
            return word.exact.startswith(prefix)


def _variety(matching: list[Word], start: int) -> int:
    return len({word.stem for word in matching if start <= word.start < start + SNIPPET_LENGTH})


def _window(text: str, match: Word) -> tuple[int, int]:
    """Return the ends of a stretch of whole words that begins a little before the match, or ends with the text."""
    start = max(0, min(match.start - SNIPPET_LENGTH // 4, len(text) - SNIPPET_LENGTH))
    end = min(len(text), start + SNIPPET_LENGTH)
    if start > 0:
        start = text.find(" ", start, match.start) + 1 or match.start
    if end < len(text):
        end = max(text.rfind(" ", match.start, end), match.end)
    return start, end


def _stretches(text: str, start: int, end: int, matching: list[Word]) -> Snippet:
    stretches: list[tuple[str, bool]] = [("… ", False)] if start > 0 else []
    position = start
    for word in matching:
        if position < word.start:
            stretches.append((text[position : word.start], False))
        stretches.append((text[word.start : word.end], True))
        position = word.end
    if position < end:
        stretches.append((text[position:end], False))
    if end < len(text):
        stretches.append((" …", False))
    return Snippet(tuple(stretches))
