"""The documents of a generation in the orders that no query changes, made of those of the generation before it.

Only the place of what is new is looked for; all else keeps its order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.request import Sorting

WORTH_SORTING = 16
"""When there is one new document to so many others, sorting all takes less than looking for each place."""
_BELOW_DAY = np.int64(1 << 32)


@dataclass(frozen=True)
class Orders:
    """The numbers of all documents, deleted ones too, by title; and by day, the newest first, and then by title."""

    by_title: Numbers
    by_day: Numbers

    @classmethod
    def of(cls, new: list[int], title_of: Callable[[int], str], days: npt.NDArray[np.int64], kept: Orders) -> Orders:
        """Return the orders of the documents of `kept` and new ones, given the title and day of any."""
        new.sort(key=title_of)
        if len(new) * WORTH_SORTING > len(kept.by_title):
            by_title = np.array(sorted([*kept.by_title.tolist(), *new], key=title_of), np.int64)
        else:
            known = range(len(kept.by_title))
            places = [bisect_left(known, title_of(n), key=lambda at: title_of(int(kept.by_title[at]))) for n in new]
            by_title = np.insert(kept.by_title, places, new)
        keys = -days * _BELOW_DAY + _places(by_title)
        newest = np.array(sorted(new, key=keys.__getitem__), np.int64)
        return cls(by_title, np.insert(kept.by_day, np.searchsorted(keys[kept.by_day], keys[newest]), newest))

    def renumbered(self, new_number_of: Numbers) -> Orders:
        """Return these orders when documents have other numbers; below 0 for those that are gone."""
        orders = (new_number_of[order] for order in (self.by_title, self.by_day))
        return Orders(*(order[order >= 0] for order in orders))

    @cached_property
    def ranks(self) -> dict[Sorting, Numbers]:
        """Per order the place of each document in it."""
        return {Sorting.TITLE: _places(self.by_title), Sorting.NEWEST: _places(self.by_day)}


NO_ORDERS = Orders(np.empty(0, np.int64), np.empty(0, np.int64))


def _places(order: Numbers) -> Numbers:
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order))
    return places
