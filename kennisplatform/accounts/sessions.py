"""Browsers in which somebody is logged in. The token is in the browser's cookie; here is only its hash.

Whether a session is open is a comparison of moments: looking it up writes nothing, and a clock that was wrong for some
hours ends none. What must be noted meanwhile is noted as soon as the database can be written.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Delete, and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.tables import AccountRow, LoginSessionRow
from kennisplatform.database.connection import Database, rows_changed
from kennisplatform.vocabulary import Role

LONGEST_IDLE = timedelta(hours=12)
LONGEST_OPEN = timedelta(days=7)
TRUSTED_FOR = timedelta(days=60)
"""How long a device of a member stays logged in, used or not. Other roles have too much power for that."""
CONFIRMATION_LASTS = timedelta(minutes=10)
TIME_TO_SEND = timedelta(minutes=20)
"""A form that was opened while the confirmation lasted may be sent until then."""
TIME_BETWEEN_NOTES = timedelta(minutes=1)
"""How often it is written down that somebody is still there."""
_BY_HASH = (
    select(LoginSessionRow, AccountRow)
    .join(AccountRow, AccountRow.id == LoginSessionRow.account_id)
    .where(LoginSessionRow.token_hash == bindparam("token_hash"))
)


@dataclass(frozen=True)
class LoginSession:
    """An open session and whose it is. `confirmed_at` is when the password was last given."""

    token: str
    account: Account
    confirmed_at: datetime
    is_trusted: bool = False

    @property
    def reference(self) -> str:
        """What names the session in addresses and forms; nobody can log in with it."""
        return _reference(hash_of(self.token))

    def is_confirmed(self, to_send: bool = False) -> bool:
        """Tell whether the password was given recently enough to show, or `to_send`, something dangerous.

        A moment that is still to come was noted by a wrong clock, and counts for no more than one that is over.
        """
        return abs(datetime.now(UTC) - self.confirmed_at) <= (TIME_TO_SEND if to_send else CONFIRMATION_LASTS)


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it in a list."""

    reference: str
    browser: str
    opened_at: datetime
    seen_at: datetime
    stays_until: datetime | None
    """Until when a trusted device stays logged in; None for any other."""


class LoginSessions:
    """The open sessions in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ended: set[str] = set()
        """Hashes of tokens whose end could not be written yet."""
        self._seen: dict[str, datetime] = {}
        """When sessions were last used, where that could not be written."""

    def open(
        self, account: Account, browser: str, confirmed_at: datetime | None = None, trusts_device: bool = False
    ) -> LoginSession:
        """Open a session; its token exists nowhere else. `confirmed_at` is for who showed earlier who they are.

        A device is trusted when its user says so and is a member.
        """
        is_trusted = trusts_device and account.role is Role.MEMBER
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
                    is_trusted=is_trusted,
                )
            )
            session.get_one(AccountRow, account.id).seen_at = now
        return LoginSession(token, account, confirmed_at, is_trusted)

    def find(self, token: str) -> LoginSession | None:
        """Return the session of a token while it is open, used recently enough, and its account is not blocked."""
        now = datetime.now(UTC)
        token_hash = hash_of(token)
        if token_hash in self._ended:
            return None
        with self._database.transaction() as session:
            rows = session.execute(_BY_HASH, {"token_hash": token_hash}).first()
            if rows is None:
                return None
            row, account_row = rows
            account = Account.of(account_row)
            is_trusted = _is_trusted(row, account.role)
            seen_at = max(row.seen_at, self._seen.get(token_hash, row.seen_at))
            is_open = _is_open(is_trusted, row.opened_at, seen_at, now)
            found = LoginSession(token, account, row.confirmed_at, is_trusted)
        if account.is_blocked or not is_open:
            return None
        if abs(now - seen_at) > TIME_BETWEEN_NOTES:
            self._note_seen(token_hash, account, now)
        return found

    def _note_seen(self, token_hash: str, account: Account, now: datetime) -> None:
        def note(session: Session) -> None:
            session.execute(update(AccountRow).where(AccountRow.id == account.id).values(seen_at=now))
            row = LoginSessionRow.token_hash == token_hash
            session.execute(update(LoginSessionRow).where(row).values(seen_at=now))

        if self._database.attempt("dat iemand er nog is", note):
            self._seen.pop(token_hash, None)
        else:
            self._seen[token_hash] = now

    def end(self, token: str) -> None:
        """End a session, in this process at once and whatever the database does; one that is not open stays so."""
        token_hash = hash_of(token)

        def remove(session: Session) -> None:
            session.execute(delete(LoginSessionRow).where(LoginSessionRow.token_hash == token_hash))

        self._ended.add(token_hash)
        if self._database.sooner_or_later("dat iemand uitlogde", remove):
            self._ended.discard(token_hash)

    def confirm(self, token: str) -> None:
        """Note that whoever is in this session showed again who they are."""
        with self._database.transaction() as session:
            row = LoginSessionRow.token_hash == hash_of(token)
            session.execute(update(LoginSessionRow).where(row).values(confirmed_at=datetime.now(UTC)))

    def open_sessions(self, account: Account) -> list[OpenSession]:
        """Return the open sessions of an account, the one that was used last first."""
        now = datetime.now(UTC)
        theirs = select(LoginSessionRow).where(LoginSessionRow.account_id == account.id)
        with self._database.transaction() as session:
            rows = session.scalars(theirs.order_by(LoginSessionRow.seen_at.desc()))
            shown = ((row, _is_trusted(row, account.role)) for row in rows)
            return [
                _listed(row, is_trusted)
                for row, is_trusted in shown
                if _is_open(is_trusted, row.opened_at, row.seen_at, now)
            ]

    def erase_expired(self) -> int:
        """Remove the sessions that are over because nobody used them, or because they were open too long."""
        with self._database.transaction() as session:
            return rows_changed(session, _expired(datetime.now(UTC)))

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


def _is_open(is_trusted: bool, opened_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Tell by its moments whether a session is open."""
    if is_trusted:
        return now - opened_at <= TRUSTED_FOR
    return now - seen_at <= LONGEST_IDLE and now - opened_at <= LONGEST_OPEN


def _is_trusted(row: LoginSessionRow, role: str) -> bool:
    """Tell whether a device may stay logged in: only while its user is a member."""
    return row.is_trusted and role == Role.MEMBER


def _expired(now: datetime) -> Delete:
    used_too_long_ago = or_(
        LoginSessionRow.seen_at < now - LONGEST_IDLE, LoginSessionRow.opened_at < now - LONGEST_OPEN
    )
    is_over = and_(LoginSessionRow.is_trusted.is_(False), used_too_long_ago)
    return delete(LoginSessionRow).where(or_(LoginSessionRow.opened_at < now - TRUSTED_FOR, is_over))


def _listed(row: LoginSessionRow, is_trusted: bool) -> OpenSession:
    stays_until = row.opened_at + TRUSTED_FOR if is_trusted else None
    return OpenSession(_reference(row.token_hash), row.browser, row.opened_at, row.seen_at, stays_until)


def _reference(token_hash: str) -> str:
    return token_hash[:16]


def hash_of(token: str) -> str:
    """Return what may be kept of a token; tokens are random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
