"""Which table of a file is the list, where its heading is, and what each column holds: by name, else by content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kennisplatform.plans.exchange.reading import cells, costs, when
from kennisplatform.plans.exchange.reading.cells import plain
from kennisplatform.plans.exchange.reading.kinds import NAMES, Kind
from kennisplatform.plans.exchange.reading.upload import Table

ROWS_ABOVE_HEADING = 20
LONGEST_NAME = 50
MOST_JUDGED = 100
"""Cells of a column without a name that are looked at, so that a long list costs no more than a short one."""
EXACT, CONTAINED = 1.0, 0.6
_BY_NAME = {name: kind for kind, names in reversed(list(NAMES.items())) for name in names}


@dataclass(frozen=True)
class Heading:
    """The heading of a table: the number of rows above its first row with content, and the name of each column."""

    rows: int
    names: tuple[str, ...]


def together(tables: Sequence[Table]) -> list[Table]:
    """Return tables in which one that goes on with the one before it, below the same heading, is part of that.

    What stood above such a table becomes a row of it, as a heading within the list.
    """
    joined: list[Table] = []
    last: tuple[str, ...] = ()
    for table in tables:
        heading = heading_of(table)
        names = tuple(map(plain, heading.names))
        if joined and heading.rows and names == last:
            title = [[table.name, *[""] * (len(names) - 1)]] if table.name else []
            rows = [*joined[-1].rows, *title, *table.rows[heading.rows :]]
            above = [*joined[-1].above, *([] for _ in title), *table.above[heading.rows :]]
            joined[-1] = joined[-1].model_copy(update={"rows": rows, "above": above})
        else:
            joined.append(table)
        last = names
    return joined


def best_table(tables: Sequence[Table]) -> int:
    """Return the place of the table that looks most like a list of actions."""
    return max(range(len(tables)), key=lambda place: _likeness(tables[place]))


def _likeness(table: Table) -> tuple[bool, float, int]:
    heading = heading_of(table)
    kinds = [kind_of_name(name) for name in heading.names]
    return Kind.SENTENCE in kinds, min(sum(kind is not None for kind in kinds), 4), len(table.rows)


def width_of(table: Table) -> int:
    """Return the number of columns."""
    return max((len(row) for row in table.rows), default=0)


def kind_of_name(name: str) -> Kind | None:
    """Return what a column with this name holds, None when the name does not say."""
    return _match(name)[0]


def _match(name: str) -> tuple[Kind | None, float]:
    words = plain(name)
    if not words or len(name) > LONGEST_NAME:
        return None, 0
    if words in _BY_NAME:
        return _BY_NAME[words], EXACT
    if len(words.split()) > 5:
        return None, 0
    contained = [known for known in _BY_NAME if len(known) > 2 and f" {known} " in f" {words} "]
    return (_BY_NAME[max(contained, key=len)], CONTAINED) if contained else (None, 0)


def heading_of(table: Table) -> Heading:
    """Return the heading of a table; one of no rows when no row looks like it."""
    width = width_of(table)
    first = max(range(min(len(table.rows), ROWS_ABOVE_HEADING)), key=lambda place: _worth(table, place), default=0)
    if not table.rows or _worth(table, first) < (EXACT if _is_full(table, first) else 2 * CONTAINED):
        return Heading(0, ("",) * width)
    names = _padded(table.rows[first], width)
    rows = first + 1
    if rows < len(table.rows) and _is_second_line(table, first):
        groups, below = _filled_right(names, table, first), _padded(table.rows[rows], width)
        names = [_joined(group, name) for group, name in zip(groups, below, strict=True)]
        rows += 1
    if first > 0:
        names = [name or above for name, above in zip(names, _padded(table.rows[first - 1], width), strict=True)]
    return Heading(rows, tuple(" ".join(name.split()) for name in names))


def _worth(table: Table, place: int) -> float:
    """Return how much a row looks like a heading: what its cells say as names, each kind once."""
    matches = [_match(cell) for cell in table.rows[place]]
    best: dict[Kind, float] = {}
    for kind, worth in matches:
        if kind:
            best[kind] = max(best.get(kind, 0), worth)
    long = sum(len(cell) > LONGEST_NAME for cell in table.rows[place])
    return sum(best.values()) - long


def _is_full(table: Table, place: int) -> bool:
    """Tell whether a row has something in every one of two or more columns."""
    return 1 < width_of(table) == sum(map(bool, table.rows[place]))


def _is_second_line(table: Table, first: int) -> bool:
    """Tell whether the row below a heading goes on with it: names below a merged cell, or below nothing."""
    width = width_of(table)
    above, below = _padded(table.rows[first], width), _padded(table.rows[first + 1], width)
    filled = [place for place, cell in enumerate(below) if cell]
    if not filled or any(len(below[place]) > LONGEST_NAME for place in filled):
        return False
    known = [place for place in filled if _match(below[place])[0] or _match(f"{above[place]} {below[place]}")[0]]
    under = [place for place in filled if above[place] and not (place + 1 < width and not above[place + 1])]
    return 2 * len(known) > len(filled) and not under and len(filled) < width


def _filled_right(names: list[str], table: Table, row: int) -> list[str]:
    """Return names in which a name goes on over the blank cells beside it, where it is merged over them."""
    filled: list[str] = []
    below = _padded(table.rows[row + 1], len(names))
    for name, under in zip(names, below, strict=True):
        filled.append(name or (filled[-1] if filled and under else ""))
    return filled


def _joined(group: str, name: str) -> str:
    if not name or not group:
        return name or group
    return name if _match(name)[1] == EXACT and _match(name)[0] is not Kind.ORGANISATION else f"{group} {name}"


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def kinds_of(table: Table, heading: Heading) -> list[Kind]:
    """Return what each column holds; what nothing tells is for the description."""
    kinds: list[Kind | None] = []
    for name in heading.names:
        kind = kind_of_name(name)
        kinds.append(kind if kind not in kinds else None)
    rows = [_padded(row, len(kinds)) for row in table.rows[heading.rows :]]
    columns = [[row[place] for row in rows if row[place]] for place in range(len(kinds))]
    for place, values in enumerate(columns):
        if kinds[place] is None and not heading.names[place]:
            kinds[place] = _kind_of_values(values, kinds)
    if Kind.SENTENCE not in kinds:
        _choose_sentence(kinds, columns)
    return [kind or (Kind.NOTE if values else Kind.SKIP) for kind, values in zip(kinds, columns, strict=True)]


def _kind_of_values(values: Sequence[str], taken: Sequence[Kind | None]) -> Kind | None:
    """Return what a column without a name holds, when most of its first cells agree."""
    if not values:
        return Kind.SKIP
    values = values[:MOST_JUDGED]
    tests = (
        (
            Kind.NUMBER,
            lambda value: (value.strip(".").isdigit() and len(value) <= 4) or bool(cells.LABEL.fullmatch(value)),
        ),
        (Kind.STATE, lambda value: len(value) < 25 and cells.state(value)),
        (Kind.THEME, lambda value: len(value) < 45 and cells.theme(value)),
        (Kind.PERIOD, when.period),
        (Kind.PRIORITY, cells.priority),
        (Kind.CAPACITY, lambda value: costs.capacity(value) or costs.amounts(value)),
        (Kind.ORGANISATION, lambda value: len(value) < 60 and cells.is_organisation(value)),
    )
    for kind, is_kind in tests:
        if kind not in taken and 3 * sum(bool(is_kind(value)) for value in values) > 2 * len(values):
            return kind
    return None


def _choose_sentence(kinds: list[Kind | None], columns: Sequence[Sequence[str]]) -> None:
    """Let the column with the longest text hold the actions, when none is called so."""
    free = [
        place
        for place, kind in enumerate(kinds)
        if kind in (None, Kind.DESCRIPTION, Kind.OCCASION, Kind.NOTE) and columns[place]
    ]
    if free:
        kinds[max(free, key=lambda place: sum(map(len, columns[place])))] = Kind.SENTENCE
