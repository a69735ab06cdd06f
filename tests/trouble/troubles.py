"""Real troubles: each begins with its `with` block, and its cause is gone at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import time_machine

from kennisplatform.database import connection
from tests.trouble import disks
from tests.trouble.world import World

Trouble = Callable[[World], AbstractContextManager[None]]

DATABASE = "kennisplatform.sqlite3"
HOLD_A_LOCK = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
input()
"""


def disk_full(world: World) -> AbstractContextManager[None]:
    """The disk of the instance folder is full; it must be a small one."""
    return disks.filled(world.instance)


@contextmanager
def instance_read_only(world: World) -> Iterator[None]:
    """Nothing can be written in the instance folder."""
    world.site.database.close()  # a file that is open stays open to writing
    with disks.read_only(world.instance):
        yield
    world.site.database.close()


def content_read_only(world: World) -> AbstractContextManager[None]:
    """Nothing can be written in the folder with entries."""
    return disks.read_only(world.content.path)


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another program writes in the database, and takes its time: longer than we are willing to wait."""
    program = [sys.executable, "-c", HOLD_A_LOCK, str(world.instance / DATABASE)]
    with (
        patch.object(connection, "MILLISECONDS_TO_WAIT", 500),
        subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process,
    ):
        process.stdout.readline()
        try:
            yield
        finally:
            process.communicate("\n")


@contextmanager
def database_damaged(world: World) -> Iterator[None]:
    """The file of the database holds something else."""
    file = world.instance / DATABASE
    world.site.database.close()  # so that all is in the one file
    good = file.read_bytes()
    file.write_bytes(b"geen database" * 1000)
    try:
        yield
    finally:
        world.site.database.close()
        for beside in world.instance.glob(f"{DATABASE}-*"):
            beside.unlink()
        file.write_bytes(good)


@contextmanager
def history_gone(world: World) -> Iterator[None]:
    """The folder of the history is away, and something else stands in its place."""
    folder = world.instance / "geschiedenis.git"
    aside = world.instance / "geschiedenis.opzij"
    folder.rename(aside)
    folder.write_text("geen map")
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)


@contextmanager
def content_gone(world: World) -> Iterator[None]:
    """The disk with entries is away."""
    folder = world.content.path
    aside = folder.with_name("opzij")
    folder.rename(aside)
    try:
        yield
    finally:
        aside.rename(folder)


@contextmanager
def content_empty(world: World) -> Iterator[None]:
    """The disk with entries is away; the folder in which it was mounted is there."""
    folder = world.content.path
    with content_gone(world):
        folder.mkdir()
        try:
            yield
        finally:
            folder.rmdir()


@contextmanager
def content_a_file(world: World) -> Iterator[None]:
    """A file stands in the place of the folder with entries."""
    folder = world.content.path
    with content_gone(world):
        folder.write_text("geen map")
        try:
            yield
        finally:
            folder.unlink()


@contextmanager
def index_damaged_and_in_the_way(world: World) -> Iterator[None]:
    """What stands in the place of the index can be neither read nor replaced."""
    index = world.instance / "index"
    shutil.rmtree(index, ignore_errors=True)
    index.mkdir()
    (index / "manifest.json").write_text("{kapot")
    with disks.read_only(index):
        yield


@contextmanager
def clock_ahead(_: World) -> Iterator[None]:
    """The clock is five hours ahead."""
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=5)):
        yield


@contextmanager
def missed_searches_in_the_way(world: World) -> Iterator[None]:
    """A folder stands where the searches without a result are noted."""
    file = world.instance / "zoekvragen-zonder-resultaat.jsonl"
    file.unlink(missing_ok=True)
    os.mkdir(file)
    try:
        yield
    finally:
        os.rmdir(file)
