"""What works once, for its one purpose and for a bounded time: links that somebody is handed.

Whoever holds a link may use it, so it is made of 256 random bits, and only its hash is kept. `use` belongs in the same
transaction as what the link is for: of two who use one at the same moment, one succeeds. Links to accounts know more
than this (`account_links`); others name their subject, such as the slug of an entry.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Delete, delete, select, update
from sqlalchemy.orm import Session

from kennisplatform.accounts.sessions import hash_of
from kennisplatform.accounts.tables import OneTimeLinkRow
from kennisplatform.database.connection import advisory_lock, rows_changed

KEPT_AFTERWARDS = timedelta(days=30)
"""How long a link that works no more is kept."""


class Purpose(StrEnum):
    """What a link is for."""

    SET_UP = "setup"
    INVITATION = "invitation"
    RESET = "reset"
    CORRECTION = "correction"
    REMINDER = "correction-reminder"
    """A correction that was asked for before, and not given."""
    PLAN = "plan"
    """Taking part in a plan."""


class InvalidLink(Exception):
    """The link does not exist, was used or withdrawn, is too old, or is for something else."""


@dataclass(frozen=True)
class ActiveLink:
    """A link about a subject that still works."""

    subject: str
    expires_at: datetime


@dataclass(frozen=True)
class UsedLink:
    """A link about a subject that was used."""

    subject: str
    used_at: datetime


def add(session: Session, valid_for: timedelta, row: OneTimeLinkRow) -> str:
    """Keep a link and return its token, which exists nowhere else; forget those that are long over."""
    token = secrets.token_urlsafe(32)
    row.token_hash, row.expires_at = hash_of(token), datetime.now(UTC) + valid_for
    session.execute(kept_too_long())
    session.add(row)
    return token


def kept_too_long() -> Delete:
    """Return what removes the links that have not worked for so long that nobody needs to know of them."""
    return delete(OneTimeLinkRow).where(OneTimeLinkRow.expires_at < datetime.now(UTC) - KEPT_AFTERWARDS)


def use(session: Session, token: str, purpose: Purpose) -> OneTimeLinkRow:
    """Use up a link; only the first of two at once finds it unused, because the other waits for the changed row."""
    using = update(OneTimeLinkRow).where(*is_active(token, purpose)).values(used_at=datetime.now(UTC))
    row: OneTimeLinkRow | None = session.scalar(using.returning(OneTimeLinkRow))
    if row is None:
        raise InvalidLink
    return row


def is_active(token: str, purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    """Return what is true of the link with this token when it still works."""
    return (OneTimeLinkRow.token_hash == hash_of(token), *_unused(purpose))


def one_issuer_at_a_time(session: Session, purpose: Purpose) -> None:
    """Let those who hand out links for a purpose do so one after another: a new link ends the earlier ones."""
    advisory_lock(session, f"hand out {purpose}")


def issue(session: Session, purpose: Purpose, valid_for: timedelta, subject: str, *former: str) -> str:
    """Make a link about a subject and return its token; earlier ones stop working, also under its former names.

    Of two at the same moment the second ends the link of the first.
    """
    one_issuer_at_a_time(session, purpose)
    withdraw(session, purpose, subject, *former)
    return add(session, valid_for, OneTimeLinkRow(purpose=purpose, subject=subject))


def peek(session: Session, token: str, purpose: Purpose) -> ActiveLink:
    """Return a link about a subject without using it; raise `InvalidLink` when it does not work."""
    row = session.scalar(select(OneTimeLinkRow).where(*is_active(token, purpose)))
    if row is None:
        raise InvalidLink
    return ActiveLink(row.subject, row.expires_at)


def redeem(session: Session, token: str, purpose: Purpose) -> str:
    """Use up a link about a subject and return the subject."""
    return use(session, token, purpose).subject


def active_links(session: Session, purpose: Purpose) -> list[ActiveLink]:
    """Return the links for a purpose that still work, the one that works longest last."""
    rows = session.scalars(select(OneTimeLinkRow).where(*_unused(purpose)).order_by(OneTimeLinkRow.expires_at))
    return [ActiveLink(row.subject, row.expires_at) for row in rows]


def used_links(session: Session, purpose: Purpose) -> list[UsedLink]:
    """Return the links for a purpose that were used, as far as they are still kept, the latest last."""
    used = select(OneTimeLinkRow).where(OneTimeLinkRow.purpose == purpose, OneTimeLinkRow.used_at.is_not(None))
    rows = session.scalars(used.order_by(OneTimeLinkRow.used_at))
    return [UsedLink(row.subject, row.used_at) for row in rows if row.used_at]


def withdraw(session: Session, purpose: Purpose, *subjects: str) -> bool:
    """Let the links about these subjects work no more; False when none did."""
    theirs = delete(OneTimeLinkRow).where(OneTimeLinkRow.subject.in_(subjects), *_unused(purpose))
    return rows_changed(session, theirs) > 0


def follow(session: Session, purpose: Purpose, old: str, new: str) -> None:
    """Let the link about a subject be about what it is called now."""
    session.execute(update(OneTimeLinkRow).where(OneTimeLinkRow.subject == old, *_unused(purpose)).values(subject=new))


def _unused(purpose: Purpose) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeLinkRow.purpose == purpose,
        OneTimeLinkRow.used_at.is_(None),
        OneTimeLinkRow.expires_at > datetime.now(UTC),
    )
