"""Links that work once: to set the site up, to accept an invitation, to choose a new password.

Whoever holds a link may use it, so it is made of 256 random bits, works for a bounded time, and only its hash is kept.
Using one and what it is for happen in one transaction: of two who use it at the same moment, one succeeds.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Delete, delete, select, update
from sqlalchemy.orm import Session

from kennisplatform.accounts import passwords
from kennisplatform.accounts.directory import (
    Account,
    AccountExists,
    NewAccount,
    has_administrator,
    insert,
    normalised,
)
from kennisplatform.accounts.sessions import hash_of
from kennisplatform.accounts.tables import AccountRow, LoginSessionRow, OneTimeLinkRow
from kennisplatform.database.connection import Database, rows_changed
from kennisplatform.vocabulary import Role


class Purpose(StrEnum):
    """What a link is for."""

    SET_UP = "setup"
    INVITATION = "invitation"
    RESET = "reset"


SET_UP_FOR = timedelta(hours=24)
INVITED_FOR = timedelta(days=7)
RESET_FOR = timedelta(hours=24)
KEPT_AFTERWARDS = timedelta(days=30)
"""How long a link that works no more is kept."""


class InvalidLink(Exception):
    """The link does not exist, was used or withdrawn, is too old, or is for something else."""


@dataclass(frozen=True)
class OneTimeLink:
    """A link that still works. An invitation is for the address and makes what it says; a reset is of an account."""

    id: int
    purpose: Purpose
    expires_at: datetime
    email: str
    role: Role | None
    networks: frozenset[str]

    @classmethod
    def of(cls, row: OneTimeLinkRow) -> OneTimeLink:
        """Make it of its row."""
        role = Role(row.role) if row.role else None
        return cls(row.id, Purpose(row.purpose), row.expires_at, row.email, role, frozenset(row.networks))


class OneTimeLinks:
    """The links in the database. What makes one returns its token, which exists nowhere else."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make_set_up(self, valid_for: timedelta = SET_UP_FOR) -> str | None:
        """Make the link for the first administrator; older ones stop working. None when there is one already."""
        with self._database.transaction() as session:
            session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.purpose == Purpose.SET_UP))
            if has_administrator(session):
                return None
            return _add(session, valid_for, OneTimeLinkRow(purpose=Purpose.SET_UP))

    def invite(self, email: str, role: Role, networks: Collection[str] = (), valid_for: timedelta = INVITED_FOR) -> str:
        """Invite somebody; an earlier invitation stops working. Raise `AccountExists` when the address has one."""
        address = normalised(email)
        with self._database.transaction() as session:
            session.execute(_invitations_of(address))
            if session.scalar(select(AccountRow.id).where(AccountRow.email == address)):
                raise AccountExists(address)
            row = OneTimeLinkRow(purpose=Purpose.INVITATION, email=address, role=role, networks=sorted(networks))
            return _add(session, valid_for, row)

    def make_reset(self, account: Account, valid_for: timedelta = RESET_FOR) -> str:
        """Let the owner of an account choose a new password; earlier links to do so stop working."""
        with self._database.transaction() as session:
            session.execute(_resets_of(account.id))
            row = OneTimeLinkRow(purpose=Purpose.RESET, email=account.email, account_id=account.id)
            return _add(session, valid_for, row)

    def find(self, token: str, purpose: Purpose) -> OneTimeLink:
        """Return the link without using it; raise `InvalidLink` when it does not work."""
        with self._database.transaction() as session:
            row = session.scalar(select(OneTimeLinkRow).where(*_works(token, purpose)))
            if row is None or (purpose is Purpose.SET_UP and has_administrator(session)):
                raise InvalidLink
            return OneTimeLink.of(row)

    def open_invitations(self) -> list[OneTimeLink]:
        """Return the invitations that can still be accepted, by address."""
        with self._database.transaction() as session:
            rows = session.scalars(
                select(OneTimeLinkRow)
                .where(
                    OneTimeLinkRow.purpose == Purpose.INVITATION,
                    OneTimeLinkRow.used_at.is_(None),
                    OneTimeLinkRow.expires_at > datetime.now(UTC),
                )
                .order_by(OneTimeLinkRow.email)
            )
            return [OneTimeLink.of(row) for row in rows]

    def withdraw(self, number: int) -> OneTimeLink | None:
        """Let an invitation work no more, and return it; None when it was accepted, withdrawn or too old already."""
        for invitation in self.open_invitations():
            if invitation.id == number:
                with self._database.transaction() as session:
                    session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.id == number))
                return invitation
        return None

    def set_up(self, token: str, email: str, name: str, password: str) -> Account:
        """Make the first administrator."""
        with self._database.transaction() as session:
            _use(session, token, Purpose.SET_UP)
            if has_administrator(session):
                raise InvalidLink
            return Account.of(insert(session, NewAccount(email, name, Role.ADMINISTRATOR), password))

    def accept(self, token: str, name: str, password: str) -> Account:
        """Make the account to which somebody was invited: the invitation says which, whoever accepts it."""
        with self._database.transaction() as session:
            row = _use(session, token, Purpose.INVITATION)
            new = NewAccount(row.email, name, Role(row.role), frozenset(row.networks))
            return Account.of(insert(session, new, password))

    def choose_password(self, token: str, password: str) -> Account:
        """Give the account of the link another password, and end its sessions."""
        with self._database.transaction() as session:
            row = _use(session, token, Purpose.RESET)
            account_row = session.get_one(AccountRow, row.account_id)
            account_row.password_hash = passwords.hashed(password)
            session.execute(delete(LoginSessionRow).where(LoginSessionRow.account_id == account_row.id))
            session.execute(_resets_of(account_row.id).where(OneTimeLinkRow.used_at.is_(None)))
            return Account.of(account_row)

    def forget_old(self) -> int:
        """Remove the links that have not worked for so long that nobody needs to know of them; return how many."""
        with self._database.transaction() as session:
            return rows_changed(session, _kept_too_long(datetime.now(UTC)))


def _kept_too_long(now: datetime) -> Delete:
    return delete(OneTimeLinkRow).where(OneTimeLinkRow.expires_at < now - KEPT_AFTERWARDS)


def _add(session: Session, valid_for: timedelta, row: OneTimeLinkRow) -> str:
    token = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    row.token_hash, row.expires_at = hash_of(token), now + valid_for
    session.execute(_kept_too_long(now))
    session.add(row)
    return token


def _use(session: Session, token: str, purpose: Purpose) -> OneTimeLinkRow:
    """Use up a link; only the first of two at once finds it unused, because the other waits for the changed row."""
    using = update(OneTimeLinkRow).where(*_works(token, purpose)).values(used_at=datetime.now(UTC))
    row: OneTimeLinkRow | None = session.scalar(using.returning(OneTimeLinkRow))
    if row is None:
        raise InvalidLink
    return row


def _works(token: str, purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeLinkRow.token_hash == hash_of(token),
        OneTimeLinkRow.purpose == purpose,
        OneTimeLinkRow.used_at.is_(None),
        OneTimeLinkRow.expires_at > datetime.now(UTC),
    )


def _invitations_of(address: str) -> Delete:
    return delete(OneTimeLinkRow).where(OneTimeLinkRow.purpose == Purpose.INVITATION, OneTimeLinkRow.email == address)


def _resets_of(account_id: int) -> Delete:
    return delete(OneTimeLinkRow).where(OneTimeLinkRow.account_id == account_id)
