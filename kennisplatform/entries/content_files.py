"""Which files in the content folder are content, and how one is written so that a kill leaves the old file or the new.

Content is a Markdown file in one of the folders of the models, whatever lies in a folder beside it that has its name
(attachments: `menukaart/lcms/plan.pdf`), and the lists of words and places. Hidden files and links are never content.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kennisplatform.entries.folders import MODEL_BY_FOLDER

CURATED_FILES = frozenset({"thesaurus.yml", "loket.yml", "plaatsen.yml", "belvolgorde.yml"})
"""What curators keep beside the entries: words that mean the same, words for the desk, and places."""
TEMPORARY_PREFIX = ".kennisplatform-"
"""How the name of a file begins that is being written; one that a killed process left is removed."""
LEAST_ROOM = 500_000
"""Bytes; a change of an entry takes more than this only when it has attachments."""


def content_files(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the path within the content folder of each file that is content."""
    for found in _entries(folder):
        if found.name in CURATED_FILES and found.is_file(follow_symlinks=False):
            yield found.name, found
        elif found.name in MODEL_BY_FOLDER and found.is_dir(follow_symlinks=False):
            for item in _entries(found.path):
                path = f"{found.name}/{item.name}"
                if item.is_dir(follow_symlinks=False):
                    yield from _below(path, item)
                elif item.name.endswith(".md") and item.is_file(follow_symlinks=False):
                    yield path, item


def below(folder: Path) -> list[str]:
    """Return the paths, within this folder, of all files in it."""
    return sorted(path for item in _entries(folder) for path in _paths(item))


def _paths(item: os.DirEntry[str]) -> Iterator[str]:
    if item.is_dir(follow_symlinks=False):
        yield from (path for path, _ in _below(item.name, item))
    elif item.is_file(follow_symlinks=False):
        yield item.name


def _below(path: str, folder: os.DirEntry[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    for item in _entries(folder.path):
        if item.is_dir(follow_symlinks=False):
            yield from _below(f"{path}/{item.name}", item)
        elif item.is_file(follow_symlinks=False):
            yield f"{path}/{item.name}", item


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return [item for item in found if not item.name.startswith(".") and item.name.isprintable()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def check_room(*folders: Path) -> None:
    """Raise `OSError` when nothing can be written in one of these folders: it may not be, or the disk is full."""
    for folder in folders:
        if folder.is_dir() and not os.access(folder, os.W_OK):
            raise OSError(errno.EACCES, "the folder cannot be written", str(folder))
        if shutil.disk_usage(_nearest(folder)).free < LEAST_ROOM:
            raise OSError(errno.ENOSPC, "the disk is full", str(folder))


def _nearest(folder: Path) -> Path:
    """Return the folder, or the one above it that is there, in which it would be made."""
    return next(there for there in (folder, *folder.parents) if there.is_dir())


def version_of(data: bytes) -> str:
    """Return the version tag of a file with this content."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def inside(folder: Path, path: str) -> Path:
    """Return the file of a path within the content folder; raise `ValueError` for one that leads out of it."""
    parts = path.split("/")
    if not all(parts) or any(part.startswith(".") or not part.isprintable() or "\\" in part for part in parts):
        raise ValueError(f"no path of content: {path!r}")
    return folder.joinpath(*parts)


def is_ordinary(folder: Path, path: str) -> bool:
    """Tell whether there is a file at a path within the content folder: no folder, and no link to somewhere else."""
    file = inside(folder, path)
    return file.is_file() and file.resolve() == folder.resolve() / path


def write(path: Path, data: bytes) -> None:
    """Write a whole file, on the disk when this returns; it keeps the permissions that it had."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY_PREFIX, suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def remove(path: Path, up_to: Path) -> None:
    """Remove a file, and the folders above it that are empty then, below the folder `up_to` and the folders in it."""
    path.unlink(missing_ok=True)
    folder = path.parent
    while len(folder.relative_to(up_to).parts) > 1 and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
    _flush_folder(folder)


def remove_unfinished(folder: Path) -> None:
    """Remove what killed processes left half written; nobody else may be writing."""
    for name in MODEL_BY_FOLDER:
        for file in (folder / name).rglob(f"{TEMPORARY_PREFIX}*.tmp"):
            file.unlink(missing_ok=True)
    for file in folder.glob(f"{TEMPORARY_PREFIX}*.tmp"):
        file.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
