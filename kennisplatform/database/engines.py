"""Connections to SQLite and PostgreSQL: how they are prepared, and what they do when there is trouble."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

SECONDS_TO_CONNECT = 3
"""How long a server may take to answer. `tcp_user_timeout` is the same for one that vanished while connected."""
SERVER_DEFAULTS = {"connect_timeout": SECONDS_TO_CONNECT, "tcp_user_timeout": SECONDS_TO_CONNECT * 1000}
SHORTEST_VAIN_WAIT = 0.5
"""Seconds from which on a failed attempt to connect keeps others from trying for a while."""
TIMES_AS_LONG, LONGEST_REST = 10, 10.0
"""How long that is: so many times what was waited, and so many seconds at most."""
NO_ROOM_FOR_LOG = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
)
"""What SQLite says when it cannot make the files beside a database that it needs for writing, and for reading too."""


def make_engine(url: str) -> Engine:
    """Return what connects to a database; nothing happens until the first connection."""
    if url.startswith("sqlite"):
        engine = create_engine(url)
        event.listen(engine, "do_connect", _connect_to_file)
        event.listen(engine, "checkin", _let_go_of_read_only)
        return engine
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_pre_ping=True)
    event.listen(engine, "do_connect", _Server().connect)
    return engine


def _connect_to_file(
    dialect: Dialect, record: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]
) -> Any:  # noqa: ANN401 (SQLAlchemy has no type for the driver's connection)
    connection: sqlite3.Connection = sqlite3.connect(*arguments, **options)
    try:
        # WAL lets readers go on while one writes; foreign keys are off in SQLite until asked for.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        # What is removed is overwritten, not only let go of: personal data must not stay readable in the file.
        connection.execute("PRAGMA secure_delete=ON")
    except sqlite3.DatabaseError as error:
        connection.close()
        path = Path(arguments[0])
        # The primary code; what is more in it tells why.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in NO_ROOM_FOR_LOG or not _is_whole(path):
            raise
        record.info["is_read_only"] = True
        return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", **{**options, "uri": True})
    return connection


def _is_whole(path: Path) -> bool:
    """Tell whether all that was written is in the file itself, so that it can be read as it is."""
    log = path.with_name(f"{path.name}-wal")
    return path.is_file() and path.stat().st_size > 0 and not (log.exists() and log.stat().st_size)


def _let_go_of_read_only(_: object, record: ConnectionPoolEntry) -> None:
    """Use a connection that cannot write once only: the next one may find room again."""
    if record.info.get("is_read_only"):
        record.invalidate()


class _Server:
    """Connects to a server; who waits for it in vain keeps others from waiting as well, for a while."""

    def __init__(self) -> None:
        self._closed_until = 0.0

    def connect(self, dialect: Dialect, _: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]) -> Any:  # noqa: ANN401 (SQLAlchemy has no type for the driver's connection)
        start = time.monotonic()
        if start < self._closed_until:
            raise OperationalError("connect", {}, TimeoutError("the server did not answer a moment ago"))
        try:
            return dialect.connect(*arguments, **{**SERVER_DEFAULTS, **options})
        except Exception:
            waited = time.monotonic() - start
            if waited > SHORTEST_VAIN_WAIT:
                self._closed_until = time.monotonic() + min(TIMES_AS_LONG * waited, LONGEST_REST)
            raise
