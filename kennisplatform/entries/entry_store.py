"""Where entries live: one Markdown file each, in one folder per model.

Reading is incremental and never fails as a whole: a file that cannot be read is left out and reported. Writing is
atomic, and refused when somebody else changed the file first. The store knows nothing of visibility or search.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from pydantic import ValidationError

from kennisplatform import dutch_time
from kennisplatform.entries import content_files, problems
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.content_files import FoundFile, blob_id_of, version_of
from kennisplatform.entries.document import Document, DocumentError
from kennisplatform.entries.folders import MODEL_BY_FOLDER, unknown_keys
from kennisplatform.entries.models import Contact, Entry, Page
from kennisplatform.entries.problems import Problem
from kennisplatform.entries.rules import contact_rules, date_rules

LARGEST_FILE = 1_000_000
"""Bytes of an entry. The longest are some 10 kB; what is over this is no entry."""
SETTLING_TIME = 2_000_000_000
"""Nanoseconds after a change in which a second one could leave the signature of a file as it was."""


class VersionConflict(Exception):
    """The file at `path` is no longer what the writer started from: changed, appeared, disappeared or unreadable."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class ContentAway(OSError):
    """The folder with entries is gone or empty, as when its disk is away: what it held is not known to be removed."""


@dataclass(frozen=True)
class _Signature:
    """What differs when the content of a file may differ; `changed` is kept by the system and cannot be put back."""

    size: int
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> _Signature:
        """Return the signature in the status of a file."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    @property
    def is_settled(self) -> bool:
        """Tell whether another change since would show."""
        return time.time_ns() - max(self.modified, self.changed) > SETTLING_TIME


@dataclass(frozen=True)
class _Reading:
    """What a text turned out to be: an entry or page, or nothing; and what is wrong with it."""

    content: Entry | Page | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _KnownFile:
    """A file at the last look. The text of entries is read at once; of other files only for `blob_id`, when asked."""

    signature: _Signature | None = None
    is_settled: bool = False
    version: str = ""
    blob_id: bytes | None = None
    is_kept: bool = True
    reading: _Reading = _Reading()


class EntryStore:
    """The content folder. Safe to share between threads; each process has its own.

    Who writes holds `writing`, a lock among all threads and processes that ends with the process.
    """

    def __init__(self, folder: Path, lock_path: Path | None = None) -> None:
        self.folder = folder
        self.writing = FileLock(lock_path or folder / ".schrijven.lock")
        self._lock = threading.Lock()
        self._files: dict[str, _KnownFile] = {}
        self._validated: dict[tuple[str, str], _Reading] = {}
        self._catalogue: Catalogue | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The entries as last read; the first question reads them."""
        return self._catalogue or self.refresh()

    def refresh(self) -> Catalogue:
        """Read what changed on disk since the last time; the same object comes back when nothing did."""
        with self._lock:
            return self._look()

    def blob_ids(self) -> dict[str, bytes | None]:
        """Return for every file how Git names its content; None for one that takes no part or cannot be read.

        Only what may have changed since the last time is read.
        """
        with self._lock:
            self._look()
            for path, known in self._files.items():
                if known.blob_id is None and known.is_kept:
                    self._files[path] = self._with_blob_id(path, known)
            return {path: known.blob_id for path, known in self._files.items()}

    def path_of(self, entry: Entry | Page) -> Path:
        """Return the file of an entry, also of one that was not written yet."""
        return self.folder / self.name_of(entry)

    def name_of(self, entry: Entry | Page) -> str:
        """Return the path of an entry's file within the content folder, such as `menukaart/lcms.md`."""
        folder = next(name for name, model in MODEL_BY_FOLDER.items() if isinstance(entry, model))
        return f"{folder}/{entry.slug}.md"

    def document(self, entry: Entry | Page) -> tuple[Document, str]:
        """Return the present text of an entry's file, to be changed, and its version tag.

        Raises `VersionConflict` when the file is gone or cannot be read any more.
        """
        path = self.name_of(entry)
        data = self.read(path)
        document = Document.of_file(data)
        if data is None or document is None:
            raise VersionConflict(path)
        return document, version_of(data)

    def read(self, path: str) -> bytes | None:
        """Return what a file within the content folder holds now, None when it is not there.

        Raises `ContentAway` when the whole folder is not.
        """
        try:
            return content_files.inside(self.folder, path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            self.check_there()
            return None

    def check_there(self, has_held: bool = False) -> None:
        """Raise `ContentAway` when the folder is gone or empty in which files were read, or that has held any."""
        if (self._files or has_held) and not content_files.is_there(self.folder):
            raise ContentAway(errno.ENOENT, "the content folder is gone or empty", str(self.folder))

    def size(self, path: str) -> int:
        """Return the bytes of a file within the content folder, 0 when it is not there."""
        try:
            return content_files.inside(self.folder, path).stat().st_size
        except OSError:
            return 0

    def attachments(self, entry: Entry | Page) -> list[str]:
        """Return the paths of the files that lie in the folder beside an entry that has its name."""
        below = self.name_of(entry).removesuffix(".md")
        return [f"{below}/{path}" for path in content_files.below(self.folder / below)]

    def check(self, expected: Mapping[str, str | None]) -> None:
        """Raise `VersionConflict` when a file is not the version expected; None is for one that must not exist."""
        for path, version in expected.items():
            data = self.read(path)
            if version != (None if data is None else version_of(data)):
                raise VersionConflict(path)

    def validate(self, path: str, document: Document) -> bytes:
        """Return what is to be written to an entry's file; raise pydantic's `ValidationError` when that is no entry.

        The next look knows the entry by its version, and need not read the text again.
        """
        data = document.source.encode()
        self._validated[path, version_of(data)] = _validated(path, document)
        return data

    def put(self, path: str, data: bytes | None) -> None:
        """Write a file, or remove it with None; the caller holds `writing`. A kill leaves the old file or the new."""
        file = content_files.inside(self.folder, path)
        if data is None:
            content_files.remove(file, self.folder)
        else:
            content_files.write(file, data)

    def remove_unfinished(self) -> None:
        """Remove what killed processes left half written."""
        with self.writing:
            content_files.remove_unfinished(self.folder)

    def _look(self) -> Catalogue:
        looked_at = ((found.path, self._look_at(found)) for found in content_files.found_files(self.folder))
        files = {path: known for path, known in looked_at if known}
        self._validated.clear()
        if self._catalogue is not None and self._files and not content_files.is_there(self.folder):
            return self._catalogue  # until the disk is back, readers have what was read last
        if self._catalogue is None or _contents(files) != _contents(self._files):
            self._catalogue = _catalogue_of(files)
        self._files = files
        return self._catalogue

    def _look_at(self, found: FoundFile) -> _KnownFile | None:
        """Return what is known of a file now, None when it is gone."""
        if found.ignored_because:
            problem = Problem(found.path, None, None, found.ignored_because, left_out=found.is_of_entry)
            return _KnownFile(is_kept=False, reading=_Reading(problems=(problem,)))
        try:
            status = found.item.stat(follow_symlinks=False)
            signature = _Signature.of(status)
            known = self._files.get(found.path)
            if known and known.is_settled and known.signature == signature:
                return known
            looked = _KnownFile(signature, signature.is_settled)
            if not found.is_of_entry:
                return looked
            if status.st_size > LARGEST_FILE:
                megabytes = f"{status.st_size / 1_000_000:.1f}".replace(".", ",")
                reason = f"het bestand is te groot ({megabytes} MB); hoogstens {LARGEST_FILE // 1_000_000} MB"
                return replace(looked, reading=_Reading(problems=(Problem(found.path, None, None, reason),)))
            data = Path(found.item.path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = f"het bestand kan niet worden gelezen ({error.strerror})"
            return _KnownFile(is_kept=False, reading=_Reading(problems=(Problem(found.path, None, None, reason),)))
        version = version_of(data)
        if known and known.version == version:
            return replace(known, signature=signature, is_settled=signature.is_settled)
        reading = self._validated.get((found.path, version)) or _read(found.path, data)
        return replace(looked, version=version, blob_id=blob_id_of(data), reading=reading)

    def _with_blob_id(self, path: str, known: _KnownFile) -> _KnownFile:
        try:
            data = self.read(path)
        except OSError:
            data = None
        return known if data is None else replace(known, blob_id=blob_id_of(data))


def _read(path: str, data: bytes) -> _Reading:
    """Make the entry of one file, or say why that is not possible."""
    try:
        source = data.decode()
    except UnicodeDecodeError:
        return _refused(path, "dit is geen leesbare tekst; bewaar het bestand als UTF-8")
    if "\0" in source:
        return _refused(path, "dit is geen tekst, maar een ander soort bestand")
    try:
        document = Document.parse(source)
    except DocumentError as error:
        return _Reading(problems=(problems.from_document_error(path, error),))
    try:
        return _validated(path, document)
    except ValidationError as error:
        return _Reading(problems=tuple(problems.from_validation_error(path, document, error)))


def _validated(path: str, document: Document) -> _Reading:
    folder, name = path.split("/")
    model = MODEL_BY_FOLDER[folder]
    content = model.model_validate(document.values_for(name.removesuffix(".md")))
    found = [*problems.from_unknown_keys(path, document, unknown_keys(model, document.metadata))]
    if isinstance(content, Contact):
        found += contact_rules.problems(path, document, content)
    found += date_rules.problems(path, document, content, dutch_time.today())
    return _Reading(content, tuple(found))


def _refused(path: str, reason: str) -> _Reading:
    return _Reading(problems=(Problem(path, None, None, reason),))


def _contents(files: dict[str, _KnownFile]) -> dict[str, tuple[str, tuple[Problem, ...]]]:
    """Return what of these files makes a catalogue; a picture that changes makes no other one."""
    return {
        path: (file.version, file.reading.problems)
        for path, file in files.items()
        if file.version or file.reading.problems
    }


def _catalogue_of(files: dict[str, _KnownFile]) -> Catalogue:
    path_by_slug: dict[str, str] = {}
    found = [problem for file in files.values() for problem in file.reading.problems]
    kept: dict[str, _KnownFile] = {}
    for path, file in files.items():
        if file.reading.content is None:
            continue
        slug = file.reading.content.slug
        if slug in path_by_slug:
            reason = f"deze bestandsnaam bestaat al als {path_by_slug[slug]}; geef een van beide een andere naam"
            found.append(Problem(path, None, None, reason))
            continue
        path_by_slug[slug] = path
        kept[slug] = file
    kept = dict(sorted(kept.items()))
    entries = {slug: file.reading.content for slug, file in kept.items() if isinstance(file.reading.content, Entry)}
    # A file that is left out already has its own problem; whoever points at it is not to blame.
    known = {path.rpartition("/")[2].removesuffix(".md") for path in files if path.count("/") == 1}
    referrers: defaultdict[str, list[str]] = defaultdict(list)
    for slug, entry in entries.items():
        for target in sorted(entry.references()):
            referrers[target].append(slug)
            if target not in known:
                reason = f"hier wordt verwezen naar '{target}', maar dat is er niet"
                found.append(Problem(path_by_slug[slug], None, None, reason, left_out=False))
    former_slugs: dict[str, str] = {}
    for slug, entry in entries.items():
        for former in entry.former_slugs:
            owner = former if former in known else former_slugs.setdefault(former, slug)
            if owner != slug:
                reason = f"'{former}' is ook de naam van {owner}; het oude adres gaat daarheen"
                found.append(Problem(path_by_slug[slug], None, "eerdere-namen", reason, left_out=False))
    return Catalogue(
        entries=entries,
        pages={slug: file.reading.content for slug, file in kept.items() if isinstance(file.reading.content, Page)},
        versions={slug: kept[slug].version for slug in entries},
        referrers={target: tuple(slugs) for target, slugs in referrers.items()},
        former_slugs=former_slugs,
        problems=tuple(sorted(found, key=lambda problem: (problem.path, problem.line or 0, problem.reason))),
    )
