"""What the Whoosh index holds of an entry.

`FINGERPRINT` changes whenever this, the analysis or a library below them changes; an index with another one is rebuilt.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whoosh.analysis import IDAnalyzer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from kennisplatform import clean_text, permissions
from kennisplatform.entries.menu_card import labels
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Contact, Entry, Network
from kennisplatform.entries.text import markdown_parser, plain_text, sections, typed_addresses, typed_markdown
from kennisplatform.search import weights
from kennisplatform.search.dutch import analysis
from kennisplatform.search.engine import IndexedEntry
from kennisplatform.search.index import codec, packing, term_pool
from kennisplatform.search.index.codec import LAST_POSITION
from kennisplatform.search.index.term_pool import DocumentTerms
from kennisplatform.search.request import Facet

GAP = 20
"""Positions left free between two fields (and two keywords), so that no phrase runs from one into the other."""

SHORTEST = 0.1
"""What the length of a field may at least divide by."""

FieldPosting = tuple[DocumentTerms, int, float, bytes]
"""What Whoosh asks of a field for each term, given once for all terms of a document (see `TermPool.add`)."""

Texts = Mapping[str, tuple[str, ...]]
"""The texts of an entry per field of `weights.FIELDS`, in the order of their positions in the index."""


@dataclass(frozen=True)
class ReadTexts:
    """What the index keeps of the texts of an entry."""

    weights: Mapping[str, float]
    """Per word what it counts over all fields."""
    positions: Mapping[str, Sequence[int]]
    body_starts: tuple[int, ...]
    """Where each word of the body starts (characters)."""
    attachment_starts: tuple[int, ...]
    """The position of the first word of each attachment."""


class EntryText(FieldType):  # type: ignore[misc]
    """All fields of an entry in one inverted file: per word its weight over all fields, and its positions."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=IDAnalyzer())

    def index(self, read: ReadTexts, **_: object) -> Iterator[FieldPosting]:
        """Yield all words at once."""
        yield _at_once(DocumentTerms(read.weights, read.positions))


def read_texts(texts: Texts) -> ReadTexts:
    """Read the texts of an entry word by word.

    The weight is BM25F's: how often the word stands in each field, evened out by the length of that field, times what
    the field counts (Robertson and Zaragoza 2009, section 3.5), with a usual length in place of the average.
    """
    weight_of: dict[str, float] = {}
    positions_of: defaultdict[str, list[int]] = defaultdict(list)
    body_starts: list[int] = []
    piece_starts: list[int] = []
    position = 0
    for field, pieces in texts.items():
        terms: list[str] = []
        starts: list[int] = []
        piece_starts = []
        for piece in pieces:
            piece_starts.append(position)
            for start, _, form, other in analysis.words(piece):
                starts.append(start)
                terms.append(form)
                if position <= LAST_POSITION:
                    positions_of[form].append(position)
                    if other:
                        positions_of[other].append(position)
                if other:
                    terms.append(other)
                position += 1
            position += GAP
        if field == "body":
            body_starts = starts
        rule = weights.FIELDS[field]
        norm = 1 - rule.length_effect + rule.length_effect * len(starts) / rule.usual_length
        each = rule.weight / max(norm, SHORTEST)
        for term, count in Counter(terms).items():
            weight_of[term] = weight_of.get(term, 0.0) + each * count
    # The attachments come last.
    return ReadTexts(weight_of, positions_of, tuple(body_starts), tuple(piece_starts))


