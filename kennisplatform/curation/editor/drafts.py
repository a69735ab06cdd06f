"""What somebody was typing: kept for each form that was opened, until it is saved or thrown away.

A draft belongs to one account; nobody else can ask for it. Two windows with the same entry are two drafts, so that
neither writes over the other. What is personal does not stay by way of a draft: one that was made of a report goes when
what that report says is forgotten.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, cast, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.database.connection import Base, Database, Moment

LONGEST_KEY = 40
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
        """Keep a draft, in the place of the one with the same key."""
        with self._database.transaction() as session:
            _keep(session, account_id, draft)

    def keep_if_possible(self, account_id: int, draft: Draft) -> bool:
        """As `keep`, for whom it is no more than a safety net; tell whether it is kept."""
        return self._database.attempt("een concept", lambda session: _keep(session, account_id, draft))

    def find(self, account_id: int, key: str) -> Draft | None:
        """Return the draft with this key, if it is theirs."""
        with self._database.transaction() as session:
            row = session.get(DraftRow, (key, account_id))
            return _draft(row) if row else None

    def of(self, account_id: int) -> list[Draft]:
        """Return all drafts of an account, the newest first."""
        with self._database.transaction() as session:
            rows = session.scalars(
                select(DraftRow).where(DraftRow.account_id == account_id).order_by(DraftRow.updated_at.desc())
            )
            return [_draft(row) for row in rows]

    def discard(self, account_id: int, key: str) -> None:
        """Throw a draft away; one that is not there stays so."""
        with self._database.transaction() as session:
            _discard(session, account_id, key)

    def discard_in_time(self, account_id: int, key: str) -> None:
        """As `discard`, as soon as the database can be written: what was in it is safe elsewhere."""
        self._database.sooner_or_later(
            "het opruimen van een concept", lambda session: _discard(session, account_id, key)
        )


def _keep(session: Session, account_id: int, draft: Draft) -> None:
    session.merge(
        DraftRow(
            key=draft.key,
            account_id=account_id,
            kind=draft.kind,
            slug=draft.slug,
            base_version=draft.base_version,
            values={name: list(values) for name, values in draft.typed.values.items()},
            updated_at=draft.updated_at,
        )
    )


def _discard(session: Session, account_id: int, key: str) -> None:
    session.execute(delete(DraftRow).where(DraftRow.account_id == account_id, DraftRow.key == key))


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
    """Return the moment at which a draft is kept."""
    return datetime.now(UTC)


def _draft(row: DraftRow) -> Draft:
    typed = FormData({name: tuple(values) for name, values in row.values.items()})
    return Draft(row.key, row.kind, row.slug, row.base_version, typed, row.updated_at)
