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
UNPRINTABLE = (
    "in de naam van het bestand of de map staat een \\ of een teken dat niet te lezen is; geef een andere naam"
)
NO_FILE = "dit is geen gewoon bestand"
TOO_LARGE = f"het bestand is te groot ({{}} MB) om te bewaren; hoogstens {LARGEST_KEPT // 1_000_000} MB"
TEMPORARY_PREFIX = ".kennisplatform-"
"""How the name of a file begins that is being written; one that a killed process left is removed."""
LEAST_ROOM = 500_000
"""Bytes; a change of an entry takes more than this only when it has attachments."""

NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP})
"""What the system says of a path at which no file is."""


@dataclass(frozen=True)
class _Place:
    """What content is called in a kind of folder, which folders in it may hold any, and why others do not (Dutch)."""

    has_right_name: Callable[[str], bool]
    other_name: str
    is_entered: Callable[[str], bool]
    other_folder: str = NO_FILE


_ROOT = _Place(CURATED_FILES.__contains__, OUTSIDE, MODEL_BY_FOLDER.__contains__, UNKNOWN_FOLDER)
_FOR_ENTRIES = _Place(lambda name: name.endswith(".md"), NO_ENTRY, lambda name: not name.endswith(".md"))
_BESIDE_ENTRY = _Place(lambda name: name.endswith(KEPT_ENDINGS), NO_ATTACHMENT, lambda name: True)

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
    """Yield every file in the content folder that is not hidden, by path; what is no content says why.

    So is a folder that can hold no content: it is yielded instead of what is in it.
    """
    return _found_in(folder, "")


def found_file(folder: Path, path: str) -> FoundFile | None:
    """Return one file of the content as `found_files` would yield it, None when it would not.

    The path is that of content (`is_of_content`).
    """
    file = inside(folder, path)
    *above, name = path.split("/")
    try:
        for depth, part in enumerate(above):
            folder /= part
            if not _is_entered(part, folder.lstat(), depth):
                return None
        status = file.lstat()
    except OSError as error:
        return None if error.errno in NOT_THERE else FoundFile(path, os.fspath(file), None)
    if _is_entered(name, status, len(above)):
        return None
    return FoundFile(path, os.fspath(file), status, _no_content(path, name, status))


def _place(depth: int) -> _Place:
    return (_ROOT, _FOR_ENTRIES, _BESIDE_ENTRY)[min(depth, 2)]


def _is_entered(name: str, status: os.stat_result, depth: int) -> bool:
    """Tell whether this is a folder in which content may be; behind a link nothing is."""
    return stat.S_ISDIR(status.st_mode) and _place(depth).is_entered(name)


def _found_in(folder: str | Path, above: str) -> Iterator[FoundFile]:
    """Yield what is found in a folder; `above` is its path within the content folder, that ends in a slash."""
    place = _place(above.count("/"))
    for item in _items(folder):
        path = above + _shown(item.name)
        if item.is_dir(follow_symlinks=False) and place.is_entered(item.name):
            yield from _found_in(item.path, f"{path}/")
        else:
            status = _status(item)
            yield FoundFile(path, item.path, status, _no_content(path, item.name, status))


def _status(item: os.DirEntry[str]) -> os.stat_result | None:
    """Return the status of a file, or of the link that it is; None also when it went while we looked."""
    try:
        return item.stat(follow_symlinks=False)
    except OSError:
        return None


def _no_content(path: str, name: str, status: os.stat_result | None) -> str | None:
    """Return why the file at a path is no content, None when it is (`is_of_content`)."""
    place = _place(path.count("/"))
    if status and stat.S_ISLNK(status.st_mode):
        return LINK
    if status and stat.S_ISDIR(status.st_mode):
        return place.other_folder
    if not place.has_right_name(name):
        return place.other_name
    if name.startswith(LOCK_PREFIX):
        return LOCK
    if "\\" in path:  # as in all that `_shown` had to write otherwise
        return UNPRINTABLE
    if status and not stat.S_ISREG(status.st_mode):
        return NO_FILE
    if status and status.st_size > LARGEST_KEPT:
        return TOO_LARGE.format(f"{status.st_size / 1_000_000:.1f}".replace(".", ","))
    return None


def _shown(name: str) -> str:
    return name if name.isprintable() else ascii(name)


def beside(folder: Path, path: str) -> list[str]:
    """Return the paths of all content in the folder beside an entry that has its name; nothing behind a link."""
    own = inside(folder, path.removesuffix(".md"))
    if own.is_symlink():
        return []
    return [found.path for found in _found_in(own, f"{path.removesuffix('.md')}/") if found.ignored_because is None]


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
