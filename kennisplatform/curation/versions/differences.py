"""What differs between two versions of an entry, ready to be shown: fields as a table, the text by its words.

Only changed paragraphs are compared by word, and very long ones as a whole, so that no text keeps the reader waiting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from kennisplatform.entries import dates
from kennisplatform.entries.document import Document
from kennisplatform.vocabulary import (
    Availability,
    Kind,
    OrganisationType,
    Region,
    Sector,
    Status,
    Term,
    Theme,
    Visibility,
)

MOST_PAIRS = 20_000
"""Pairs of equal words in the changed paragraphs of a text; what comes after is not compared by its words."""
MOST_PAIRS_OF_PARAGRAPHS = 200_000
"""Pairs of equal paragraphs in a text; one with more is shown whole."""
LEAST_ALIKE = 0.3
"""Two sentences that share fewer words than this part are not a change of one into the other."""
TERMS: Mapping[str, type[Term]] = {
    "soort": Kind,
    "themas": Theme,
    "thema": Theme,
    "sectoren": Sector,
    "sector": Sector,
    "regios": Region,
    "status": Status,
    "zichtbaar": Visibility,
    "type-organisatie": OrganisationType,
    "bereikbaar": Availability,
}
"""The keys whose values have a label for people."""
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
class FieldDifference:
    """A field whose value changed: the values before and after, as people read them; none where it was empty."""

    key: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """All that differs between two versions. `text` is empty when no word of it changed."""

    fields: tuple[FieldDifference, ...]
    text: tuple[Paragraph, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether both versions say the same."""
        return not self.fields and not self.text


def difference(before: Document | None, after: Document | None) -> Difference:
    """Compare two versions; None is a version in which there was no entry."""
    old = before.metadata if before else {}
    new = after.metadata if after else {}
    fields = tuple(
        FieldDifference(key, label(key), display_values(key, old.get(key)), display_values(key, new.get(key)))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
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


def label(key: str) -> str:
    """Return the name of a key of the front matter for people."""
    return key.replace("-", " ").capitalize()


def display_values(key: str, value: Any) -> tuple[str, ...]:  # noqa: ANN401 -- front matter as it was read
    """Return the values of a field for people, one text each."""
    if value is None or value == "":
        return ()
    if isinstance(value, list):
        return tuple(text for item in value for text in display_values(key, item))
    if isinstance(value, dict):
        parts = {str(inner): ", ".join(display_values(str(inner), item)) for inner, item in value.items()}
        return ("; ".join(f"{label(inner)}: {text}" for inner, text in parts.items() if text),)
    if key in TERMS and value in list(TERMS[key]):
        return (TERMS[key](value).label,)
    return (dates.shown(str(value)),)


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
