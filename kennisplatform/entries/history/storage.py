"""The Git repository of the history on the disk: made, opened, freed of what killed processes left, and distrusted.

One process at a time writes, guarded by a file lock that ends with the process; readers are never kept waiting. A
repository that is damaged is never written beside, over or around: whoever asks for it gets `HistoryUnusable`.
"""

from __future__ import annotations

import os
import shutil
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dulwich.errors import (
    ApplyDeltaError,
    ChecksumMismatch,
    FileFormatException,
    MissingCommitError,
    NoIndexPresent,
    NotGitRepository,
    ObjectMissing,
    WrongObjectException,
)
from dulwich.file import FileLocked
from dulwich.objects import S_ISGITLINK, Commit, ObjectID, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo
from filelock import FileLock, Timeout

from kennisplatform.entries.entry_store import SECONDS_BETWEEN_TRIES
from kennisplatform.entries.history.packing import loose_files, packing_lock

LATEST = Ref(b"refs/heads/main")
PENDING = Ref(b"refs/kennisplatform/pending")
BEGUN = "begun"
"""A file that says that there is a latest change, also when nothing else does any more."""
UNFINISHED = "unfinished"
"""A file that is there while somebody writes, and stays when they are killed."""

UNCOMPRESSED = 0
"""How objects are written until they are packed: compressing the list of a large folder takes longer than a save."""

_DAMAGE = (
    ApplyDeltaError,
    AssertionError,
    ChecksumMismatch,
    FileFormatException,
    FileLocked,
    KeyError,
    MissingCommitError,
    NoIndexPresent,
    NotGitRepository,
    ObjectMissing,
    ValueError,
    WrongObjectException,
    struct.error,
    zlib.error,
)
"""What comes out of a repository that is not whole."""


class HistoryUnusable(Exception):
    """The history cannot be read or written as it is now; the message is the reason, in Dutch."""


