"""What somebody was typing: kept for each form that was opened, until it is saved or thrown away.

A draft belongs to one account; nobody else can ask for it. Two windows with the same entry are two drafts, so that
neither writes over the other. Requests of one window may arrive in another order than they were sent: what was typed
last counts. What is saved or thrown away leaves a mark for a day, so that a late request does not bring it back, and so
that it can be put back. What is personal does not stay by way of a draft: one that was made of a report goes when what
that report says is forgotten.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Update, and_, cast, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.database.connection import Base, Database, Moment, insert_into, rows_changed

LONGEST_KEY = 40
MOST_OF_AN_ACCOUNT = 100
"""Drafts; a new one takes the place of the oldest."""
KEPT_AFTER_DISCARDING = timedelta(days=1)
_CHANGED = ("kind", "slug", "base_version", "values", "updated_at", "discarded_at")
_OF_REPORT = "bericht-"
_KEY_OF_REPORT = re.compile(rf"{_OF_REPORT}(\d{{1,9}})-")


class DraftRow(Base):
    """A form in the making. `slug` is empty for an entry that is not there yet."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    slug: Mapped[str] = mapped_column(String(120))
    base_version: Mapped[str] = mapped_column(String(64))
    values: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    discarded_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class Draft:
    """What was typed in one form, and the version of the entry from which that started (empty for a new one)."""

    key: str
    kind: str
    slug: str
    base_version: str
    typed: FormData
    updated_at: datetime

    @property
    def title(self) -> str:
        """The title as typed, empty where there is none yet."""
        return self.typed.one("titel").strip()


class Drafts:
    """The drafts in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, account_id: int, draft: Draft) -> None:
        """Keep a draft, in the place of an earlier one with the same key; an overtaken one changes nothing."""
        with self._database.transaction() as session:
            _keep(session, account_id, draft)

    def keep_if_possible(self, account_id: int, draft: Draft) -> bool:
        """As `keep`, for whom it is no more than a safety net; tell whether it is kept."""
        return self._database.attempt("een concept", lambda session: _keep(session, account_id, draft))

    def find(self, account_id: int, key: str) -> Draft | None:
        """Return the draft with this key, if it is theirs and was not saved or thrown away."""
        with self._database.transaction() as session:
            row = session.get(DraftRow, (key, account_id))
            return _draft(row) if row and row.discarded_at is None else None

    def of(self, account_id: int) -> list[Draft]:
        """Return all drafts of an account, the newest first."""
        return self._listed(account_id, DraftRow.discarded_at.is_(None))

    def thrown_away(self, account_id: int) -> list[Draft]:
        """Return what an account threw away and can put back, the newest first."""
        found = self._listed(account_id, DraftRow.discarded_at > now() - KEPT_AFTER_DISCARDING)
        return [draft for draft in found if draft.typed.values]

    def throw_away(self, account_id: int, key: str) -> None:
        """Throw a draft away; `put_back` brings it back for a day."""
        with self._database.transaction() as session:
            session.execute(_mine(account_id, key).values(discarded_at=now()))

    def put_back(self, account_id: int, key: str) -> None:
        """Bring back a draft that was thrown away; one that was saved, or is not there, stays so."""
        if any(draft.key == key for draft in self.thrown_away(account_id)):
            with self._database.transaction() as session:
                session.execute(_mine(account_id, key).values(discarded_at=None))

    def close(self, account_id: int, draft: Draft) -> None:
        """Forget a draft that is saved, as soon as the database can be written: it is safe elsewhere.

        What was typed after it stays.
        """
        change = _mine(account_id, draft.key).where(DraftRow.updated_at <= draft.updated_at)
        self._database.sooner_or_later(
            "het opruimen van een concept",
            lambda session: session.execute(change.values(discarded_at=now(), values={})),
        )

    def erase_expired(self) -> int:
        """Remove what was saved or thrown away longer than a day ago; return how much."""
        with self._database.transaction() as session:
            return rows_changed(session, delete(DraftRow).where(DraftRow.discarded_at < now() - KEPT_AFTER_DISCARDING))

    def _listed(self, account_id: int, condition: ColumnElement[bool]) -> list[Draft]:
        with self._database.transaction() as session:
            mine = select(DraftRow).where(DraftRow.account_id == account_id, condition)
            return [_draft(row) for row in session.scalars(mine.order_by(DraftRow.updated_at.desc()))]


def _keep(session: Session, account_id: int, draft: Draft) -> None:
    statement = insert_into(session, DraftRow).values(
        key=draft.key,
        account_id=account_id,
        kind=draft.kind,
        slug=draft.slug,
        base_version=draft.base_version,
        values={name: list(values) for name, values in draft.typed.values.items()},
        updated_at=draft.updated_at,
        discarded_at=None,
    )
    # A request that was overtaken by a later one of its window, or by the saving, changes nothing.
    is_later = DraftRow.updated_at < statement.excluded.updated_at
    is_no_older = DraftRow.updated_at <= statement.excluded.updated_at
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[DraftRow.key, DraftRow.account_id],
            set_={name: statement.excluded[name] for name in _CHANGED},
            where=or_(is_later, and_(is_no_older, DraftRow.discarded_at.is_(None))),
        )
    )
    _make_room(session, account_id)


def _make_room(session: Session, account_id: int) -> None:
    """Forget the oldest drafts of an account that has too many."""
    mine = select(DraftRow.key).where(DraftRow.account_id == account_id)
    too_many = session.scalars(mine.order_by(DraftRow.updated_at.desc()).offset(MOST_OF_AN_ACCOUNT)).all()
    if too_many:
        session.execute(delete(DraftRow).where(DraftRow.account_id == account_id, DraftRow.key.in_(too_many)))


def _mine(account_id: int, key: str) -> Update:
    return update(DraftRow).where(DraftRow.account_id == account_id, DraftRow.key == key)


def new_key() -> str:
    """Return a key for a form that is opened."""
    return secrets.token_urlsafe(16)


def key_of_report(number: int) -> str:
    """Return a key for a form that is opened with what a report says; it keeps that key, however long one types."""
    return f"{_OF_REPORT}{number}-{secrets.token_urlsafe(12)}"


def report_of(key: str) -> int | None:
    """Return the number of the report of which a draft with this key was made, None for another draft."""
    found = _KEY_OF_REPORT.match(key)
    return int(found[1]) if found else None


def is_made_of(number: ColumnElement[int]) -> ColumnElement[bool]:
    """Return what is true of the drafts that were made of the report with this number."""
    return DraftRow.key.startswith(_OF_REPORT + cast(number, String) + "-")


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def _draft(row: DraftRow) -> Draft:
    typed = FormData({name: tuple(values) for name, values in row.values.items()})
    return Draft(row.key, row.kind, row.slug, row.base_version, typed, row.updated_at)
