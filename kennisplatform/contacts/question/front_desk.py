"""The one desk, put together: the curators' files, the entries and the search, asked on behalf of a viewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kennisplatform.contacts.question import desk_words, places
from kennisplatform.contacts.question.answer import Answer, answer
from kennisplatform.contacts.question.question import Chosen, Knowledge, names_of, understand
from kennisplatform.entries.curated_file import CuratedFile
from kennisplatform.entries.models import Contact, Entry
from kennisplatform.entries.store import EntryStore
from kennisplatform.permissions import Viewer, as_seen_by, may_see
from kennisplatform.search.dutch.compounds import Compounds
from kennisplatform.search.engine import SearchEngine
from kennisplatform.search.request import Facet, SearchRequest
from kennisplatform.vocabulary import Kind

MOST_FOUND = 5
"""Entries that are looked for by words."""


class FrontDesk:
    """Answers questions about whom to turn to. Safe to share between threads."""

    def __init__(self, store: EntryStore, engine: SearchEngine) -> None:
        self._store = store
        self._engine = engine
        self.places = CuratedFile(store.folder / "plaatsen.yml", places.read, places.EXPECTED)
        self.words = CuratedFile(store.folder / "loket.yml", desk_words.read, desk_words.EXPECTED)
        self._compounds = Compounds(lambda _: False)

    @property
    def files(self) -> tuple[CuratedFile[Any], ...]:
        """The files by which questions are understood, for who looks after them."""
        return (self.words, self.places)

    def ask(self, text: str, chosen: Chosen, viewer: Viewer) -> Answer:
        """Answer a question with what the viewer may see, as they may see it. No text is an error."""
        entries = self._store.catalogue.entries
        visible = {slug: as_seen_by(viewer, entry) for slug, entry in entries.items() if may_see(viewer, entry)}
        words, gazetteer = self.words.refresh(), self.places.refresh()
        contacts = [entry for entry in visible.values() if isinstance(entry, Contact)]
        knowledge = Knowledge(words, gazetteer, names_of(contacts, words, gazetteer), self._compounds)

        def find(asked: str, kinds: Sequence[Kind]) -> list[Entry]:
            filters = {Facet.KIND: frozenset(kinds)}
            page = self._engine.search(SearchRequest(asked, filters, per_page=MOST_FOUND, viewer=viewer))
            return [visible[hit.slug] for hit in page.hits if hit.slug in visible and not hit.missing]

        return answer(understand(text, chosen, knowledge), visible, find)
