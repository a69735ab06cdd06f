"""The name of an entry in its address: proposed from its title, and refused when it is no name or somebody has it."""

from __future__ import annotations

import re

from kennisplatform.clean_text import slug_of
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.entries.parts import SLUG_PATTERN

LONGEST_PROPOSAL = 70
LONGEST = 120
RESERVED = frozenset(
    {
        "bereikbaarheid",
        "bestanden",
        "bevestigen",
        "concepten",
        "contacten",
        "geschiedenis",
        "lijst",
        "links",
        "meldingen",
        "naar",
        "nieuw",
        "plakken",
        "vergelijk",
        "verwijderd",
        "voorbeeld",
        "voorbereid",
        "zoekvragen",
    }
)
"""Words that stand for something else where the name of an entry stands in addresses (`/redactie/lijst`,
`/menukaart/vergelijk`).

A test compares them with the addresses that there are.
"""


def proposed(title: str) -> str:
    """Return a name made of the words of a title: `Nooddrinkwater: één regio` becomes `nooddrinkwater-een-regio`."""
    words = slug_of(title).split("-")
    while len(words) > 1 and len("-".join(words)) > LONGEST_PROPOSAL:
        words.pop()
    return "-".join(words)[:LONGEST_PROPOSAL]


def is_name(slug: str) -> bool:
    """Tell whether this can be a name at all."""
    return len(slug) <= LONGEST and bool(re.fullmatch(SLUG_PATTERN, slug))


def is_taken(slug: str, store: EntryStore) -> bool:
    """Tell whether a file has this name, readable or not, or an entry had it before: old addresses keep leading on."""
    return slug in RESERVED or file_named(slug, store) is not None or slug in store.catalogue.former_slugs


def file_named(slug: str, store: EntryStore) -> str | None:
    """Return the path of the file with this name in whichever folder, readable or not; None when there is none."""
    paths = (f"{folder}/{slug}.md" for folder in MODEL_BY_FOLDER)
    return next((path for path in paths if store.read(path) is not None), None)
