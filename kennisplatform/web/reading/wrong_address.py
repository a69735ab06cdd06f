"""Addresses that lead nowhere: what was meant, where that is sure; else what comes near, and the search filled in.

A slash, a capital, `.html` or another section is forgiven, and old words in addresses still lead on. A typing error is
not: another entry may be one letter away. All of it is about what the viewer may see, so a hidden entry is as absent
here as one that never was.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from flask import Flask, current_app, redirect, request, url_for
from rapidfuzz import fuzz, process
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.entries.document import Document
from kennisplatform.entries.history.repository import HistoryUnusable
from kennisplatform.entries.models import Entry
from kennisplatform.permissions import may_see
from kennisplatform.search.dutch.analysis import fold
from kennisplatform.site import site
from kennisplatform.vocabulary import Region, Sector, Status
from kennisplatform.web.base import current, errors, visibility
from kennisplatform.web.display.navigation import url_of
from kennisplatform.web.reading.entry_page import replaced_by

OLD_WORDS = {
    "agendas": "agenda",
    "contact": "contacten",
    "help": "paginas/hulp",
    "login": "inloggen",
    "netwerk": "netwerken",
    "regio": "regios",
    "rol": "rollen",
    "search": "zoeken",
    "thema": "menukaart",
    "themas": "menukaart",
    "voorbeelden": "menukaart",
    "zoek": "zoeken",
}
"""Whole addresses as people guess them, and where they lead."""
LONGEST_READ = 200
"""Characters of an address that are looked at."""
MOST_NEAR = 3
NEAR_ENOUGH = 65
"""How much of a name must be alike, out of 100."""
MOST_REVISIONS = 50
"""Versions of an archived entry that are looked at."""
_ENDING = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Archived:
    """An entry that the viewer could see until it was archived: since when, and what came in its place."""

    since: date
    replaced_by: Entry | str | None


def register(app: Flask) -> None:
    """Answer addresses that lead nowhere."""
    app.register_error_handler(NotFound, _not_found)


def _not_found(error: HTTPException) -> Response:
    if request.path.startswith("/api/") or request.method != "GET":
        return errors.answer(404)
    path = request.path[:LONGEST_READ]
    entries = visibility.visible(site.catalogue.entries.values())
    if meant := _meant(path, entries):
        return redirect(meant)
    words = _words(path)
    archived = _archived()
    return errors.answer(410 if archived else 404, words=words, nearest=_nearest(words, entries), archived=archived)


def _meant(path: str, entries: Collection[Entry]) -> str | None:
    """Return the address that is surely meant: the same but for how it is written, or the name of something visible."""
    parts = [_ENDING.sub("", part.strip()).lower() for part in path.split("/")]
    plain = "/".join(part for part in parts if part)
    address = "/" + OLD_WORDS.get(plain, plain)
    if plain and address != request.path and (_is_overview(address) or _is_of_region(address)):
        return address
    key = _key(parts[-1] or plain.rpartition("/")[2])
    found = [entry for entry in entries if key and key in _keys(entry)]
    if len(found) == 1:
        return url_of(found[0])
    page = site.catalogue.pages.get(plain.rpartition("/")[2])
    return url_for("pages.page", slug=page.slug) if page and page.status is Status.PUBLISHED else None


def _is_overview(address: str) -> bool:
    """Tell whether an address is one of the site without the name of an entry in it."""
    try:
        _, arguments = current_app.url_map.bind("localhost").match(address, method="GET")
    except HTTPException:
        return False
    return not arguments


def _is_of_region(address: str) -> bool:
    """Tell whether an address is that of a region, or of a sector in it."""
    match address.split("/")[1:]:
        case ["regios", region]:
            return region in Region.__members__.values()
        case ["regios", region, sector]:
            return region in Region.__members__.values() and sector in Sector.__members__.values()
    return False


def _keys(entry: Entry) -> set[str]:
    return {_key(slug) for slug in (entry.slug, *entry.former_slugs)}


def _key(name: str) -> str:
    """Return the letters and digits of a name, in small letters without accents."""
    return re.sub(r"[^a-z0-9]", "", fold(unquote(name)))


def _words(path: str) -> str:
    """Return what an address seems to be about, to search for."""
    last = _ENDING.sub("", path.rstrip("/").rpartition("/")[2])
    return re.sub(r"[^\w]+|_", " ", last).strip()


def _nearest(words: str, entries: Collection[Entry]) -> list[Entry]:
    """Return the visible entries whose names are most like these words."""
    by_slug = {entry.slug: entry for entry in entries}
    names = {slug: slug.replace("-", " ") for slug in by_slug}
    found = process.extract(
        words.lower(), names, scorer=fuzz.token_set_ratio, score_cutoff=NEAR_ENOUGH, limit=MOST_NEAR
    )
    return [by_slug[slug] for _, _, slug in found]


def _archived() -> Archived | None:
    """Return what there is to say of an entry that the viewer could see before it was archived."""
    slug = str((request.view_args or {}).get("slug", ""))
    entry = site.catalogue.entries.get(slug)
    if entry is None or entry.status is not Status.ARCHIVED or url_of(entry) != request.path:
        return None
    if not may_see(current.viewer(), entry.model_copy(update={"status": Status.PUBLISHED})):
        return None
    try:
        since = _archived_since(site.store.name_of(entry))
    except HistoryUnusable:
        return None  # who could see it before is not known now
    return Archived(since, replaced_by(entry)) if since else None


def _archived_since(path: str) -> date | None:
    """Return the day on which a published entry was archived; None for one that nobody could see before."""
    since = None
    for revision in site.history.revisions(path, MOST_REVISIONS):
        status = _status(site.history.source(revision.id, path))
        if status == Status.PUBLISHED:
            return since
        if status != Status.ARCHIVED:
            return None
        since = revision.at.astimezone(DUTCH_TIME).date()
    return None


def _status(data: bytes | None) -> str:
    document = Document.of_file(data)
    return str(document.metadata.get("status", "")) if document else ""
