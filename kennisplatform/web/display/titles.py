"""The titles of entries in one sentence, for messages about many of them."""

from __future__ import annotations

from collections.abc import Iterable

from kennisplatform.site import site

MOST_NAMED = 8
"""How many titles a message names before it only counts."""


def title_of(slug: str) -> str:
    """Return the title of an entry or page; the slug of one that is not there."""
    found = site.catalogue.entries.get(slug) or site.catalogue.pages.get(slug)
    return found.title if found else slug


def named(slugs: Iterable[str]) -> str:
    """Return the titles of entries and pages; the slug of one that is not there."""
    every = list(dict.fromkeys(slugs))
    titles = [title_of(slug) for slug in every[:MOST_NAMED]]
    more = len(every) - len(titles)
    return "; ".join([*titles, *([f"en nog {more}"] if more else [])])
