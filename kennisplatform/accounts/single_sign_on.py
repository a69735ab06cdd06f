"""Letting in who logs in with their own organisation (OpenID Connect), and with which role.

The organisation says who somebody is and which role they have. An account is known by issuer and subject; the first
time it is found by e-mail address, but only by one that the organisation verified, else anybody could take over an
account by typing its address there. What counts as verified is a setting (`TrustedEmail`). A role that the
organisation changed is changed here at the next log-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from kennisplatform.accounts.directory import Account, AccountExists, Accounts, LastAdministrator
from kennisplatform.accounts.tables import AccountRow, IdentityRow
from kennisplatform.clean_text import clean
from kennisplatform.database.connection import Database, insert_into
from kennisplatform.outside import is_email
from kennisplatform.vocabulary import Role

VERIFIED_CLAIMS = ("email_verified", "xms_edov")
"""Claims that say that an address was verified: of OpenID Connect, and of Microsoft Entra (optional there)."""
_YES = frozenset({"true", "1"})
_NO = frozenset({"false", "0"})
LONGEST_SUBJECT = 255
"""Characters of the name that an organisation has for somebody: OpenID Connect has no longer ones."""
UNKNOWN_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


class NotAdmitted(Exception):
    """The organisation vouches for somebody, but they may not come in."""


class NoRole(NotAdmitted):
    """The organisation gives this person none of the roles of this site."""


class NoVerifiedEmail(NotAdmitted):
    """There is no account for this person yet, and no address that the organisation verified."""


class Blocked(NotAdmitted):
    """The account of this person is blocked."""


class TrustedEmail(StrEnum):
    """Which e-mail addresses of the organisation open an account that is there, or make one."""

    VERIFIED = "verified"
    """Those that the organisation says it verified."""
    ALL = "all"
    """All but those that it says it did not verify: for an organisation that hands out its addresses itself."""


@dataclass(frozen=True)
class ClaimRules:
    """How the claims of this organisation are read; `role_claim` may be a path, such as `realm_access.roles`."""

    role_claim: str = "roles"
    trusted_email: TrustedEmail = TrustedEmail.VERIFIED


@dataclass(frozen=True)
class Person:
    """Somebody as their organisation describes them. `email` is None unless it is trusted."""

    issuer: str
    subject: str
    email: str | None
    name: str
    role: Role | None
    authenticated_at: datetime

    @classmethod
    def from_claims(cls, claims: Mapping[str, Any], rules: ClaimRules, showed_again: bool = False) -> Person:
        """Read the claims of a token that was checked.

        `showed_again` says that the organisation was asked to let them show who they are just now. That counts when it
        does not tell the moment itself, as Microsoft Entra does by default.
        """
        email = _text(claims.get("email"))
        own_names = " ".join(filter(None, (_text(claims.get("given_name")), _text(claims.get("family_name")))))
        names = (_text(claims.get("name")), own_names, _text(claims.get("preferred_username")), email)
        return cls(
            issuer=str(claims["iss"]),
            subject=str(claims["sub"]),
            email=email if email and _is_trusted(email, claims, rules.trusted_email) else None,
            name=next(filter(None, names), "Naam onbekend")[:200].strip(),
            role=_highest_role(_at_path(claims, rules.role_claim)),
            authenticated_at=_moment(claims.get("auth_time"), datetime.now(UTC) if showed_again else UNKNOWN_MOMENT),
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
        try:
            account = self._accounts.add(person.email or "", person.name, role)
        except AccountExists:  # made by another tab, a moment ago
            return self.admit(person)
        self._remember(person, account)
        return Admission(account, is_new=True)

    def _remember(self, person: Person, account: Account) -> None:
        with self._database.transaction() as session:
            identity = {"issuer": person.issuer, "subject": person.subject, "account_id": account.id}
            session.execute(insert_into(session, IdentityRow).values(identity).on_conflict_do_nothing())


def _text(value: object) -> str:
    """Return a claim as a text on one line; '' for what is none."""
    return " ".join(clean(value).split()) if isinstance(value, str) else ""


def _is_trusted(email: str, claims: Mapping[str, Any], trusted: TrustedEmail) -> bool:
    said = {str(claims[name]).casefold() for name in VERIFIED_CLAIMS if claims.get(name) is not None}
    if not is_email(email) or said & _NO:
        return False
    return bool(said & _YES) or trusted is TrustedEmail.ALL


def _highest_role(values: object) -> Role | None:
    listed = values.replace(",", " ").split() if isinstance(values, str) else values if isinstance(values, list) else []
    # Keycloak writes a group as a path.
    named = {value.strip().removeprefix("/").casefold() for value in listed if isinstance(value, str)}
    return next((role for role in reversed(Role) if role in named), None)


def _at_path(claims: Mapping[str, Any], path: str) -> object:
    """Return what stands at a path of names; a name may have points itself, as the name of a client often has."""
    if path in claims:
        return claims[path]
    parts = path.split(".")
    for count in range(1, len(parts)):
        within = claims.get(".".join(parts[:count]))
        if isinstance(within, Mapping) and (found := _at_path(within, ".".join(parts[count:]))) is not None:
            return found
    return None


def _moment(auth_time: object, otherwise: datetime) -> datetime:
    """Return when somebody last showed the organisation who they are, as it says; never a moment to come."""
    if isinstance(auth_time, int | float) and not isinstance(auth_time, bool):
        try:
            return min(datetime.fromtimestamp(auth_time, UTC), datetime.now(UTC))
        except (ValueError, OverflowError, OSError):
            return UNKNOWN_MOMENT
    return otherwise
