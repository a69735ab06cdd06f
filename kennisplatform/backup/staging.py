"""Where a backup is unpacked before any of it is in place, and how it gets there so that a kill can be made undone.

The files wait in hidden folders on the disks where they will be, so that placing is renaming. Before that it is written
down what will be placed; nothing of it is there yet, so undoing is removing exactly that.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kennisplatform.backup.archive import Member, NotUsable, shown
from kennisplatform.backup.installation import CONTENT, DATABASE, INSTANCE, RESTORING
from kennisplatform.entries.content_files import TEMPORARY_PREFIX

_PLACED = "geplaatst.json"


class Staging:
    """What is being put back into a content folder and an instance folder."""

    def __init__(self, content: Path, instance: Path) -> None:
        self._mark = instance / RESTORING
        self._placed = self._mark / _PLACED
        self._targets = {CONTENT: content, INSTANCE: instance}
        self._waiting = {
            CONTENT: content / f"{TEMPORARY_PREFIX}{RESTORING}",
            INSTANCE: self._mark / INSTANCE,
            DATABASE: self._mark / DATABASE,
        }

    @property
    def is_there(self) -> bool:
        """Tell whether something is being put back, or was until it was killed."""
        return self._mark.exists()

    @property
    def is_placed(self) -> bool:
        """Tell whether placing was begun, so that only what follows it can be lacking."""
        return self._placed.exists()

    def begin(self) -> None:
        """Make the mark and the folders, all empty."""
        self._mark.mkdir(mode=0o700, parents=True)
        for folder in self._waiting.values():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)

    def add(self, folder: str, member: Member) -> None:
        """Unpack a member of one of the three folders; raises `NotUsable` when it cannot stand beside the others."""
        path = self._waiting[folder].joinpath(*member.name.split("/")[1:])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                for chunk in member.chunks():
                    file.write(chunk)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise NotUsable(f"{shown(member.name)} staat er twee keer in") from error

    def waiting(self, folder: str, name: str) -> Path:
        """Return where a file waits."""
        return self._waiting[folder] / name

    @contextmanager
    def opened_table(self, name: str) -> Iterator[BinaryIO]:
        """Open the rows of a table; raises `NotUsable` when there are none."""
        try:
            with (self._waiting[DATABASE] / f"{name}.jsonl").open("rb") as file:
                yield file
        except FileNotFoundError as error:
            raise NotUsable(f"De rijen van de tabel {shown(name)} ontbreken") from error

    def place(self) -> None:
        """Put what waits where it belongs, all of it on the disk before its names are."""
        moves = [
            (item, self._targets[folder] / item.name)
            for folder in self._targets
            for item in sorted(self._waiting[folder].iterdir())
        ]
        self._placed.write_text(json.dumps([os.fspath(target) for _, target in moves]), encoding="utf-8")
        os.sync()
        for source, target in moves:
            source.rename(target)
        os.sync()

    def undo(self) -> None:
        """Remove all that was unpacked or placed."""
        if self.is_placed:
            text = self._placed.read_text(encoding="utf-8") or "[]"  # killed while it was written: nothing was placed
            for target in map(Path, json.loads(text)):
                _remove(target)
        self.finish()

    def finish(self) -> None:
        """Remove what is left, the mark last and at once: half a mark would not tell what had been placed."""
        _remove(self._waiting[CONTENT])
        _remove(self._waiting[INSTANCE])
        _remove(self._waiting[DATABASE])
        if self._mark.exists():
            over = self._mark.with_suffix(".klaar")
            _remove(over)
            self._mark.rename(over)
            _remove(over)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
