"""Where entries live: one Markdown file each, in one folder per model.

Reading is incremental and never fails as a whole: a file that cannot be read is left out and reported. Writing is
atomic, and refused when somebody else changed the file first. The store knows nothing of visibility or search.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from pydantic import ValidationError

from kennisplatform import dutch_time
from kennisplatform.entries import contact_rules, content_files, date_rules, problems
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.content_files import version_of
from kennisplatform.entries.document import Document, DocumentError
from kennisplatform.entries.folders import MODEL_BY_FOLDER, unknown_keys
from kennisplatform.entries.models import Contact, Entry, Page
from kennisplatform.entries.problems import Problem

LARGEST_FILE = 1_000_000
"""Bytes. The longest entries are some 10 kB; what is over this is no entry."""
SETTLING_TIME = 2_000_000_000
"""Nanoseconds after a change in which a second one could leave size and modification time as they were."""


class VersionConflict(Exception):
    """The file at `path` changed (or appeared, or disappeared) since the version that the writer started from."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class _Signature:
    size: int
    modified: int
    inode: int


@dataclass(frozen=True)
class _ReadFile:
    """What one file turned out to hold: an entry or page with its version, or only problems."""

    signature: _Signature
    settled: bool
    version: str = ""
    content: Entry | Page | None = None
    problems: tuple[Problem, ...] = ()


