"""The life of an entry as data: which status may follow which, and what the step is called on a button.

Review is an offer, not a gate: a curator who works alone publishes at once (docs/decisions/0021).
"""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.entries.document import Document
from kennisplatform.vocabulary import Status


@dataclass(frozen=True)
class Transition:
    """A step from one status to the next. `verb` is on the button; `done` completes 'Het voorbeeld is …'."""

    origin: Status
    target: Status
    verb: str
    done: str
    needs_remark: bool = False
    """Whoever made the entry must be able to read why."""


TRANSITIONS = (
    Transition(Status.CONCEPT, Status.IN_REVIEW, "Vraag beoordeling", "klaargezet voor beoordeling"),
    Transition(Status.CONCEPT, Status.PUBLISHED, "Publiceer", "gepubliceerd"),
    Transition(Status.CONCEPT, Status.ARCHIVED, "Archiveer", "gearchiveerd"),
    Transition(Status.IN_REVIEW, Status.PUBLISHED, "Publiceer", "gepubliceerd"),
    Transition(Status.IN_REVIEW, Status.CONCEPT, "Stuur terug", "teruggestuurd", needs_remark=True),
    Transition(Status.IN_REVIEW, Status.ARCHIVED, "Archiveer", "gearchiveerd"),
    Transition(Status.PUBLISHED, Status.ARCHIVED, "Archiveer", "gearchiveerd"),
    Transition(Status.PUBLISHED, Status.CONCEPT, "Haal van de site", "van de site gehaald", needs_remark=True),
    Transition(Status.ARCHIVED, Status.CONCEPT, "Haal uit het archief", "uit het archief gehaald"),
)
"""All steps; the first one of a status is the usual one."""


def transitions_from(status: Status) -> tuple[Transition, ...]:
    """Return the steps that are possible from a status, the usual one first."""
    return tuple(transition for transition in TRANSITIONS if transition.origin is status)


def transition(origin: Status, target: Status) -> Transition | None:
    """Return the step from one status to another, None where that is not allowed."""
    return next((step for step in transitions_from(origin) if step.target is target), None)


def with_status(document: Document, status: Status) -> Document:
    """Return the document of an entry in another status; nothing else in it changes."""
    return document.updated({**document.metadata, "status": str(status)}, document.body)
