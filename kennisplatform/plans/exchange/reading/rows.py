"""The rows of a list, each as the texts of one action, with what goes on below it and what its heading says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kennisplatform.plans.exchange.reading import cells
from kennisplatform.plans.exchange.reading.cells import plain
from kennisplatform.plans.exchange.reading.kinds import Kind
from kennisplatform.plans.exchange.reading.recognise import Heading, width_of
from kennisplatform.plans.exchange.reading.upload import Table

NO_ACTION = "er staat geen actie in"
TOTAL = "dit is een totaal"
_FILLED_DOWN = frozenset({Kind.THEME, Kind.POINTS, Kind.OCCASION, Kind.LEVEL})
"""Kinds that lists often give once for a group of rows."""
_GOES_ON = frozenset({Kind.ORGANISATION, Kind.DUE, Kind.START, Kind.PERIOD, Kind.STATE, Kind.MARK})
"""A row in which none of these stands may go on with the one above."""


_NOTHING = frozenset("-–—")
"""What stands in a cell for which nothing is filled in."""
_MARK = re.compile(r"\d{1,9}/\d{1,9}/\d{1,9}")
"""What stands in each row of a file of this site (`columns.mark`); such a row is one action, whatever is in it."""
_NO_HEADING = _GOES_ON | {Kind.FUNCTION, Kind.PARTNERS, Kind.CAPACITY, Kind.HOURS, Kind.PRIORITY}
"""Kinds whose column holds no heading of rows, unless it is the first."""


@dataclass
class ListRow:
    """What a list says of one action; `place` is the number of its row, as a spreadsheet counts."""

    place: int
    texts: dict[Kind, str]
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Name and text of each column that is for the description."""
    names: dict[Kind, str] = field(default_factory=dict)
    """What the list itself calls its columns."""
    skipped: str = ""
    """Why nothing is made of it; empty for an action."""


def rows_of(table: Table, heading: Heading, kinds: Sequence[Kind]) -> list[ListRow]:
    """Return the rows below a heading in which something stands."""
    return list(_Reading(table, heading, kinds).rows())


