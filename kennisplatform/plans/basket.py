"""What a reader put aside for a plan, in their order. A basket is a value; where it is kept is up to who holds it.

Somebody with an account keeps theirs in the database (`Baskets`), where it follows them to another computer; a visitor
keeps it in a cookie, so it is bounded by what a cookie holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import delete

from kennisplatform.database.connection import Database, insert_into, rows_changed
from kennisplatform.plans.order import moved
from kennisplatform.plans.pieces import Pick
from kennisplatform.plans.tables import BasketRow

MOST_PICKS = 40
LONGEST_TEXT = 3_000
"""Characters of a basket as text. A cookie holds 4,096 bytes with its name and attributes."""
UNTOUCHED_FOR = timedelta(days=365)
"""How long a basket is kept in which nothing changes."""
_SEPARATOR = "_"  # stands in no pick


@dataclass(frozen=True)
class Basket:
    """Picks without repetition, within bounds."""

    picks: tuple[Pick, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a basket; what is no pick is left out, so anything is a basket."""
        read = (Pick.parse(part) for part in text[: 2 * LONGEST_TEXT].split(_SEPARATOR))
        return cls().plus(*(pick for pick in read if pick))

    def __str__(self) -> str:
        return _SEPARATOR.join(map(str, self.picks))

    def __len__(self) -> int:
        return len(self.picks)

    def __iter__(self) -> Iterator[Pick]:
        return iter(self.picks)

    def __contains__(self, pick: object) -> bool:
        return pick in self.picks

    def plus(self, *picks: Pick) -> Self:
        """Return the basket with these at its end, as far as they fit."""
        kept = list(dict.fromkeys((*self.picks, *picks)))[:MOST_PICKS]
        while len(_SEPARATOR.join(map(str, kept))) > LONGEST_TEXT:
            kept.pop()
        return type(self)(tuple(kept))

    def minus(self, pick: Pick) -> Self:
        """Return the basket without this one."""
        return type(self)(tuple(other for other in self.picks if other != pick))

    def moved(self, pick: Pick, places: int) -> Self:
        """Return the basket with a pick so many places further on, or back; it stays between the first and the last."""
        if pick not in self.picks:
            return self
        return type(self)(tuple(moved(self.picks, pick, places)))


class Baskets:
    """The baskets of accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, account_id: int) -> Basket:
        """Return the basket of an account; one that has none has an empty one."""
        with self._database.transaction() as session:
            row = session.get(BasketRow, account_id)
            return Basket.parse(row.picks) if row else Basket()

    def change(self, account_id: int, changed: Callable[[Basket], Basket]) -> Basket:
        """Put what `changed` makes of the basket in its place; two windows at once come one after the other."""
        with self._database.transaction() as session:
            # Writing first makes SQLite keep others out from here on; in PostgreSQL the lock on the row does.
            making = insert_into(session, BasketRow).values(account_id=account_id, picks="", changed_at=_now())
            session.execute(making.on_conflict_do_nothing(index_elements=[BasketRow.account_id]))
            row = session.get_one(BasketRow, account_id, with_for_update=True)
            basket = changed(Basket.parse(row.picks))
            row.picks, row.changed_at = str(basket), _now()
            return basket

    def erase_expired(self) -> int:
        """Remove what nobody touched for a year; return how many baskets."""
        with self._database.transaction() as session:
            return rows_changed(session, delete(BasketRow).where(BasketRow.changed_at < _now() - UNTOUCHED_FOR))


def _now() -> datetime:
    return datetime.now(UTC)
