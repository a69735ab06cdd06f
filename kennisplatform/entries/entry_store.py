"""Where entries live: one Markdown file each, in one folder per model.

Reading is incremental and never fails as a whole: a file that cannot be read is left out and reported. Writing is
atomic, and refused when somebody else changed the file first. The store knows nothing of visibility or search.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from pydantic import ValidationError

from kennisplatform import dutch_time
from kennisplatform.entries import content_files, problems
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.cataloguing import Cataloguer, Reading
from kennisplatform.entries.content_files import FoundFile, blob_id_of, version_of
from kennisplatform.entries.document import Document, DocumentError
from kennisplatform.entries.folders import MODEL_BY_FOLDER, unknown_keys
from kennisplatform.entries.models import Contact, Entry, Page
from kennisplatform.entries.problems import Problem
from kennisplatform.entries.rules import contact_rules, date_rules

LARGEST_FILE = 1_000_000
"""Bytes of an entry. The longest are some 10 kB; what is over this is no entry."""
SECONDS_BETWEEN_TRIES = 0.01
"""To get a lock: who saves waits for another save, which takes a few hundredths."""
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


_NOT_READ = Reading()


@dataclass(frozen=True)
class _KnownFile:
    """A file at the last look. The text of entries is read at once; of other files only for `blob_id`, when asked."""

    signature: _Signature | None = None
    is_settled: bool = False
    blob_id: bytes | None = None
    is_kept: bool = True
    reading: Reading = _NOT_READ


class EntryStore:
    """The content folder. Safe to share between threads; each process has its own.

    Who writes holds `writing`, a lock among all threads and processes that ends with the process.
    """

    def __init__(self, folder: Path, lock_path: Path | None = None) -> None:
        self.folder = folder
        self.writing = FileLock(lock_path or folder / ".schrijven.lock", poll_interval=SECONDS_BETWEEN_TRIES)
        self._looking = threading.Lock()
        """Held for a look at all files, during which others may look at some."""
        self._lock = threading.Lock()
        self._files: dict[str, _KnownFile] = {}
        self._taken: set[str] = set()
        """The paths of which something became known since the last look at all files began."""
        self._validated: dict[tuple[str, str], Reading] = {}
        self._cataloguer = Cataloguer()

    @property
    def catalogue(self) -> Catalogue:
        """The entries as last read; the first question reads them."""
        return self._cataloguer.catalogue or self.refresh()

    def refresh(self) -> Catalogue:
        """Read what changed on disk since the last time; the same object comes back when nothing did."""
        with self._looking:
            return self._look()

    def refresh_only(self, paths: Iterable[str]) -> Catalogue:
        """As `refresh`, but look at these files only: of others nothing new is known afterwards."""
        if self._cataloguer.catalogue is None:
            return self.refresh()
        with self._lock:
            return self._take({path: self._look_at_path(path) for path in paths if content_files.is_of_content(path)})

    def blob_ids(self, paths: Collection[str] | None = None) -> dict[str, bytes | None]:
        """Return for these files, else for all, how Git names their content; those that are not there are left out.

        None is for one that takes no part or cannot be read. Only what may have changed since the last time is read.
        """
        if paths is None:
            self.refresh()
        else:
            self.refresh_only(paths)
        with self._lock:
            looked_at = {
                path: known for path in (self._files if paths is None else paths) if (known := self._files.get(path))
            }
        named: dict[str, bytes | None] = {}
        for path, known in looked_at.items():
            if known.blob_id is None and known.is_kept:
                known = self._with_blob_id(path, known)  # noqa: PLW2901 -- the same file, better known
            named[path] = known.blob_id
        with self._lock:
            for path, known in looked_at.items():
                if self._files.get(path) is known and known.blob_id is not named[path]:
                    self._files[path] = replace(known, blob_id=named[path])
        return named

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
        """Return what a file within the content folder holds now, None when no ordinary file is there.

        Raises `ContentAway` when the whole folder is not there.
        """
        file = content_files.inside(self.folder, path)
        try:
            if file.is_file():  # whoever reads a pipe waits for who writes it
                return file.read_bytes()
        except OSError as error:
            if error.errno not in content_files.NOT_THERE:
                raise
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
        return content_files.beside(self.folder, self.name_of(entry))

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
        version = version_of(data)
        self._validated[path, version] = _validated(path, document, version)
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
        """Look at all files, without keeping others from looking at some; what they saw meanwhile is newer."""
        with self._lock:
            before = dict(self._files)
            self._taken.clear()
        looked_at = ((found.path, self._look_at(found, before)) for found in content_files.found_files(self.folder))
        files = {path: known for path, known in looked_at if known}
        with self._lock:
            self._validated.clear()
            differing = {path for path in before.keys() | files.keys() if files.get(path) is not before.get(path)}
            seen = {path: files.get(path) for path in differing - self._taken}
            return self._take({**seen, **{path: self._look_at_path(path) for path in self._taken}})

    def _take(self, changes: Mapping[str, _KnownFile | None]) -> Catalogue:
        """Return the catalogue of what is known, now that these files became known (None: went)."""
        self._taken.update(changes)
        gone = self._files and any(known is None for known in changes.values())
        if self._cataloguer.catalogue and gone and not content_files.is_there(self.folder):
            return self._cataloguer.catalogue  # until the disk is back, readers have what was read last
        for path, known in changes.items():
            if known:
                self._files[path] = known
            else:
                self._files.pop(path, None)
        return self._cataloguer.take({path: known.reading if known else None for path, known in changes.items()})

    def _look_at_path(self, path: str) -> _KnownFile | None:
        found = content_files.found_file(self.folder, path)
        return self._look_at(found, self._files) if found else None

    def _look_at(self, found: FoundFile, files: Mapping[str, _KnownFile]) -> _KnownFile | None:
        """Return what is known of a file now, given what was known of all; None when it is gone."""
        if found.ignored_because:
            problem = Problem(found.path, None, None, found.ignored_because, left_out=found.is_of_entry)
            return _KnownFile(is_kept=False, reading=Reading(problems=(problem,)))
        try:
            status = found.status or os.lstat(found.file)
            signature = _Signature.of(status)
            known = files.get(found.path)
            if known and known.is_settled and known.signature == signature:
                return known
            looked = _KnownFile(signature, signature.is_settled)
            if not found.is_of_entry:
                return looked
            if status.st_size > LARGEST_FILE:
                megabytes = f"{status.st_size / 1_000_000:.1f}".replace(".", ",")
                reason = f"het bestand is te groot ({megabytes} MB); hoogstens {LARGEST_FILE // 1_000_000} MB"
                return replace(looked, reading=Reading(problems=(Problem(found.path, None, None, reason),)))
            data = Path(found.file).read_bytes()
        except OSError as error:
            if error.errno in content_files.NOT_THERE:
                return None
            reason = f"het bestand kan niet worden gelezen ({error.strerror})"
            return _KnownFile(is_kept=False, reading=Reading(problems=(Problem(found.path, None, None, reason),)))
        version = version_of(data)
        if known and known.reading.version == version:
            return replace(known, signature=signature, is_settled=signature.is_settled)
        reading = self._validated.pop((found.path, version), None) or _read(found.path, data, version)
        return replace(looked, blob_id=blob_id_of(data), reading=reading)

    def _with_blob_id(self, path: str, known: _KnownFile) -> _KnownFile:
        try:
            data = self.read(path)
        except OSError:
            data = None
        return known if data is None else replace(known, blob_id=blob_id_of(data))


def _read(path: str, data: bytes, version: str) -> Reading:
    """Make the entry of one file, or say why that is not possible."""
    try:
        source = data.decode()
    except UnicodeDecodeError:
        return _refused(path, version, "dit is geen leesbare tekst; bewaar het bestand als UTF-8")
    if "\0" in source:
        return _refused(path, version, "dit is geen tekst, maar een ander soort bestand")
    try:
        document = Document.parse(source)
    except DocumentError as error:
        return Reading(version, problems=(problems.from_document_error(path, error),))
    try:
        return _validated(path, document, version)
    except ValidationError as error:
        return Reading(version, problems=tuple(problems.from_validation_error(path, document, error)))


def _validated(path: str, document: Document, version: str) -> Reading:
    folder, name = path.split("/")
    model = MODEL_BY_FOLDER[folder]
    content = model.model_validate(document.values_for(name.removesuffix(".md")))
    found = [*problems.from_unknown_keys(path, document, unknown_keys(model, document.metadata))]
    if isinstance(content, Contact):
        found += contact_rules.problems(path, document, content)
    found += date_rules.problems(path, document, content, dutch_time.today())
    return Reading(version, content, tuple(found))


def _refused(path: str, version: str, reason: str) -> Reading:
    return Reading(version, problems=(Problem(path, None, None, reason),))
