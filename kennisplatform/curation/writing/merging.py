"""Bring two changes of one entry together: what only one side changed is taken, what both changed alike as well.

Front matter is merged per key, lists of tags and references as sets, the text by lines. Where both sides changed the
same in another way there is a conflict, and never a choice: a person decides. What comes out without a conflict is an
entry by the rules when both sides are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from merge3 import Merge3
from pydantic import ValidationError

from kennisplatform.entries.document import TEXT, Document
from kennisplatform.entries.folders import model_of
from kennisplatform.vocabulary import Region, Sector, Theme

SETS: Mapping[str, tuple[str, ...]] = {
    "themas": tuple(Theme),
    "sectoren": tuple(Sector),
    "regios": tuple(Region),
    "trefwoorden": (),
    "contacten": (),
    "verwant": (),
    "netwerken": (),
    "eerdere-namen": (),
    "bijlagen": (),
}
"""The keys whose lists are sets, with the order of their vocabulary.

Of attachments no two may be the same file, so when both sides gave one another title it is found to be no entry.
"""
MOST_LINES = 20_000
"""Lines of a text that are merged; a longer one that both sides changed is a conflict as a whole."""
_ABSENT = object()


@dataclass(frozen=True)
class Conflict:
    """A field (a key of the front matter, or `TEXT`) that both sides changed; None is a field that is not there."""

    field: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merge:
    """What came of it. `document` is None when there are conflicts.

    `proposal` holds all that could be merged, with my side where it conflicts: what a form starts from.
    """

    document: Document | None
    conflicts: tuple[Conflict, ...]
    proposal: Document


def merge(base: Document | None, mine: Document, theirs: Document) -> Merge:
    """Merge my change of `base` with that of somebody else, who saved first.

    Without a base nobody can tell who changed what, so everything that differs is a conflict.
    """
    if base and _is_same(base, theirs):
        return Merge(mine, (), mine)
    if _is_same(mine, theirs) or (base and _is_same(base, mine)):
        return Merge(theirs, (), theirs)
    metadata: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for key in dict.fromkeys((*theirs.metadata, *mine.metadata)):
        value, is_conflict = _value(
            key,
            base.metadata.get(key, _ABSENT) if base else None,
            mine.metadata.get(key, _ABSENT),
            theirs.metadata.get(key, _ABSENT),
            has_base=base is not None,
        )
        if is_conflict:
            conflicts.append(Conflict(key, mine.metadata.get(key), theirs.metadata.get(key)))
        if value is not _ABSENT:
            metadata[key] = value
    body, is_conflict = _body(_lines(base) if base else None, _lines(mine), _lines(theirs))
    if is_conflict:
        conflicts.append(Conflict(TEXT, mine.body, theirs.body))
    proposal = theirs.updated(metadata, body)
    if not conflicts and not _holds_an_entry(proposal):
        conflicts = _all_differences(mine, theirs)
    return Merge(None if conflicts else proposal, tuple(conflicts), proposal)


def _is_same(one: Document, other: Document) -> bool:
    return dict(one.metadata) == dict(other.metadata) and _lines(one) == _lines(other)


def _value(key: str, base: Any, mine: Any, theirs: Any, has_base: bool) -> tuple[Any, bool]:  # noqa: ANN401
    """Return the merged value of a key, and whether both sides changed it in another way; then it is mine."""
    if mine == theirs and type(mine) is type(theirs):
        return theirs, False
    if not has_base:
        return mine, True
    if mine == base:
        return theirs, False
    if theirs == base:
        return mine, False
    if key in SETS and all(value is _ABSENT or isinstance(value, list) for value in (base, mine, theirs)):
        return _union(SETS[key], *([] if value is _ABSENT else value for value in (base, mine, theirs))), False
    return mine, True


def _union(vocabulary: tuple[str, ...], base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    """Keep what nobody removed and add what either added: in the order of the vocabulary, else as first seen."""
    kept = [value for value in (*theirs, *mine) if (value in mine and value in theirs) or value not in base]
    seen = [value for place, value in enumerate(kept) if value not in kept[:place]]
    if not vocabulary:
        return seen
    return sorted(seen, key=lambda value: vocabulary.index(value) if value in vocabulary else len(vocabulary))


def _lines(document: Document) -> list[str]:
    return document.body.replace("\r\n", "\n").split("\n")


def _body(base: list[str] | None, mine: list[str], theirs: list[str]) -> tuple[str, bool]:
    if mine in (theirs, base):
        return "\n".join(theirs), False
    if theirs == base:
        return "\n".join(mine), False
    if base is None or max(map(len, (base, mine, theirs))) > MOST_LINES:
        return "\n".join(mine), True
    lines: list[str] = []
    is_conflict = False
    for region, *parts in Merge3(base, mine, theirs).merge_groups():
        # A region is the lines of one side, or in a conflict those of the base, mine and theirs.
        is_conflict = is_conflict or region == "conflict"
        lines += parts[1] if region == "conflict" else parts[0]
    return "\n".join(lines), is_conflict


def _holds_an_entry(document: Document) -> bool:
    model = model_of(document.metadata.get("soort"))
    if model is None:
        return False
    try:
        model.model_validate(document.values_for("naam"))
    except ValidationError:
        return False
    return True


def _all_differences(mine: Document, theirs: Document) -> list[Conflict]:
    """Return every field in which both sides differ: together they broke a rule, so a person looks at all of them."""
    keys = dict.fromkeys((*theirs.metadata, *mine.metadata))
    found = [
        Conflict(key, mine.metadata.get(key), theirs.metadata.get(key))
        for key in keys
        if mine.metadata.get(key, _ABSENT) != theirs.metadata.get(key, _ABSENT)
    ]
    return [*found, *([Conflict(TEXT, mine.body, theirs.body)] if _lines(mine) != _lines(theirs) else [])]
