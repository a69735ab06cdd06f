"""Who has an account, and which role and networks it has. Who is blocked is here too, but cannot log in.

It promises that there is always an administrator who can log in, once there has been one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kennisplatform.accounts import passwords
from kennisplatform.accounts.tables import AccountRow, LoginSessionRow, OneTimeLinkRow
from kennisplatform.clean_text import clean
from kennisplatform.database.connection import Database
from kennisplatform.permissions import Viewer
from kennisplatform.vocabulary import Role


class AccountExists(Exception):
    """There is an account with this e-mail address already."""


class AccountBlocked(Exception):
    """The password is right, but the account is blocked."""


class NoSuchAccount(Exception):
    """There is no account with this number."""


class LastAdministrator(Exception):
    """The change would leave the site without an administrator who can log in."""


@dataclass(frozen=True)
class Account:
    """Somebody who can log in."""

    id: int
    email: str
    name: str
    role: Role
    networks: frozenset[str]
    is_blocked: bool = False
    has_password: bool = False
    made_at: datetime | None = None
    seen_at: datetime | None = None

    @classmethod
    def of(cls, row: AccountRow) -> Account:
        """Make it of its row."""
        return cls(
            id=row.id,
            email=row.email,
            name=row.name,
            role=Role(row.role),
            networks=frozenset(row.networks),
            is_blocked=row.is_blocked,
            has_password=row.password_hash is not None,
            made_at=row.made_at,
            seen_at=row.seen_at,
        )

    def has_role(self, role: Role) -> bool:
        """Tell whether the account may do what this role may."""
        return list(Role).index(self.role) >= list(Role).index(role)

    @property
    def viewer(self) -> Viewer:
        """The account as somebody who looks at entries."""
        return Viewer(is_member=True, is_curator=self.has_role(Role.CURATOR), networks=self.networks)


@dataclass(frozen=True)
class NewAccount:
    """What an account will be."""

    email: str
    name: str
    role: Role
    networks: frozenset[str] = frozenset()


class Accounts:
    """The accounts in the database."""

    follows_folders = ("netwerken",)

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, email: str, name: str, role: Role, networks: Collection[str] = (), password: str | None = None
    ) -> Account:
        """Make an account; raise `AccountExists` when the address has one. Without a password nobody can log in yet."""
        with self._database.transaction() as session:
            return Account.of(insert(session, NewAccount(email, name, role, frozenset(networks)), password))

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

    def by_email(self, email: str) -> Account | None:
        """Return the account with this address."""
        with self._database.transaction() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.email == normalised(email)))
            return Account.of(row) if row else None

    def by_password(self, email: str, password: str) -> Account | None:
        """Return the account whose address and password these are; raise `AccountBlocked` when it is blocked.

        It takes as long when there is no such account, so that nobody learns from it who has one.
        """
        with self._database.transaction() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.email == normalised(email)))
            account = Account.of(row) if row else None
            password_hash = row.password_hash if row else None
        fits = passwords.fits(password, password_hash)
        if not account or not fits:
            return None
        if account.is_blocked:
            raise AccountBlocked(account.id)
        if password_hash and passwords.is_outdated(password_hash):
            self.set_password(account.id, password)
        return account

    def follow(self, old: str | None, new: str | None) -> None:
        """Let the members of a renamed network, and who is invited to it, be members under its new slug."""
        if old is None or new is None:
            return

        def move(session: Session) -> None:
            for row in (*session.scalars(select(AccountRow)), *session.scalars(select(OneTimeLinkRow))):
                if old in row.networks:
                    row.networks = sorted({*row.networks, new} - {old})

        self._database.sooner_or_later(f"de leden van {new}", move)

    def has_administrator(self) -> bool:
        """Tell whether there is an administrator who can log in."""
        with self._database.transaction() as session:
            return has_administrator(session)

    def set_password(self, number: int, password: str) -> None:
        """Give an account another password."""
        with self._database.transaction() as session:
            _row(session, number).password_hash = passwords.hashed(password)

    def set_role_and_networks(self, number: int, role: Role, networks: Collection[str]) -> Account:
        """Let an account do more or less from now on."""
        with self._keeping_an_administrator() as session:
            row = _row(session, number)
            row.role, row.networks = role, sorted(networks)
            return Account.of(row)

    def change(self, number: int, new: NewAccount) -> Account:
        """Change all that an administrator may change; raise `AccountExists` when another one has the address.

        Links that were sent to an earlier address stop working.
        """
        address = normalised(new.email)
        with self._keeping_an_administrator() as session:
            row = _row(session, number)
            if session.scalar(select(AccountRow.id).where(AccountRow.email == address, AccountRow.id != number)):
                raise AccountExists(address)
            if row.email != address:
                session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.account_id == number))
            row.email, row.name = address, new.name.strip()
            row.role, row.networks = new.role, sorted(new.networks)
            try:
                session.flush()
            except IntegrityError as error:  # somebody else was just before
                raise AccountExists(address) from error
            return Account.of(row)

    def set_members(self, network: str, numbers: Collection[int]) -> tuple[list[Account], list[Account]]:
        """Let exactly these accounts be members of a network; return who came and who went."""
        came: list[Account] = []
        went: list[Account] = []
        with self._database.transaction() as session:
            for row in session.scalars(select(AccountRow).order_by(func.lower(AccountRow.name))):
                is_one, will_be = network in row.networks, row.id in numbers
                if is_one != will_be:
                    row.networks = sorted({*row.networks} ^ {network})
                    (came if will_be else went).append(Account.of(row))
        return came, went

    def block(self, number: int) -> None:
        """Keep somebody out from now on: sessions end, and links to choose a password stop working."""
        with self._keeping_an_administrator() as session:
            _row(session, number).is_blocked = True
            session.execute(delete(LoginSessionRow).where(LoginSessionRow.account_id == number))
            session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.account_id == number))

    def unblock(self, number: int) -> None:
        """Let somebody log in again."""
        with self._database.transaction() as session:
            _row(session, number).is_blocked = False

    def delete(self, number: int) -> None:
        """Remove an account and all that is kept of it here; what its owner wrote stays in the history."""
        with self._keeping_an_administrator() as session:
            session.delete(_row(session, number))

    @contextmanager
    def _keeping_an_administrator(self) -> Iterator[Session]:
        """Give a transaction that is undone, with `LastAdministrator`, when the last administrator would go.

        The administrators are locked first (PostgreSQL; in SQLite one writes at a time), so that two who demote each
        other at the same moment do not both succeed.
        """
        with self._database.transaction() as session:
            had_one = session.scalars(_administrators().order_by(AccountRow.id).with_for_update()).first() is not None
            yield session
            session.flush()
            if had_one and not has_administrator(session):
                raise LastAdministrator


def normalised(email: str) -> str:
    """Return an e-mail address as it is kept and compared."""
    return email.strip().casefold()


def insert(session: Session, new: NewAccount, password: str | None) -> AccountRow:
    """Add the row of a new account; raise `AccountExists` when the address has one."""
    address = normalised(new.email)
    if session.scalar(select(AccountRow.id).where(AccountRow.email == address)):
        raise AccountExists(address)
    row = AccountRow(
        email=address,
        name=clean(new.name).strip(),
        role=new.role,
        networks=sorted(new.networks),
        password_hash=passwords.hashed(password) if password else None,
        is_blocked=False,
        made_at=datetime.now(UTC),
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else was just before
        raise AccountExists(address) from error
    return row


def has_administrator(session: Session) -> bool:
    """Tell whether there is an administrator who can log in."""
    return session.scalar(_administrators().limit(1)) is not None


def _administrators() -> Select[int]:
    return select(AccountRow.id).where(AccountRow.role == Role.ADMINISTRATOR, AccountRow.is_blocked.is_(False))


def _row(session: Session, number: int) -> AccountRow:
    row = session.get(AccountRow, number)
    if row is None:
        raise NoSuchAccount(number)
    return row
