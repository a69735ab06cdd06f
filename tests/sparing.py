"""What a site does for safety or speed and a test can do without, or share with all other tests of its process.

Nothing that a test promises depends on it: plain `pytest` on one file does the same.
"""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import argon2
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine

from kennisplatform.accounts import passwords
from kennisplatform.database import connection
from kennisplatform.database.engines import make_engine
from kennisplatform.database.migration import upgrade

MEMORY = Path("/dev/shm")
ROOM = 2 * 2**30
"""Bytes that must be free there; a whole run takes some hundreds of megabytes."""


def spare_what_tests_do_without() -> None:
    """Hash passwords with the cheapest parameters, compile templates and statements once, and migrate one database."""
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(tempfile.mkdtemp(prefix="templates-"))}
    passwords._HASHER = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODYS_HASH = passwords._HASHER.hash("niemand")
    connection.make_engine = _engine_with_shared_statements
    connection.upgrade = _upgrade_by_copying
    gc.set_threshold(20_000, 20, 50)  # what a test makes is mostly gone before anybody looks
    _work_in_memory()


def keep_what_was_collected() -> None:
    """Leave all that stays for the whole run alone when unused objects are looked for."""
    gc.collect()
    gc.freeze()


def migrated_copy(path: Path) -> Path:
    """Put an empty SQLite database with all tables at a path, and return that."""
    return Path(shutil.copyfile(_migrated_file(), path))


def _work_in_memory() -> None:
    """Let the folders of tests be where a disk is not waited for, if there is such a place with room."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        place = os.statvfs(MEMORY)
        if place.f_bavail * place.f_frsize >= ROOM and not place.f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def _engine_with_shared_statements(url: str) -> Engine:
    """Return an engine that takes over which statements became which SQL, of one engine for each make of database."""
    engine = make_engine(url)
    if url.startswith("sqlite"):
        engine.dialect, engine._compiled_cache = _migrated().dialect, _migrated()._compiled_cache
    return engine


def _upgrade_by_copying(engine: Engine) -> None:
    """Give an empty file of SQLite the tables of one that was migrated; bring any other database up to date."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as new, closing(sqlite3.connect(_migrated_file())) as migrated:
            if not new.exec_driver_sql("SELECT 1 FROM sqlite_master").first():
                migrated.backup(new.connection.driver_connection)
                return
    upgrade(engine)


def _migrated_file() -> str:
    return str(_migrated().url.database)


@cache
def _migrated() -> Engine:
    """Return what made an empty database with all tables."""
    engine = make_engine(f"sqlite:///{tempfile.mkdtemp(prefix='database-')}/empty.sqlite3")
    upgrade(engine)
    with engine.connect() as opened:
        opened.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return engine
