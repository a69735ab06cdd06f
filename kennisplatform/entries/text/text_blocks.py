"""The text of an entry as plain blocks (headings, paragraphs, points), for where no HTML of others is to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser

from kennisplatform.entries.text.rendering import render


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "kop"
    PARAGRAPH = "alinea"
    POINT = "punt"


@dataclass(frozen=True)
class TextBlock:
    """A block of text, without marks."""

    kind: BlockKind
    text: str


KINDS = {
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("p", "pre", "dd", "dt", "caption", "hr"), BlockKind.PARAGRAPH),
    **dict.fromkeys(("li", "tr"), BlockKind.POINT),
}
CELLS = frozenset({"td", "th"})


def text_blocks(markdown: str) -> tuple[TextBlock, ...]:
    """Return the blocks of a Markdown text; a row of a table is a point."""
    reader = _Blocks()
    reader.feed(render(markdown).html)
    reader.close()
    reader.end_block()
    return tuple(reader.blocks)


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[TextBlock] = []
        self._kind = BlockKind.PARAGRAPH
        self._text: list[str] = []
        self._points = 0
        self._is_high = False
        self._footnote = ""  # the tag of a reference that is left out

    def end_block(self) -> None:
        text = " ".join("".join(self._text).split()).rstrip(" ·")
        if text:
            self.blocks.append(TextBlock(self._kind, text))
        self._text = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("class", "footnote-ref") in attrs or ("class", "footnote-backref") in attrs:
            self._footnote = self._footnote or tag
        self._is_high = tag == "sup"
        if tag == "li":
            self._points += 1
        if tag in KINDS:
            self.end_block()
            self._kind = BlockKind.POINT if self._points and tag == "p" else KINDS[tag]

    def handle_endtag(self, tag: str) -> None:
        self._is_high = False
        if tag == self._footnote:
            self._footnote = ""
        if tag in CELLS:
            self._text.append(" · ")
        if tag in KINDS:
            self.end_block()
            self._points -= tag == "li"
            self._kind = BlockKind.POINT if self._points else BlockKind.PARAGRAPH

    def handle_data(self, data: str) -> None:
        if not self._footnote:
            self._text.append(f"^{data}" if self._is_high and data.lstrip("-−").isdigit() else data)
