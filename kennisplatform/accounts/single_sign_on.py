"""Letting in who logs in with their own organisation (OpenID Connect), and with which role.

The organisation says who somebody is and which role they have. An account is known by issuer and subject; the first
time it is found by e-mail address, but only by one that the organisation verified, else anybody could take over an
account by typing its address there. A role that the organisation changed is changed here at the next log-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kennisplatform.accounts.directory import Account, Accounts, LastAdministrator
from kennisplatform.accounts.tables import AccountRow, IdentityRow
from kennisplatform.database.connection import Database
from kennisplatform.vocabulary import Role

UNKNOWN_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


class NotAdmitted(Exception):
    """The organisation vouches for somebody, but they may not come in."""


class NoRole(NotAdmitted):
    """The organisation gives this person none of the roles of this site."""


class NoVerifiedEmail(NotAdmitted):
    """There is no account for this person yet, and no address that the organisation verified."""


class Blocked(NotAdmitted):
    """The account of this person is blocked."""


@dataclass(frozen=True)
class Person:
    """Somebody as their organisation describes them. `email` is None unless it was verified."""

    issuer: str
    subject: str
    email: str | None
    name: str
    role: Role | None
    authenticated_at: datetime

    @classmethod
    def of_claims(cls, claims: Mapping[str, Any], role_claim: str) -> Person:
        """Read the claims of a token that was checked; `role_claim` may be a path, such as `realm_access.roles`."""
        email = claims.get("email")
        is_verified = claims.get("email_verified") is True and isinstance(email, str)
        names = (claims.get("name"), claims.get("preferred_username"), email)
        return cls(
            issuer=str(claims["iss"]),
            subject=str(claims["sub"]),
            email=str(email) if is_verified else None,
            name=next((name for name in names if isinstance(name, str) and name.strip()), "Naam onbekend")[:200],
            role=_highest_role(_at_path(claims, role_claim)),
            authenticated_at=_moment(claims.get("auth_time")),
        )


@dataclass(frozen=True)
class Admission:
    """The account of somebody who may come in, and what changed about it."""

    account: Account
    is_new: bool = False
    role_before: Role | None = None
    is_kept_administrator: bool = False


class SingleSignOn:
    """Who the accounts are to the organisation that people log in with."""

    def __init__(self, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts

    def admit(self, person: Person) -> Admission:
        """Return the account of this person, made or changed as the organisation says; raise `NotAdmitted`."""
        if person.role is None:
            raise NoRole
        account = self._known(person) or self._by_email(person)
        if account is None:
            return self._make(person, person.role)
        if account.is_blocked:
            raise Blocked
        self._remember(person, account)
        if account.role is person.role:
            return Admission(account)
        try:
            changed = self._accounts.set_role_and_networks(account.id, person.role, account.networks)
        except LastAdministrator:
            return Admission(account, is_kept_administrator=True)
        return Admission(changed, role_before=account.role)

    def _known(self, person: Person) -> Account | None:
        with self._database.transaction() as session:
            identity = session.get(IdentityRow, (person.issuer, person.subject))
            return Account.of(session.get_one(AccountRow, identity.account_id)) if identity else None

    def _by_email(self, person: Person) -> Account | None:
        if person.email is None:
            raise NoVerifiedEmail
        return self._accounts.by_email(person.email)

    def _make(self, person: Person, role: Role) -> Admission:
        account = self._accounts.add(person.email or "", person.name, role)
        self._remember(person, account)
        return Admission(account, is_new=True)

    def _remember(self, person: Person, account: Account) -> None:
        with self._database.transaction() as session:
            if session.get(IdentityRow, (person.issuer, person.subject)) is None:
                session.add(IdentityRow(issuer=person.issuer, subject=person.subject, account_id=account.id))


def _highest_role(values: object) -> Role | None:
    named = values.split() if isinstance(values, str) else values if isinstance(values, list) else []
    return next((role for role in reversed(Role) if role in named), None)


def _at_path(claims: Mapping[str, Any], path: str) -> object:
    if path in claims:
        return claims[path]
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _moment(auth_time: object) -> datetime:
    """Return when somebody last showed the organisation who they are; long ago when it does not say."""
    if isinstance(auth_time, int | float) and not isinstance(auth_time, bool):
        return min(datetime.fromtimestamp(auth_time, UTC), datetime.now(UTC))
    return UNKNOWN_MOMENT
