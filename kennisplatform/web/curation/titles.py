"""The titles of entries in one sentence, for messages about many of them."""

from __future__ import annotations

from collections.abc import Iterable

from kennisplatform.site import site

MOST_NAMED = 8
"""How many titles a message names before it only counts."""


def named(slugs: Iterable[str]) -> str:
    """Return the titles of entries; the slug of one that is not there."""
    every = list(dict.fromkeys(slugs))
    entries = site.catalogue.entries
    titles = [entries[slug].title if slug in entries else slug for slug in every[:MOST_NAMED]]
    more = len(every) - len(titles)
    return "; ".join([*titles, *([f"en nog {more}"] if more else [])])
