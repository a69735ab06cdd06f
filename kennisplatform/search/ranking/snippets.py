"""Why a result matched: the piece of its text around the words that were asked, with those words marked.

The index knows at which position each word stands and where each word starts in the text, so that no text has to be
read again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from kennisplatform.search.dutch.analysis import WORD, words
from kennisplatform.search.index.generation import Generation
from kennisplatform.search.index.schema import GAP
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.ranking.meaning import Concept
from kennisplatform.search.request import Snippet

SNIPPET_LENGTH = 220
"""Characters of text shown around a match."""
MOST_MATCHES = 100
"""Matches in one text that are looked at; enough to choose a stretch, and a bound on long texts."""

Places = Sequence[tuple[int, int]]
"""Positions in a document, ascending, each with the number of the concept that the word there meets."""


@dataclass(frozen=True)
class ShownTexts:
    """What a list of results shows of a document, as the index keeps it."""

    title: str
    summary: str
    body: str
    body_starts: Numbers
    """Where each word of the body starts (characters)."""
    attachments: Sequence[tuple[int, str]]
    """The position of the first word of each attachment, ascending, and its title."""

    def attachment_at(self, places: Places) -> str | None:
        """Return the title of the first attachment in which one of these places is."""
        if not self.attachments:
            return None
        position = next((place for place, _ in places if place >= self.attachments[0][0]), None)
        if position is None:
            return None
        return self.attachments[bisect_right(self.attachments, position, key=lambda found: found[0]) - 1][1]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    concept: int


def places(generation: Generation, concepts: Sequence[Concept], numbers: Numbers) -> Mapping[int, Places]:
    """Return per document (the numbers are those of one page) where the words stand that meet the concepts."""
    found: dict[int, dict[int, int]] = {int(number): {} for number in numbers}
    ordered = np.sort(numbers)
    for concept_number, concept in enumerate(concepts):
        for form in concept.forms:
            postings = generation.words.postings(form)
            if not len(postings.documents):
                continue
            spots = np.minimum(postings.documents.searchsorted(ordered), len(postings.documents) - 1)
            is_there = postings.documents[spots] == ordered
            if not is_there.any():
                continue
            ends = np.cumsum(postings.counts, dtype=np.int64)
            for number, spot in zip(ordered[is_there].tolist(), spots[is_there].tolist(), strict=True):
                end = int(ends[spot])
                for position in postings.positions[end - int(postings.counts[spot]) : end].tolist():
                    found[number].setdefault(position, concept_number)
    return {number: sorted(here.items()) for number, here in found.items()}


def marked(texts: ShownTexts, places: Places) -> tuple[Snippet, Snippet]:
    """Return the title with its matches marked, and the piece of the body that says most; without one the summary.

    When nothing but an attachment holds what was asked, the second snippet names it.
    """
    title, summary, body, starts = texts.title, texts.summary, texts.body, texts.body_starts
    title_words = [(start, end) for start, end, _, _ in words(title)]
    body_first = len(title_words) + GAP
    summary_first = body_first + len(starts) + GAP
    in_title = [_Mark(*title_words[place], concept) for place, concept in places if place < len(title_words)]
    in_body = [
        _mark(body, int(starts[place - body_first]), concept)
        for place, concept in islice(places, MOST_MATCHES)
        if body_first <= place < body_first + len(starts)
    ]
    shown_title = _stretches(title, 0, len(title), in_title)
    if in_body:
        best = max(in_body, key=lambda mark: (_variety(in_body, mark.start), -mark.start))
        start, end = _window(body, best)
        return shown_title, _stretches(body, start, end, [m for m in in_body if start <= m.start and m.end <= end])
    summary_words = [(start, end) for start, end, _, _ in words(summary)]
    in_summary = [
        _Mark(*summary_words[place - summary_first], concept)
        for place, concept in places
        if summary_first <= place < summary_first + len(summary_words)
    ]
    if not in_title and not in_summary and (attachment := texts.attachment_at(places)):
        return shown_title, Snippet((("Staat in de bijlage ", False), (attachment, True), (f". {summary}", False)))
    return shown_title, _stretches(summary, 0, len(summary), in_summary)


def _mark(text: str, start: int, concept: int) -> _Mark:
    word = WORD.match(text, start)
    return _Mark(start, word.end() if word else start, concept)


def _variety(marks: Sequence[_Mark], start: int) -> int:
    return len({mark.concept for mark in marks if start <= mark.start < start + SNIPPET_LENGTH})


def _window(text: str, match: _Mark) -> tuple[int, int]:
    """Return the ends of a stretch of whole words around the match, where possible from the beginning of its block."""
    block = text.rfind("\n", 0, match.start) + 1
    if match.start - block <= SNIPPET_LENGTH // 2:
        start = block
    else:
        start = text.find(" ", match.start - SNIPPET_LENGTH // 4, match.start) + 1 or match.start
    end = min(len(text), start + SNIPPET_LENGTH)
    if end < len(text):
        end = max(text.rfind("\n", start + SNIPPET_LENGTH // 2, end), text.rfind(" ", match.start, end), match.end)
    return start, end


def _stretches(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Snippet:
    stretches: list[tuple[str, bool]] = [("… ", False)] if start > 0 else []
    position = start
    for mark in marks:
        if position < mark.start:
            stretches.append((text[position : mark.start], False))
        stretches.append((text[mark.start : mark.end], True))
        position = mark.end
    if position < end:
        stretches.append((text[position:end], False))
    if end < len(text):
        stretches.append((" …", False))
    return Snippet(tuple(stretches))
