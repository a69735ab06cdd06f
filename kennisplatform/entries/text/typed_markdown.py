"""Markdown as people type it, laid out so that CommonMark reads what they meant.

Two spaces before a point put it within the point above, also below `10.`; a point may begin with `•` or a dash;
`##Kop` is a heading; a row with more cells than the head of its table keeps them. Code between fences stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

_FENCE = re.compile(r" *(`{3,}(?=[^`]*$)|~{3,})")
_RULE = re.compile(r" *([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_POINT = re.compile(r"( *)([-*+]|[0-9]{1,9}[.)])( +|$)")
BULLETS = "•‣▪●◦○■□·–\uf0a7\uf0b7"
"""What other programs put before a point; the last two are those of Word in the font Symbol."""
_BULLET = re.compile(rf"( *)([{BULLETS}])(?:(?<![·–]) *| +)(?=[^\s{BULLETS}])")
_BEFORE_A_LIST = re.compile(r"(?:.*:)? *$")
"""A line after which a dash begins a point, and does not go on with a sentence."""
_HEADING = re.compile(r"^(#{2,6})(?=[^#\s])")
_UNDER_HEAD = re.compile(r":?-+:?")
_CELL_END = re.compile(r"(?<!\\)\|")
TAB = 4
"""Columns from one tab stop to the next."""
NESTED = 2
"""Spaces by which a point stands within the one above it."""


@dataclass(frozen=True)
class _Point:
    """A point of a list: where it was typed, where its text was typed, and where both stand now (columns)."""

    typed: int
    typed_text: int
    text: int


def laid_out(markdown: str) -> str:
    """Return the Markdown in its usual layout, in linear time; a text that has it already comes back as it is."""
    lines = list(_lines(markdown.expandtabs(TAB).split("\n")))
    _widen_tables(lines)
    return "\n".join(line for line, _ in lines)


def _lines(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield each line where it belongs, and whether it is code."""
    points: list[_Point] = []
    fence = ""
    shift = 0
    above = ""
    for typed in lines:
        line = typed if fence else _with_our_bullet(typed, above, is_in_list=bool(points))
        above = typed
        indent = len(line) - len(line.lstrip(" "))
        text = line.strip()
        if fence:
            yield _moved(line, shift), True
            if text.startswith(fence) and not text.strip("`~"):
                fence = ""
            continue
        point = None if _RULE.match(line) else _POINT.match(line)
        if point and (points or indent <= 3):
            points = [above for above in points if above.typed + NESTED <= indent]
            place = points[-1].text if points else indent
            shift = place - indent
            typed_text = point.end() + (not point[3])
            points.append(_Point(indent, typed_text, typed_text + shift))
        elif points and text:
            points = [above for above in points if above.typed + NESTED <= indent]
            shift = points[-1].text - min(indent, points[-1].typed_text) if points else 0
        if found := _FENCE.match(line):
            fence = found[1]
        yield _moved(_HEADING.sub(r"\1 ", line), shift if points else 0), bool(fence)


def _with_our_bullet(line: str, above: str, *, is_in_list: bool) -> str:
    found = _BULLET.match(line)
    if found is None or (found[2] == "–" and not is_in_list and not _BEFORE_A_LIST.match(above)):
        return line
    return f"{found[1]}- {line[found.end() :]}"


def _moved(line: str, columns: int) -> str:
    if columns >= 0:
        return " " * columns + line if line else line
    return line[min(-columns, len(line) - len(line.lstrip(" "))) :]


def _widen_tables(lines: list[tuple[str, bool]]) -> None:
    """Give the head of each table as many cells as its longest row has: what stands beyond it would not be shown."""
    number = 1
    while number < len(lines):
        (head, is_code), (under, _) = lines[number - 1 : number + 1]
        number += 1
        if is_code or "|" not in head or not all(_UNDER_HEAD.fullmatch(cell.strip()) for cell in _cells(under)):
            continue
        rows = [len(_cells(row)) for row, _ in takewhile(lambda line: "|" in line[0], islice(lines, number, None))]
        missing = max(rows, default=0) - len(_cells(under))
        if missing > 0:
            lines[number - 2] = _widened(head, "   |" * missing), False
            lines[number - 1] = _widened(under, " --- |" * missing), False
        number += len(rows)


def _cells(line: str) -> list[str]:
    return _CELL_END.split(line.strip().removeprefix("|").removesuffix("|"))


def _widened(row: str, cells: str) -> str:
    return f"{row.rstrip().removesuffix('|')}|{cells}"
