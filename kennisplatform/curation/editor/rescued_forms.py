"""Forms that arrived after a session had ended: kept while their sender logs in again, and then given back, once.

The key is in a cookie of the browser that sent the form; here is only its hash. Beside the key it takes the account
that had opened the form, so that the next person at the same computer gets nothing. What nobody fetches goes soon.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import JSON, Delete, ForeignKey, String, Text, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kennisplatform.accounts.sessions import hash_of
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.database.connection import Base, Database, Moment, rows_changed

LONGEST_KEPT = timedelta(hours=12)
MOST_OF_AN_ACCOUNT = 20


class KeptFormRow(Base):
    """A form and the account that had opened it."""

    __tablename__ = "kept_form"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(Text)
    values: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True)
class KeptForm:
    """What was sent, and the path to which."""

    address: str
    typed: FormData


class KeptForms:
    """The kept forms in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, account_id: int, form: KeptForm) -> str:
        """Keep a form and return the key with which it can be fetched; it exists nowhere else."""
        key = secrets.token_urlsafe(32)
        with self._database.transaction() as session:
            session.execute(_too_old())
            _make_room(session, account_id)
            session.add(
                KeptFormRow(
                    key_hash=hash_of(key),
                    account_id=account_id,
                    address=form.address,
                    values={name: list(values) for name, values in form.typed.values.items()},
                    kept_at=datetime.now(UTC),
                )
            )
        return key

    def take(self, account_id: int, key: str) -> KeptForm | None:
        """Return a form to the account that had opened it, and forget it; None when it is not theirs or too old."""
        with self._database.transaction() as session:
            row = session.get(KeptFormRow, hash_of(key))
            if row is None or row.account_id != account_id or datetime.now(UTC) - row.kept_at > LONGEST_KEPT:
                return None
            session.delete(row)
            return KeptForm(row.address, FormData({name: tuple(values) for name, values in row.values.items()}))

    def erase_expired(self) -> int:
        """Remove the forms that nobody fetched in time; return how many."""
        with self._database.transaction() as session:
            return rows_changed(session, _too_old())


def _too_old() -> Delete:
    return delete(KeptFormRow).where(KeptFormRow.kept_at < datetime.now(UTC) - LONGEST_KEPT)


def _make_room(session: Session, account_id: int) -> None:
    """Forget the oldest forms of an account that has too many."""
    mine = select(KeptFormRow).where(KeptFormRow.account_id == account_id).order_by(KeptFormRow.kept_at)
    number = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    for row in session.scalars(mine.limit(max(0, number - MOST_OF_AN_ACCOUNT + 1))).all():
        session.delete(row)
