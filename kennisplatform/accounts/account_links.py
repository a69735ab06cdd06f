"""Links to accounts that work once: to set the site up, to accept an invitation, to choose a new password.

Their addresses are made in `web/mailing/link_addresses.py`; who is asked to take part in a plan gets a link of
`plans/together/invitations.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Delete, delete, select

from kennisplatform.accounts import passwords
from kennisplatform.accounts.directory import (
    Account,
    AccountExists,
    NewAccount,
    has_administrator,
    insert,
    normalised,
)
from kennisplatform.accounts.one_time_links import (
    InvalidLink,
    Purpose,
    add,
    is_active,
    kept_too_long,
    one_issuer_at_a_time,
    use,
)
from kennisplatform.accounts.tables import AccountRow, LoginSessionRow, OneTimeLinkRow
from kennisplatform.database.connection import Database, rows_changed
from kennisplatform.vocabulary import Role

SET_UP_FOR = timedelta(hours=24)
INVITED_FOR = timedelta(days=7)
RESET_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class OneTimeLink:
    """A link that still works. An invitation is for the address and makes what it says; a reset is of an account."""

    id: int
    purpose: Purpose
    expires_at: datetime
    email: str
    name: str
    role: Role | None
    networks: frozenset[str]

    @classmethod
    def of(cls, row: OneTimeLinkRow) -> OneTimeLink:
        """Make it of its row."""
        role = Role(row.role) if row.role else None
        return cls(row.id, Purpose(row.purpose), row.expires_at, row.email, row.name, role, frozenset(row.networks))


class AccountLinks:
    """The links in the database. What makes one returns its token, which exists nowhere else."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make_set_up(self, valid_for: timedelta = SET_UP_FOR) -> str | None:
        """Make the link for the first administrator; older ones stop working. None when there is one already."""
        with self._database.transaction() as session:
            one_issuer_at_a_time(session, Purpose.SET_UP)
            session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.purpose == Purpose.SET_UP))
            if has_administrator(session):
                return None
            return add(session, valid_for, OneTimeLinkRow(purpose=Purpose.SET_UP))

    def invite(
        self,
        email: str,
        role: Role,
        networks: Collection[str] = (),
        valid_for: timedelta = INVITED_FOR,
        *,
        name: str = "",
    ) -> str:
        """Invite somebody, who may still choose another name; an earlier invitation stops working.

        Raises `AccountExists` when the address has an account.
        """
        address = normalised(email)
        with self._database.transaction() as session:
            one_issuer_at_a_time(session, Purpose.INVITATION)
            session.execute(_invitations_of(address))
            if session.scalar(select(AccountRow.id).where(AccountRow.email == address)):
                raise AccountExists(address)
            row = OneTimeLinkRow(
                purpose=Purpose.INVITATION, email=address, name=name, role=role, networks=sorted(networks)
            )
            return add(session, valid_for, row)

    def make_reset(self, account: Account, valid_for: timedelta = RESET_FOR) -> str:
        """Let the owner of an account choose a new password; earlier links to do so stop working."""
        with self._database.transaction() as session:
            one_issuer_at_a_time(session, Purpose.RESET)
            session.execute(_resets_of(account.id))
            row = OneTimeLinkRow(purpose=Purpose.RESET, email=account.email, account_id=account.id)
            return add(session, valid_for, row)

    def find(self, token: str, purpose: Purpose) -> OneTimeLink:
        """Return the link without using it; raise `InvalidLink` when it does not work."""
        with self._database.transaction() as session:
            row = session.scalar(select(OneTimeLinkRow).where(*is_active(token, purpose)))
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
            use(session, token, Purpose.SET_UP)
            if has_administrator(session):
                raise InvalidLink
            return Account.of(insert(session, NewAccount(email, name, Role.ADMINISTRATOR), password))

    def accept(self, token: str, name: str, password: str) -> Account:
        """Make the account to which somebody was invited: the invitation says which, whoever accepts it."""
        with self._database.transaction() as session:
            row = use(session, token, Purpose.INVITATION)
            new = NewAccount(row.email, name, Role(row.role), frozenset(row.networks))
            return Account.of(insert(session, new, password))

    def choose_password(self, token: str, password: str) -> Account:
        """Give the account of the link another password, and end its sessions."""
        with self._database.transaction() as session:
            row = use(session, token, Purpose.RESET)
            account_row = session.get_one(AccountRow, row.account_id)
            account_row.password_hash = passwords.hashed(password)
            session.execute(delete(LoginSessionRow).where(LoginSessionRow.account_id == account_row.id))
            session.execute(_resets_of(account_row.id).where(OneTimeLinkRow.used_at.is_(None)))
            return Account.of(account_row)

    def erase_expired(self) -> int:
        """Remove the links that have not worked for so long that nobody needs to know of them; return how many."""
        with self._database.transaction() as session:
            return rows_changed(session, kept_too_long())


def _invitations_of(address: str) -> Delete:
    return delete(OneTimeLinkRow).where(OneTimeLinkRow.purpose == Purpose.INVITATION, OneTimeLinkRow.email == address)


def _resets_of(account_id: int) -> Delete:
    return delete(OneTimeLinkRow).where(OneTimeLinkRow.account_id == account_id)
