"""The list of all entries for curators: what to show of it, in which order, and page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from kennisplatform.clean_text import ascii_of
from kennisplatform.curation.prepared.prepared_changes import PreparedChange
from kennisplatform.curation.worklist.completeness import Shortcoming, shortcomings
from kennisplatform.curation.worklist.worklist import SOON
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Contact, Entry, Network
from kennisplatform.vocabulary import Kind, Sector, Status, Term, Theme, Visibility

ROWS_PER_PAGE = 50


class Need(Term):
    """What an entry may need; besides these, the name of every rule of completeness."""

    REVIEW = "nakijken", "Nu nakijken, of binnen twee weken"
    LATE = "te-laat", "Datum om na te kijken is voorbij"
    LINKS = "links", "Links die niet in orde zijn"
    PREPARED = "voorbereid", "Voorbereide wijziging"
    ANYTHING = "aanvullen", "Iets aanvullen, wat dan ook"
    BESIDES_CONTACTS = "aanvullen-behalve-contacten", "Iets aanvullen, behalve contacten"


class Sorting(StrEnum):
    """The order of the list."""

    TITLE = "titel"
    REVIEW = "nakijken"
    UPDATED = "bijgewerkt"
    KIND = "soort"
    STATUS = "status"


@dataclass(frozen=True)
class ListRequest:
    """Which entries are asked for; what is not given does not count."""

    text: str = ""
    kind: Kind | None = None
    status: Status | None = None
    theme: Theme | None = None
    sector: Sector | None = None
    visibility: Visibility | None = None
    need: str = ""
    sorting: Sorting = Sorting.TITLE
    page: int = 1

    def on_page(self, number: int) -> ListRequest:
        """Return the same request for another page."""
        return replace(self, page=number)


@dataclass(frozen=True)
class Row:
    """An entry in the list, what it lacks, and the change that is prepared beside it."""

    entry: Entry
    shortcomings: tuple[Shortcoming, ...]
    prepared: PreparedChange | None


@dataclass(frozen=True)
class ListPage:
    """One page of the list, and the slugs of all that was found."""

    request: ListRequest
    rows: tuple[Row, ...]
    slugs: tuple[str, ...] = field(repr=False)

    @property
    def total(self) -> int:
        """How many entries were found."""
        return len(self.slugs)

    @property
    def page_count(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // ROWS_PER_PAGE))


def listed(
    entries: Iterable[Entry],
    asked: ListRequest,
    today: date,
    with_dead_links: Collection[str],
    prepared: Mapping[str, PreparedChange],
) -> ListPage:
    """Return a page of the entries that fit; a page past the end is the last one. `prepared` is by slug."""
    words = _folded(asked.text).split()
    rows = [
        Row(entry, shortcomings(entry), prepared.get(entry.slug))
        for entry in entries
        if _has_the_tags(entry, asked) and (not words or _has_all(words, entry))
    ]
    found = sorted(
        (row for row in rows if not asked.need or _needs(row, asked.need, today, with_dead_links)),
        key=lambda row: _order(row.entry, asked.sorting),
    )
    last = max(1, -(-len(found) // ROWS_PER_PAGE))
    number = min(max(1, asked.page), last)
    shown = found[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
    return ListPage(asked.on_page(number), tuple(shown), tuple(row.entry.slug for row in found))


def _has_the_tags(entry: Entry, asked: ListRequest) -> bool:
    return (
        (asked.kind is None or entry.kind is asked.kind)
        and (asked.status is None or entry.status is asked.status)
        and (asked.theme is None or asked.theme in entry.tagged_themes)
        and (asked.sector is None or asked.sector in entry.tagged_sectors)
        and (asked.visibility is None or entry.visibility is asked.visibility)
    )


def _has_all(words: Iterable[str], entry: Entry) -> bool:
    texts = [entry.title, entry.slug, entry.summary, *entry.keywords]
    match entry:
        case Contact() | Network():
            texts.append(entry.organisation or "")
        case MenuCardEntry():
            texts += entry.organisations
    folded = _folded("\n".join(texts))
    return all(word in folded for word in words)


def _needs(row: Row, need: str, today: date, with_dead_links: Collection[str]) -> bool:
    due = row.entry.review_due if row.entry.status is Status.PUBLISHED else None
    match need:
        case Need.REVIEW:
            return due is not None and due <= today + SOON
        case Need.LATE:
            return due is not None and due < today
        case Need.LINKS:
            return row.entry.slug in with_dead_links
        case Need.PREPARED:
            return row.prepared is not None
        case Need.ANYTHING:
            return bool(row.shortcomings) and row.entry.status is not Status.ARCHIVED
        case Need.BESIDES_CONTACTS:
            return not isinstance(row.entry, Contact) and _needs(row, Need.ANYTHING, today, with_dead_links)
    return any(lacking.rule == need for lacking in row.shortcomings) and row.entry.status is not Status.ARCHIVED


def _order(entry: Entry, sorting: Sorting) -> tuple[str, str]:
    title = _folded(entry.title)
    match sorting:
        case Sorting.REVIEW:
            return (entry.review_due or date.max).isoformat(), title
        case Sorting.UPDATED:
            return (entry.updated or date.min).isoformat(), title
        case Sorting.KIND:
            return str(list(Kind).index(entry.kind)), title
        case Sorting.STATUS:
            return str(list(Status).index(entry.status)), title
    return title, entry.slug


def _folded(text: str) -> str:
    return ascii_of(text).casefold()
