"""Moving one thing up or down in a list, by the buttons of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

ItemType = TypeVar("ItemType")

MOVES = {"omhoog": -1, "omlaag": 1}
"""How many places further on a button moves something, by its name."""


def moved(items: Sequence[ItemType], item: ItemType, places: int) -> list[ItemType]:
    """Return the items with one of them so many places further on, or back; it stays between the first and the last."""
    rest = [other for other in items if other != item]
    place = min(max(items.index(item) + places, 0), len(rest))
    return [*rest[:place], item, *rest[place:]]
