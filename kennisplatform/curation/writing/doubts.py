"""What a curator is asked before an entry is saved: it may be a mistake, and it may be meant.

A doubt forbids nothing: who has read it and goes on, goes on. What the site says already is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kennisplatform.entries import problems
from kennisplatform.entries.document import TEXT
from kennisplatform.entries.models import Contact, Entry, Page
from kennisplatform.entries.rules import contact_rules
from kennisplatform.entries.text.markdown_parser import empty_headings
from kennisplatform.vocabulary import Status


@dataclass(frozen=True)
class Doubt:
    """One thing to look at once more: the key of the field, and in Dutch what may be wrong.

    The text is also what is confirmed; it names what was typed, so that another mistake is asked anew.
    """

    field: str
    text: str


def doubts(after: Entry | Page, before: Entry | Page | None = None) -> tuple[Doubt, ...]:
    """Return what to ask about an entry as it will be; of one that keeps its status only what is new since `before`."""
    found = tuple(_doubts(after))
    if before is None or before.status is not after.status:
        return found
    known = frozenset(_doubts(before))
    return tuple(doubt for doubt in found if doubt not in known)


def wrong_fields(entry: Entry | Page) -> Iterator[Doubt]:
    """Yield what is filled in and cannot be right, such as a number that does not exist."""
    if isinstance(entry, Contact):
        for breach in contact_rules.breaches(entry):
            if not breach.asks_for_more:
                yield _doubt(breach.field, problems.as_sentence(breach.reason))


def _doubts(entry: Entry | Page) -> Iterator[Doubt]:
    yield from wrong_fields(entry)
    if entry.status is Status.PUBLISHED and (empty := empty_headings(entry.body)):
        yield _doubt(TEXT, f"Deze koppen zijn nog leeg: {', '.join(empty)}. Lezers zien ze niet.")


def _doubt(field: str, text: str) -> Doubt:
    """Return a doubt on one line: a form would send a line end back as another one."""
    return Doubt(field, " ".join(text.split()))
