"""How a row of a table is a line of JSON, the same for SQLite and PostgreSQL, and back to the last bit.

A column without a value is not in the line, so that `null` is only ever a JSON value. What a column holds comes from
the database itself and not from the models, so that tables of every migration can be written.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    cast,
    inspect,
)
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

REVISIONS = "alembic_version"
"""The table in which Alembic keeps where the others are; it is made again and not copied."""


class UnknownKind(Exception):
    """A column holds something for which the format has no words; the message names it."""


@dataclass(frozen=True)
class Kind:
    """A kind of value: its name in the format, how it goes into JSON, and how it comes out."""

    name: str
    to_json: Callable[[Any], Any]
    from_json: Callable[[Any], Any]


def _is(*types: type) -> Callable[[Any], Any]:
    def checked(value: Any) -> Any:  # noqa: ANN401 (it may be anything)
        if type(value) not in types:
            raise ValueError(f"{type(value).__name__} is no {types[0].__name__}")
        return value

    return checked


def _utc(moment: datetime) -> str:
    # SQLite keeps moments without their zone, which is UTC.
    return (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _moment(value: Any) -> datetime:  # noqa: ANN401
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Boolean, Kind("boolean", bool, _is(bool))),
    (JSON, Kind("json", json.loads, lambda value: json.dumps(value, allow_nan=False))),
    (DateTime, Kind("moment", _utc, _moment)),
    (Date, Kind("date", date.isoformat, date.fromisoformat)),
    (
        LargeBinary,
        Kind("base64", lambda value: b64encode(value).decode(), lambda value: b64decode(value, validate=True)),
    ),
    (Integer, Kind("integer", int, _is(int))),
    (Float, Kind("float", float, _is(float, int))),
    (String, Kind("text", str, _is(str))),
)


class _JsonText(TypeDecorator[str]):
    """The text of a JSON value as the database keeps it: the only way to tell `null` from no value at all."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> TypeEngine[Any]:  # noqa: ANN401
        """Let PostgreSQL see for itself that a parameter is JSON; to SQLite it is text."""
        return dialect.type_descriptor(NullType() if dialect.name == "postgresql" else Text())  # type: ignore[no-any-return]


def names_of(connection: Connection) -> list[str]:
    """Return the names of the tables, which costs one question where `tables_of` asks some for each."""
    return [name for name in inspect(connection).get_table_names() if name != REVISIONS]


def tables_of(connection: Connection) -> dict[str, Table]:
    """Return the tables by name, each after those that it refers to, with their JSON as text."""
    metadata = MetaData()
    metadata.reflect(connection)
    return {table.name: table for table in metadata.sorted_tables if table.name != REVISIONS}


def kind_of(column: Column[Any]) -> Kind:
    """Return what a column holds; raise `UnknownKind`."""
    for of_type, kind in _KINDS:
        if isinstance(column.type, of_type):
            return kind
    raise UnknownKind(f"{column.table.name}.{column.name} ({column.type})")


def kinds_of(table: Table) -> dict[str, Kind]:
    """Return what the columns of a table hold, by their names."""
    return {column.name: kind_of(column) for column in table.columns}


def selected(column: Column[Any]) -> ColumnElement[Any]:
    """Return a column as it is read."""
    return cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column


def make_writable(table: Table) -> None:
    """Let the JSON columns of a table take text."""
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type = _JsonText()


def as_line(kinds: Mapping[str, Kind], row: Mapping[str, Any]) -> bytes:
    """Return a row as a line."""
    values = {name: kinds[name].to_json(value) for name, value in row.items() if value is not None}
    # Half of a surrogate pair is no UTF-8; a backslash escape is what JSON writes for it.
    return json.dumps(values, ensure_ascii=False, allow_nan=False).encode(errors="backslashreplace") + b"\n"


def from_line(kinds: Mapping[str, Kind], line: bytes) -> dict[str, Any]:
    """Return the row that a line holds; raises `ValueError` or `TypeError` when it holds none of these kinds."""
    values = json.loads(line)
    if not isinstance(values, dict) or values.keys() - kinds.keys():
        raise ValueError("a line holds other columns than the table")
    return {name: kind.from_json(values[name]) if name in values else None for name, kind in kinds.items()}
