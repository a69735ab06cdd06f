"""Who has an account, and which role and networks it has. Who is blocked is here too, but cannot log in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from kennisplatform.accounts import passwords
from kennisplatform.accounts.permissions import Viewer
from kennisplatform.accounts.tables import AccountRow
from kennisplatform.database.connection import Database
from kennisplatform.vocabulary import Role


class AccountExists(Exception):
    """There is an account with this e-mail address already."""


@dataclass(frozen=True)
class Account:
    """Somebody who can log in."""

    id: int
    email: str
    name: str
    role: Role
    networks: frozenset[str]
    is_blocked: bool = False

    @classmethod
    def of(cls, row: AccountRow) -> Account:
        """Make it of its row."""
        return cls(row.id, row.email, row.name, Role(row.role), frozenset(row.networks), row.is_blocked)

    def has_role(self, role: Role) -> bool:
        """Tell whether the account may do what this role may."""
        return list(Role).index(self.role) >= list(Role).index(role)

    @property
    def viewer(self) -> Viewer:
        """The account as somebody who looks at entries."""
        return Viewer(is_member=True, is_curator=self.has_role(Role.CURATOR), networks=self.networks)


class Accounts:
    """The accounts in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, email: str, name: str, role: Role, networks: Collection[str] = (), password: str | None = None
    ) -> Account:
        """Make an account; raise `AccountExists` when the address has one. Without a password nobody can log in yet."""
        address = normalised(email)
        with self._database.transaction() as session:
            if session.scalar(select(AccountRow.id).where(AccountRow.email == address)):
                raise AccountExists(address)
            row = AccountRow(
                email=address,
                name=name.strip(),
                role=role,
                networks=sorted(networks),
                password_hash=passwords.hashed(password) if password else None,
                is_blocked=False,
                made_at=datetime.now(UTC),
            )
            session.add(row)
            session.flush()
            return Account.of(row)

    def all(self) -> list[Account]:
        """Return all accounts by name."""
        with self._database.transaction() as session:
            return [
                Account.of(row) for row in session.scalars(select(AccountRow).order_by(func.lower(AccountRow.name)))
            ]

    def by_id(self, number: int) -> Account | None:
        """Return the account with this number."""
        with self._database.transaction() as session:
            row = session.get(AccountRow, number)
            return Account.of(row) if row else None

    def by_password(self, email: str, password: str) -> Account | None:
        """Return the account whose address and password these are, unless it is blocked.

        It takes as long when there is no such account, so that nobody learns from it who has one.
        """
        with self._database.transaction() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.email == normalised(email)))
            account = Account.of(row) if row else None
            password_hash = row.password_hash if row else None
        fits = passwords.fits(password, password_hash)
        return account if account and fits and not account.is_blocked else None


def normalised(email: str) -> str:
    """Return an e-mail address as it is kept and compared."""
    return email.strip().casefold()
