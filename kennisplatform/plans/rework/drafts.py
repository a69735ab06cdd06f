"""What somebody is typing in the form of an action: kept every few seconds, for themselves only, until they save it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kennisplatform.accounts.directory import Account
from kennisplatform.database.connection import Database, insert_into, rows_changed
from kennisplatform.plans.plan import PlanSummary
from kennisplatform.plans.rework.rework import Seen
from kennisplatform.plans.rework.tables import PlanActionDraftRow
from kennisplatform.plans.rows import MayNot, action_row, readable, summary
from kennisplatform.plans.tables import PlanActionVersionRow

KEPT_FOR = timedelta(days=30)
LARGEST = 200_000
"""Characters of a form as it is sent: more than all fields of an action can hold."""
MOST_FIELDS = 500


class DraftTooLarge(Exception):
    """More was sent than the form of an action can hold."""


class SavedMeanwhile(Exception):
    """The sender saved the action after this was typed."""


@dataclass(frozen=True)
class ActionDraft:
    """The names and values of a form, in the order of the form."""

    fields: tuple[tuple[str, str], ...]
    saved_at: datetime


class ActionDrafts:
    """One draft per account and action; gone when it is saved, thrown away, or thirty days old."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, plan_id: int, seen: Seen, fields: Iterable[tuple[str, str]], account: Account) -> datetime:
        """Keep what the form of an action holds now; return when.

        Raises `MayNot`, `DraftTooLarge`, and `SavedMeanwhile` for what its sender typed before they saved.
        """
        kept = tuple(fields)
        text = urlencode(kept)
        if len(text) > LARGEST or len(kept) > MOST_FIELDS:
            raise DraftTooLarge
        moment = datetime.now(UTC)
        with self._database.transaction() as session:  # no change of the plan: nobody else waits for it
            if not PlanSummary(**summary(*readable(session, plan_id, account))).may_write:
                raise MayNot
            action_row(session, plan_id, seen.number)
            if _saved_since(session, plan_id, seen, account):
                raise SavedMeanwhile
            draft = insert_into(session, PlanActionDraftRow).values(
                plan_id=plan_id, number=seen.number, account_id=account.id, fields=text, saved_at=moment
            )
            key = ["plan_id", "number", "account_id"]
            session.execute(draft.on_conflict_do_update(index_elements=key, set_={"fields": text, "saved_at": moment}))
        return moment

    def of(self, plan_id: int, number: int, account: Account) -> ActionDraft | None:
        """Return what an account typed and did not save, None when there is nothing. Raises `NoSuchPlan`."""
        with self._database.transaction() as session:
            readable(session, plan_id, account)
            row = session.get(PlanActionDraftRow, (plan_id, number, account.id))
            if row is None:
                return None
            fields = parse_qsl(row.fields, keep_blank_values=True, max_num_fields=MOST_FIELDS)
            return ActionDraft(tuple(fields), row.saved_at)

    def drop(self, plan_id: int, number: int, account: Account) -> None:
        """Forget what an account typed; nothing happens when there is nothing."""
        key = {"plan_id": plan_id, "number": number, "account_id": account.id}
        with self._database.transaction() as session:
            session.execute(delete(PlanActionDraftRow).filter_by(**key))

    def erase_expired(self) -> int:
        """Forget what lay longer than `KEPT_FOR`; return how many that were."""
        with self._database.transaction() as session:
            old = delete(PlanActionDraftRow).where(PlanActionDraftRow.saved_at < datetime.now(UTC) - KEPT_FOR)
            return rows_changed(session, old)


def _saved_since(session: Session, plan_id: int, seen: Seen, account: Account) -> bool:
    of_action = (PlanActionVersionRow.plan_id == plan_id, PlanActionVersionRow.number == seen.number)
    mine = (PlanActionVersionRow.version > seen.version, PlanActionVersionRow.changed_by == account.name)
    return session.scalar(select(PlanActionVersionRow.version).where(*of_action, *mine).limit(1)) is not None
