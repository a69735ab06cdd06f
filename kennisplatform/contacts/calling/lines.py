"""The telephone numbers of a contact, and which of them is meant for a question.

A number is offered as the answer only when it is for that: a line for crises or outages where it is urgent, a general
number where somebody has time and the office is open. A line for customers or complaints is never the answer, and
neither is a number of which nobody wrote down what it is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kennisplatform.contacts.calling.office_hours import is_office_open
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.models import Contact
from kennisplatform.vocabulary import Availability, NumberPurpose

CALLED_AT_NIGHT = (NumberPurpose.CRISIS, NumberPurpose.OUTAGE)
"""For whom professionals call at any hour, the best first."""


class CallReason(Enum):
    """Why somebody calls."""

    ACUTE = "acute"
    """Something fails now."""
    PREPARATION = "preparation"
    """An exercise, a plan, an agreement; or a bill or a complaint: no line for emergencies is for that."""
    UNSAID = "unsaid"
    """Only who it is that they want."""


@dataclass(frozen=True)
class Line:
    """A number and what is known of it; `label` says whose or what it is, where that is not the contact itself."""

    number: str
    purpose: NumberPurpose | None = None
    availability: Availability | None = None
    hours: str | None = None
    label: str = ""

    @property
    def is_always_answered(self) -> bool:
        """Tell whether somebody answers at any hour."""
        return self.availability is Availability.ALWAYS

    @property
    def about(self) -> str:
        """What is known of it in words: what it is for, and when somebody answers."""
        hours = self.hours or (self.availability.label.lower() if self.availability else "")
        return ", ".join(filter(None, (self.purpose.label.lower() if self.purpose else "", hours)))

    @property
    def can_be_dialled(self) -> bool:
        """Tell whether it is a number at all, and not a text about one."""
        return telephone.url(self.number) is not None

    @property
    def is_for_emergencies(self) -> bool:
        """Tell whether it is meant for when something fails."""
        return self.purpose in CALLED_AT_NIGHT

    @property
    def is_for_any_hour(self) -> bool:
        """Tell whether a professional may rely on it at night: a line for this, that somebody always answers."""
        return self.is_for_emergencies and self.is_always_answered and self.can_be_dialled

    def is_answered_at(self, moment: datetime) -> bool:
        """Tell whether somebody is expected to answer; a line for crises is, unless its hours say otherwise."""
        if self.is_always_answered:
            return True
        if self.purpose is NumberPurpose.CRISIS and self.availability is None and not self.hours:
            return True
        return is_office_open(moment, self.hours)


def lines_of(contact: Contact) -> Iterator[Line]:
    """Yield the numbers of a contact, its own first."""
    if contact.telephone:
        yield Line(contact.telephone, contact.telephone_purpose, contact.availability, contact.hours)
    for other in contact.other_numbers:
        yield Line(other.number, other.purpose, other.availability, None, other.label)


def line_for(contact: Contact, reason: CallReason, moment: datetime) -> Line | None:
    """Return the number that is meant for this and answered at this moment, None where no number is."""
    fitting = _lines_for(contact, _PURPOSES[reason])
    return next((line for line in fitting if line.is_answered_at(moment)), None)


def best_line(contact: Contact) -> Line | None:
    """Return the number to write down for any hour: for crises, for outages, else general or unsaid; None without."""
    fitting = _lines_for(contact, (*CALLED_AT_NIGHT, NumberPurpose.GENERAL, None))
    return next((line for line in fitting if line.is_for_any_hour), fitting[0] if fitting else None)


def _lines_for(contact: Contact, purposes: tuple[NumberPurpose | None, ...]) -> list[Line]:
    fitting = [line for line in lines_of(contact) if line.purpose in purposes and line.can_be_dialled]
    return sorted(fitting, key=lambda line: purposes.index(line.purpose))


_PURPOSES: dict[CallReason, tuple[NumberPurpose, ...]] = {
    CallReason.ACUTE: CALLED_AT_NIGHT,
    CallReason.PREPARATION: (NumberPurpose.GENERAL,),
    CallReason.UNSAID: (*CALLED_AT_NIGHT, NumberPurpose.GENERAL),
}
