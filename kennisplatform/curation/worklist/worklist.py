"""What asks for a curator's attention at this moment: the desk, and the digest that is made of it.

Everything is counted anew from the entries, the history and the database; nothing here is kept or changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kennisplatform.curation.feedback.reports import Report, Reports
from kennisplatform.curation.prepared.prepared_changes import PreparedChange, PreparedChanges
from kennisplatform.curation.worklist.completeness import Incomplete, incomplete
from kennisplatform.curation.worklist.incomplete_contacts import incomplete_contacts
from kennisplatform.curation.worklist.last_steps import LastStep, LastSteps
from kennisplatform.curation.worklist.link_check import CheckedLink, CheckedLinks, Outcome, external_links
from kennisplatform.entries import curated_file
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.curated_file import CuratedFile
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.models import Contact, Entry
from kennisplatform.entries.problems import Problem
from kennisplatform.permissions import Viewer
from kennisplatform.search.engine import SearchEngine, SearchUnavailable
from kennisplatform.search.missed import MissedSearches, found_little
from kennisplatform.search.request import SearchRequest
from kennisplatform.vocabulary import Status

SOON = timedelta(days=14)
"""How long before its date an entry is due for review."""
SEARCHES_TO_TRY = 25
"""How many of the most frequent searches that found little are tried again before they are shown."""


@dataclass(frozen=True)
class DeadLink:
    """An address that is not in order, and the slugs of what points at it."""

    link: CheckedLink
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """An entry that waits for somebody, with the step that brought it there; None when the history does not tell."""

    entry: Entry
    last_step: LastStep | None

    def is_for(self, account_id: int) -> bool:
        """Tell whether the last step came to who has this account."""
        return self.last_step is not None and self.last_step.maker_id == account_id

    @property
    def order(self) -> tuple[str, str]:
        """What sorts it: the longest ago first, and what nobody dated before that."""
        return self.last_step.at.isoformat() if self.last_step else "", self.entry.slug


@dataclass(frozen=True)
class MissedSearch:
    """A text that found little, and still does: how often, and the last day."""

    text: str
    count: int
    last: date


@dataclass(frozen=True)
class Tasks:
    """All that asks for attention, the most urgent first within each list."""

    problems: tuple[Problem, ...]
    reports: tuple[Report, ...]
    waiting: tuple[Waiting, ...]
    returned: tuple[Waiting, ...]
    """Concepts that somebody sent back or took off the site, and why."""
    due: tuple[Entry, ...]
    dead_links: tuple[DeadLink, ...]
    incomplete: tuple[Incomplete[Entry], ...]
    contacts: tuple[Incomplete[Contact], ...]
    concepts: tuple[Entry, ...]
    """The other concepts."""
    prepared: tuple[PreparedChange, ...]
    """Changes beside published entries."""
    missed: tuple[MissedSearch, ...]


@dataclass(frozen=True)
class _Urgent:
    """What of these entries waits for any curator on this day: slugs, and paths of files that are left out."""

    catalogue: Catalogue
    today: date
    slugs: frozenset[str]

    @classmethod
    def of(cls, catalogue: Catalogue, today: date, before: _Urgent | None) -> _Urgent:
        """Look at the entries, on the same day only at those that are others than before."""
        is_same_day = before is not None and before.today == today
        known = before.catalogue.entries if before and is_same_day else {}
        other = [entry for slug, entry in catalogue.entries.items() if known.get(slug) is not entry]
        stayed = before.slugs.intersection(catalogue.entries) if before and is_same_day else frozenset()
        urgent = {entry.slug for entry in other if _is_urgent(entry, today)}
        return cls(catalogue, today, stayed.difference(entry.slug for entry in other) | urgent)

    @property
    def keys(self) -> frozenset[str]:
        """What stands for each in the count."""
        return self.slugs | {problem.path for problem in self.catalogue.problems if problem.left_out}


def _is_urgent(entry: Entry, today: date) -> bool:
    is_late = entry.status is Status.PUBLISHED and entry.review_due is not None and entry.review_due < today
    return entry.status is Status.IN_REVIEW or is_late


@dataclass(eq=False)
class Worklist:
    """Gathers the desk out of the parts of the site. Safe to share between threads."""

    store: EntryStore
    engine: SearchEngine
    last_steps: LastSteps
    reports: Reports
    prepared: PreparedChanges
    links: CheckedLinks
    missed: MissedSearches
    curated_files: tuple[CuratedFile[Any], ...]
    _urgent: _Urgent | None = field(default=None, init=False, repr=False)

    def tasks(self, today: date) -> Tasks:
        """Return what asks for attention today."""
        catalogue = self.store.catalogue
        entries = list(catalogue.entries.values())
        returned = self.returned()
        sent_back = {one.entry.slug for one in returned}
        concepts = (entry for entry in _in_status(entries, Status.CONCEPT) if entry.slug not in sent_back)
        return Tasks(
            problems=self.problems(),
            reports=tuple(self.reports.unhandled()),
            waiting=self.waiting(),
            returned=returned,
            due=due_for_review(entries, today),
            dead_links=self.dead_links(),
            incomplete=incomplete_besides_contacts(entries),
            contacts=incomplete_contacts(catalogue.of_type(Contact)),
            concepts=tuple(sorted(concepts, key=lambda entry: (entry.updated or date.max, entry.title))),
            prepared=tuple(self.prepared.all()),
            missed=self.missed_searches(),
        )

    def urgent_count(self, today: date) -> int:
        """Return how many things wait for any curator: files left out, reports, reviews asked for, dates that passed.

        Every page asks this: entries are looked at when they change and when a day begins; only what the database has
        is counted each time. An entry with several reasons counts once.
        """
        catalogue = self.store.catalogue
        known = self._urgent
        if known is None or known.catalogue is not catalogue or known.today != today:
            known = self._urgent = _Urgent.of(catalogue, today, known)
        lists = {problem.path for problem in curated_file.problems(self.curated_files) if problem.left_out}
        return len(known.keys | lists | set(self.reports.unhandled_subjects()) | self.prepared.urgent_keys())

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with files, those with words and places included; what is left out comes first.

        What is only not filled in yet is in the lists of what is incomplete.
        """
        wrong = (problem for problem in self.store.catalogue.problems if not problem.asks_for_more)
        found = [*wrong, *curated_file.problems(self.curated_files)]
        return tuple(sorted(found, key=lambda problem: (not problem.left_out, problem.path, problem.line or 0)))

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what waits for review, the longest first."""
        return self._in_order(Status.IN_REVIEW)

    def returned(self) -> tuple[Waiting, ...]:
        """Return the concepts that came back with a remark on what to do, the longest ago first."""
        concepts = self._in_order(Status.CONCEPT)
        return tuple(one for one in concepts if one.last_step and one.last_step.step.needed_remark)

    def dead_links(self) -> tuple[DeadLink, ...]:
        """Return the links that are broken, suspect or moved, the worst first."""
        return checked_links(self.store.catalogue, self.links.all(), (Outcome.BROKEN, Outcome.SUSPECT, Outcome.MOVED))

    def missed_searches(self) -> tuple[MissedSearch, ...]:
        """Return the most frequent searches that found little, and would find little today."""
        found = [
            MissedSearch(text, count, date.fromisoformat(day))
            for text, count, day in self.missed.most_missed()[:SEARCHES_TO_TRY]
        ]
        try:
            return tuple(search for search in found if self._finds_little(search.text))
        except SearchUnavailable:
            return tuple(found)

    def _finds_little(self, text: str) -> bool:
        return found_little(self.engine.search(SearchRequest(text, per_page=1, viewer=Viewer(is_member=True))))

    def _in_order(self, status: Status) -> tuple[Waiting, ...]:
        found = [
            Waiting(entry, self.last_steps.of(self.store.name_of(entry)))
            for entry in _in_status(self.store.catalogue.entries.values(), status)
        ]
        return tuple(sorted(found, key=lambda one: one.order))


def due_for_review(entries: Iterable[Entry], today: date) -> tuple[Entry, ...]:
    """Return the published entries whose date of review passed or is near, the earliest first."""
    found = [
        (entry.review_due, entry.slug, entry)
        for entry in _published(entries)
        if entry.review_due and entry.review_due <= today + SOON
    ]
    return tuple(entry for _, _, entry in sorted(found, key=lambda one: one[:2]))


def incomplete_besides_contacts(entries: Iterable[Entry]) -> tuple[Incomplete[Entry], ...]:
    """Return the entries that lack something; who lacks most comes first. Contacts have a list of their own."""
    found = incomplete(entry for entry in entries if not isinstance(entry, Contact))
    return tuple(sorted(found, key=lambda one: (-len(one.shortcomings), one.entry.title)))


def checked_links(
    catalogue: Catalogue, known: Mapping[str, CheckedLink], outcomes: tuple[Outcome, ...]
) -> tuple[DeadLink, ...]:
    """Return the links in the content with one of these outcomes, in the order of the outcomes."""
    found = [
        DeadLink(known[url], slugs)
        for url, slugs in external_links(catalogue).items()
        if url in known and known[url].outcome in outcomes
    ]
    return tuple(sorted(found, key=lambda one: (outcomes.index(one.link.outcome), one.link.url)))


def _published(entries: Iterable[Entry]) -> Iterable[Entry]:
    return _in_status(entries, Status.PUBLISHED)


def _in_status(entries: Iterable[Entry], status: Status) -> Iterable[Entry]:
    return (entry for entry in entries if entry.status is status)
