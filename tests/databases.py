"""Fresh, empty databases of both makes, for tests that must hold on either."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import psycopg
import pytest

from kennisplatform.database.engines import make_engine
from kennisplatform.database.migration import upgrade
from tests.postgresql import postgresql_server

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[Callable[[], str]]:
    """Return what gives the address of a server, which starts when the first test needs it."""
    with ExitStack() as stack:
        started: list[str] = []

        def address() -> str:
            if not started:
                started.append(stack.enter_context(postgresql_server()))
            return started[0]

        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, postgresql_address: Callable[[], str]) -> str:
    """Return the address of an empty database of its own for the test, of one make and of the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite3'}"
    server = postgresql_address()
    return _database_of(server, f"test_{next(_NUMBERS)}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def migrated_database_url(request: pytest.FixtureRequest, tmp_path: Path, postgresql_address: Callable[[], str]) -> str:
    """As `database_url`, with the tables in it."""
    if request.param == "sqlite":
        return ""  # `site_on` copies one
    server = postgresql_address()
    return _database_of(server, f"test_{next(_NUMBERS)}", _template_on(server))


@cache
def _template_on(server: str) -> str:
    engine = make_engine(_database_of(server, "migrated"))
    upgrade(engine)
    engine.dispose()
    return "migrated"


def new_database(server: str) -> str:
    """Return the address of a new, empty database on a server."""
    return _database_of(server, f"test_{next(_NUMBERS)}")


def _database_of(server: str, name: str, template: str = "template1") -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.rpartition("/")[0] + f"/{name}"
