"""Which revision is the newest that the hosts share: one row in their database, so that looking often costs little.

The remote is the truth and this a hint: without it, or when it is behind, a slow fetch finds the same.
"""

from __future__ import annotations

import logging
import time

from sqlalchemy import String, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from kennisplatform.database.connection import Base, Database, DatabaseUnavailable, insert_into

ONLY_ROW = 1
SECONDS_WITHOUT_DATABASE = 10
"""After a question in vain nothing is asked for so long."""

log = logging.getLogger(__name__)


class SharedHeadRow(Base):
    """The newest revision, and how many there are with it."""

    __tablename__ = "shared_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]


class SharedHead:
    """The hint of what is newest. Neither asking nor telling ever fails: who misses it fetches a little later."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rests_until = 0.0

    def tell(self, revision_id: str, position: int) -> None:
        """Say that a revision is the newest, unless a later one was told already."""

        def write(session: Session) -> None:
            row = insert_into(session, SharedHeadRow).values(id=ONLY_ROW, revision_id=revision_id, position=position)
            newer = {"revision_id": revision_id, "position": position}
            session.execute(
                row.on_conflict_do_update(index_elements=["id"], set_=newer, where=SharedHeadRow.position <= position)
            )

        self._database.attempt("welke versie van de inhoud de nieuwste is", write)

    def ask(self) -> str:
        """Return the id of the newest revision; empty when that is not known."""
        if time.monotonic() < self._rests_until:
            return ""
        try:
            with self._database.transaction() as session:
                return session.scalar(select(SharedHeadRow.revision_id)) or ""
        except (DatabaseUnavailable, SQLAlchemyError) as error:
            self._rests_until = time.monotonic() + SECONDS_WITHOUT_DATABASE
            log.debug("De nieuwste versie is nu niet te vragen: %s", error)
            return ""
