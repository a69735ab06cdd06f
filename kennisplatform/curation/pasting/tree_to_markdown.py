"""From clean HTML to Markdown in the layout that people would type, in linear time.

markdownify does the work; here is what it does in another way, or in a time that grows with the square.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from markdownify import MarkdownConverter

from kennisplatform import outside

MOST_POINTS = 99_999_999
"""The largest number of a point of a list that CommonMark reads."""
_ON_ONE_LINE = ("td", "th", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", "br", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre")

_READ_AS_BLOCK = re.compile(r"^(\s*(?:\d{1,9}(?=[.)]))?)([-+*#>.)](?=\s|#))")
"""The beginning of a point that would be read as a list, a heading or a quotation within it."""
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_LONG_SPACE = re.compile(r"[ \t]{100,}")
_BLANK_LINES = re.compile(r"\n{3,}")


class _Converter(MarkdownConverter):
    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """Write a text with as much white space as is seen: the time for a run of it grows with its square."""
        if "pre" not in (parent_tags or ()):
            bounded = NavigableString(_WHITE_SPACE.sub(lambda run: "\n" if "\n" in run[0] else " ", el))
            bounded.parent, bounded.previous_sibling, bounded.next_sibling = (
                el.parent,
                el.previous_sibling,
                el.next_sibling,
            )
            el = bounded
        written: str = super().process_text(el, parent_tags)  # type: ignore[misc]
        return written

    def convert_ol(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a list; within a point one that does not begin at 1 is only a list after a blank line."""
        written: str = self.convert_list(el, text, parent_tags)  # type: ignore[attr-defined]
        return f"\n{written}" if "li" in parent_tags and el.get("start", "1") != "1" else written

    def convert_li(self, el: Tag, text: str | None, parent_tags: set[str]) -> str:
        """Write a point with its number or a hyphen, and what is in it below its text."""
        lines = (text or "").strip().split("\n")
        mark = f"{el['data-number']}. " if el.get("data-number") else "- "
        return mark + "\n".join([lines[0], *(" " * len(mark) + line if line else line for line in lines[1:])]) + "\n"


def markdown_of_tree(tree: BeautifulSoup) -> str:
    """Return the Markdown of a tree that holds only tags of texts; changes the tree."""
    _bound_lines_as_typed(tree)
    for numbered in tree.find_all("ol"):
        points = numbered.find_all("li", recursive=False)
        begin = str((points[0].get("value") if points else None) or numbered.get("start") or "")
        begins_at = outside.number(begin, 0, MOST_POINTS)
        number = 1 if begins_at is None else begins_at
        numbered["start"] = str(number)
        for point in points:
            point["data-number"] = str(number)
            number += 1
    for point in tree.find_all("li"):
        first = next((text for text in point.find_all(string=True) if text.strip()), None)
        if first is not None and first.find_parent("li") is point:
            first.replace_with(_READ_AS_BLOCK.sub(r"\1\\\2", first))
    for line in tree.find_all(_ON_ONE_LINE):
        if line.name.startswith("h") and not line.get_text(strip=True):
            line.name = "span"
        for block in line.find_all(_BLOCKS):
            block.name = "span"
            block.append(" ")
    for cell in tree.find_all(["td", "th"]):
        for piece in cell.find_all(string=re.compile(r"\|")):
            piece.replace_with(str(piece).replace("|", "\\|"))
    for paragraph in tree.select("li > p"):
        beside = (*paragraph.previous_siblings, *paragraph.next_siblings)
        if not any(map(_is_line, beside)):
            paragraph.name = "span"
    converter = _Converter(heading_style="ATX", table_infer_header=True, escape_underscores=False)
    return _trimmed(str(converter.convert_soup(tree)).replace("\xa0", " "))


def _bound_lines_as_typed(tree: BeautifulSoup) -> None:
    """Leave as much white space as is seen in what keeps its layout (`pre`), one text each."""
    for block in tree.find_all("pre"):
        pieces = ("\n" if isinstance(piece, Tag) else str(piece) for piece in block.descendants if _is_written(piece))
        lines = _LONG_SPACE.sub(" " * 100, "".join(pieces)).splitlines()
        block.string = _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in lines))


def _is_line(piece: PageElement) -> bool:
    """Tell whether this stands on a line of its own beside a paragraph."""
    return bool(piece.strip()) if isinstance(piece, NavigableString) else getattr(piece, "name", "") not in _BLOCKS[1:]


def _is_written(piece: PageElement) -> bool:
    return isinstance(piece, NavigableString) or (isinstance(piece, Tag) and piece.name == "br")


def _trimmed(text: str) -> str:
    """Return a text without white space at the end of lines, but for the two spaces that break one."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        kept = line.rstrip()
        if kept or (lines and lines[-1].strip()):
            lines.append(f"{kept}  " if kept and line.endswith("  ") else kept)
    # Before a blank line there is nothing to break.
    return "\n".join(
        line.rstrip() if place + 1 == len(lines) or not lines[place + 1] else line for place, line in enumerate(lines)
    )