class Terms(FieldType):  # type: ignore[misc]
    """Values that are terms as they are: tags, names, audiences."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=IDAnalyzer())

    def index(self, terms: Collection[str], **_: object) -> Iterator[FieldPosting]:
        """Yield all terms at once, each of them once."""
        yield _at_once(DocumentTerms(dict.fromkeys(terms, 1.0), {}))


def _at_once(terms: DocumentTerms) -> FieldPosting:
    return terms, 1, 1.0, b""


SCHEMA = Schema(
    record=COLUMN(VarBytesColumn()),
    audience=Terms(),
    **{str(facet.value): Terms() for facet in Facet},
    name=Terms(),
    label=Terms(),
    text=EntryText(),
    display=COLUMN(VarBytesColumn()),
    word_starts=COLUMN(VarBytesColumn()),
)


def texts(entry: Entry, attachment_texts: Sequence[str] = ()) -> Texts:
    """Return the texts in which an entry is found, those of its attachments included."""
    read = (*attachment_texts, *("" for _ in entry.attachments))
    return {
        "title": (entry.title,),
        "body": (plain_text.from_markdown(entry.body),),
        "summary": (entry.summary,),
        "keywords": entry.keywords,
        "labels": tuple(_labels(entry)),
        "details": tuple(_details(entry)),
        "attachments": tuple(
            f"{attachment.title}\n{text}" for attachment, text in zip(entry.attachments, read, strict=False)
        ),
    }


def document(indexed: IndexedEntry) -> dict[str, Any]:
    """Return the fields under which an entry is indexed; `display` is what a list of results needs of it."""
    entry = indexed.entry
    found_in = texts(entry, indexed.attachment_texts)
    (body,) = found_in["body"]
    read = read_texts(found_in)
    updated = entry.updated.isoformat() if entry.updated else ""
    evidence = labels.evidence(entry) if isinstance(entry, MenuCardEntry) else None
    stage = labels.stage(entry) if isinstance(entry, MenuCardEntry) else None
    facets: dict[Facet, tuple[str, ...]] = {
        Facet.THEME: entry.tagged_themes,
        Facet.SECTOR: entry.tagged_sectors,
        Facet.KIND: (entry.kind,),
        Facet.EVIDENCE: (evidence.rung,) if evidence else (),
        Facet.OCCASION: entry.occasions if isinstance(entry, MenuCardEntry) else (),
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
        "review_due": entry.review_due.isoformat() if entry.review_due else "",
        "evidence": [str(evidence.rung), evidence.shows_failure] if evidence else None,
        "stage": str(stage or ""),
        "attachments": [
            (start, attachment.title)
            for start, attachment in zip(read.attachment_starts, entry.attachments, strict=True)
        ],
    }
    return {
        "record": json.dumps([entry.slug, indexed.version, " ".join(analysis.forms(entry.title)), updated]).encode(),
        "audience": permissions.audiences(entry),
        **{str(facet.value): terms for facet, terms in facets.items()},
        "name": _names(entry),
        "label": _label_words(entry),
        "text": read,
        "display": json.dumps(display, ensure_ascii=False).encode(),
        "word_starts": packing.packed(read.body_starts),
    }


def _labels(entry: Entry) -> list[str]:
    """Return what people may type to find an entry and what stands in none of its texts: labels and organisations."""
    found = [term.label for term in (entry.kind, *entry.tagged_themes, *entry.tagged_sectors, *entry.regions)]
    match entry:
        case Contact():
            return [*found, entry.organisation, entry.function, entry.organisation_type.label]
        case MenuCardEntry():
            return [*found, *entry.organisations]
        case Network():
            return [*found, *filter(None, [entry.organisation])]
        case Agenda():
            return [*found, *(point.title for point in entry.points)]
    return found


def _details(entry: Entry) -> Iterator[str]:
    """Yield what an entry says in fields of its own, beside its text."""
    match entry:
        case MenuCardEntry():
            yield from filter(None, (entry.deployable_as, entry.mechanism, entry.lead_time, entry.financing))
            yield from entry.conditions
            yield from (f"{step.action} {step.actor or ''}" for step in entry.steps)
            yield from (f"{trial.occasion} {trial.place or ''}" for trial in entry.trials)
            if entry.cost and entry.cost.explanation:
                yield entry.cost.explanation
        case Contact():
            yield from filter(None, (entry.crisis_role, entry.department, entry.control_room, entry.address))
            yield from entry.former_names
        case Network():
            yield from (place for area in entry.areas for place in area.places)
        case Agenda():
            yield from (point.explanation for point in entry.points if point.explanation)


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
    return {form for text in texts for _, _, *found in analysis.words(text) for form in found if form}


def _fingerprint() -> str:
    digest = hashlib.blake2b(digest_size=16)
    reading = (clean_text, plain_text, markdown_parser, typed_markdown, typed_addresses, sections, labels)
    for module in (*reading, analysis, codec, term_pool, packing, weights, permissions):
        digest.update(inspect.getsource(module).encode())
    digest.update(Path(__file__).read_bytes())
    for library in ("whoosh-reloaded", "pystemmer", "anyascii", "markdown-it-py", "mdit-py-plugins"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


FINGERPRINT = _fingerprint()