class _Reading:
    """One way down through a table; remembers the heading and the group that a row stands in."""

    def __init__(self, table: Table, heading: Heading, kinds: Sequence[Kind]) -> None:
        self._table, self._heading, self._kinds = table, heading, list(kinds)
        self._place = {kind: place for place, kind in reversed(list(enumerate(kinds)))}
        self._theme, self._part = (table.name, "") if cells.theme(table.name) else ("", "")
        self._heading_words = {plain(name) for name in heading.names}
        self._names = {kind: heading.names[column] for kind, column in self._place.items() if heading.names[column]}
        self._above: dict[Kind, str] = {}
        self._is_numbered = self._share_filled(Kind.NUMBER) > 0.6
        self._is_grouped = {kind for kind in _FILLED_DOWN if 0 < self._share_filled(kind) < 0.6}

    def rows(self) -> Iterator[ListRow]:
        last: ListRow | None = None
        width = width_of(self._table)
        for place, short in enumerate(self._table.rows[self._heading.rows :], self._heading.rows):
            row = [*short, *[""] * (width - len(short))]
            if _MARK.fullmatch(self._cell(row, Kind.MARK)):
                yield ListRow(place + 1, {kind: row[column] for kind, column in self._place.items()})
                continue
            row = ["" if cell in _NOTHING else cell for cell in row]
            if not any(row) or self._is_heading_again(row):
                continue
            if reason := self._subheading(row):
                yield ListRow(place + 1, {Kind.SENTENCE: _first(row)}, skipped=reason)
                last = None
            elif plain(_first(row)).startswith(("totaal", "subtotaal")):
                yield ListRow(place + 1, {Kind.SENTENCE: _first(row)}, skipped=TOTAL)
            elif last and self._goes_on(row, set(self._table.above[place])):
                self._add(last, row)
            else:
                last = self._new(place, row)
                yield last
                last = None if last.skipped else last

    def _cell(self, row: Sequence[str], kind: Kind) -> str:
        return row[self._place[kind]] if kind in self._place else ""

    def _share_filled(self, kind: Kind) -> float:
        if kind not in self._place:
            return 0
        body = self._table.rows[self._heading.rows :]
        with_action = [row for row in body if any(row)]
        filled = [row for row in with_action if self._place[kind] < len(row) and row[self._place[kind]]]
        return len(filled) / len(with_action) if with_action else 0

    def _is_heading_again(self, row: Sequence[str]) -> bool:
        said = [cell for cell in row if cell]
        return all(plain(cell) in self._heading_words for cell in said) and len(set(map(plain, said))) > 1

    def _subheading(self, row: Sequence[str]) -> str:
        """Remember a row that is a heading for the rows below it; return what it is, empty for another row."""
        filled = [place for place, cell in enumerate(row) if cell]
        texts = [row[place] for place in filled if self._kinds[place] is not Kind.NUMBER]
        if len(row) < 3 or len(texts) > 1 or len(filled) > 2 or len("".join(texts)) > 120:
            return ""
        if any(self._kinds[place] in _NO_HEADING for place in filled if place > 0):
            return ""
        text = texts[0] if texts else row[filled[0]]
        theme = cells.theme(text)
        is_action = filled[-1] == self._place.get(Kind.SENTENCE)
        if is_action and not (theme and len(text) < 60 and _is_title(text)) and not text.isupper():
            return ""
        if not texts and cells.LABEL.fullmatch(text):
            return ""
        self._theme, self._part = (text, "") if theme else ("", text)
        return f"dit is een kopje; thema: {theme.label}" if theme else "dit is een kopje"

    def _goes_on(self, row: Sequence[str], covered: set[int]) -> bool:
        """Tell whether a row goes on with the action above it."""
        sentence = self._place.get(Kind.SENTENCE)
        if sentence in covered:
            return True
        number = self._cell(row, Kind.NUMBER)
        if not self._cell(row, Kind.SENTENCE):
            return not number
        return self._is_numbered and not number and not any(self._cell(row, kind) for kind in _GOES_ON)

    def _add(self, last: ListRow, row: Sequence[str]) -> None:
        for place, text in enumerate(row):
            kind = self._kinds[place]
            if not text or kind is Kind.SKIP:
                continue
            if kind is Kind.NOTE:
                last.notes.append((self._heading.names[place], text))
            else:
                glue = " " if kind is Kind.SENTENCE else "\n"
                last.texts[kind] = f"{last.texts[kind]}{glue}{text}" if last.texts.get(kind) else text

    def _new(self, place: int, row: Sequence[str]) -> ListRow:
        read = ListRow(place + 1, {}, names=self._names)
        self._add(read, row)
        for kind in self._is_grouped:
            self._above[kind] = read.texts.get(kind) or self._above.get(kind, "")
            read.texts.setdefault(kind, self._above[kind])
        for column in self._table.above[place]:
            kind = self._kinds[column] if column < len(self._kinds) else Kind.SKIP
            if kind not in {Kind.SKIP, Kind.NOTE, Kind.SENTENCE, Kind.NUMBER} and not read.texts.get(kind):
                read.texts[kind] = self._above.get(kind, "")
        self._above |= {kind: text for kind, text in read.texts.items() if text}
        if self._theme and not read.texts.get(Kind.THEME):
            read.texts[Kind.THEME] = self._theme
        if self._part:
            read.notes.insert(0, ("Onderdeel", self._part))
        if not any(map(str.isalnum, read.texts.get(Kind.SENTENCE, ""))):
            read.skipped = NO_ACTION
        return read


def _first(row: Sequence[str]) -> str:
    return next(cell for cell in row if cell)


def _is_title(text: str) -> bool:
    """Tell whether a text names a theme and does nothing else: a few words, without a full stop."""
    return len(plain(text).split()) <= 5 and not text.rstrip().endswith(".")
