"""Bringing the tables of a database up to date with Alembic; several processes may ask at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import alembic.command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

_MIGRATIONS = Path(__file__).parent / "migrations"
ADVISORY_LOCK = 7_355_608
"""The number by which processes agree in PostgreSQL that one of them changes the tables."""


@cache
def known_migrations() -> ScriptDirectory:
    """Return the migrations of this program, read once: that costs a hundredth of a second for every database."""
    return ScriptDirectory(str(_MIGRATIONS))


def is_up_to_date(engine: Engine) -> bool:
    """Tell whether the tables are the newest ones; this only reads."""
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present == known_migrations().get_current_head()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables of a database up to a revision, all or nothing."""
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
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        if engine.dialect.name == "sqlite":
            # A table that is replaced must not take along the rows that refer to it. Outside a transaction only.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA busy_timeout=15000")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
        yield config
        connection.commit()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
