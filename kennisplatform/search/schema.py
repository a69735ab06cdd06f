"""What the Whoosh index holds of an entry, and how much each field counts.

`FINGERPRINT` changes whenever this, the analysis or a library below them changes; an index with another one is rebuilt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema

from kennisplatform.accounts import permissions
from kennisplatform.entries import plain_text
from kennisplatform.entries.models import Agenda, Contact, Entry, MenuCardEntry, Network
from kennisplatform.search import analysis
from kennisplatform.search.engine import IndexedEntry
from kennisplatform.search.request import Facet

FIELD_WEIGHTS: Mapping[str, float] = {"title": 4.0, "keywords": 3.0, "summary": 2.0, "body": 1.0}
"""The fields that are searched and how much a match in each counts."""


def _text() -> TEXT:
    return TEXT(analyzer=analysis.DutchAnalyzer(), phrase=True)


def _terms() -> KEYWORD:
    return KEYWORD(lowercase=False, commas=True)


SCHEMA = Schema(
    slug=ID(unique=True, sortable=True),
    version=ID(sortable=True),
    title_order=ID(sortable=True),
    updated=ID(sortable=True),
    audience=_terms(),
    **{str(facet.value): _terms() for facet in Facet},
    **{name: _text() for name in FIELD_WEIGHTS},
    display=STORED(),
)


def document(indexed: IndexedEntry) -> dict[str, Any]:
    """Return the fields under which an entry is indexed; `display` is what a list of results needs of it."""
    entry = indexed.entry
    body = plain_text.from_markdown(entry.body)
    updated = entry.updated.isoformat() if entry.updated else ""
    facets: dict[Facet, tuple[str, ...]] = {
        Facet.THEME: entry.tagged_themes,
        Facet.SECTOR: entry.tagged_sectors,
        Facet.KIND: (entry.kind,),
        Facet.REGION: entry.regions,
        Facet.ORGANISATION_TYPE: (entry.organisation_type,) if isinstance(entry, Contact) else (),
    }
    return {
        "slug": entry.slug,
        "version": indexed.version,
        "title_order": analysis.fold(entry.title),
        "updated": updated,
        "audience": ",".join(sorted(permissions.audiences(entry))),
        **{str(facet.value): ",".join(terms) for facet, terms in facets.items()},
        "title": entry.title,
        "keywords": " ; ".join((*entry.keywords, *_names(entry))),
        "summary": entry.summary,
        "body": body,
        "display": {
            "slug": entry.slug,
            "kind": str(entry.kind),
            "title": entry.title,
            "summary": entry.summary,
            "body": body,
            "themes": [str(theme) for theme in entry.tagged_themes],
            "sectors": [str(sector) for sector in entry.tagged_sectors],
            "visibility": str(entry.visibility),
            "updated": updated,
        },
    }


def _names(entry: Entry) -> list[str]:
    """Return what people may type to find an entry and what stands in none of its texts: labels and organisations."""
    labels = [term.label for term in (entry.kind, *entry.tagged_themes, *entry.tagged_sectors, *entry.regions)]
    match entry:
        case Contact():
            return [*labels, entry.organisation, entry.function, entry.organisation_type.label]
        case MenuCardEntry():
            return [*labels, *entry.organisations]
        case Network():
            return [*labels, *filter(None, [entry.organisation])]
        case Agenda():
            return [*labels, *(point.title for point in entry.points)]
    return labels


def _fingerprint() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for module in (__file__, analysis.__file__, plain_text.__file__, permissions.__file__):
        digest.update(Path(module).read_bytes())
    for library in ("whoosh-reloaded", "pystemmer"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


FINGERPRINT = _fingerprint()
