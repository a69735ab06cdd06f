"""Browsers in which somebody is logged in. The token is in the browser's cookie; here is only its hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.tables import AccountRow, LoginSessionRow
from kennisplatform.database.connection import Database

LONGEST_IDLE = timedelta(hours=12)
LONGEST_OPEN = timedelta(days=7)
SECONDS_BETWEEN_NOTES = 60
"""How often it is written down that somebody is still there."""


@dataclass(frozen=True)
class LoginSession:
    """An open session and whose it is. `confirmed_at` is when the password was last given."""

    token: str
    account: Account
    confirmed_at: datetime


class LoginSessions:
    """The open sessions in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, account: Account, browser: str) -> LoginSession:
        """Open a session; its token exists nowhere else."""
        token = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        with self._database.transaction() as session:
            session.add(
                LoginSessionRow(
                    token_hash=hash_of(token),
                    account_id=account.id,
                    browser=browser[:200],
                    opened_at=now,
                    seen_at=now,
                    confirmed_at=now,
                )
            )
            session.get_one(AccountRow, account.id).seen_at = now
        return LoginSession(token, account, now)

    def find(self, token: str) -> LoginSession | None:
        """Return the session of a token while it is open, used recently enough, and its account is not blocked."""
        now = datetime.now(UTC)
        with self._database.transaction() as session:
            row = session.get(LoginSessionRow, hash_of(token))
            if row is None:
                return None
            account_row = session.get_one(AccountRow, row.account_id)
            if account_row.is_blocked or now - row.seen_at > LONGEST_IDLE or now - row.opened_at > LONGEST_OPEN:
                session.delete(row)
                return None
            if (now - row.seen_at).total_seconds() > SECONDS_BETWEEN_NOTES:
                row.seen_at = account_row.seen_at = now
            return LoginSession(token, Account.of(account_row), row.confirmed_at)

    def end(self, token: str) -> None:
        """End a session; one that is not open stays so."""
        with self._database.transaction() as session:
            session.execute(delete(LoginSessionRow).where(LoginSessionRow.token_hash == hash_of(token)))

    def end_all(self, account_id: int) -> None:
        """End all sessions of an account."""
        with self._database.transaction() as session:
            session.execute(delete(LoginSessionRow).where(LoginSessionRow.account_id == account_id))


def hash_of(token: str) -> str:
    """Return what may be kept of a token; tokens are random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
