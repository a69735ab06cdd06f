"""Fresh, empty databases of both makes, for tests that must hold on either."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

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


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, postgresql_address: Callable[[], str]) -> str:
    """Return the address of an empty database of its own for the test, of one make and of the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite3'}"
    server = postgresql_address()
    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.rpartition("/")[0] + f"/{name}"
