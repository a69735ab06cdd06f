"""What differs in one field and no more: of a list what came, went or changed, of a row the parts that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kennisplatform.curation.versions.field_words import FieldWords

MOST_PAIRS_OF_ROWS = 10_000
"""Rows before times rows after that are compared; of longer lists no row is taken for the change of another."""
LEAST_ALIKE = 0.3
"""Two rows that share fewer of their parts are not a change of one into the other."""
OTHER_ORDER = "andere volgorde"


@dataclass(frozen=True)
class FieldDifference:
    """A field, or a part of one, whose value changed: before and after, as people read it; none where it was empty."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def of_field(words: FieldWords, key: str, before: Any, after: Any) -> Iterator[FieldDifference]:  # noqa: ANN401
    """Yield what differs between two values of a field, which are values of the front matter that are not the same."""
    label = words.label(key)
    old, new = (value if isinstance(value, list) else [] if value is None else None for value in (before, after))
    if old is not None and new is not None and (old or new):
        yield from _of_lists(words, key, old, new)
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _of_parts(words.within(key), label, before, after)
    else:
        yield FieldDifference(label, words.values(key, before), words.values(key, after))


def _of_lists(words: FieldWords, key: str, old: list[Any], new: list[Any]) -> Iterator[FieldDifference]:
    label = words.label(key)
    gone, came = _left_over(old, new), _left_over(new, old)
    if not gone and not came:
        yield FieldDifference(f"{label}, {OTHER_ORDER}", words.values(key, old), words.values(key, new))
        return
    pairs = _changed_rows(gone, came)
    for before, after in pairs:
        yield from _of_parts(words.within(key), f"{label}: {_shown_name(words.within(key), after)}", before, after)
    gone = [row for row in gone if not any(row is before for before, _ in pairs)]
    came = [row for row in came if not any(row is after for _, after in pairs)]
    if gone or came:
        yield FieldDifference(label, words.values(key, gone), words.values(key, came))


def _of_parts(
    words: FieldWords, label: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[FieldDifference]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            for found in of_field(words, key, before.get(key), after.get(key)):
                yield FieldDifference(f"{label} – {found.label}", found.before, found.after)


def _left_over(rows: list[Any], others: list[Any]) -> list[Any]:
    """Return the rows that the other list does not have, or not as often."""
    there = Counter(map(repr, others))
    found: list[Any] = []
    for row in rows:
        if there[repr(row)]:
            there[repr(row)] -= 1
        else:
            found.append(row)
    return found


def _changed_rows(gone: list[Any], came: list[Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the rows that became another one, the most alike first; each row is in one pair at most."""
    before, after = ([row for row in rows if isinstance(row, dict)] for rows in (gone, came))
    if len(before) * len(after) > MOST_PAIRS_OF_ROWS:
        return []
    scored = [
        (-_likeness(old, new), place_before, place_after)
        for place_before, old in enumerate(before)
        for place_after, new in enumerate(after)
    ]
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    taken_before: set[int] = set()
    taken_after: set[int] = set()
    for score, place_before, place_after in sorted(scored):
        if -score >= LEAST_ALIKE and place_before not in taken_before and place_after not in taken_after:
            pairs.append((before[place_before], after[place_after]))
            taken_before.add(place_before)
            taken_after.add(place_after)
    return pairs


def _likeness(old: Mapping[str, Any], new: Mapping[str, Any]) -> float:
    """Return which part of the parts of two rows is the same, from 0 to 1; the first part names a row and is enough."""
    keys = old.keys() | new.keys()
    same = sum(old.get(key) == new.get(key) for key in keys)
    first = next(iter(new.items()), None)
    return 1.0 if first and first in old.items() else same / len(keys)


def _shown_name(words: FieldWords, row: Mapping[str, Any]) -> str:
    """Return what names a row to people: its first part, as in the form."""
    return next((", ".join(words.values(key, value)) for key, value in row.items()), "")
