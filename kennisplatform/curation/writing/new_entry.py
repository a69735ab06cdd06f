"""A new entry as a file: its slug out of its title, and the template of the menu card to fill in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST_SLUG = 80


def slug_of(title: str, taken: Collection[str]) -> str:
    """Return a slug for a title that no other entry has."""
    letters = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_SLUG].strip("-") or "vermelding"
    number = 1
    found = slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found


def from_template(headings: Collection[str], first_text: str) -> str:
    """Return a body with these headings; what is known already stands under the first one."""
    first, *others = headings
    return "\n\n".join([f"## {first}", first_text.strip(), *(f"## {heading}" for heading in others)])
