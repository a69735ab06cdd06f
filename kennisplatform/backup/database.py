"""All tables out of a database and into another one, of either make: each table a file with a line per row.

They are read in one transaction that sees the database as it was when that began, and written in one as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from typing import Any, BinaryIO

from alembic.migration import MigrationContext
from pydantic import BaseModel
from sqlalchemy import Connection, Engine, Integer, MetaData, Table, func, insert, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from kennisplatform.backup.archive import NotUsable, Progress, shown
from kennisplatform.backup.rows import as_line, from_line, kinds_of, make_writable, names_of, selected, tables_of
from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.database.engines import make_engine

ROWS_AT_ONCE = 100
LONGEST_ROW = 1 << 27
"""Bytes of one line: more is read by nobody."""


class TableInFile(BaseModel):
    """What is known of a table in a backup: the kind of each column, and the last number that was given out."""

    name: str
    columns: dict[str, str]
    rows: int
    last_number: int | None = None


class Tables(BaseModel):
    """The tables of a backup, in the order in which they can be filled."""

    tables: list[TableInFile]


@contextmanager
def engine_for(url: str) -> Iterator[Engine]:
    """Give what connects to a database, apart from the site; nothing is migrated. Raises `DatabaseUnavailable`."""
    engine = make_engine(make_url(url).render_as_string(hide_password=False))
    try:
        yield engine
    except DBAPIError as error:
        raise DatabaseUnavailable(str(error.orig)) from error
    finally:
        engine.dispose()


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """Give a connection that sees the database as it is at its first question, until it is closed."""
    with engine_for(url) as engine, engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def revision_of(connection: Connection) -> str | None:
    """Return the migration at which a database is, None when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def rows_in(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        name: connection.execute(select(func.count()).select_from(Table(name, MetaData()))).scalar_one()
        for name in names_of(connection)
    }


def write_table(connection: Connection, table: Table, file: BinaryIO, progress: Progress) -> TableInFile:
    """Write the rows of a table, in the order of their keys, and return what must be known to read them."""
    kinds = kinds_of(table)
    ordered = select(*map(selected, table.columns)).order_by(*table.primary_key)
    count = 0
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(ordered).mappings():
        file.write(as_line(kinds, dict(row)))
        count += 1
        progress(1)
    columns = {name: kind.name for name, kind in kinds.items()}
    return TableInFile(name=table.name, columns=columns, rows=count, last_number=_last_number(connection, table))


@contextmanager
def filling(engine: Engine) -> Iterator[Connection]:
    """Give a transaction in which rows come in any order, as far as the database allows; all of them, or none."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA busy_timeout=15000")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield connection
        connection.commit()


def fill(
    connection: Connection,
    described: Tables,
    opened: Callable[[str], AbstractContextManager[BinaryIO]],
    progress: Progress,
) -> None:
    """Fill empty tables from the files that `opened` gives by the name of the table; raises `NotUsable`."""
    tables = tables_of(connection)
    in_file = {table.name: table for table in described.tables}
    for name in in_file.keys() - tables.keys():
        raise NotUsable(f"In de reservekopie staat een tabel die bij haar migratie niet hoort: {shown(name)}")
    for name, table in tables.items():
        if name in in_file:
            with opened(name) as file:
                _fill_table(connection, table, in_file[name], file, progress)


def _fill_table(
    connection: Connection, table: Table, described: TableInFile, file: BinaryIO, progress: Progress
) -> None:
    kinds = kinds_of(table)
    if {name: kind.name for name, kind in kinds.items()} != described.columns:
        raise NotUsable(f"De tabel {table.name} heeft in de reservekopie andere kolommen dan bij haar migratie horen")
    make_writable(table)
    count = 0
    lines = iter(lambda: file.readline(LONGEST_ROW), b"")
    try:
        while rows := [from_line(kinds, line) for line in islice(lines, ROWS_AT_ONCE)]:
            connection.execute(insert(table), rows)
            count += len(rows)
            progress(len(rows))
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise NotUsable(
            f"De tabel {table.name} is in de reservekopie niet te lezen, na rij {count}: {error}"
        ) from error
    except (DataError, IntegrityError, StatementError) as error:
        if isinstance(error, DBAPIError) and not isinstance(error, DataError | IntegrityError):
            raise
        raise NotUsable(f"De tabel {table.name} past niet in deze database, na rij {count}: {error.orig}") from error
    if count != described.rows:
        raise NotUsable(f"De tabel {table.name} heeft {count} rijen in plaats van {described.rows}")
    _go_on_after(connection, table, described.last_number or 0)


def _numbered(table: Table) -> str | None:
    """Return the column of a table that the database numbers itself."""
    keys = list(table.primary_key)
    return keys[0].name if len(keys) == 1 and isinstance(keys[0].type, Integer) else None


def _last_number(connection: Connection, table: Table) -> int | None:
    """Return the last number that the database gave out by itself, if it remembers: it is never given out again."""
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table("sqlite_sequence"):
            return None
        found = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        return found.scalar_one_or_none()
    if sequence := _sequence(connection, table):
        last, is_given = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608 (as the server writes it)
        return last if is_given else None
    return None


def _go_on_after(connection: Connection, table: Table, last_number: int) -> None:
    """Have new rows numbered after those that are there, and after what was given out before."""
    column = _numbered(table)
    if column is None:
        return
    last = max(connection.execute(select(func.max(table.c[column]))).scalar_one() or 0, last_number)
    if connection.dialect.name == "sqlite":
        if last and _is_autoincrement(connection, table):
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
                {"name": table.name, "last": last},
            )
    elif last and (sequence := _sequence(connection, table)):
        connection.execute(
            text("SELECT setval(CAST(:sequence AS regclass), :last)"), {"sequence": sequence, "last": last}
        )


def _is_autoincrement(connection: Connection, table: Table) -> bool:
    made = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    return "AUTOINCREMENT" in str(connection.execute(made, {"name": table.name}).scalar_one()).upper()


def _sequence(connection: Connection, table: Table) -> str | None:
    column = _numbered(table)
    if column is None:
        return None
    name = connection.dialect.identifier_preparer.quote(table.name)
    found: Any = connection.execute(
        text("SELECT pg_get_serial_sequence(:name, :column)"), {"name": name, "column": column}
    ).scalar_one()
    return found and str(found)
