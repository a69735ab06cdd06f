"""Which files in the content folder are content, and how one is written so that a kill leaves the old file or the new.

Content is a Markdown file in one of the folders of the models, a picture or document in a folder beside it that has its
name (`menukaart/lcms/plan.pdf`), and the lists of words and places; none of them is larger than `LARGEST_KEPT`. Hidden
files are passed over without a word; of everything else that takes no part is said why.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.entries.parts import ATTACHED

CURATED_FILES = frozenset({"thesaurus.yml", "loket.yml", "plaatsen.yml", "belvolgorde.yml"})
"""What curators keep beside the entries: words that mean the same, words for the desk, and places."""
KEPT_ENDINGS = tuple(f".{extension}" for extension in ATTACHED)
"""Of files beside an entry: what can be attached to it."""
LIKE_ENTRIES = (".md", ".markdown", ".mdown", ".txt")
"""Endings, in whatever letters, of what somebody may have meant as an entry."""
LARGEST_KEPT = 10_000_000
"""Bytes of one file. What is larger would fill the memory and the history."""
OUTSIDE = "dit bestand staat niet in een van de mappen voor vermeldingen en staat niet op de site"
UNKNOWN_FOLDER = "deze map is niet bekend; wat erin staat, komt niet op de site"
NO_ENTRY = "de naam eindigt niet op .md (in kleine letters), dus het bestand staat niet op de site"
NO_ATTACHMENT = f"alleen bestanden op {', '.join(KEPT_ENDINGS)} kunnen een bijlage zijn; dit wordt niet bewaard"
LOCK_PREFIX = "~$"
"""How the name of a file begins that Word, Excel or PowerPoint keeps beside a document while somebody has it open."""
LOCK = "iemand heeft dit document open; dit bestand gaat weg als het document gesloten wordt, en staat niet op de site"
LINK = "dit is een verwijzing naar een ander bestand, misschien buiten de map; zet het bestand zelf in de map"
UNPRINTABLE = "de naam bevat tekens die niet te lezen zijn; geef het bestand een andere naam"
NO_FILE = "dit is geen gewoon bestand"
TOO_LARGE = f"het bestand is te groot ({{}} MB) om te bewaren; hoogstens {LARGEST_KEPT // 1_000_000} MB"
TEMPORARY_PREFIX = ".kennisplatform-"
"""How the name of a file begins that is being written; one that a killed process left is removed."""
LEAST_ROOM = 500_000
"""Bytes; a change of an entry takes more than this only when it has attachments."""

_Rule = tuple[str, Callable[[str], bool]]
"""What files of content are called in some place, and why others take no part (Dutch)."""
_IN_ROOT: _Rule = (OUTSIDE, CURATED_FILES.__contains__)
_IN_FOLDER: _Rule = (NO_ENTRY, lambda name: name.endswith(".md"))
_BESIDE_ENTRY: _Rule = (NO_ATTACHMENT, lambda name: name.endswith(KEPT_ENDINGS))

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FoundFile:
    """A file in the content folder, and why it takes no part (Dutch); None for what is content.

    `status` is None when the system does not give it: who reads the file finds out what is the matter.
    """

    path: str
    file: str
    status: os.stat_result | None
    ignored_because: str | None = None

    @property
    def is_of_entry(self) -> bool:
        """Tell whether it is meant as the file of an entry, by its place and name."""
        return self.path.count("/") <= 1 and self.path.lower().endswith(LIKE_ENTRIES)


def found_files(folder: Path) -> Iterator[FoundFile]:
    """Yield every file in the content folder that is not hidden, by path; what is no content says why."""
    for item in _items(folder):
        is_folder = item.is_dir(follow_symlinks=False)
        if is_folder and item.name in MODEL_BY_FOLDER:
            yield from _in_folder_of_model(item)
        elif is_folder:
            yield FoundFile(_shown(item.name), item.path, _status(item), UNKNOWN_FOLDER)
        else:
            yield _judged(_shown(item.name), item, _IN_ROOT)


def found_file(folder: Path, path: str) -> FoundFile | None:
    """Return one file of the content as `found_files` would yield it, None when it is not there.

    The path is that of content (`is_of_content`).
    """
    file = inside(folder, path)
    try:
        if file.parent.resolve() != folder.resolve().joinpath(*path.split("/")[:-1]):
            return None  # behind a link, where nothing is content
        return _judged(path, file, (_IN_ROOT, _IN_FOLDER, _BESIDE_ENTRY)[min(path.count("/"), 2)])
    except (FileNotFoundError, NotADirectoryError):
        return None


def _in_folder_of_model(folder: os.DirEntry[str]) -> Iterator[FoundFile]:
    for item in _items(folder.path):
        path = f"{folder.name}/{_shown(item.name)}"
        if item.is_dir(follow_symlinks=False) and not item.name.endswith(".md"):
            yield from _beside_entry(path, item)
        else:
            yield _judged(path, item, _IN_FOLDER)


def _beside_entry(path: str, folder: os.DirEntry[str]) -> Iterator[FoundFile]:
    for item in _items(folder.path):
        inner = f"{path}/{_shown(item.name)}"
        if item.is_dir(follow_symlinks=False):
            yield from _beside_entry(inner, item)
        else:
            yield _judged(inner, item, _BESIDE_ENTRY)


def _judged(path: str, item: os.DirEntry[str] | Path, rule: _Rule) -> FoundFile:
    """Return a file with the reason for which it is no content, if there is one."""
    status = _status(item)
    return FoundFile(path, os.fspath(item), status, _no_content(item.name, status, rule))


def _status(item: os.DirEntry[str] | Path) -> os.stat_result | None:
    """Return the status of a file, or of the link that it is; raise `FileNotFoundError` for a path to nothing."""
    try:
        return item.stat(follow_symlinks=False)
    except FileNotFoundError:
        if isinstance(item, Path):
            raise
        return None  # it went while we looked
    except OSError:
        return None


def _no_content(name: str, status: os.stat_result | None, rule: _Rule) -> str | None:
    """Return why a file is no content, None when it is."""
    elsewise, has_right_name = rule
    if status and stat.S_ISLNK(status.st_mode):
        return LINK
    if not has_right_name(name):
        return elsewise
    if name.startswith(LOCK_PREFIX):
        return LOCK
    if not name.isprintable():
        return UNPRINTABLE
    if status and not stat.S_ISREG(status.st_mode):
        return NO_FILE
    if status and status.st_size > LARGEST_KEPT:
        return TOO_LARGE.format(f"{status.st_size / 1_000_000:.1f}".replace(".", ","))
    return None


def _shown(name: str) -> str:
    return name if name.isprintable() else ascii(name)


def below(folder: Path) -> list[str]:
    """Return the paths, within this folder, of all files in it that the history keeps."""
    found: list[str] = []
    for item in _items(folder):
        if item.is_dir(follow_symlinks=False):
            found += (file.path for file in _beside_entry(item.name, item) if file.ignored_because is None)
        elif item.is_file(follow_symlinks=False):
            found.append(item.name)
    return found


def _items(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted([item for item in found if not item.name.startswith(".")], key=attrgetter("name"))
    except (FileNotFoundError, NotADirectoryError):
        return []


def is_there(folder: Path) -> bool:
    """Tell whether the content folder holds anything: where a disk is away, its folder is gone or empty."""
    return bool(_items(folder))


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


def blob_id_of(data: bytes) -> bytes:
    """Return how Git names a file with this content."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest().encode()


