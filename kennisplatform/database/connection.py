"""One database for all that is no content: opened when first used, brought to the newest tables by Alembic.

Every use is a transaction of its own; what leaves it is a value object, never a row. A database that is away, full,
locked or read-only raises `DatabaseUnavailable` from a transaction, and never from a write that may wait or be missed.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from alembic.util import CommandError
from filelock import FileLock
from sqlalchemy import (
    DateTime,
    Delete,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    Update,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from kennisplatform.database.engines import make_engine
from kennisplatform.database.migration import is_up_to_date, upgrade

MILLISECONDS_TO_WAIT = 5_000
"""How long a writer waits for another one."""
MILLISECONDS_TO_WAIT_BRIEFLY = 100
"""How long it waits when what it writes may be written later, or not at all."""
MILLISECONDS_TO_CHECK = 1_000
"""How long another writer may take before it counts as trouble."""
MOST_POSTPONED = 10_000
"""Writes that may wait in memory for the database."""
_PATIENCE = {"sqlite": "PRAGMA busy_timeout = {}", "postgresql": "SET LOCAL lock_timeout = {}"}
_CALLERS_MISTAKES = (IntegrityError, DataError, ProgrammingError)

Write = Callable[[Session], object]

log = logging.getLogger(__name__)


class DatabaseUnavailable(Exception):
    """The database cannot be used at this moment, or cannot be written; the cause is what the driver said."""


class Base(DeclarativeBase):
    """What every table inherits; constraints have names, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; always aware of its zone in Python, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is stored; a moment without a zone is a mistake of the program."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what was stored, in UTC."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class _Postponed(NamedTuple):
    what: str
    write: Write


class Database:
    """A database that is opened, and brought up to date, at the first transaction. Safe to share between threads."""

    def __init__(self, url: str, lock_path: Path) -> None:
        self._engine = make_engine(make_url(url).render_as_string(hide_password=False))
        self._lock_path = lock_path
        self._opening = threading.Lock()
        self._is_open = False
        self._postponed: deque[_Postponed] = deque()
        self._catching_up = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session whose changes are kept together, or not at all when an exception leaves the block.

        Raises `DatabaseUnavailable`.
        """
        with self._transaction(MILLISECONDS_TO_WAIT) as session:
            yield session

    def attempt(self, what: str, write: Write) -> bool:
        """Carry out a write that may be missed: it waits briefly, and a failure is logged and not raised.

        `what` names it in the log, in Dutch; returns whether it was carried out.
        """
        try:
            with self._transaction(MILLISECONDS_TO_WAIT_BRIEFLY) as session:
                write(session)
        except (DatabaseUnavailable, SQLAlchemyError) as error:
            log.warning("Niet in de database geschreven: %s (%s).", what, error)
            return False
        return True

    def sooner_or_later(self, what: str, write: Write) -> bool:
        """Carry out a write that nobody waits for: now, or in the order of asking when the database can be written.

        Until then it is kept in memory; `write` may be called more than once, of which one counts. `what` names it in
        the log, in Dutch; returns whether all that was asked so far is carried out.
        """
        if len(self._postponed) >= MOST_POSTPONED:
            log.error("Niet in de database geschreven, en er wacht te veel om te bewaren: %s.", what)
            return False
        self._postponed.append(_Postponed(what, write))
        self._write_postponed(MILLISECONDS_TO_WAIT_BRIEFLY)
        return not self._postponed

    @property
    def waiting(self) -> int:
        """How many writes wait in memory."""
        return len(self._postponed)

    def leave_to_parent(self) -> None:
        """Forget the connections in a process that was forked: they are those of the process that made them."""
        self._engine.dispose(close=False)

    def check_reading(self) -> None:
        """Raise `DatabaseUnavailable` when the database cannot be read."""
        with self._transaction(MILLISECONDS_TO_CHECK) as session:
            session.execute(text("SELECT version_num FROM alembic_version"))

    def check_writing(self) -> None:
        """Write what was postponed; raise `DatabaseUnavailable` when the database cannot be written."""
        self._write_postponed(MILLISECONDS_TO_CHECK)
        with self._transaction(MILLISECONDS_TO_CHECK) as session:
            session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        if self._postponed:
            raise DatabaseUnavailable(f"{len(self._postponed)} writes wait")

    def close(self) -> None:
        """Write what was postponed, if that is possible, and let go of all connections."""
        self._write_postponed(MILLISECONDS_TO_WAIT_BRIEFLY)
        self._engine.dispose()

    @contextmanager
    def _transaction(self, milliseconds: int) -> Iterator[Session]:
        try:
            with Session(self._opened()) as session, session.begin():
                session.execute(text(_PATIENCE[session.get_bind().dialect.name].format(milliseconds)))
                yield session
        except _CALLERS_MISTAKES:
            raise
        except DBAPIError as error:
            raise DatabaseUnavailable(str(error.orig)) from error

    def _write_postponed(self, milliseconds: int) -> None:
        """Carry out what was postponed, the oldest first, up to what cannot be written now."""
        if not self._catching_up.acquire(blocking=False):
            return  # who is at it takes along what came since
        try:
            while self._postponed:
                what, write = self._postponed[0]
                try:
                    with self._transaction(milliseconds) as session:
                        write(session)
                except DatabaseUnavailable as error:
                    log.warning("Komt later in de database: %s (%s). Wachtend: %d.", what, error, len(self._postponed))
                    return
                except SQLAlchemyError:
                    log.exception("Niet in de database te schrijven: %s.", what)
                self._postponed.popleft()
        finally:
            self._catching_up.release()

    def _opened(self) -> Engine:
        with self._opening:
            if not self._is_open:
                try:
                    self._bring_up_to_date()
                except (OSError, CommandError) as error:
                    raise DatabaseUnavailable(str(error)) from error
                self._is_open = True
        return self._engine

    def _bring_up_to_date(self) -> None:
        self._lock_path.parent.mkdir(parents=True, exist_ok=True)  # SQLite makes a file, but no folder
        if not is_up_to_date(self._engine):
            with FileLock(self._lock_path):
                upgrade(self._engine)


def insert_into(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert in the words of the database, which can say what happens when the row is there already."""
    return postgresql.insert(table) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(table)


def advisory_lock(session: Session, what: str) -> None:
    """Wait until no other transaction is busy with this; they come after this one, and what it reads is what is there.

    SQLite has one lock for all writing, which is taken here, before anything is read.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))
    elif not session.connection().connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        session.execute(text("BEGIN IMMEDIATE"))


def rows_changed(session: Session, change: Update | Delete) -> int:
    """Carry out a change and return how many rows it was about."""
    result: Any = session.execute(change)
    return int(result.rowcount)
