"""Why a result matched: the words that were asked, marked in its title and summary, and where those do not hold them
all a line of its text around them.

The index knows at which position each word stands and where each word starts in the text, so that no text has to be
read again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from kennisplatform.search.dutch.analysis import WORD, words
from kennisplatform.search.index.generation import Generation
from kennisplatform.search.index.schema import GAP
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.ranking.meaning import Concept
from kennisplatform.search.request import Snippet

SNIPPET_LENGTH = 120
"""Characters of text shown around a match: about one line."""
ENDS_OF_SENTENCES = ".!?:;)”’"
"""How a block ends that is more than a heading or a row of a table."""
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


@dataclass(frozen=True)
class Marked:
    """What a list of results shows of a document, with the words that were asked marked."""

    title: Snippet
    summary: Snippet
    match: Snippet | None
    """A line of the text where the words are that title and summary do not hold; None when they hold them all."""


def marked(texts: ShownTexts, places: Places) -> Marked:
    """Mark the title and the summary, and find the line of the body that says most of what they do not.

    When nothing but an attachment holds what was asked, that line names it.
    """
    if not places:
        return Marked(_whole(texts.title), _whole(texts.summary), None)
    title_words = [(start, end) for start, end, _, _ in words(texts.title)]
    summary_words = [(start, end) for start, end, _, _ in words(texts.summary)]
    body_first = len(title_words) + GAP
    summary_first = body_first + len(texts.body_starts) + GAP
    in_title = [_Mark(*title_words[place], concept) for place, concept in places if place < len(title_words)]
    in_summary = [
        _Mark(*summary_words[place - summary_first], concept)
        for place, concept in places
        if summary_first <= place < summary_first + len(summary_words)
    ]
    shown = {mark.concept for mark in (*in_title, *in_summary)}
    in_body = [
        _mark(texts.body, int(texts.body_starts[place - body_first]), concept)
        for place, concept in islice(places, MOST_MATCHES)
        if body_first <= place < body_first + len(texts.body_starts)
    ]
    return Marked(
        _stretches(texts.title, 0, len(texts.title), in_title),
        _stretches(texts.summary, 0, len(texts.summary), in_summary),
        _line(texts, places, in_body, shown),
    )


def _whole(text: str) -> Snippet:
    return Snippet(((text, False),) if text else ())


def _line(texts: ShownTexts, places: Places, in_body: Sequence[_Mark], shown: Collection[int]) -> Snippet | None:
    """Return the line of the body with most of what is not shown yet; of a heading a reader learns nothing.

    What stands in no text but an attachment is told by naming that.
    """
    wanted = [mark for mark in in_body if mark.concept not in shown]
    if not in_body and not shown and (attachment := texts.attachment_at(places)):
        return Snippet((("Staat in de bijlage ", False), (attachment, True)))
    in_sentences = [mark for mark in wanted if texts.body[_block(texts.body, mark)[1] - 1] in ENDS_OF_SENTENCES]
    if not in_sentences:
        return None
    best = max(in_sentences, key=lambda mark: (_variety(texts.body, wanted, mark), -mark.start))
    start, end = _window(texts.body, best)
    return _stretches(texts.body, start, end, [mark for mark in in_body if start <= mark.start and mark.end <= end])


def _mark(text: str, start: int, concept: int) -> _Mark:
    word = WORD.match(text, start)
    return _Mark(start, word.end() if word else start, concept)


def _variety(text: str, marks: Sequence[_Mark], match: _Mark) -> int:
    """Return how many of the concepts are shown around a match."""
    start, end = _window(text, match)
    return len({mark.concept for mark in marks if start <= mark.start and mark.end <= end})


def _block(text: str, match: _Mark) -> tuple[int, int]:
    """Return the ends of the block (a heading, a paragraph, a point) in which a match stands."""
    end = text.find("\n", match.end)
    return text.rfind("\n", 0, match.start) + 1, len(text) if end < 0 else end


def _window(text: str, match: _Mark) -> tuple[int, int]:
    """Return the ends of a stretch of whole words around the match, within its block and from its start if possible."""
    block_start, block_end = _block(text, match)
    if match.end - block_start <= SNIPPET_LENGTH * 3 // 4:
        start = block_start
    else:
        start = text.find(" ", match.start - SNIPPET_LENGTH // 3, match.start) + 1 or match.start
    end = min(block_end, start + SNIPPET_LENGTH)
    if end < block_end:
        end = max(text.rfind(" ", match.start, end), match.end)
    return start, end


def _stretches(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Snippet:
    """Return a stretch of a text with its marks; dots tell that its block goes on at that side."""
    stretches: list[tuple[str, bool]] = [("… ", False)] if start > 0 and text[start - 1] != "\n" else []
    position = start
    for mark in marks:
        if position < mark.start:
            stretches.append((text[position : mark.start], False))
        stretches.append((text[mark.start : mark.end], True))
        position = mark.end
    if position < end:
        stretches.append((text[position:end], False))
    if end < len(text) and text[end] != "\n":
        stretches.append((" …", False))
    return Snippet(tuple(stretches))
