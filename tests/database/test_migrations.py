"""The tables of the database: they come and go, agree with the models, and several processes may start at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from kennisplatform.accounts.directory import Accounts
from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.database.connection import Base, Database
from kennisplatform.database.engines import make_engine
from kennisplatform.database.migration import downgrade, upgrade
from kennisplatform.vocabulary import Role


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def test_the_tables_come_go_and_come_again(engine):
    upgrade(engine)
    tables = set(inspect(engine).get_table_names())
    assert {"account", "login_session", "one_time_link", "audit"} <= tables
    downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    upgrade(engine)
    upgrade(engine)
    assert set(inspect(engine).get_table_names()) == tables


def test_the_tables_are_what_the_models_say(engine):
    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_migration_that_fails_leaves_nothing_behind(engine, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", fail)
    with pytest.raises(RuntimeError):
        upgrade(engine)
    assert "account" not in inspect(engine).get_table_names()
    monkeypatch.undo()
    upgrade(engine)
    assert "account" in inspect(engine).get_table_names()


@pytest.mark.slow
def test_processes_that_start_at_once_on_an_empty_database_all_work(database_url, tmp_path):
    program = (
        "import sys; from pathlib import Path; from kennisplatform.database.connection import Database;"
        "from kennisplatform.accounts.directory import Accounts; from kennisplatform.vocabulary import Role;"
        "input(); database = Database(sys.argv[1], Path(sys.argv[2]) / 'lock');"
        "Accounts(database).add(sys.argv[3], 'Naam', Role.MEMBER); database.close()"
    )
    processes = [
        subprocess.Popen(
            # Each with a lock file of its own, as on two hosts: the database itself must keep them apart.
            [sys.executable, "-c", program, database_url, str(tmp_path / str(number)), f"nr{number}@voorbeeld.nl"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=PROJECT_FOLDER,
        )
        for number in range(3)
    ]
    for process in processes:
        process.stdin.write(b"\n")
        process.stdin.flush()
    errors = [process.communicate()[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], errors
    database = Database(database_url, tmp_path / "lock")
    assert [account.role for account in Accounts(database).all()] == [Role.MEMBER] * 3
    database.close()
