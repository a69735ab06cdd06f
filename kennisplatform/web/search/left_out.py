"""What to leave out of a search that found little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kennisplatform.search.missed import FEW
from kennisplatform.search.request import SearchPage, SearchRequest
from kennisplatform.web.search.search_url import ReadSearch

MOST_WORDS = 5
"""Of longer texts no word is left out: there are too many to choose from."""


@dataclass(frozen=True)
class Offer:
    """A search that leaves something out: what, and how much it finds."""

    left_out: str
    request: SearchRequest
    total: int


def offers(page: SearchPage, search: Callable[[ReadSearch], SearchPage]) -> list[Offer]:
    """Return what finds more than a page with few results: without its filters, or without one of its words."""
    asked = page.request
    if page.total >= FEW or asked.page > 1 or not (asked.text or asked.filters):
        return []
    tries = [("de filters", replace(asked, filters={}))] if asked.filters else []
    words = asked.text.split()
    if 1 < len(words) <= MOST_WORDS:
        for place, word in enumerate(words):
            tries.append((f"“{word}”", replace(asked, text=" ".join(words[:place] + words[place + 1 :]))))
    found = (Offer(left_out, tried, search(ReadSearch(tried, ())).total) for left_out, tried in tries)
    return sorted((offer for offer in found if offer.total > page.total), key=lambda offer: -offer.total)