def is_of_content(path: str) -> bool:
    """Tell whether a file with this path would be content: others may put anything in a history that is shared."""
    parts = path.split("/")
    if not all(part and not part.startswith(".") and part.isprintable() and "\\" not in part for part in parts):
        return False
    if len(parts) == 1:
        return path in CURATED_FILES
    return parts[0] in MODEL_BY_FOLDER and path.endswith(".md" if len(parts) == 2 else KEPT_ENDINGS)


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
        with contextlib.suppress(PermissionError):  # some network disks have no permissions to set
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
    while len(folder.relative_to(up_to).parts) > 1 and not _remains(folder):
        folder = folder.parent
    _flush_folder(folder)


def _remains(folder: Path) -> bool:
    """Remove a folder that is empty, and tell whether it is still there."""
    with contextlib.suppress(FileNotFoundError):
        if any(folder.iterdir()):
            return True
        folder.rmdir()
    return False


def remove_unfinished(folder: Path) -> None:
    """Remove what killed processes left half written; nobody else may be writing."""
    for name in MODEL_BY_FOLDER:
        for file in (folder / name).rglob(f"{TEMPORARY_PREFIX}*.tmp"):
            file.unlink(missing_ok=True)
    for file in folder.glob(f"{TEMPORARY_PREFIX}*.tmp"):
        file.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk; not every file system can, and then the files are there still."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        log.warning("De map %s kon niet worden doorgeschreven: %s", folder, error)
