"""Browsers in which somebody is logged in. The token is in the browser's cookie; here is only its hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_, select, update

from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.tables import AccountRow, LoginSessionRow
from kennisplatform.database.connection import Database, rows_changed

LONGEST_IDLE = timedelta(hours=12)
LONGEST_OPEN = timedelta(days=7)
CONFIRMATION_LASTS = timedelta(minutes=10)
TIME_TO_SEND = timedelta(minutes=20)
"""A form that was opened while the confirmation lasted may be sent until then."""
SECONDS_BETWEEN_NOTES = 60
"""How often it is written down that somebody is still there."""


@dataclass(frozen=True)
class LoginSession:
    """An open session and whose it is. `confirmed_at` is when the password was last given."""

    token: str
    account: Account
    confirmed_at: datetime

    @property
    def reference(self) -> str:
        """What names the session in addresses and forms; nobody can log in with it."""
        return _reference(hash_of(self.token))

    def is_confirmed(self, to_send: bool = False) -> bool:
        """Tell whether the password was given recently enough to show, or `to_send`, something dangerous."""
        return datetime.now(UTC) - self.confirmed_at <= (TIME_TO_SEND if to_send else CONFIRMATION_LASTS)


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it in a list."""

    reference: str
    browser: str
    opened_at: datetime
    seen_at: datetime


class LoginSessions:
    """The open sessions in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, account: Account, browser: str, confirmed_at: datetime | None = None) -> LoginSession:
        """Open a session; its token exists nowhere else. `confirmed_at` is for who showed earlier who they are."""
        token = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        confirmed_at = confirmed_at or now
        with self._database.transaction() as session:
            session.add(
                LoginSessionRow(
                    token_hash=hash_of(token),
                    account_id=account.id,
                    browser=browser[:200],
                    opened_at=now,
                    seen_at=now,
                    confirmed_at=confirmed_at,
                )
            )
            session.get_one(AccountRow, account.id).seen_at = now
            session.execute(delete(LoginSessionRow).where(LoginSessionRow.opened_at < now - LONGEST_OPEN))
        return LoginSession(token, account, confirmed_at)

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

    def confirm(self, token: str) -> None:
        """Note that whoever is in this session showed again who they are."""
        with self._database.transaction() as session:
            row = LoginSessionRow.token_hash == hash_of(token)
            session.execute(update(LoginSessionRow).where(row).values(confirmed_at=datetime.now(UTC)))

    def of(self, account_id: int) -> list[OpenSession]:
        """Return the sessions of an account that are still of use, the one that was used last first."""
        now = datetime.now(UTC)
        of_use = (
            LoginSessionRow.account_id == account_id,
            LoginSessionRow.seen_at >= now - LONGEST_IDLE,
            LoginSessionRow.opened_at >= now - LONGEST_OPEN,
        )
        with self._database.transaction() as session:
            rows = session.scalars(select(LoginSessionRow).where(*of_use).order_by(LoginSessionRow.seen_at.desc()))
            return [OpenSession(_reference(row.token_hash), row.browser, row.opened_at, row.seen_at) for row in rows]

    def erase_expired(self) -> int:
        """Remove the sessions that are over because nobody used them, or because they were open too long."""
        now = datetime.now(UTC)
        is_over = or_(LoginSessionRow.seen_at < now - LONGEST_IDLE, LoginSessionRow.opened_at < now - LONGEST_OPEN)
        with self._database.transaction() as session:
            return rows_changed(session, delete(LoginSessionRow).where(is_over))

    def end_one(self, account_id: int, reference: str) -> bool:
        """End a session of an account; False when it has none with this reference."""
        with self._database.transaction() as session:
            hashes = session.scalars(select(LoginSessionRow.token_hash).where(LoginSessionRow.account_id == account_id))
            found = [token_hash for token_hash in hashes if _reference(token_hash) == reference]
            session.execute(delete(LoginSessionRow).where(LoginSessionRow.token_hash.in_(found)))
            return bool(found)

    def end_all(self, account_id: int, except_token: str = "") -> int:
        """End all sessions of an account, but for the one with this token; return how many."""
        with self._database.transaction() as session:
            others = (LoginSessionRow.account_id == account_id, LoginSessionRow.token_hash != hash_of(except_token))
            hashes = list(session.scalars(select(LoginSessionRow.token_hash).where(*others)))
            session.execute(delete(LoginSessionRow).where(LoginSessionRow.token_hash.in_(hashes)))
            return len(hashes)


def _reference(token_hash: str) -> str:
    return token_hash[:16]


def hash_of(token: str) -> str:
    """Return what may be kept of a token; tokens are random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
