"""The work that waits for curators, as a weekly letter in plain text: titles and numbers, nothing of the readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from kennisplatform.curation.prepared.wording import told
from kennisplatform.curation.worklist.worklist import Tasks, Waiting
from kennisplatform.dutch_text import counted, dutch_date
from kennisplatform.entries.models import Entry
from kennisplatform.web.display.navigation import entry_url

ITEMS_PER_SECTION = 10


@dataclass(frozen=True)
class Section:
    """A heading, its lines, and the page that has all of them."""

    heading: str
    items: Sequence[str]
    more: str


def subject(tasks: Tasks, today: date) -> str:
    """Return the subject of the letter: how much there is to do."""
    total = sum(len(section.items) for section in _sections(tasks, today))
    return f"Redactie: {counted(total, 'punt', 'punten')} van aandacht" if total else "Redactie: u bent bij"


def digest(tasks: Tasks, today: date) -> str:
    """Return the letter; needs a request context for its addresses."""
    lines = [f"Redactie van het kennisplatform, {dutch_date(today)}", ""]
    sections = [section for section in _sections(tasks, today) if section.items]
    if not sections:
        lines += ["U bent bij. Er is niets dat nu aandacht vraagt.", ""]
    for section in sections:
        lines.append(f"{section.heading} ({len(section.items)})")
        for item in section.items[:ITEMS_PER_SECTION]:
            lines += item.splitlines()
        if (left := len(section.items) - ITEMS_PER_SECTION) > 0:
            lines.append(f"- en nog {left}: {section.more}")
        lines.append("")
    lines.append(f"Alles bij elkaar: {_address('curators_desk.overview')}")
    return "\n".join(lines) + "\n"


def _sections(tasks: Tasks, today: date) -> Iterator[Section]:
    yield Section(
        "Bestanden die niet kloppen", [f"- {problem}" for problem in tasks.problems], _address("source_files.overview")
    )
    yield Section(
        "Berichten van lezers",
        [
            _item(f"{report.sent.kind.label}: {report.sent.title}", _address("inbox.report", number=report.id))
            for report in tasks.reports
        ],
        _address("inbox.overview"),
    )
    yield Section(
        "Wacht op beoordeling",
        [_waiting(waiting) for waiting in tasks.waiting],
        _address("entry_list.overview", status="ter-beoordeling"),
    )
    yield Section(
        "Teruggestuurd",
        [_waiting(returned) for returned in tasks.returned],
        _address("entry_list.overview", status="concept"),
    )
    yield Section(
        "Voorbereide wijzigingen",
        [
            _item(f"{change.title} – {told(change)}", _address("prepared_review.show", number=change.id))
            for change in tasks.prepared
        ],
        _address("entry_list.overview", nodig="voorbereid"),
    )
    yield Section(
        "Na te kijken",
        [_entry(entry, _due(entry, today)) for entry in tasks.due],
        _address("entry_list.overview", nodig="nakijken", sorteer="nakijken"),
    )
    yield Section(
        "Links die niet in orde zijn",
        [
            f"- {dead.link.outcome.label}: {dead.link.url}\n  {dead.link.detail}; staat in {', '.join(dead.slugs)}"
            for dead in tasks.dead_links
        ],
        _address("dead_links.overview"),
    )
    yield Section(
        "Aan te vullen",
        [_entry(one.entry, " ".join(lacking.advice for lacking in one.shortcomings)) for one in tasks.incomplete],
        _address("entry_list.overview", nodig="aanvullen-behalve-contacten"),
    )
    yield Section(
        "Contacten aan te vullen",
        [_entry(one.entry, " ".join(lacking.advice for lacking in one.shortcomings)) for one in tasks.contacts],
        _address("review_requests.overview"),
    )
    yield Section(
        "Concepten",
        [_entry(entry) for entry in tasks.concepts],
        _address("entry_list.overview", status="concept"),
    )
    yield Section(
        "Gezocht, niet gevonden",
        [f"- {search.text} ({counted(search.count, 'keer', 'keer')})" for search in tasks.missed],
        _address("curators_desk.searches"),
    )


def _waiting(waiting: Waiting) -> str:
    last = waiting.last_step
    if last is None:
        return _entry(waiting.entry)
    return _entry(waiting.entry, f"{last.author}: {last.remark}" if last.remark else last.author)


def _due(entry: Entry, today: date) -> str:
    if entry.review_due is None:
        return ""
    return f"{'had gemoeten vóór' if entry.review_due < today else 'vóór'} {dutch_date(entry.review_due)}"


def _entry(entry: Entry, note: str = "") -> str:
    return _item(f"{entry.title}{f' – {note}' if note else ''}", entry_url(entry.kind, entry.slug, _external=True))


def _item(text: str, address: str) -> str:
    return f"- {' '.join(text.split())}\n  {address}"


def _address(endpoint: str, **values: object) -> str:
    return url_for(endpoint, _external=True, **values)  # type: ignore[arg-type]
