"""A list between choosing the file and confirming: its tables, and what somebody says that its columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete

from kennisplatform.database.connection import Database, insert_into, rows_changed
from kennisplatform.plans.exchange.reading import recognise
from kennisplatform.plans.exchange.reading.kinds import Kind
from kennisplatform.plans.exchange.reading.rows import ListRow, rows_of
from kennisplatform.plans.exchange.reading.upload import Table
from kennisplatform.plans.tables import PlanListRow

KEPT_FOR = timedelta(days=1)


class ReadList(BaseModel):
    """The tables of a file, which of them is the list, and what its columns hold; frozen."""

    model_config = ConfigDict(frozen=True)

    tables: tuple[Table, ...]
    chosen: int
    kinds: tuple[Kind, ...]

    @property
    def table(self) -> Table:
        """The table that is the list."""
        return self.tables[self.chosen]

    @property
    def heading(self) -> recognise.Heading:
        """Where its heading is."""
        return recognise.heading_of(self.table)

    def rows(self) -> list[ListRow]:
        """Return its rows."""
        return rows_of(self.table, self.heading, self.kinds)

    def with_table(self, place: int) -> Self:
        """Return the same with another table as the list, whose columns are recognised anew."""
        return self.model_copy(update={"chosen": place, "kinds": _kinds(self.tables[place])})

    def with_kinds(self, kinds: Sequence[Kind]) -> Self:
        """Return the same with what somebody says that the columns hold; a kind that stands twice counts once."""
        once: list[Kind] = []
        for kind in kinds:
            once.append(kind if kind in {Kind.NOTE, Kind.SKIP} or kind not in once else Kind.NOTE)
        return self.model_copy(update={"kinds": tuple(once)})


def whole_list(tables: Sequence[Table]) -> ReadList:
    """Return the tables of a file with what is recognised in them."""
    joined = recognise.together(tables)
    chosen = recognise.best_table(joined)
    return ReadList(tables=tuple(joined), chosen=chosen, kinds=_kinds(joined[chosen]))


def _kinds(table: Table) -> tuple[Kind, ...]:
    return tuple(recognise.kinds_of(table, recognise.heading_of(table)))


class KeptLists:
    """Lists that wait for being confirmed: one for each account and plan, for a day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, plan_id: int, account_id: int, read: ReadList) -> None:
        """Keep a list in the place of the one before it."""
        values = {"content": read.model_dump(mode="json"), "kept_at": datetime.now(UTC)}
        with self._database.transaction() as session:
            keys = {"plan_id": plan_id, "account_id": account_id}
            making = insert_into(session, PlanListRow).values(**keys, **values)
            session.execute(making.on_conflict_do_update(index_elements=list(keys), set_=values))

    def read(self, plan_id: int, account_id: int) -> ReadList | None:
        """Return the list; None when there is none, or when it was kept too long ago."""
        with self._database.transaction() as session:
            row = session.get(PlanListRow, (plan_id, account_id))
            is_there = row is not None and row.kept_at > datetime.now(UTC) - KEPT_FOR
            return ReadList.model_validate(row.content) if row and is_there else None

    def forget(self, plan_id: int, account_id: int) -> None:
        """Remove the list of an account for a plan."""
        with self._database.transaction() as session:
            which = (PlanListRow.plan_id == plan_id, PlanListRow.account_id == account_id)
            session.execute(delete(PlanListRow).where(*which))

    def erase_expired(self) -> int:
        """Remove lists that nobody confirmed within a day; return how many."""
        with self._database.transaction() as session:
            too_old = PlanListRow.kept_at < datetime.now(UTC) - KEPT_FOR
            return rows_changed(session, delete(PlanListRow).where(too_old))
