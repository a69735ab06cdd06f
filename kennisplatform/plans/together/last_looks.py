"""What changed in a plan since somebody last looked, and who is told by mail, once a day at most.

A visit begins when somebody looks who did not for half an hour: until it is over they see what changed since the visit
before. The changes say that something was done, by whom and with which action, and nothing of what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from kennisplatform import dutch_time
from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database, advisory_lock, insert_into, rows_changed
from kennisplatform.plans.rows import readable, role_of, takes_part
from kennisplatform.plans.tables import PlanChangeRow, PlanRow
from kennisplatform.plans.together.tables import PlanLookRow, PlanMentionRow, PlanRemarkRow
from kennisplatform.plans.words import ChangeKind

ONE_VISIT = timedelta(minutes=30)
MOST_SHOWN = 30
"""Changes that a page lists, the latest first."""
CHANGES_KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Change:
    """That somebody did something: last by whom, and with which action or point."""

    kind: ChangeKind
    number: int | None
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Visit:
    """What somebody finds who looks at a plan: the changes by others since their last visit, None on the first."""

    since: datetime | None
    changes: tuple[Change, ...]
    wants_mail: bool


@dataclass(frozen=True)
class Notice:
    """That something changed in a plan, to be mailed. `before` is when the last mail about it went."""

    account_id: int
    plan_id: int
    is_mentioned: bool
    before: datetime | None


class LastLooks:
    """The last looks of everybody at every plan."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def visit(self, plan_id: int, account: Account) -> Visit:
        """Return what changed for somebody who looks now, and keep that they did. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            is_of_plan, look = takes_part(session, row, account), session.get(PlanLookRow, (row.id, account.id))
            since, wants_mail = (_since(look), look.wants_mail) if look else (None, False)
            changes = _changes(session, row.id, account.id, since) if since else ()
        if is_of_plan:
            self._database.attempt("wie een plan opende", lambda session: _note_look(session, plan_id, account.id))
        return Visit(since, changes, wants_mail)

    def set_mail(self, plan_id: int, wants_mail: bool, account: Account) -> None:
        """Say whether somebody wants mail about a plan. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            row, _ = readable(session, plan_id, account)
            if takes_part(session, row, account):
                _note_look(session, row.id, account.id)
                session.get_one(PlanLookRow, (row.id, account.id)).wants_mail = wants_mail

    def claim_notices(self, account: Account) -> list[Notice]:
        """Return what is to be mailed to an account today, and keep that it was: nobody else gets it to mail."""
        today = dutch_time.today()
        with self._database.transaction() as session:
            advisory_lock(session, "mail about plans")
            theirs = select(PlanLookRow).where(PlanLookRow.wants_mail, PlanLookRow.account_id == account.id)
            looks = session.scalars(theirs.order_by(PlanLookRow.plan_id).with_for_update())
            waiting = [look for look in looks if not _is_mailed_on(look, today)]
            notices = [notice for look in waiting if (notice := _notice(session, look, account)) is not None]
            for notice in notices:
                session.get_one(PlanLookRow, (notice.plan_id, notice.account_id)).mailed_at = datetime.now(UTC)
            return notices

    def give_back(self, notices: list[Notice]) -> None:
        """Let notices that could not be mailed be mailed another time."""
        with self._database.transaction() as session:
            for notice in notices:
                if look := session.get(PlanLookRow, (notice.plan_id, notice.account_id)):
                    look.mailed_at = notice.before

    def erase_expired(self) -> int:
        """Remove the changes that are longer ago than a year; return how many."""
        with self._database.transaction() as session:
            old = PlanChangeRow.made_at < datetime.now(UTC) - CHANGES_KEPT
            return rows_changed(session, delete(PlanChangeRow).where(old))


def _since(look: PlanLookRow) -> datetime:
    """Return since when changes are new to somebody who looks now."""
    return look.looked_at if datetime.now(UTC) - look.looked_at > ONE_VISIT else look.since


def _note_look(session: Session, plan_id: int, account_id: int) -> None:
    now = datetime.now(UTC)
    first = insert_into(session, PlanLookRow).values(
        plan_id=plan_id, account_id=account_id, looked_at=now, since=now, wants_mail=False
    )
    session.execute(first.on_conflict_do_nothing(index_elements=[PlanLookRow.plan_id, PlanLookRow.account_id]))
    look = session.get_one(PlanLookRow, (plan_id, account_id), with_for_update=True)
    look.since, look.looked_at = _since(look), now


def _by_others(plan_id: int, account_id: int, since: datetime) -> tuple[ColumnElement[bool], ...]:
    # In SQL nothing is unlike NULL, and an account that is gone was somebody else.
    is_other = or_(PlanChangeRow.account_id.is_(None), PlanChangeRow.account_id != account_id)
    return (PlanChangeRow.plan_id == plan_id, PlanChangeRow.made_at > since, is_other)


def _changes(session: Session, plan_id: int, account_id: int, since: datetime) -> tuple[Change, ...]:
    """Return the changes by others, each kind once with each action: the last of them."""
    latest: dict[tuple[str, int | None], Change] = {}
    theirs = select(PlanChangeRow).where(*_by_others(plan_id, account_id, since)).order_by(PlanChangeRow.id.desc())
    for row in session.scalars(theirs):
        change = Change(ChangeKind(row.kind), row.number, row.made_by, row.made_at)
        latest.setdefault((row.kind, row.number), change)
    return tuple(latest.values())[:MOST_SHOWN]


def _is_mailed_on(look: PlanLookRow, day: object) -> bool:
    return look.mailed_at is not None and look.mailed_at.astimezone(dutch_time.now().tzinfo).date() == day


def _notice(session: Session, look: PlanLookRow, account: Account) -> Notice | None:
    """Return what is to be mailed about a plan; None when nothing is, or they may not read it any more."""
    row = session.get(PlanRow, look.plan_id)
    if row is None or role_of(session, row, account) is None:
        return None
    since = max(look.looked_at, look.mailed_at or look.looked_at)
    mentions = select(PlanMentionRow.remark_id).join(PlanRemarkRow, PlanRemarkRow.id == PlanMentionRow.remark_id)
    mine = (PlanMentionRow.account_id == account.id, PlanRemarkRow.plan_id == row.id, PlanRemarkRow.made_at > since)
    changed = session.scalar(select(PlanChangeRow.id).where(*_by_others(row.id, account.id, since)).limit(1))
    is_mentioned = session.scalar(mentions.where(*mine).limit(1)) is not None
    return Notice(account.id, row.id, is_mentioned, look.mailed_at) if changed else None
