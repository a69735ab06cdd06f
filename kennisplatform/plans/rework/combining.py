"""A copy of an action, two actions of one, and one of two. Nothing is lost on the way: what does not fit is refused."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from kennisplatform.plans.action import (
    FIELD_LABELS,
    LONGEST_ACTION,
    LONGEST_DESCRIPTION,
    MOST_MILESTONES,
    MOST_ROWS,
    Action,
)

ItemType = TypeVar("ItemType")

COPIED = " (kopie)"
_NOTHING = Action(sentence="-").fields()
_GOES_ALONG = ("theme", "points", "occasion", "level", "priority", "examples", "owner", "partners", "due")
"""What an action that is split off has from the one it was part of; money stays, so that it is not counted twice."""
_TEXTS = ("description", "evidence", "outcome")
_MOST = {"milestones": MOST_MILESTONES, "partners": MOST_ROWS, "costs": MOST_ROWS, "points": None, "examples": None}


class TooMuch(Exception):
    """Two actions together have more of something than one may have: `label` names it, `most` may be there."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name)
        self.label = FIELD_LABELS[name]
        self.most = most


@dataclass(frozen=True)
class Joined:
    """One action of two. `differing` are the names of fields of which only one can stay, and both say something."""

    action: Action
    differing: tuple[str, ...]


def copy_of(action: Action) -> Action:
    """Return an action to begin anew with: nothing of it is done yet."""
    return action.model_copy(
        update={
            "sentence": action.sentence[: LONGEST_ACTION - len(COPIED)] + COPIED,
            "milestones": tuple(milestone.model_copy(update={"is_done": False}) for milestone in action.milestones),
            "evidence": "",
            "outcome": "",
        }
    )


def split(action: Action, sentence: str, places: Collection[int]) -> tuple[Action, Action]:
    """Return what stays of an action and what becomes one of its own, with the milestones on these places."""
    stays = tuple(milestone for place, milestone in enumerate(action.milestones) if place not in places)
    goes = tuple(milestone for place, milestone in enumerate(action.milestones) if place in places)
    along = {name: getattr(action, name) for name in _GOES_ALONG}
    return action.model_copy(update={"milestones": stays}), Action(sentence=sentence, milestones=goes, **along)


def joined(kept: Action, other: Action, from_other: Collection[str] = ()) -> Joined:
    """Return two actions as one: what both have is put together, and of what can be there once the kept one wins.

    `from_other` names fields for which the other one does. Raises `TooMuch`.
    """
    here, there = kept.fields(), other.fields()
    lists = {name: tuple(_united(getattr(kept, name), getattr(other, name))) for name in _MOST}
    for name, most in _MOST.items():
        if most is not None and len(lists[name]) > most:
            raise TooMuch(name, most)
    texts = {name: "\n\n".join(dict.fromkeys(filter(None, (here[name], there[name])))) for name in _TEXTS}
    for name, text in texts.items():
        if len(text) > LONGEST_DESCRIPTION:
            raise TooMuch(name, LONGEST_DESCRIPTION)
    single = [name for name in FIELD_LABELS if name not in lists and name not in texts]
    differing = tuple(name for name in single if here[name] != there[name] and _says(here, name) and _says(there, name))
    taken = [name for name in single if name in from_other or not _says(here, name)]
    action = kept.model_copy(update={**lists, **texts, **{name: getattr(other, name) for name in taken}})
    return Joined(action, differing)


def _says(fields: Mapping[str, Any], name: str) -> bool:
    return bool(fields[name] != _NOTHING[name])


def _united(ours: Iterable[ItemType], theirs: Iterable[ItemType]) -> Iterable[ItemType]:
    """Return the items of both, each once; of an example that both name, the version that we read."""
    by_key: dict[Hashable, ItemType] = {}
    for item in (*ours, *theirs):
        by_key.setdefault(_key(item), item)
    return by_key.values()


def _key(item: object) -> Hashable:
    """Return by what two of them are the same: an example by its entry, anything else by all that it says."""
    return getattr(item, "slug", None) or item