class Storage:
    """The repository. Safe to share between threads; each process has its own."""

    def __init__(self, repository: Path) -> None:
        self.repository = repository
        self._lock = FileLock(repository.with_suffix(".lock"), poll_interval=SECONDS_BETWEEN_TRIES)
        self._local = threading.local()
        self._is_clean = False
        self._has_begun = False

    @contextmanager
    def reading(self) -> Iterator[Repo | None]:
        """Open the repository, or go on with what this thread holds open; None when there is none yet."""
        try:
            if self._held() is None and not self._is_there():
                yield None
                return
            with self._held_open() as repo, self._distrusted():
                yield repo
        except OSError as error:
            raise HistoryUnusable(f"de geschiedenis kan niet worden gelezen ({error.strerror})") from error

    @contextmanager
    def writing(self) -> Iterator[Repo]:
        """Open the repository to write, made when there is none; others who write wait. Raises `OSError` as it is."""
        with self.held_to_write() as repo, self._distrusted():
            yield repo

    @contextmanager
    def held_to_write(self) -> Iterator[Repo]:
        """Hold the repository open for all that this thread writes within; what else fails there is no matter of it."""
        with self._lock:
            if held := self._held():
                yield held
                return
            if not self._is_there():
                self._make()
            mark = self.repository / UNFINISHED
            if mark.exists() or not self._is_clean:
                self._is_clean = self._remove_unfinished()
            mark.touch()
            with self._held_open() as repo:
                yield repo
            mark.unlink(missing_ok=True)

    @contextmanager
    def held_to_read(self) -> Iterator[None]:
        """Hold the repository open for several questions of this thread: opening it costs more than most of them."""
        if self._held() or not self._is_there():
            yield
        else:
            with self._held_open():
                yield

    def latest(self, repo: Repo) -> ObjectID | None:
        """Return the name of the last change, None before the first; a history that lost it is unusable."""
        name = _reference(repo, LATEST)
        if name is None and self._knows_better():
            raise HistoryUnusable(
                "de geschiedenis weet niet meer wat de laatste versie was; zet de map "
                f"{self.repository.name} terug uit de reservekopie"
            )
        self._has_begun = self._has_begun or name is not None
        return name

    def head(self) -> str:
        """Return the name of the last change without opening the repository; empty when that cannot tell."""
        try:
            return (self.repository / LATEST.decode()).read_text("ascii", "replace").strip()
        except OSError:
            return self._packed_head()

    def _packed_head(self) -> str:
        """Return what `head` does, of a repository in which an administrator let Git tidy up."""
        try:
            lines = (self.repository / "packed-refs").read_text("ascii", "replace").splitlines()
        except OSError:
            return ""
        return next((line.split()[0] for line in lines if line.endswith(f" {LATEST.decode()}")), "")

    def pending(self, repo: Repo) -> ObjectID | None:
        """Return the name of the change that was prepared and not completed, None as a rule."""
        name = _reference(repo, PENDING)
        if name is None:
            return None
        # After a power cut the reference to the last change may be lost while it is what was pending.
        return None if name == _reference(repo, LATEST) else name

    def complete(self, repo: Repo) -> None:
        """Make the pending change the last one."""
        if name := self.pending(repo):
            repo.refs[LATEST] = name
        (self.repository / BEGUN).touch()
        self.forget_pending()

    def forget_pending(self) -> None:
        """Forget the pending change. It takes no room on the disk, so that it succeeds on a full one."""
        (self.repository / PENDING.decode()).unlink(missing_ok=True)

    def check(self) -> None:
        """Raise `HistoryUnusable` when the last change, or its list of files, cannot be read."""
        with self.reading() as repo:
            if repo and (name := self.latest(repo)):
                for item in tree_of(repo, name).items():
                    if not S_ISGITLINK(item.mode):  # another repository, of which nothing is kept here
                        repo.object_store[item.sha]

    def _is_there(self) -> bool:
        """Tell whether there is a repository, or what is left of one; an empty folder is none."""
        try:
            is_there = any(self.repository.iterdir())
        except FileNotFoundError:
            is_there = False
        except OSError as error:
            name = self.repository.name
            raise HistoryUnusable(
                f"de map {name} is niet te lezen ({error.strerror}); zet haar terug uit de reservekopie"
            ) from error
        if self._has_begun and not is_there:
            raise HistoryUnusable(f"de map {self.repository.name} is weg; zet haar terug uit de reservekopie")
        return is_there

    def _knows_better(self) -> bool:
        return (self.repository / BEGUN).exists() or (self.repository / LATEST.decode()).exists()

    @contextmanager
    def _distrusted(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as error:
            raise HistoryUnusable(
                f"de geschiedenis is beschadigd ({type(error).__name__}); zet de map {self.repository.name} terug uit "
                "de reservekopie"
            ) from error

    def _held(self) -> Repo | None:
        return getattr(self._local, "repo", None)

    @contextmanager
    def _held_open(self) -> Iterator[Repo]:
        if held := self._held():
            yield held
            return
        with self._distrusted():
            repo = Repo(os.fspath(self.repository))
        repo.object_store.loose_compression_level = UNCOMPRESSED
        with repo:
            self._local.repo = repo
            try:
                yield repo
            finally:
                self._local.repo = None

    def _remove_unfinished(self) -> bool:
        """Remove what a killed writer left, as nobody else writes now; tell whether that was all.

        Git locks each object and each reference by a file, that would keep the next writer out for ever. An object
        without content keeps its content from being written.
        """
        for stale in self.repository.rglob("*.lock"):
            if stale.parent.name != "pack":
                stale.unlink(missing_ok=True)
        for file in loose_files(self.repository):
            if not file.stat().st_size:
                file.unlink(missing_ok=True)
        try:
            with packing_lock(self.repository):
                for stale in (self.repository / "objects" / "pack").glob("*.lock"):
                    stale.unlink(missing_ok=True)
        except Timeout:
            return False  # somebody is packing, and one of these locks may be theirs
        return True

    def _make(self) -> None:
        unfinished = self.repository.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        with Repo.init_bare(os.fspath(unfinished), mkdir=True, default_branch=b"main") as repo:
            config = repo.get_config()
            config.set((b"core",), b"fsyncObjectFiles", True)  # git calls it old, dulwich reads it: packing does too
            config.set((b"core",), b"logAllRefUpdates", False)
            config.write_to_path()
        unfinished.rename(self.repository)


def commit_of(repo: Repo, name: ObjectID) -> Commit:
    """Return a change by its name; raise `KeyError` when there is none."""
    commit = repo.object_store[name]
    if not isinstance(commit, Commit):
        raise KeyError(name)
    return commit


def tree_of(repo: Repo, name: ObjectID) -> Tree:
    """Return all files after a change, as Git lists them."""
    tree = repo.object_store[commit_of(repo, name).tree]
    assert isinstance(tree, Tree)  # noqa: S101
    return tree


def _reference(repo: Repo, name: Ref) -> ObjectID | None:
    found = repo.refs.read_loose_ref(name) or repo.refs.get_packed_refs().get(name)
    return ObjectID(found) if found else None