class EntryStore:
    """The content folder. Safe to share between threads; each process has its own.

    Who writes holds `writing`, a lock among all threads and processes that ends with the process.
    """

    def __init__(self, folder: Path, lock_path: Path | None = None) -> None:
        self.folder = folder
        self.writing = FileLock(lock_path or folder / ".schrijven.lock")
        self._lock = threading.Lock()
        self._files: dict[str, _ReadFile] = {}
        self._catalogue: Catalogue | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The entries as last read; the first question reads them."""
        return self._catalogue or self.refresh()

    def refresh(self) -> Catalogue:
        """Read what changed on disk since the last time; the same object comes back when nothing did."""
        with self._lock:
            files = {path: self._read_if_changed(path, found) for path, found in self._scan()}
            if self._catalogue is None or _contents(files) != _contents(self._files):
                self._catalogue = _catalogue_of(files)
            self._files = files
            return self._catalogue

    def path_of(self, entry: Entry | Page) -> Path:
        """Return the file of an entry, also of one that was not written yet."""
        return self.folder / self.name_of(entry)

    def name_of(self, entry: Entry | Page) -> str:
        """Return the path of an entry's file within the content folder, such as `menukaart/lcms.md`."""
        folder = next(name for name, model in MODEL_BY_FOLDER.items() if isinstance(entry, model))
        return f"{folder}/{entry.slug}.md"

    def document(self, entry: Entry | Page) -> tuple[Document, str]:
        """Return the present text of an entry's file and its version tag, to be edited and given to `save`."""
        data = self.path_of(entry).read_bytes()
        return Document.parse(data.decode()), version_of(data)

    def read(self, path: str) -> bytes | None:
        """Return what a file within the content folder holds now, None when it is not there."""
        try:
            return content_files.inside(self.folder, path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def attachments(self, entry: Entry | Page) -> list[str]:
        """Return the paths of the files that lie in the folder beside an entry that has its name."""
        below = self.name_of(entry).removesuffix(".md")
        return [f"{below}/{path}" for path in content_files.below(self.folder / below)]

    def check(self, expected: Mapping[str, str | None]) -> None:
        """Raise `VersionConflict` when a file is not the version expected; None is for one that must not be there."""
        for path, version in expected.items():
            data = self.read(path)
            if version != (None if data is None else version_of(data)):
                raise VersionConflict(path)

    def put(self, path: str, data: bytes | None) -> None:
        """Write a file, or remove it with None; the caller holds `writing`. A kill leaves the old file or the new."""
        file = content_files.inside(self.folder, path)
        if data is None:
            content_files.remove(file, self.folder)
        else:
            content_files.write(file, data)

    def save(self, entry: Entry | Page, document: Document, expected_version: str | None) -> str:
        """Write an entry's file and return its new version tag.

        `expected_version` is the tag that the editing started from, None for a file that must not exist yet; when the
        file on disk is another one, nothing is written and `VersionConflict` is raised.
        """
        path, data = self.name_of(entry), document.source.encode()
        with self.writing:
            self.check({path: expected_version})
            self.put(path, data)
        return version_of(data)

    def remove_unfinished(self) -> None:
        """Remove what killed processes left half written."""
        with self.writing:
            content_files.remove_unfinished(self.folder)

    def _scan(self) -> Iterator[tuple[str, os.DirEntry[str]]]:
        for folder in sorted(MODEL_BY_FOLDER):
            try:
                with os.scandir(self.folder / folder) as found:
                    listed = sorted(found, key=lambda item: item.name)
            except FileNotFoundError:
                continue
            for item in listed:
                if item.name.endswith(".md") and not item.name.startswith("."):
                    yield f"{folder}/{item.name}", item

    def _read_if_changed(self, path: str, found: os.DirEntry[str]) -> _ReadFile:
        try:
            status = found.stat()
        except OSError as error:
            return _unreadable(path, _Signature(0, 0, 0), error)
        signature = _Signature(status.st_size, status.st_mtime_ns, status.st_ino)
        known = self._files.get(path)
        if known and known.settled and known.signature == signature:
            return known
        settled = time.time_ns() - signature.modified > SETTLING_TIME
        if reason := self._reason_to_refuse(found, status):
            return _ReadFile(signature, settled, problems=(Problem(path, None, None, reason),))
        try:
            data = Path(found.path).read_bytes()
        except OSError as error:
            return _unreadable(path, signature, error)
        if known and known.version == version_of(data):
            return replace(known, signature=signature, settled=settled)
        content, found_problems = _read(path, data)
        return _ReadFile(signature, settled, version_of(data), content, found_problems)

    def _reason_to_refuse(self, found: os.DirEntry[str], status: os.stat_result) -> str | None:
        if not Path(found.path).resolve().is_relative_to(self.folder.resolve()):
            return "dit is een verwijzing naar een bestand buiten de map met inhoud; zet het bestand zelf in de map"
        if not stat.S_ISREG(status.st_mode):
            return "dit is geen gewoon bestand"
        if status.st_size > LARGEST_FILE:
            megabytes = f"{status.st_size / 1_000_000:.1f}".replace(".", ",")
            return f"het bestand is te groot ({megabytes} MB); hoogstens {LARGEST_FILE // 1_000_000} MB"
        return None


def _read(path: str, data: bytes) -> tuple[Entry | Page | None, tuple[Problem, ...]]:
    """Make the entry of one file, or say why that is not possible."""
    try:
        source = data.decode()
    except UnicodeDecodeError:
        return None, (Problem(path, None, None, "dit is geen leesbare tekst; bewaar het bestand als UTF-8"),)
    if "\0" in source:
        return None, (Problem(path, None, None, "dit is geen tekst, maar een ander soort bestand"),)
    try:
        document = Document.parse(source)
    except DocumentError as error:
        return None, (problems.from_document_error(path, error),)
    folder, name = path.split("/")
    model = MODEL_BY_FOLDER[folder]
    try:
        content = model.model_validate(document.values_for(name.removesuffix(".md")))
    except ValidationError as error:
        return None, tuple(problems.from_validation_error(path, document, error))
    found = [*problems.from_unknown_keys(path, document, unknown_keys(model, document.metadata))]
    if isinstance(content, Contact):
        found += contact_rules.problems(path, document, content)
    found += date_rules.problems(path, document, content, dutch_time.today())
    return content, tuple(found)


def _unreadable(path: str, signature: _Signature, error: OSError) -> _ReadFile:
    reason = f"het bestand kan niet worden gelezen ({error.strerror})"
    return _ReadFile(signature, settled=False, problems=(Problem(path, None, None, reason),))


def _contents(files: dict[str, _ReadFile]) -> dict[str, tuple[str, tuple[Problem, ...]]]:
    return {path: (file.version, file.problems) for path, file in files.items()}


def _catalogue_of(files: dict[str, _ReadFile]) -> Catalogue:
    path_by_slug: dict[str, str] = {}
    found = [problem for file in files.values() for problem in file.problems]
    kept: dict[str, _ReadFile] = {}
    for path, file in files.items():
        if file.content is None:
            continue
        slug = file.content.slug
        if slug in path_by_slug:
            reason = f"deze bestandsnaam bestaat al als {path_by_slug[slug]}; geef een van beide een andere naam"
            found.append(Problem(path, None, None, reason))
            continue
        path_by_slug[slug] = path
        kept[slug] = file
    kept = dict(sorted(kept.items()))
    entries = {slug: file.content for slug, file in kept.items() if isinstance(file.content, Entry)}
    # A file that is left out already has its own problem; whoever points at it is not to blame.
    known = {path.rpartition("/")[2].removesuffix(".md") for path in files}
    referrers: dict[str, tuple[str, ...]] = {}
    for slug, entry in entries.items():
        for target in sorted(entry.references()):
            referrers[target] = (*referrers.get(target, ()), slug)
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
        pages={slug: file.content for slug, file in kept.items() if isinstance(file.content, Page)},
        versions={slug: kept[slug].version for slug in entries},
        referrers=referrers,
        former_slugs=former_slugs,
        problems=tuple(sorted(found, key=lambda problem: (problem.path, problem.line or 0, problem.reason))),
    )
