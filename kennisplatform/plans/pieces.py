"""What can be taken from an entry of the menu card for a plan: the entry as a whole, or a single sentence of it.

A sentence is named by a mark of its words and not by its place, so that a pick never comes to mean another sentence
when a curator changes the entry: it then means nothing any more, and the entry is what is left of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Self

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.text.sections import is_answer, sections
from kennisplatform.entries.text.text_blocks import BlockKind, text_blocks

LONGEST_PICK = 150
"""Characters of a pick as text: the longest slug, a kind and a mark."""
MOST_LESSONS = 20
_PATTERN = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(actie|stap|voorwaarde|les)\.([0-9a-f]{8}))?")


class PieceKind(StrEnum):
    """What a piece of an entry is."""

    ENTRY = "vermelding"
    ACTION = "actie"
    STEP = "stap"
    CONDITION = "voorwaarde"
    LESSON = "les"


@dataclass(frozen=True)
class Pick:
    """The name of what was taken: an entry, or with a mark a sentence of it. `str` gives the text that is kept."""

    slug: str
    kind: PieceKind = PieceKind.ENTRY
    mark: str = ""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a pick; None for what is none."""
        found = _PATTERN.fullmatch(text) if len(text) <= LONGEST_PICK else None
        if found is None:
            return None
        slug, kind, mark = found.groups()
        return cls(slug, PieceKind(kind), mark) if kind else cls(slug)

    def __str__(self) -> str:
        return f"{self.slug}.{self.kind}.{self.mark}" if self.mark else self.slug


@dataclass(frozen=True)
class Piece:
    """A sentence of an entry that can be taken by itself; `actor` is who takes a step, where that is known."""

    slug: str
    kind: PieceKind
    text: str
    actor: str = ""

    @property
    def pick(self) -> Pick:
        """The name of this sentence."""
        mark = blake2b(f"{self.kind}\n{self.text}".encode(), digest_size=4).hexdigest()
        return Pick(self.slug, self.kind, mark)


def pieces_of(entry: MenuCardEntry) -> Iterator[Piece]:
    """Yield the sentences of an entry that can be taken, in the order of its page."""
    if entry.deployable_as:
        yield Piece(entry.slug, PieceKind.ACTION, entry.deployable_as)
    yield from lessons_of(entry)
    for step in entry.steps:
        yield Piece(entry.slug, PieceKind.STEP, step.action, step.actor or "")
    for condition in entry.conditions:
        yield Piece(entry.slug, PieceKind.CONDITION, condition)


def lessons_of(entry: MenuCardEntry) -> Iterator[Piece]:
    """Yield the paragraphs and points under the heading Lessen, as plain text."""
    text = sections(entry.body).get("Lessen", "")
    if not is_answer(text):
        return
    blocks = [block for block in text_blocks(text) if block.kind is not BlockKind.HEADING]
    for block in blocks[:MOST_LESSONS]:
        yield Piece(entry.slug, PieceKind.LESSON, block.text)


def picked(entry: MenuCardEntry, pick: Pick) -> Piece | None:
    """Return the sentence that a pick means; None when it means the whole entry, or a sentence that is not there."""
    return next((piece for piece in pieces_of(entry) if (piece.kind, piece.pick.mark) == (pick.kind, pick.mark)), None)
