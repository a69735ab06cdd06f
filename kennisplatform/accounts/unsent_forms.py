"""Forms whose sender must first log in, or show again who they are: kept for some hours, for that account only.

The key is in a cookie of the browser that sent the form; here is only its hash. Beside the key it takes the account
that had opened the form, so that the next person at the same computer gets nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Delete, delete, func, select
from sqlalchemy.orm import Session

from kennisplatform.accounts.sessions import hash_of
from kennisplatform.accounts.tables import UnsentFormRow
from kennisplatform.database.connection import Database, rows_changed

KEPT_FOR = timedelta(hours=12)
MOST_OF_AN_ACCOUNT = 20


@dataclass(frozen=True)
class UnsentForm:
    """What was sent, in the order of the form, and the path and query to which."""

    address: str
    values: tuple[tuple[str, str], ...]


class UnsentForms:
    """The forms in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, account_id: int, address: str, values: Iterable[tuple[str, str]]) -> str:
        """Keep a form and return the key with which it is found again; it exists nowhere else."""
        key = secrets.token_urlsafe(32)
        with self._database.transaction() as session:
            session.execute(_expired())
            _make_room(session, account_id)
            session.add(
                UnsentFormRow(
                    key_hash=hash_of(key),
                    account_id=account_id,
                    address=address,
                    values=[[name, value] for name, value in values],
                    kept_at=datetime.now(UTC),
                )
            )
        return key

    def find(self, account_id: int, key: str) -> UnsentForm | None:
        """Return a form to the account that had opened it; None when it is not theirs, or too old."""
        with self._database.transaction() as session:
            row = session.get(UnsentFormRow, hash_of(key))
            if row is None or row.account_id != account_id or datetime.now(UTC) - row.kept_at > KEPT_FOR:
                return None
            return UnsentForm(row.address, tuple((name, value) for name, value in row.values))

    def erase_expired(self) -> int:
        """Remove the forms that are older than `KEPT_FOR`; return how many."""
        with self._database.transaction() as session:
            return rows_changed(session, _expired())


def _expired() -> Delete:
    return delete(UnsentFormRow).where(UnsentFormRow.kept_at < datetime.now(UTC) - KEPT_FOR)


def _make_room(session: Session, account_id: int) -> None:
    """Remove the oldest forms of an account that has too many."""
    theirs = select(UnsentFormRow).where(UnsentFormRow.account_id == account_id).order_by(UnsentFormRow.kept_at)
    number = session.scalar(select(func.count()).select_from(theirs.subquery())) or 0
    for row in session.scalars(theirs.limit(max(0, number - MOST_OF_AN_ACCOUNT + 1))).all():
        session.delete(row)
