"""The thesaurus as a table: a word and what it means the same as. One row is changed, all else in the file stays.

The file is text that curators also edit by hand, with comments and an order of their own. So a change replaces the
characters of one row; the outcome is read again, and refused when it says anything but the rows that were meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from kennisplatform.entries import plain_yaml
from kennisplatform.entries.curated_file import UnusableText
from kennisplatform.entries.plain_yaml import UnreadableYaml

LONGEST_LINE = 1_000_000
"""Characters; a row stays on one line."""
BOTH_WAYS = "gelijk"
ONE_WAY = "ruimer"
OTHER_LAYOUT = "de lijst is anders opgemaakt dan de site kan bijwerken; bewerk haar als tekst"


@dataclass(frozen=True)
class ThesaurusRow:
    """A word and what else it means; `works_both_ways` when the other words also find this one."""

    word: str
    others: tuple[str, ...]
    works_both_ways: bool = True

    @property
    def as_text(self) -> str:
        """The row on one line, which no other row says."""
        return f"{self.word} {'=' if self.works_both_ways else '→'} {', '.join(self.others)}"

    def has(self, text: str) -> bool:
        """Tell whether any of its words holds this text."""
        return any(text.casefold() in word.casefold() for word in (self.word, *self.others))


@dataclass(frozen=True)
class _Place:
    """Where a row stands in the text: its own characters, and the lines that it fills."""

    start: int
    end: int
    lines_start: int
    lines_end: int


@dataclass(frozen=True)
class ThesaurusTable:
    """The rows of a thesaurus in the order of its text."""

    text: str
    rows: tuple[ThesaurusRow, ...]

    @classmethod
    def read(cls, text: str) -> ThesaurusTable:
        """Read a thesaurus; raise `UnusableText` when its rows cannot be told apart."""
        return cls(text, tuple(row for row, _ in _rows(text)))

    def with_row(self, row: ThesaurusRow) -> ThesaurusTable:
        """Return the table with one row more, after the others of its kind."""
        return self._checked(_added(self.text, row), (*self.rows, row))

    def with_changed(self, place: int, row: ThesaurusRow) -> ThesaurusTable:
        """Return the table with another row in this place, counted from 0."""
        if self.rows[place].works_both_ways != row.works_both_ways:
            return self.without(place).with_row(row)
        (_, at) = _rows(self.text)[place]
        rows = (*self.rows[:place], row, *self.rows[place + 1 :])
        return self._checked(self.text[: at.start] + _written(row) + self.text[at.end :], rows)

    def without(self, place: int) -> ThesaurusTable:
        """Return the table without the row in this place, counted from 0."""
        (_, at) = _rows(self.text)[place]
        row = self.rows[place]
        rows = (*self.rows[:place], *self.rows[place + 1 :])
        if sum(one.works_both_ways == row.works_both_ways for one in self.rows) == 1:
            empty = "[]" if row.works_both_ways else "{}"
            start, end = _value_of(self.text, BOTH_WAYS if row.works_both_ways else ONE_WAY)
            # Comments around the row stay, where it has lines of its own.
            between, end = (self.text[start : at.lines_start], at.lines_end) if at.lines_start > start else ("", end)
            return self._checked(f"{self.text[:start]} {empty}{between}{self.text[end:]}", rows)
        return self._checked(self.text[: at.lines_start] + self.text[at.lines_end :], rows)

    def _checked(self, text: str, rows: tuple[ThesaurusRow, ...]) -> ThesaurusTable:
        try:
            after = ThesaurusTable.read(text)
        except UnusableText as error:
            raise UnusableText(OTHER_LAYOUT) from error
        if sorted(after.rows, key=_order) != sorted(rows, key=_order):
            raise UnusableText(OTHER_LAYOUT)
        return after


def _order(row: ThesaurusRow) -> tuple[bool, str, tuple[str, ...]]:
    return row.works_both_ways, row.word, row.others


def _rows(text: str) -> list[tuple[ThesaurusRow, _Place]]:
    """Return the rows of a text, each with where it stands."""
    found: list[tuple[ThesaurusRow, _Place]] = []
    for name, node in _lists(text).items():
        if isinstance(node, yaml.SequenceNode) and name == BOTH_WAYS:
            for item in node.value:
                terms = _terms(item)
                if not terms:
                    raise UnusableText(OTHER_LAYOUT)
                found.append((ThesaurusRow(terms[0], terms[1:]), _place(text, item.start_mark, item)))
        elif isinstance(node, yaml.MappingNode) and name == ONE_WAY:
            for key, value in node.value:
                row = ThesaurusRow(str(key.value), _terms(value), works_both_ways=False)
                found.append((row, _place(text, key.start_mark, value)))
        elif not _is_empty(node):
            raise UnusableText(OTHER_LAYOUT)
    return found


def _lists(text: str) -> Mapping[str, yaml.Node]:
    try:
        root = plain_yaml.read(text).root
    except UnreadableYaml as error:
        raise UnusableText(plain_yaml.at_line(error.line, error.reason)) from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise UnusableText(OTHER_LAYOUT)
    return {str(key.value): value for key, value in root.value}


def _is_empty(node: yaml.Node) -> bool:
    return not node.value


def _terms(node: yaml.Node) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode) or not all(isinstance(term, yaml.ScalarNode) for term in node.value):
        raise UnusableText(OTHER_LAYOUT)
    return tuple(str(term.value) for term in node.value)


def _place(text: str, start: Any, last: yaml.Node) -> _Place:  # noqa: ANN401 -- a mark of PyYAML
    starts = _line_starts(text)
    end = _end(last)
    return _Place(
        starts[start.line] + start.column,
        starts[end.line] + end.column,
        starts[start.line],
        starts[end.line + 1] if end.line + 1 < len(starts) else len(text),
    )


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _end(node: yaml.Node) -> Any:  # noqa: ANN401 -- a mark of PyYAML
    """Return where a node ends; a list on lines of its own ends with its last item, not with what follows."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(node, yaml.MappingNode) else last)
    return node.end_mark


