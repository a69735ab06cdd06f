"""Puts the many small files of the history's repository into one pack, now and then, so that it stays quick and small.

Writers and readers are not kept waiting: a pack is only added, and what it holds is removed at a later call, when
nobody reads any more who opened the repository before the pack was there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from dulwich.objects import ObjectID, Tree
from dulwich.pack import UnpackedObject, deltify_pack_objects, full_unpacked_object
from dulwich.repo import Repo
from filelock import FileLock, Timeout

LOOSE_OBJECTS_IN_ONE_OF_256 = 4
"""Loose objects in one of the 256 folders of the repository from which it is packed: some 250 saves."""
SECONDS_TO_FINISH_READING = 5
SECONDS_TO_FINISH_PACKING = 3600
TREES_IN_A_CHAIN = 20
"""Trees of one folder differ in a line, so each is kept as its difference from another; a long chain reads slowly."""


def pack_when_due(repository: Path) -> None:
    """Pack, or remove what was packed before, if there are many small files; one process at a time does."""
    sample = repository / "objects" / "17"
    if not sample.is_dir() or len(list(sample.iterdir())) < LOOSE_OBJECTS_IN_ONE_OF_256:
        return
    try:
        with packing_lock(repository), Repo(os.fspath(repository)) as repo:
            _pack(repo, repository)
    except Timeout:
        return


def packing_lock(repository: Path) -> FileLock:
    """Return the lock of who packs; taking it raises `Timeout` at once when somebody does."""
    return FileLock(repository.with_suffix(".packing.lock"), timeout=0)


def loose_files(repository: Path) -> Iterator[Path]:
    """Yield the files that hold one object each."""
    for folder in (repository / "objects").glob("[0-9a-f][0-9a-f]"):
        yield from (file for file in folder.iterdir() if not file.suffix)


def loose_objects(repository: Path) -> Iterator[ObjectID]:
    """Yield the names of the objects that have a file of their own."""
    return (ObjectID((file.parent.name + file.name).encode()) for file in loose_files(repository))


def _pack(repo: Repo, repository: Path) -> None:
    objects = repo.object_store
    packs = [pack.stat().st_mtime for pack in (repository / "objects" / "pack").glob("*.pack")]
    if packs and time.time() - max(packs) < SECONDS_TO_FINISH_READING:
        return
    for lock in (repository / "objects" / "pack").glob("*.lock"):
        if time.time() - lock.stat().st_mtime > SECONDS_TO_FINISH_PACKING:
            lock.unlink(missing_ok=True)
    objects.prune(grace_period=SECONDS_TO_FINISH_PACKING)
    loose = list(loose_objects(repository))
    packed = [name for name in loose if objects.contains_packed(name)]
    for name in packed:
        objects.delete_loose_object(name)
    if not packed:
        objects.add_pack_data(len(loose), _unpacked(repo, loose))


def _unpacked(repo: Repo, names: list[ObjectID]) -> Iterator[UnpackedObject]:
    trees: list[Tree] = []
    for name in names:
        item = repo.object_store[name]
        if isinstance(item, Tree):
            trees.append(item)
        else:
            yield full_unpacked_object(item)
    trees.sort(key=lambda tree: tree.raw_length())
    for start in range(0, len(trees), TREES_IN_A_CHAIN):
        yield from deltify_pack_objects(iter(trees[start : start + TREES_IN_A_CHAIN]), window_size=1)
