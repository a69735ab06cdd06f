"""The desk of one curator: each entry once, with all that it asks for together. What can wait is in groups of its own.

An entry stands in the first group that any of its reasons belongs to. What comes first is the curator's own, then what
is newest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePosixPath

from kennisplatform.curation.feedback import reports
from kennisplatform.curation.feedback.reports import Report
from kennisplatform.curation.prepared.prepared_changes import PreparedChange, State
from kennisplatform.curation.prepared.wording import told
from kennisplatform.curation.worklist.worklist import Tasks, Waiting
from kennisplatform.dutch_text import dutch_date, dutch_day
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.models import Entry
from kennisplatform.entries.problems import Problem
from kennisplatform.vocabulary import Term


class Group(Term):
    """The groups of the desk, the most urgent first."""

    NOW = "nu", "Nu te doen"
    SOON = "nakijken", "Binnen twee weken na te kijken"
    CONCEPTS = "concepten", "Concepten"
    PREPARED = "voorbereid", "Voorbereide wijzigingen"
    INCOMPLETE = "aanvullen", "Aan te vullen"
    CONTACTS = "contacten", "Contacten aan te vullen"
    DOUBTS = "twijfels", "Bestanden met een opmerking"


@dataclass(frozen=True)
class Reason:
    """Why something is on the desk, in Dutch, and since when; a report or a prepared change says so by its number."""

    group: Group
    text: str
    at: datetime | None = None
    is_late: bool = False
    is_mine: bool = False
    report: int | None = None
    prepared: int | None = None


@dataclass(frozen=True)
class Item:
    """An entry, or what has none: a suggestion, a report about a page, a file (`problem`) with a fault, a change."""

    title: str
    reasons: tuple[Reason, ...]
    entry: Entry | None = None
    problem: Problem | None = None

    @property
    def group(self) -> Group:
        """The group in which it stands."""
        order = list(Group)
        return min((reason.group for reason in self.reasons), key=order.index)

    @property
    def is_mine(self) -> bool:
        """Tell whether it waits for this curator rather than for any."""
        return any(reason.is_mine for reason in self.reasons)

    @property
    def order(self) -> tuple[bool, float, str]:
        """What sorts it within its group."""
        newest = max((reason.at.timestamp() for reason in self.reasons if reason.at), default=0.0)
        return not self.is_mine, -newest, self.title.casefold()


@dataclass(frozen=True)
class Desk:
    """The items by their group; a group without any is not there."""

    groups: Mapping[Group, tuple[Item, ...]]

    @property
    def now(self) -> tuple[Item, ...]:
        """What should not wait."""
        return self.groups.get(Group.NOW, ())

    @property
    def later(self) -> Mapping[Group, tuple[Item, ...]]:
        """What can wait."""
        return {group: items for group, items in self.groups.items() if group is not Group.NOW}


def desk_of(tasks: Tasks, catalogue: Catalogue, today: date, account_id: int) -> Desk:
    """Return the desk of who has this account."""
    found: dict[str, Item] = {}
    for key, item in _items(tasks, catalogue, today, account_id):
        known = found.get(key)
        found[key] = (
            item
            if known is None
            else Item(
                known.title, known.reasons + item.reasons, known.entry or item.entry, known.problem or item.problem
            )
        )
    items = sorted(found.values(), key=lambda item: item.order)
    by_group = {group: tuple(item for item in items if item.group is group) for group in Group}
    return Desk({group: chosen for group, chosen in by_group.items() if chosen})


def _items(tasks: Tasks, catalogue: Catalogue, today: date, account_id: int) -> Iterator[tuple[str, Item]]:
    """Yield what asks for attention, one reason at a time, by a key that is the same for the same thing."""
    for problem in tasks.problems:
        slug = PurePosixPath(problem.path).stem
        entry = None if problem.left_out else catalogue.entries.get(slug)
        text = f"{problem.field}: {problem.reason}" if problem.field else problem.reason
        group = Group.NOW if problem.left_out else Group.DOUBTS
        reason = Reason(group, f"{text} (staat niet op de site)" if problem.left_out else text)
        yield (slug if entry else problem.path), Item(entry.title if entry else problem.path, (reason,), entry, problem)
    for report in tasks.reports:
        entry = catalogue.entries.get(report.sent.slug)
        item = Item(entry.title if entry else report.sent.title, (_of_report(report),), entry)
        yield reports.subject_key(report.id, report.sent.slug), item
    for waiting in tasks.waiting:
        yield _of(waiting.entry, Reason(Group.NOW, *_told(waiting)))
    for returned in tasks.returned:
        is_mine = returned.is_for(account_id)
        group = Group.NOW if is_mine else Group.CONCEPTS
        yield _of(returned.entry, Reason(group, *_told(returned), is_mine=is_mine))
    for change in tasks.prepared:
        entry = catalogue.entries.get(change.slug or "")
        key = change.slug or f"voorbereid:{change.id}"
        yield key, Item(entry.title if entry else change.title, (_of_prepared(change, account_id),), entry)
    for entry in tasks.due:
        yield _of(entry, _of_review(entry.review_due or today, today))
    for entry in tasks.concepts:
        yield _of(entry, Reason(Group.CONCEPTS, "Concept"))
    for group, incomplete in ((Group.INCOMPLETE, tasks.incomplete), (Group.CONTACTS, tasks.contacts)):
        for one in incomplete:
            labels = " · ".join(dict.fromkeys(lacking.label for lacking in one.shortcomings))
            yield _of(one.entry, Reason(group, f"Aan te vullen: {labels}"))


def _of(entry: Entry, reason: Reason) -> tuple[str, Item]:
    return entry.slug, Item(entry.title, (reason,), entry)


def _of_report(report: Report) -> Reason:
    progress = ", in behandeling" if report.state == "in-behandeling" else ""
    text = f"{report.sent.kind.label} van {dutch_day(report.made_at)}{progress}"
    return Reason(Group.NOW, text, report.made_at, report=report.id)


def _told(waiting: Waiting) -> tuple[str, datetime | None]:
    """Return the last step in words, and when it was."""
    last = waiting.last_step
    if last is None:
        return "Wacht op beoordeling", None
    remark = f": {last.remark}" if last.remark else ""
    return f"{last.step.done.capitalize()} door {last.author} op {dutch_day(last.at)}{remark}", last.at


def _of_prepared(change: PreparedChange, account_id: int) -> Reason:
    is_returned = change.state is State.RETURNED
    is_mine = is_returned and change.author.account_id == account_id
    group = Group.NOW if change.is_urgent or is_mine else Group.PREPARED
    return Reason(group, told(change), change.changed_at, is_mine=is_mine, prepared=change.id)


def _of_review(due: date, today: date) -> Reason:
    if due >= today:
        return Reason(Group.SOON, f"Nakijken vóór {dutch_date(due)}")
    at = datetime.combine(due, time.min, DUTCH_TIME)
    return Reason(Group.NOW, f"Had nagekeken moeten zijn vóór {dutch_date(due)}", at, is_late=True)
