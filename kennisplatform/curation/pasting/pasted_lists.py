"""Lists as other programs write them, as lists of HTML: nested within a point, numbered from where they begin."""

from __future__ import annotations

import re
from itertools import takewhile

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

_WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
_MARK = re.compile(r"mso-list:\s*Ignore")
_NUMBERED = re.compile(r"\s*\(?(?:(?:\d{1,3}\.)*(\d{1,9})[.)]?|[a-z]{1,4}[.)])\s*", re.IGNORECASE)
"""A mark that counts: `3.`, `1.2`, `a)`, `(iv)`."""
_TYPED_MARK = re.compile(r"^\s*([·•o§▪–-]|\d{1,9}[.)]|[a-z][.)])\s+", re.IGNORECASE)


def lists_of_word(soup: BeautifulSoup) -> None:
    """Make a list of the paragraphs that Word shows as one: paragraphs with a mark before their text."""
    lists: list[Tag] = []
    points: list[Tag] = []
    for paragraph in soup.find_all("p"):
        found = _WORD_LIST.search(str(paragraph.get("style") or ""))
        if not found:
            lists, points = [], []
            continue
        level = int(found[1]) or 1
        number = _NUMBERED.fullmatch(_taken_mark(paragraph))
        del lists[level:], points[level:]
        while len(lists) < level:
            made = soup.new_tag("ol" if number else "ul")
            if number and number[1] and len(lists) == level - 1:
                made["start"] = number[1]
            if points:
                points[-1].append(made)
            else:
                paragraph.insert_before(made)
            lists.append(made)
            if len(lists) < level:
                points.append(soup.new_tag("li"))
                made.append(points[-1])
        paragraph.name = "li"
        paragraph.attrs = {}
        lists[-1].append(paragraph.extract())
        del points[level - 1 :]
        points.append(paragraph)


def _taken_mark(paragraph: Tag) -> str:
    """Take the mark of a point away, and return it; of one that is not marked as such only what is surely one."""
    marks = paragraph.find_all(style=_MARK)
    text = "".join(mark.get_text() for mark in marks)
    for mark in marks:
        mark.extract()
    first = next((text for text in paragraph.find_all(string=True) if text.strip()), None)
    typed = None if marks or first is None else _TYPED_MARK.match(first)
    if typed is None or first is None:
        return text
    first.replace_with(first[typed.end() :])
    return typed[1]


def nest_lists(soup: BeautifulSoup) -> None:
    """Put a list between the points of another, as Google and OneNote write it, within the point above it.

    Points that are in no list get one.
    """
    for point in soup.find_all("li"):
        if point.parent is not None and point.parent.name not in {"ul", "ol"}:
            made = soup.new_tag("ul")
            point.insert_before(made)
            for piece in (point, *takewhile(_is_in_a_row, list(made.next_siblings)[1:])):
                made.append(piece.extract())
    for inner in soup.find_all(["ul", "ol"]):
        if inner.parent is None or inner.parent.name not in {"ul", "ol"}:
            continue
        above = inner.find_previous_sibling("li")
        if above is None:
            inner.unwrap()
        else:
            above.append(inner.extract())


def _is_in_a_row(piece: PageElement) -> bool:
    return piece.name == "li" if isinstance(piece, Tag) else not str(piece).strip()
