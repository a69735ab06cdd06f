"""Copies the repository of the history file by file, as it is at one moment, while others go on saving.

Objects are only ever added, except by who packs: so the references of a moment, and after it the files of the objects,
are a whole repository when nobody packs meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dulwich.refs import HEADREF
from dulwich.repo import Repo

from kennisplatform.entries.history.packing import loose_files, packing_lock
from kennisplatform.entries.history.storage import BEGUN, PENDING

SECONDS_TO_WAIT_FOR_PACKING = 600
_OWN = PENDING.removesuffix(b"pending")
"""Where this host notes what is under way."""
_BESIDE = ("HEAD", "config", BEGUN)


@contextmanager
def kept_unpacked(repository: Path) -> Iterator[None]:
    """Keep others from packing, which they put off then; waits for who is at it. Raises `TimeoutError`."""
    with packing_lock(repository).acquire(timeout=SECONDS_TO_WAIT_FOR_PACKING):
        yield


def references(repository: Path) -> Mapping[str, bytes]:
    """Return the file of each reference as it is now, by its path in the repository; none that is of this host only."""
    with Repo(os.fspath(repository)) as repo:
        names = repo.refs.as_dict()
    return {
        name.decode(): target + b"\n" for name, target in names.items() if name != HEADREF and not name.startswith(_OWN)
    }


def files(repository: Path) -> list[Path]:
    """Return the files, besides references, that make the repository whole; to be asked after `references`."""
    packs = (repository / "objects" / "pack").glob("pack-*.pack")
    return [
        *(file for name in _BESIDE if (file := repository / name).is_file()),
        *(file for pack in packs if pack.with_suffix(".idx").is_file() for file in (pack, pack.with_suffix(".idx"))),
        *(file for file in loose_files(repository) if not file.name.startswith("tmp") and file.stat().st_size),
    ]
