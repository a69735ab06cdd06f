"""A row becomes a line and a row again, whatever is in it; so does a site that is larger than the memory that it gets."""

from __future__ import annotations

import io
import json
import os
import resource
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    null,
    select,
)

from kennisplatform import create_app
from kennisplatform.backup.database import Tables, fill, write_table
from kennisplatform.backup.rows import tables_of
from kennisplatform.config import Settings
from kennisplatform.database.connection import Moment
from kennisplatform.site import site_of
from tests.backup.world import done
from tests.conftest import ContentFolder
from tests.processes import forking

ALL_KINDS = Table(
    "alles",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("text", String(100)),
    Column("flag", Boolean),
    Column("day", Date),
    Column("moment", Moment),
    Column("json", JSON),
    Column("data", LargeBinary),
    Column("number", Integer),
    Column("part", Float),
)
TEXT = st.text(st.characters(exclude_categories=("Cs",)))
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
"""Not a number by itself, which no table holds: SQLite takes the text of one in such a column for a number, and rounds it."""
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.none() | TEXT,
            "flag": st.none() | st.booleans(),
            "day": st.none() | st.dates(),
            "moment": st.none() | st.datetimes(timezones=st.just(UTC)),
            "json": st.just(null()) | ANY_JSON.filter(lambda value: not isinstance(value, int | float)),
            "data": st.none() | st.binary(),
            "number": st.none() | st.integers(-(2**63), 2**63 - 1),
            "part": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        }
    ),
    max_size=5,
)


@pytest.mark.slow
@given(rows=ROWS)
def test_whatever_a_row_holds_comes_back_the_same(rows):
    source, target = create_engine("sqlite://"), create_engine("sqlite://")
    for engine in (source, target):
        ALL_KINDS.create(engine)
    file = io.BytesIO()
    with source.begin() as connection:
        for row in rows:
            connection.execute(ALL_KINDS.insert(), row)
        described = write_table(connection, tables_of(connection)["alles"], file, lambda _: None)
    assert [json.loads(line)["id"] for line in file.getvalue().splitlines()] == list(range(1, len(rows) + 1))
    file.seek(0)
    with target.begin() as connection:
        fill(connection, Tables(tables=[described]), lambda _: file, lambda _: None)
    assert contents(target) == contents(source)
    for engine in (source, target):
        engine.dispose()


def contents(engine):
    with engine.connect() as connection:
        raw = connection.exec_driver_sql("SELECT json IS NULL, typeof(number) FROM alles ORDER BY id").all()
        return raw, connection.execute(select(ALL_KINDS).order_by(ALL_KINDS.c.id)).all()


ATTACHMENTS = 16
BYTES_EACH = 9_900_000
MEMORY = 120_000_000
"""Bytes beside what a process has that only started: less than a half of what it puts in the file."""


def with_little_memory(settings: Settings, *arguments: object) -> None:
    """Give a command in a process that cannot have more than a bit of memory."""
    app = create_app(settings)
    status = Path("/proc/self/status").read_text()
    used = int(status.partition("VmData:")[2].split()[0]) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (used + MEMORY, used + MEMORY))
    done(app, *arguments)
    site_of(app).database.close()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux bounds and tells what a process has")
def test_a_site_that_does_not_fit_in_the_memory_goes_in_and_out(tmp_path):
    content = ContentFolder(tmp_path / "oud" / "content")
    content.entry("menukaart", "groot")
    (content.path / "menukaart" / "groot").mkdir()
    for number in range(ATTACHMENTS):
        content.write(f"menukaart/groot/{number}.pdf", os.urandom(BYTES_EACH))
    file = tmp_path / "site.tar"
    for name, arguments in {"oud": ["backup", file], "nieuw": ["restore", file]}.items():
        settings = Settings(content_dir=tmp_path / name / "content", instance_dir=tmp_path / name / "instance")
        process = forking().Process(target=with_little_memory, args=(settings, *arguments))
        process.start()
        process.join()
        assert process.exitcode == 0, name
    assert file.stat().st_size > 2 * ATTACHMENTS * BYTES_EACH > 2.5 * MEMORY
    for number in range(ATTACHMENTS):
        name = f"menukaart/groot/{number}.pdf"
        assert (tmp_path / "nieuw" / "content" / name).read_bytes() == (content.path / name).read_bytes()
