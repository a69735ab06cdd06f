"""The one desk, put together: the curators' files, the entries and the search, asked on behalf of a viewer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Any

from cachetools import LRUCache

from kennisplatform import dutch_time
from kennisplatform.contacts.calling import call_rules
from kennisplatform.contacts.calling.call_order import Spot, Step, always_answering, call_order
from kennisplatform.contacts.curated_lists import CuratedLists
from kennisplatform.contacts.question import desk_words, places
from kennisplatform.contacts.question.answer import Answer, answer
from kennisplatform.contacts.question.desk_words import DeskWords
from kennisplatform.contacts.question.names import names_of
from kennisplatform.contacts.question.places import Gazetteer
from kennisplatform.contacts.question.question import Chosen, Knowledge, Question, understand
from kennisplatform.contacts.supply import places_named_by
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.curated_file import CuratedFile
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.models import Contact, Entry, Network
from kennisplatform.permissions import Viewer, as_seen_by, may_see
from kennisplatform.search.dutch.compounds import Compounds
from kennisplatform.search.engine import SearchEngine
from kennisplatform.search.request import Facet, SearchRequest
from kennisplatform.vocabulary import Kind, Sector

MOST_VIEWERS = 50
"""Of how many kinds of viewers (visitors, members, members of a network, curators) the view is kept."""
MOST_QUESTIONS = 200
"""Questions of which is kept what they are about: one page asks that some times, and the next page again."""
MOST_FOUND = 5
"""Entries that are looked for by words."""


@dataclass(frozen=True)
class _View:
    """What one viewer sees, and what questions of theirs are understood by."""

    visible: Mapping[str, Entry]
    knowledge: Knowledge
    understood: LRUCache[str, Question] = field(default_factory=lambda: LRUCache(MOST_QUESTIONS))


@dataclass(frozen=True)
class _Views:
    """The views that were made of the same entries, words and places."""

    sources: tuple[Catalogue, DeskWords, Gazetteer]
    by_viewer: LRUCache[Viewer, _View] = field(default_factory=lambda: LRUCache(MOST_VIEWERS))


class FrontDesk:
    """Answers questions about whom to turn to. Safe to share between threads."""

    def __init__(self, store: EntryStore, engine: SearchEngine) -> None:
        self._store = store
        self._engine = engine
        self.places = CuratedFile(store.folder / "plaatsen.yml", places.read, places.EXPECTED)
        self.rules = CuratedFile(store.folder / "belvolgorde.yml", call_rules.read, call_rules.EXPECTED)
        self.words = CuratedFile(store.folder / "loket.yml", desk_words.read, desk_words.EXPECTED)
        self._compounds = Compounds(lambda _: False)
        self._lock = Lock()
        self._views = _Views((store.catalogue, self.words.refresh(), self.places.refresh()))

    @property
    def files(self) -> tuple[CuratedFile[Any], ...]:
        """The files by which questions are understood, for who looks after them."""
        return (self.words, self.places, self.rules)

    def ask(self, text: str, chosen: Chosen, viewer: Viewer, moment: datetime | None = None) -> Answer:
        """Answer a question with what the viewer may see, as they may see it. No text is an error.

        Who answers the telephone depends on the moment: now, unless another one is given.
        """
        view = self._view_of(viewer)

        def find(asked: str, kinds: Sequence[Kind]) -> list[Entry]:
            filters = {Facet.KIND: frozenset(kinds)}
            page = self._engine.search(SearchRequest(asked, filters, per_page=MOST_FOUND, viewer=viewer))
            seen = view.visible
            return [seen[hit.slug] for hit in page.hits if hit.slug in seen and not hit.missing]

        is_as_typed = chosen == Chosen()
        question = self.understand(text, viewer) if is_as_typed else understand(text, chosen, view.knowledge)
        found = answer(question, view.visible, find, moment or dutch_time.now())
        return replace(
            found,
            order=self._order_for(found.question, viewer),
            always=self.always_answering(found.question.sectors, viewer),
        )

    def lists(self) -> CuratedLists:
        """Return what curators keep, as it is now."""
        return CuratedLists(self.words.refresh(), self.places.refresh(), self.rules.refresh())

    def visible_to(self, viewer: Viewer) -> Mapping[str, Entry]:
        """Return what this viewer sees, by slug, as they may see it."""
        return self._view_of(viewer).visible

    def call_order(self, spot: Spot, viewer: Viewer) -> tuple[Step, ...]:
        """Return whom this viewer calls first and whom next, for a sector in a region."""
        return call_order(self.rules.refresh(), spot, self._view_of(viewer).visible)

    def always_answering(self, sectors: Iterable[Sector], viewer: Viewer) -> tuple[Step, ...]:
        """Return what answers this viewer whatever happens, as far as it is for these sectors."""
        return always_answering(self.rules.refresh(), sectors, self._view_of(viewer).visible)

    def _order_for(self, question: Question, viewer: Viewer) -> tuple[Step, ...]:
        if len(question.sectors) != 1 or len(question.regions) != 1:
            return ()
        return self.call_order(Spot(question.sectors[0], question.regions[0], question.places), viewer)

    def understand(self, text: str, viewer: Viewer) -> Question:
        """Return what a question is about, without an answer."""
        view = self._view_of(viewer)
        with self._lock:
            question = view.understood.get(text)
        if question is None:
            question = understand(text, Chosen(), view.knowledge)
            with self._lock:
                view.understood[text] = question
        return question

    def _view_of(self, viewer: Viewer) -> _View:
        """Return what this viewer sees, made once for as long as entries and words stay as they are."""
        sources = (self._store.catalogue, self.words.refresh(), self.places.refresh())
        with self._lock:
            if any(made is not now for made, now in zip(self._views.sources, sources, strict=True)):
                self._views = _Views(sources)
            view = self._views.by_viewer.get(viewer)
            if view is None:
                view = self._views.by_viewer[viewer] = self._seen_by(viewer, *sources)
        return view

    def _seen_by(self, viewer: Viewer, catalogue: Catalogue, words: DeskWords, gazetteer: Gazetteer) -> _View:
        entries = catalogue.entries
        visible = {slug: as_seen_by(viewer, entry) for slug, entry in entries.items() if may_see(viewer, entry)}
        contacts = [entry for entry in visible.values() if isinstance(entry, Contact)]
        networks = [entry for entry in visible.values() if isinstance(entry, Network)]
        known = gazetteer.knowing(places_named_by(networks))
        return _View(visible, Knowledge(words, known, names_of(contacts, words, known), self._compounds))
