"""Names of persons with contacts: the exception, noted with consent, for a purpose, and for a bounded time.

A name is kept in the database and never in a content file, because only here it can be forgotten. From the day after
its last day on it is in no answer of this class, and at the next `erase_expired` not in the database. Who may see a
name is decided by `permissions.may_see_person`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from kennisplatform.contacts.tables import PersonRow
from kennisplatform.database.connection import Database, insert_into, rows_changed
from kennisplatform.entries.models import Contact
from kennisplatform.permissions import Viewer, may_see_person

LONGEST_KEPT = timedelta(days=365)
"""How long a name stays at most after the consent. Who does what changes about every year, and consent that nobody
repeats says less the older it is: after a year somebody asks again, and a new consent starts anew."""


@dataclass(frozen=True)
class Person:
    """Who fulfils the function of a contact: since when that may be told, what for, and up to and including when."""

    name: str
    consented_on: date
    purpose: str
    keep_until: date

    def __post_init__(self) -> None:
        if not self.consented_on <= self.keep_until <= last_day(self.consented_on):
            raise ValueError("a name is kept from the consent on, and no longer than LONGEST_KEPT")


def last_day(consented_on: date) -> date:
    """Return the last day on which a name may be told after a consent."""
    return consented_on + LONGEST_KEPT


class Persons:
    """The persons in the database, at most one per contact.

    `slugs_of` gives by which slugs a contact is found today, its own one first: never by one that another contact has.
    """

    follows_folders = ("contacten",)

    def __init__(self, database: Database, slugs_of: Callable[[Contact], tuple[str, ...]]) -> None:
        self._database = database
        self._slugs_of = slugs_of

    def of(self, contact: Contact, today: date) -> Person | None:
        """Return the person of a contact while the time is not over; also when it was noted under a former slug."""
        theirs = select(PersonRow).where(PersonRow.slug.in_(self._slugs_of(contact)), PersonRow.keep_until >= today)
        with self._database.transaction() as session:
            rows = sorted(session.scalars(theirs), key=lambda row: row.slug != contact.slug)
            return _person(rows[0]) if rows else None

    def visible_to(self, viewer: Viewer, contact: Contact, today: date) -> Person | None:
        """As `of`; None for a viewer who may not see names."""
        return self.of(contact, today) if may_see_person(viewer, contact) else None

    def save(self, contact: Contact, person: Person) -> None:
        """Note a person with a contact, in the place of the one that was there."""
        slug, *former = self._slugs_of(contact)
        values = {
            "name": person.name,
            "consented_on": person.consented_on,
            "purpose": person.purpose,
            "keep_until": person.keep_until,
        }
        with self._database.transaction() as session:
            session.execute(delete(PersonRow).where(PersonRow.slug.in_(former)))
            noting = insert_into(session, PersonRow).values(slug=slug, **values)
            session.execute(noting.on_conflict_do_update(index_elements=[PersonRow.slug], set_=values))

    def remove(self, contact: Contact) -> None:
        """Forget the person of a contact now."""
        with self._database.transaction() as session:
            session.execute(delete(PersonRow).where(PersonRow.slug.in_(self._slugs_of(contact))))

    def follow(self, old: str | None, new: str | None) -> None:
        """Go along with a contact that got another slug, that is gone (`new` is None) or that is new (`old` is None).

        Whoever was noted under a slug is not the person of another contact that gets it later.
        """

        def move(session: Session) -> None:
            if new is not None:
                session.execute(delete(PersonRow).where(PersonRow.slug == new))
            if old is not None and new is not None:
                session.execute(update(PersonRow).where(PersonRow.slug == old).values(slug=new))
            elif old is not None:
                session.execute(delete(PersonRow).where(PersonRow.slug == old))

        self._database.sooner_or_later(f"de persoon bij {new or old}", move)

    def erase_expired(self, today: date, known_slugs: Collection[str]) -> int:
        """Remove the persons of whom the time is over, and those of contacts that are not there; return how many.

        No known slug at all is how a content folder looks that cannot be reached: then only the time counts.
        """
        is_over = PersonRow.keep_until < today
        is_orphan = PersonRow.slug.not_in(known_slugs) if known_slugs else is_over
        with self._database.transaction() as session:
            return rows_changed(session, delete(PersonRow).where(or_(is_over, is_orphan)))


def _person(row: PersonRow) -> Person:
    return Person(row.name, row.consented_on, row.purpose, row.keep_until)
