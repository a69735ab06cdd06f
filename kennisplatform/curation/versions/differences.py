"""What differs between two versions of an entry, ready to be shown: fields as a table, the text by its words.

Only changed paragraphs are compared by word, and very long ones as a whole, so that no text keeps the reader waiting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from kennisplatform.curation.versions import list_differences
from kennisplatform.curation.versions.field_words import FieldWords
from kennisplatform.curation.versions.list_differences import FieldDifference
from kennisplatform.entries.document import Document

MOST_PAIRS = 20_000
"""Pairs of equal words in the changed paragraphs of a text; what comes after is not compared by its words."""
MOST_PAIRS_OF_PARAGRAPHS = 200_000
"""Pairs of equal paragraphs in a text; one with more is shown whole."""
LEAST_ALIKE = 0.3
"""Two sentences that share fewer words than this part are not a change of one into the other."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class How(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went."""

    how: How
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph (a line of the Markdown) with what changed in it."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Tell whether anything in it came or went; what did not may be folded away."""
        return any(piece.how is not How.SAME for piece in self.pieces)


@dataclass(frozen=True)
class Difference:
    """All that differs between two versions. `text` is empty when no word of it changed."""

    fields: tuple[FieldDifference, ...]
    text: tuple[Paragraph, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether both versions say the same."""
        return not self.fields and not self.text


def difference(before: Document | None, after: Document | None, title_of: Callable[[str], str] = str) -> Difference:
    """Compare two versions; None is a version in which there was no entry. `title_of` gives titles for slugs."""
    old = before.metadata if before else {}
    new = after.metadata if after else {}
    words = FieldWords.of_kind(new.get("soort", old.get("soort")), title_of)
    fields = tuple(
        found
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
        for found in list_differences.of_field(words, key, old.get(key), new.get(key))
    )
    return Difference(fields, text_difference(before.body if before else "", after.body if after else ""))


def text_difference(before: str, after: str) -> tuple[Paragraph, ...]:
    """Compare two texts by their words; nothing comes back when they are the same."""
    old, new = ([line for line in text.splitlines() if line.strip()] for text in (before, after))
    if old == new:
        return ()
    if _pairs(old, new) > MOST_PAIRS_OF_PARAGRAPHS:
        return tuple(_whole(old, new))
    return tuple(_paragraphs(old, new))


def _paragraphs(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    pairs = 0
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield from (Paragraph((Piece(How.SAME, line),)) for line in old[a:b])
            continue
        paired = min(b - a, d - c)
        for before, after in zip(old[a:b], new[c:d], strict=False):
            words = _WORDS.findall(before), _WORDS.findall(after)
            pairs += _pairs(*words)
            is_quick = pairs <= MOST_PAIRS
            yield Paragraph(_pieces(*words) if is_quick else _replaced(before, after))
        yield from _whole(old[a + paired : b], new[c + paired : d])


def _whole(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    yield from (Paragraph((Piece(How.REMOVED, line),)) for line in old)
    yield from (Paragraph((Piece(How.ADDED, line),)) for line in new)


def _pairs(old: list[str], new: list[str]) -> int:
    """Return how many pairs of equal words there are: what comparing them costs."""
    counts = Counter(word for word in new if not word.isspace())
    return sum(counts[word] for word in old)


def _replaced(before: str, after: str) -> tuple[Piece, ...]:
    return (Piece(How.REMOVED, before), Piece(How.ADDED, after))


def _pieces(old: list[str], new: list[str]) -> tuple[Piece, ...]:
    matcher = SequenceMatcher(lambda word: word.isspace(), old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return _replaced("".join(old), "".join(new))
    found: list[Piece] = []
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            found.append(Piece(How.SAME, "".join(old[a:b])))
            continue
        found += [Piece(How.REMOVED, "".join(old[a:b]))] if a < b else []
        found += [Piece(How.ADDED, "".join(new[c:d]))] if c < d else []
    return tuple(found)
