"""One database for all that is no content: opened when first used, brought to the newest tables by Alembic.

Every use is a transaction of its own; what leaves it is a value object, never a row.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import alembic.command
from alembic.config import Config
from filelock import FileLock
from sqlalchemy import (
    Connection,
    DateTime,
    Delete,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    Update,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

MIGRATIONS = Path(__file__).parent / "migrations"
SECONDS_TO_WAIT = 15
"""How long a writer waits for another one in SQLite."""
MILLISECONDS_TO_WAIT_BRIEFLY = 100
"""How long a writer waits for another one when what it writes may be left undone."""
LOCK_NOT_AVAILABLE = "55P03"
"""How PostgreSQL says that a lock was not there in time."""
ADVISORY_LOCK = 7_355_608
"""The number by which processes agree in PostgreSQL that one of them changes the tables."""


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


class Busy(Exception):
    """Another writer was in the way for longer than what is to be written is worth."""


class Database:
    """A database that is opened, and brought up to date, at the first transaction. Safe to share between threads."""

    def __init__(self, url: str, lock_path: Path) -> None:
        self._url = make_url(url)
        self._lock_path = lock_path
        self._opening = threading.Lock()
        self._engine: Engine | None = None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session whose changes are kept together, or not at all when an exception leaves the block."""
        with Session(self._opened()) as session, session.begin():
            yield session

    @contextmanager
    def brief_transaction(self) -> Iterator[Session]:
        """Give a transaction for what may be left undone; raise `Busy` when another writer would make it wait.

        What goes wrong otherwise (the disk is full, a table is not there) is raised as it is.
        """
        with self._opened().connect() as connection, _waiting_briefly(connection):
            try:
                with Session(connection) as session, session.begin():
                    if connection.dialect.name == "postgresql":
                        session.connection().exec_driver_sql(f"SET LOCAL lock_timeout = {MILLISECONDS_TO_WAIT_BRIEFLY}")
                    yield session
            except OperationalError as error:
                if _is_because_of_another_writer(error):
                    raise Busy from error
                raise

    def close(self) -> None:
        """Let go of all connections."""
        if self._engine:
            self._engine.dispose()

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                self._lock_path.parent.mkdir(parents=True, exist_ok=True)
                engine = make_engine(self._url.render_as_string(hide_password=False))
                with FileLock(self._lock_path):
                    upgrade(engine)
                self._engine = engine
            return self._engine


def _is_because_of_another_writer(error: OperationalError) -> bool:
    if isinstance(error.orig, sqlite3.OperationalError):
        primary_code = error.orig.sqlite_errorcode & 0xFF  # what is more in it tells why it is busy
        return primary_code == sqlite3.SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE


def insert_into(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert in the words of the database, which can say what happens when the row is there already."""
    return postgresql.insert(table) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(table)


def advisory_lock(session: Session, what: str) -> None:
    """Wait until no other transaction is busy with this; they come after this one.

    SQLite needs no help: there one transaction at a time writes.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))


def rows_changed(session: Session, change: Update | Delete) -> int:
    """Carry out a change and return how many rows it was about."""
    result: Any = session.execute(change)
    return int(result.rowcount)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables of a database up to a revision, all or nothing; several processes may ask at once."""
    with _migrating(engine) as config:
        alembic.command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the tables of a database back to an earlier revision; what only later ones hold is lost."""
    with _migrating(engine) as config:
        alembic.command.downgrade(config, revision)


@contextmanager
def _migrating(engine: Engine) -> Iterator[Config]:
    """Give Alembic a connection that is alone in changing the tables, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        if engine.dialect.name == "sqlite":
            # A table that is made anew must not take along the rows that refer to it. Outside a transaction only.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
        yield config
        connection.commit()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def make_engine(url: str) -> Engine:
    """Return what connects to a database; nothing happens until the first connection."""
    if not url.startswith("sqlite"):
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": SECONDS_TO_WAIT})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        # WAL lets readers go on while one writes; foreign keys are off in SQLite until asked for.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        # What is removed is overwritten, not only let go of: personal data must not stay readable in the file.
        connection.execute("PRAGMA secure_delete=ON")

    return engine


@contextmanager
def _waiting_briefly(connection: Connection) -> Iterator[None]:
    """Let SQLite give up soon, on a connection that waits as long as others afterwards."""
    if connection.dialect.name == "sqlite":
        _set_patience(connection, MILLISECONDS_TO_WAIT_BRIEFLY)
    try:
        yield
    finally:
        if connection.dialect.name == "sqlite":
            _set_patience(connection, SECONDS_TO_WAIT * 1000)


def _set_patience(connection: Connection, milliseconds: int) -> None:
    cursor = connection.connection.cursor()  # past SQLAlchemy, for which a transaction would begin
    cursor.execute(f"PRAGMA busy_timeout={milliseconds}")
    cursor.close()
