"""Who did what to which object, and when. The log only grows: this class cannot change or remove a line, and the
database refuses it too (migration 0005).

It holds names of people with an account and names of objects; what looks like an e-mail address, a telephone number
or a token is left out of what is written, whoever calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.tables import AuditRow
from kennisplatform.database.connection import Database
from kennisplatform.outside import without_control_characters

PER_PAGE = 50
NOBODY = 0
"""The number that stands for 'nobody was logged in' in an `AuditFilter`."""
LEFT_OUT = "[weggelaten]"
_LONGEST_SUBJECT = 200
_LONGEST_DETAIL = 1000
_LONGEST_PRIVATE = 500
"""More characters than an e-mail address, a telephone number or a token has."""
_BATCH = 500
_PRIVATE = re.compile(
    r"[^\s@<>()\"']{1,64}@[^\s@<>()\"']{1,250}\.\w+"  # an e-mail address
    r"|(?<![\w-])(?:\+|0)\d(?:[\s\-()]{0,3}\d){8,}(?!\w)"  # a telephone number: dates are shorter
    r"|(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{40,}"  # a token as `secrets.token_urlsafe` makes it
)


@dataclass(frozen=True)
class AuditEntry:
    """One line of the log. `actor_id` is None when nobody was logged in."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    action: str
    subject: str
    detail: str


@dataclass(frozen=True)
class AuditFilter:
    """Which lines are asked for; what is not given does not count. `until` itself is not included."""

    actor_id: int | None = None
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AuditPage:
    """A page of the log, newest first."""

    entries: tuple[AuditEntry, ...]
    total: int
    number: int

    @property
    def page_count(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PER_PAGE))

    @property
    def previous_page(self) -> int | None:
        """The page with newer lines."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next_page(self) -> int | None:
        """The page with older lines."""
        return self.number + 1 if self.number < self.page_count else None


class AuditLog:
    """The log in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, actor: Account | None, action: str, subject: str, detail: str = "") -> None:
        """Add a line; `action` is a short Dutch verb phrase, such as `vermelding opgeslagen`.

        What it is about was done already, so this fails nobody: a line that cannot be written now is written later.
        `subject` is the slug of an entry, the name of an account, or a kind of report and its number.
        """
        values = {
            "at": datetime.now(UTC),
            "actor_id": actor.id if actor else None,
            "actor_name": actor.name if actor else "",
            "action": action,
            "subject": _kept(subject, _LONGEST_SUBJECT),
            "detail": _kept(detail, _LONGEST_DETAIL),
        }
        self._database.sooner_or_later(f"de regel ‘{action}’ in het logboek", lambda session: _add(session, values))

    def page(self, asked: AuditFilter, number: int = 1) -> AuditPage:
        """Return a page of what is asked for; beyond the last page it is the last one."""
        conditions = _conditions(asked)
        with self._database.transaction() as session:
            total = session.scalar(select(func.count()).select_from(AuditRow).where(*conditions)) or 0
            number = max(1, min(number, AuditPage((), total, 1).page_count))
            newest_first = select(AuditRow).where(*conditions).order_by(AuditRow.id.desc())
            rows = session.scalars(newest_first.offset((number - 1) * PER_PAGE).limit(PER_PAGE))
            return AuditPage(tuple(map(_entry, rows)), total, number)

    def all(self, asked: AuditFilter) -> Iterator[AuditEntry]:
        """Give all that is asked for, newest first, without holding it all at once."""
        before: int | None = None
        while True:
            conditions = [*_conditions(asked), *([AuditRow.id < before] if before else [])]
            with self._database.transaction() as session:
                rows = session.scalars(select(AuditRow).where(*conditions).order_by(AuditRow.id.desc()).limit(_BATCH))
                batch = [_entry(row) for row in rows]
            if not batch:
                return
            yield from batch
            before = batch[-1].id

    def actors(self) -> list[tuple[int, str]]:
        """Return the number and the latest name of everybody in the log, by name."""
        latest = select(func.max(AuditRow.id)).where(AuditRow.actor_id.is_not(None)).group_by(AuditRow.actor_id)
        with self._database.transaction() as session:
            rows = session.scalars(select(AuditRow).where(AuditRow.id.in_(latest)))
            found = [(row.actor_id, row.actor_name) for row in rows if row.actor_id is not None]
        return sorted(found, key=lambda one: one[1].casefold())

    def actions(self) -> list[str]:
        """Return every action in the log, by name."""
        with self._database.transaction() as session:
            return list(session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def _add(session: Session, values: dict[str, Any]) -> None:
    session.add(AuditRow(**values))


def _kept(text: str, longest: int) -> str:
    """Return the beginning of a text without private data, also without what is cut in two at its end."""
    return _PRIVATE.sub(LEFT_OUT, without_control_characters(text[: longest + _LONGEST_PRIVATE]))[:longest]


def _conditions(asked: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.actor_id == NOBODY:
        found.append(AuditRow.actor_id.is_(None))
    elif asked.actor_id is not None:
        found.append(AuditRow.actor_id == asked.actor_id)
    if asked.action:
        found.append(AuditRow.action == asked.action)
    if asked.subject:
        found.append(AuditRow.subject.icontains(asked.subject, autoescape=True))
    if asked.since:
        found.append(AuditRow.at >= asked.since)
    if asked.until:
        found.append(AuditRow.at < asked.until)
    return found


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(row.id, row.at, row.actor_id, row.actor_name, row.action, row.subject, row.detail)