def _value_of(text: str, name: str) -> tuple[int, int]:
    """Return from where to where the value of a key stands, the white space before it included."""
    root = plain_yaml.read(text).root
    starts = _line_starts(text)
    for key, value in root.value if root else ():
        if key.value == name:
            after_key = starts[key.end_mark.line] + key.end_mark.column + 1
            end = _end(value)
            return after_key, max(after_key, starts[end.line] + end.column)
    raise UnusableText(OTHER_LAYOUT)


def _added(text: str, row: ThesaurusRow) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    name = BOTH_WAYS if row.works_both_ways else ONE_WAY
    mark = "- " if row.works_both_ways else ""
    of_kind = [place for other, place in _rows(text) if other.works_both_ways is row.works_both_ways]
    if of_kind:
        last = of_kind[-1]
        begin = text[last.lines_start : last.start]
        indent = begin[: len(begin) - len(begin.lstrip())]
        before = text[: last.lines_end]
        before += "" if before.endswith("\n") else newline
        return f"{before}{indent}{mark}{_written(row)}{newline}{text[last.lines_end :]}"
    line = f"{newline}  {mark}{_written(row)}"
    if name in _lists(text):
        start, end = _value_of(text, name)
        return f"{text[:start]}{line}{text[end:]}"
    before = text if not text or text.endswith("\n") else text + newline
    return f"{before}{name}:{line}{newline}"


def _written(row: ThesaurusRow) -> str:
    """Return the characters of a row: a list between brackets, after its word where it works one way."""
    terms = [row.word, *row.others] if row.works_both_ways else list(row.others)
    key = "x" if row.works_both_ways else row.word
    line = plain_yaml.written({key: terms}, default_flow_style=None, width=LONGEST_LINE)
    return line.removeprefix("x: ") if row.works_both_ways else line
