"""What the Whoosh index holds of an entry.

`FINGERPRINT` changes whenever this, the analysis or a library below them changes; an index with another one is rebuilt.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whoosh.analysis import IDAnalyzer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, KEYWORD, FieldType, Schema
from whoosh.formats import Existence

from kennisplatform.accounts import permissions
from kennisplatform.entries import plain_text
from kennisplatform.entries.models import Agenda, Contact, Entry, MenuCardEntry, Network
from kennisplatform.search import analysis, codec, weights
from kennisplatform.search.codec import LAST_POSITION
from kennisplatform.search.engine import IndexedEntry
from kennisplatform.search.request import Facet

GAP = 20
"""Positions left free between two fields (and two keywords), so that no phrase runs from one into the other."""

Texts = Mapping[str, tuple[str, ...]]
"""The texts of an entry per field of `weights.FIELDS`."""


class EntryText(FieldType):  # type: ignore[misc]
    """All fields of an entry in one inverted file: per word its weight over all fields, and its positions."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=IDAnalyzer())

    def index(self, texts: Texts, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield per word: its UTF-8 form, how often it occurs, its weight, its positions as 16-bit numbers."""
        for form, (weight, positions) in postings(texts).items():
            yield form.encode(), len(positions), weight, positions.tobytes()


def postings(texts: Texts) -> dict[str, tuple[float, array[int]]]:
    """Return per word of an entry its weight and its positions.

    The weight is BM25F's: how often the word stands in each field, evened out by the length of that field, times what
    the field counts (Robertson and Zaragoza 2009, section 3.5), with a usual length in place of the average.
    """
    found: dict[str, tuple[float, array[int]]] = {}
    position = 0
    for field, pieces in texts.items():
        occurrences: dict[str, int] = {}
        length = 0
        for piece in pieces:
            for word in analysis.words(piece):
                for form in (word.form, word.joined) if word.joined else (word.form,):
                    occurrences[form] = occurrences.get(form, 0) + 1
                    if form not in found:
                        found[form] = (0.0, array("H"))
                    if position <= LAST_POSITION:
                        found[form][1].append(position)
                position += 1
                length += 1
            position += GAP
        rule = weights.FIELDS[field]
        norm = 1 - rule.length_effect + rule.length_effect * length / rule.usual_length
        for form, count in occurrences.items():
            weight, positions = found[form]
            found[form] = (weight + rule.weight * count / max(norm, 0.1), positions)
    return found


def _terms() -> KEYWORD:
    return KEYWORD(lowercase=False, commas=True)


SCHEMA = Schema(
    slug=ID(sortable=True),
    version=ID(sortable=True),
    title_order=ID(sortable=True),
    updated=ID(sortable=True),
    audience=_terms(),
    **{str(facet.value): _terms() for facet in Facet},
    name=_terms(),
    label=_terms(),
    text=EntryText(),
    display=COLUMN(VarBytesColumn()),
    word_starts=COLUMN(VarBytesColumn()),
)


def texts(entry: Entry) -> Texts:
    """Return the texts in which an entry is found; the order is that of the positions in the index."""
    return {
        "title": (entry.title,),
        "body": (plain_text.from_markdown(entry.body),),
        "summary": (entry.summary,),
        "keywords": entry.keywords,
        "labels": tuple(_labels(entry)),
    }


def document(indexed: IndexedEntry) -> dict[str, Any]:
    """Return the fields under which an entry is indexed; `display` is what a list of results needs of it."""
    entry = indexed.entry
    read = texts(entry)
    (body,) = read["body"]
    updated = entry.updated.isoformat() if entry.updated else ""
    facets: dict[Facet, tuple[str, ...]] = {
        Facet.THEME: entry.tagged_themes,
        Facet.SECTOR: entry.tagged_sectors,
        Facet.KIND: (entry.kind,),
        Facet.REGION: entry.regions,
        Facet.ORGANISATION_TYPE: (entry.organisation_type,) if isinstance(entry, Contact) else (),
    }
    display = {
        "slug": entry.slug,
        "kind": str(entry.kind),
        "title": entry.title,
        "summary": entry.summary,
        "body": body,
        "themes": [str(theme) for theme in entry.tagged_themes],
        "sectors": [str(sector) for sector in entry.tagged_sectors],
        "visibility": str(entry.visibility),
        "updated": updated,
    }
    return {
        "slug": entry.slug,
        "version": indexed.version,
        "title_order": " ".join(analysis.forms(entry.title)),
        "updated": updated,
        "audience": ",".join(sorted(permissions.audiences(entry))),
        **{str(facet.value): ",".join(terms) for facet, terms in facets.items()},
        "name": ",".join(sorted(_names(entry))),
        "label": ",".join(sorted(_label_words(entry))),
        "text": read,
        "display": json.dumps(display, ensure_ascii=False).encode(),
        "word_starts": array("I", [word.start for word in analysis.words(body)]).tobytes(),
    }


def _labels(entry: Entry) -> list[str]:
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


def _names(entry: Entry) -> set[str]:
    """Return what an entry is called: its title, the head of its title, what stands in brackets, its slug."""
    head = entry.title.partition(":")[0]
    outside, _, inside = head.partition("(")
    names = [entry.title, head, outside, inside, head.partition(",")[0], entry.slug.replace("-", " ")]
    if isinstance(entry, Contact):
        names.append(entry.organisation)
    return {key for name in names if (key := analysis.name_key(name))}


def _label_words(entry: Entry) -> set[str]:
    """Return the words by which an entry is suggested while somebody types."""
    texts = [entry.title, *entry.keywords]
    if isinstance(entry, Contact):
        texts += [entry.organisation, entry.function]
    if isinstance(entry, MenuCardEntry):
        texts += entry.organisations
    return {form for text in texts for word in analysis.words(text) for form in (word.form, word.joined) if form}


def _fingerprint() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for module in (
        __file__,
        analysis.__file__,
        codec.__file__,
        weights.__file__,
        plain_text.__file__,
        permissions.__file__,
    ):
        digest.update(Path(module).read_bytes())
    for library in ("whoosh-reloaded", "pystemmer"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


FINGERPRINT = _fingerprint()
