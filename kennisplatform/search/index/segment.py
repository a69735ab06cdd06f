"""One segment of the Whoosh index, opened: its terms and postings as arrays, its facets, what it shows of documents.

A segment never changes (only which of its documents are deleted does, and that is kept by the generation), so the same
object serves one generation after another, and an update costs no more than what was added.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

from kennisplatform.search.index import document_set, packing
from kennisplatform.search.index.codec import ArrayReader
from kennisplatform.search.index.document_set import DocumentSet
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.index.terms import NOWHERE, SegmentTerms
from kennisplatform.search.request import FACET_TERMS, Facet

LAST_LETTER = chr(sys.maxunicode)
"""Comes after every letter, so that a beginning with it comes after all that begins so."""


class Segment:
    """The documents of one segment, by their number within it. Safe to share between threads."""

    def __init__(self, reader: SegmentReader) -> None:
        arrays: ArrayReader = reader.codec().terms_reader(reader.storage(), reader.segment())
        self.size: int = reader.doc_count_all()
        records = [json.loads(record) for record in reader.column_reader("record")]
        self.slugs: list[str] = [slug for slug, *_ in records]
        self.number_of: dict[str, int] = {slug: number for number, slug in enumerate(self.slugs)}
        """The document of each slug."""
        self.versions: list[str] = [version for _, version, _, _ in records]
        self.titles: list[str] = [f"{title}\0{slug}" for slug, _, title, _ in records]
        """Per document its title as it is sorted; no two are the same."""
        self.by_title = sorted(range(self.size), key=self.titles.__getitem__)
        self.days = np.array([day or "1970-01-01" for *_, day in records], "datetime64[D]").astype(np.int64)
        """Per document the day of its last check, in days since 1970."""
        self.words = SegmentTerms(arrays, "text")
        self.labels = SegmentTerms(arrays, "label")
        self.names = SegmentTerms(arrays, "name")
        of_facet = {facet: SegmentTerms(arrays, facet.value) for facet in Facet}
        self.holders = {
            facet: {term: self._set(terms, term) for term in FACET_TERMS[facet]} for facet, terms in of_facet.items()
        }
        audiences = SegmentTerms(arrays, "audience")
        self.audiences = {name: self._set(audiences, name) for name in audiences.lexicon}
        self._displays = reader.column_reader("display")
        self._word_starts = reader.column_reader("word_starts")
        self.words.prepare()

    def titled(self, beginning: str) -> list[int]:
        """Return the documents whose title, as folded words, begins like this."""
        first = bisect_left(self.by_title, beginning, key=self.titles.__getitem__)
        end = bisect_left(self.by_title, beginning + LAST_LETTER, first, key=self.titles.__getitem__)
        return self.by_title[first:end]

    def display(self, number: int) -> dict[str, Any]:
        """Return what a list of results shows of a document."""
        shown: dict[str, Any] = json.loads(self._displays[number])
        return shown

    def word_starts(self, number: int) -> Numbers:
        """Return where each word of a document's body starts (characters)."""
        return packing.unpacked(self._word_starts[number])

    def _set(self, terms: SegmentTerms, term: str) -> DocumentSet:
        return document_set.of_numbers((terms.postings(term) or NOWHERE).documents, self.size)
