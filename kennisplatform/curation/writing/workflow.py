"""The life of an entry as data: which status may follow which, and what the step is called on a button.

Review is an offer, not a gate: a curator who works alone publishes at once (docs/decisions/0021).
"""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.entries.document import Document
from kennisplatform.vocabulary import Status


@dataclass(frozen=True)
class Transition:
    """A step from one status to the next. `verb` is on the button; `done` completes 'Het voorbeeld is …'.

    `needed_remark` is what somebody else must be able to read: it completes 'Schrijf …', and is empty where no remark
    is needed.
    """

    origin: Status
    target: Status
    verb: str
    done: str
    needed_remark: str = ""

    @property
    def takes_off_the_site(self) -> bool:
        """Tell whether others than curators no longer see the entry."""
        return self.origin is Status.PUBLISHED

    @property
    def in_doubt(self) -> str:
        """What the button says when somebody is asked whether they are sure."""
        return f"Toch {_DEEDS.get(self.target, 'doorgaan')}"

    def message(self, remark: str, title: str) -> str:
        """Return what the history says of this step; without a remark it names the entry."""
        return f"{self._told}{remark or title}"

    def remark_in(self, message: str, title: str) -> str:
        """Return the remark that `message` was made with, empty without one."""
        remark = message.removeprefix(self._told)
        return "" if remark in {message, title} else remark

    @property
    def _told(self) -> str:
        return f"{self.done.capitalize()}: "


_DEEDS = {Status.PUBLISHED: "publiceren", Status.ARCHIVED: "archiveren"}
TO_LOOK_AT = "waar een collega naar moet kijken"
TO_IMPROVE = "wat er beter moet"
WHY_GONE = "waarom dit van de site gaat"

TRANSITIONS = (
    Transition(Status.CONCEPT, Status.IN_REVIEW, "Vraag beoordeling", "klaargezet voor beoordeling", TO_LOOK_AT),
    Transition(Status.CONCEPT, Status.PUBLISHED, "Publiceer", "gepubliceerd"),
    Transition(Status.CONCEPT, Status.ARCHIVED, "Archiveer", "gearchiveerd"),
    Transition(Status.IN_REVIEW, Status.PUBLISHED, "Publiceer", "gepubliceerd"),
    Transition(Status.IN_REVIEW, Status.CONCEPT, "Stuur terug", "teruggestuurd", TO_IMPROVE),
    Transition(Status.IN_REVIEW, Status.ARCHIVED, "Archiveer", "gearchiveerd"),
    Transition(Status.PUBLISHED, Status.CONCEPT, "Haal van de site", "van de site gehaald", WHY_GONE),
    Transition(Status.PUBLISHED, Status.ARCHIVED, "Archiveer", "gearchiveerd"),
    Transition(Status.ARCHIVED, Status.CONCEPT, "Haal uit het archief", "uit het archief gehaald"),
)
"""All steps; the first one of a status is the usual one."""


def transitions_from(status: Status) -> tuple[Transition, ...]:
    """Return the steps that are possible from a status, the usual one first."""
    return tuple(transition for transition in TRANSITIONS if transition.origin is status)


def transition(origin: Status, target: Status) -> Transition | None:
    """Return the step from one status to another, None where that is not allowed."""
    return next((step for step in transitions_from(origin) if step.target is target), None)


def status_of(document: Document | None) -> Status:
    """Return the status that a file says; what is not a status counts as a concept."""
    value = document.metadata.get("status") if document else None
    return Status(value) if value in list(Status) else Status.CONCEPT


def with_status(document: Document, status: Status) -> Document:
    """Return the document of an entry in another status; nothing else in it changes."""
    return document.updated({**document.metadata, "status": str(status)}, document.body)
