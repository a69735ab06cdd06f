"""Where an entry points at another one: in the fields of its front matter, and by links in its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kennisplatform.entries.document import Document
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Contact, Entry, Network, RoleDescription

REFERRING_KEYS = ("netwerken", "contacten", "verwant", "vervangen-door", "valt-terug-op")
ADDRESS_BY_MODEL: Mapping[type[Entry], str] = {
    MenuCardEntry: "menukaart",
    RoleDescription: "rollen",
    Contact: "contacten",
    Network: "netwerken",
    Agenda: "agenda",
}
"""The first part of the address of each model's entries, as links in texts write it."""


def links_to(entry: Entry, body: str) -> bool:
    """Tell whether a text has a link to an entry, or to one of its attachments."""
    return bool(_link(entry).search(body))


def with_links(body: str, entry: Entry, new_slug: str) -> str:
    """Return a text whose links to an entry lead to its new slug."""
    return _link(entry).sub(lambda found: found.group(1) + new_slug, body)


def pointing_to(document: Document, entry: Entry, new_slug: str) -> Document:
    """Return a document that refers to the new slug of an entry wherever it referred to the old one."""
    metadata = dict(document.metadata)
    for key in REFERRING_KEYS:
        if isinstance(metadata.get(key), list):
            metadata[key] = _replaced(metadata[key], entry.slug, new_slug)
        elif metadata.get(key) == entry.slug:
            metadata[key] = new_slug
    if isinstance(metadata.get("punten"), list):
        metadata["punten"] = [_point(point, entry.slug, new_slug) for point in metadata["punten"]]
    return document.updated(metadata, with_links(document.body, entry, new_slug))


def _point(point: Any, old: str, new: str) -> Any:  # noqa: ANN401 -- front matter as it was read
    if not isinstance(point, dict) or not isinstance(point.get("voorbeelden"), list):
        return point
    return {**point, "voorbeelden": _replaced(point["voorbeelden"], old, new)}


def _replaced(slugs: list[Any], old: str, new: str) -> list[Any]:
    return [new if slug == old else slug for slug in slugs]


def _link(entry: Entry) -> re.Pattern[str]:
    section = ADDRESS_BY_MODEL[type(entry)]
    return re.compile(rf"(?<![\w.:/-])(/(?:{section}|bijlagen)/){re.escape(entry.slug)}(?![\w-])")
