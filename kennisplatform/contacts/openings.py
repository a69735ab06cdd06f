"""How often members open a contact: a number per month, so that curators know which contacts matter most.

Nothing else is kept: not who, not from where, not at what time. A count may be missed when the database is busy or
broken, but nobody waits for it, and nobody who needs a telephone number is refused it for the sake of a count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from kennisplatform.contacts.tables import OpeningsRow
from kennisplatform.database.connection import Database, insert_into, rows_changed
from kennisplatform.entries.models import Contact

MONTHS_SHOWN = 12
MONTHS_KEPT = 24
"""Two years, so that a year can be compared with the one before; this month is one of them."""


class Openings:
    """The counts in the database.

    `slugs_of` gives by which slugs a contact is found today, its own one first: never by one that another contact has.
    """

    follows_folders = ("contacten",)

    def __init__(self, database: Database, slugs_of: Callable[[Contact], tuple[str, ...]]) -> None:
        self._database = database
        self._slugs_of = slugs_of

    def count(self, contact: Contact, today: date) -> None:
        """Count that a member opened a contact, unless that would make somebody wait; never fail because of it."""

        def add_one(session: Session) -> None:
            first = insert_into(session, OpeningsRow).values(slug=contact.slug, month=_month(today), number=1)
            session.execute(
                first.on_conflict_do_update(
                    index_elements=[OpeningsRow.slug, OpeningsRow.month], set_={"number": OpeningsRow.number + 1}
                )
            )

        self._database.attempt(f"dat een lid {contact.slug} opende", add_one)

    def of(self, contact: Contact, today: date) -> int:
        """Return how often a contact was opened in the last `MONTHS_SHOWN` months, this one included."""
        theirs = OpeningsRow.slug.in_(self._slugs_of(contact))
        with self._database.transaction() as session:
            return session.scalar(select(func.sum(OpeningsRow.number)).where(theirs, _is_recent(today))) or 0

    def most_opened(self, contacts: Iterable[Contact], today: date) -> list[tuple[Contact, int]]:
        """Return the contacts that were opened in the last `MONTHS_SHOWN` months and how often, the most first."""
        per_slug = select(OpeningsRow.slug, func.sum(OpeningsRow.number)).where(_is_recent(today))
        with self._database.transaction() as session:
            numbers = dict(session.execute(per_slug.group_by(OpeningsRow.slug)).all())
        found = [(contact, sum(numbers.get(slug, 0) for slug in self._slugs_of(contact))) for contact in contacts]
        return sorted((one for one in found if one[1]), key=lambda one: (-one[1], one[0].title))

    def follow(self, old: str | None, new: str | None) -> None:
        """Go along with a renamed contact; what was counted of another one that had its new slug is removed."""
        if old is None or new is None:
            return

        def move(session: Session) -> None:
            session.execute(delete(OpeningsRow).where(OpeningsRow.slug == new))
            session.execute(update(OpeningsRow).where(OpeningsRow.slug == old).values(slug=new))

        self._database.sooner_or_later(f"hoe vaak {new} is geopend", move)

    def erase_expired(self, today: date) -> int:
        """Remove the counts of months that are too long ago; return how many."""
        with self._database.transaction() as session:
            return rows_changed(session, delete(OpeningsRow).where(OpeningsRow.month <= _month(today, MONTHS_KEPT)))


def _is_recent(today: date) -> ColumnElement[bool]:
    return OpeningsRow.month > _month(today, MONTHS_SHOWN)


def _month(day: date, ago: int = 0) -> str:
    """Return the month of a day, or so many months before it, as text of which the order is that of time."""
    year, month = divmod(day.year * 12 + day.month - 1 - ago, 12)
    return f"{year:04}-{month + 1:02}"
