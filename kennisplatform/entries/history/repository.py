"""What every file of the content was before, who changed it and when: a bare Git repository beside the files.

One process at a time writes, guarded by a file lock that ends with the process; readers are never kept waiting. Each
change is prepared as a commit before the files are written, and completed afterwards: what a killed process left in
between is found again as `pending`. The history decides nothing and writes no content; `curation` does.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dulwich.object_store import commit_tree_changes, iter_tree_contents, tree_lookup_path
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo
from filelock import FileLock

from kennisplatform.entries.content_files import content_files, inside, version_of
from kennisplatform.entries.document import Document, DocumentError
from kennisplatform.entries.history.changes import Change, last_changes
from kennisplatform.entries.history.revisions import BY_HAND, Author, Deleted, Revision, message_of

__all__ = ["BY_HAND", "BY_HAND_MESSAGE", "Author", "Deleted", "History", "Revision"]

BY_HAND_MESSAGE = "Met de hand gewijzigd"
LATEST = Ref(b"refs/heads/main")
PENDING = Ref(b"refs/kennisplatform/pending")
FILE_MODE = 0o100644
FEWEST_TO_PACK_AT_ONCE = 50
"""Files from which a change is written as one pack instead of a file per object."""
SETTLING_TIME = 2_000_000_000
"""Nanoseconds after a change in which a second one could leave size and modification time as they were."""


class RevisionUnknown(Exception):
    """There is no such revision, or it does not hold this file."""


@dataclass(frozen=True)
class _Looked:
    """A file at the last look: as long as its signature stays, so does its content."""

    signature: tuple[int, int, int]
    blob_id: bytes


class History:
    """The history of a content folder. Safe to share between threads; each process has its own."""

    def __init__(self, repository: Path, content: Path) -> None:
        self.repository = repository
        self.content = content
        self._writing = FileLock(repository.with_suffix(".lock"))
        self._remembering = threading.Lock()
        self._log: list[Revision] = []
        self._changes: tuple[list[Revision], Mapping[str, Change]] = ([], {})
        self._looked: dict[str, _Looked] = {}
        self._is_clean = False

    def record(self, paths: Collection[str], author: Author, message: str) -> Revision | None:
        """Record what these files hold now (one that is gone as removed); None when that is known already."""
        contents = {path: self._on_disk(path) for path in paths}
        with self._writing:
            revision = self.prepare(contents, author, message)
            if revision:
                self.complete()
        return revision

    def record_by_hand(self) -> Revision | None:
        """Record every file that is not as the history has it; None when all are. Nobody may be writing content."""
        recorded = self._recorded()
        present = self._present()
        changed = {path for path in recorded.keys() | present.keys() if recorded.get(path) != present.get(path)}
        return self.record(sorted(changed), BY_HAND, BY_HAND_MESSAGE) if changed else None

    def prepare(
        self,
        contents: Mapping[str, bytes | None],
        author: Author,
        message: str,
        renamed: Mapping[str, str] | None = None,
    ) -> Revision | None:
        """Write down a change (None removes a file) that is about to be made; None when it changes nothing.

        It stays `pending` until `complete` or `abandon`; the caller keeps other writers of content out until then.
        """
        with self._writing, self._open_to_write() as repo:
            parent = _read(repo, LATEST)
            before = _tree(repo, parent) if parent else Tree()
            blobs = {path: None if data is None else Blob.from_string(data) for path, data in contents.items()}
            look_up = cache(repo.object_store.__getitem__)
            changed = {path: blob for path, blob in blobs.items() if _differs(look_up, before, path, blob)}
            if not changed:
                return None
            written = [blob for blob in changed.values() if blob]
            if len(written) >= FEWEST_TO_PACK_AT_ONCE:
                repo.object_store.add_objects([(blob, None) for blob in written])
            else:
                for blob in written:
                    repo.object_store.add_object(blob)
            changes = [(p.encode(), FILE_MODE if b else None, b.id if b else None) for p, b in sorted(changed.items())]
            commit = Commit()
            commit.tree = commit_tree_changes(repo.object_store, before, changes)
            commit.parents = [parent] if parent else []
            commit.author = commit.committer = author.identity
            commit.author_time = commit.commit_time = int(time.time())
            commit.author_timezone = commit.commit_timezone = 0
            commit.encoding = b"UTF-8"
            commit.message = message_of(message, tuple(sorted(changed)), tuple((renamed or {}).items()))
            repo.object_store.add_object(commit)
            repo.refs[PENDING] = commit.id
            return Revision.of(commit)

    def complete(self) -> None:
        """Make the pending change the latest one of the history."""
        with self._writing, self._open_to_write() as repo:
            if pending := _read(repo, PENDING):
                repo.refs[LATEST] = pending
                del repo.refs[PENDING]

    def abandon(self) -> None:
        """Forget the pending change."""
        with self._writing, self._open_to_write() as repo:
            del repo.refs[PENDING]

    def pending(self) -> Revision | None:
        """Return the change that was prepared and not completed, None as a rule."""
        with self._open() as repo:
            found = _read(repo, PENDING) if repo else None
            return Revision.of(_commit(repo, found)) if repo and found and found != _read(repo, LATEST) else None

    def latest(self) -> Revision | None:
        """Return the last change, None when nothing was recorded yet."""
        log = self._followed_log()
        return log[-1] if log else None

    def revision(self, revision_id: str) -> Revision:
        """Return the revision with this id; raise `RevisionUnknown`."""
        for revision in reversed(self._followed_log()):
            if revision.id == revision_id:
                return revision
        raise RevisionUnknown(revision_id)

    def revisions(self, path: str | None = None, limit: int = 50, before: str | None = None) -> list[Revision]:
        """Return the changes of a file (under its earlier names as well) or of all, the newest first.

        `before` is the id of a revision; only what is older comes back.
        """
        found: list[Revision] = []
        is_older = before is None
        for revision in reversed(self._followed_log()):
            concerns = path is None or path in revision.paths
            if concerns and is_older:
                found.append(revision)
                if len(found) == limit:
                    break
            is_older = is_older or revision.id == before
            if path is not None:
                path = _name_before(revision, path)
        return found

    def last_changes(self) -> Mapping[str, Change]:
        """Return the last change of each file; worked out again only when something was recorded since."""
        log = self._followed_log()
        if self._changes[0] is not log:
            self._changes = (log, last_changes(log))
        return self._changes[1]

    def source(self, revision_id: str, path: str) -> bytes | None:
        """Return what an entry's file held after a revision, None when it was not there.

        `path` is its name of today; a file that was renamed since is found under the name that it had then.
        """
        return self.file_at(revision_id, self._name_at(revision_id, path))

    def source_before(self, revision_id: str, path: str) -> bytes | None:
        """Return what an entry's file held before a revision changed it; `path` is its name of today."""
        parent = self.parent_of(revision_id)
        return self.source(parent, path) if parent else None

    def file_at(self, revision_id: str | None, path: str) -> bytes | None:
        """Return what the file with exactly this path held after a revision, None when it was not there."""
        with self._open() as repo:
            commit = _commit_or_none(repo, revision_id)
            return _blob(repo, commit.tree, path) if repo and commit else None

    def parent_of(self, revision_id: str) -> str | None:
        """Return the id of the revision before this one, None for the first."""
        with self._open() as repo:
            commit = _commit_or_none(repo, revision_id)
            return commit.parents[0].decode() if commit and commit.parents else None

    def source_of_version(self, path: str, version_tag: str) -> bytes | None:
        """Return the content of a file that had this version tag, None when the history never saw it."""
        for revision in self.revisions(path, limit=500):
            data = self.source(revision.id, path)
            if data is not None and version_of(data) == version_tag:
                return data
        return None

    def deleted(self, limit: int = 200) -> list[Deleted]:
        """Return the entries that were removed and not put back, the last removed first."""
        present = self._recorded()
        seen: set[str] = set()
        found: list[Deleted] = []
        for revision in reversed(self._followed_log()):
            seen.update(old for old, _ in revision.renamed)
            for path in revision.paths:
                if path in seen or path in present or not path.endswith(".md") or path.count("/") != 1:
                    continue
                seen.add(path)
                data = self.file_at(self.parent_of(revision.id), path)
                if data is not None:
                    found.append(Deleted(path, _title(path, data), revision.author, revision.at, revision.id))
            if len(found) >= limit:
                break
        return found[:limit]

    def files_beside(self, revision_id: str, path: str) -> dict[str, bytes]:
        """Return the attachments that an entry had after a revision, by the paths that its name of today gives."""
        then = self._name_at(revision_id, path).removesuffix(".md")
        now = path.removesuffix(".md")
        with self._open() as repo:
            commit = _commit_or_none(repo, revision_id)
            if repo is None or commit is None:
                return {}
            try:
                _, tree_id = tree_lookup_path(repo.object_store.__getitem__, commit.tree, then.encode())
            except KeyError:
                return {}
            names = [item.path.decode() for item in iter_tree_contents(repo.object_store, tree_id) if item.path]
            found = {f"{now}/{name}": _blob(repo, commit.tree, f"{then}/{name}") for name in names}
            return {name: data for name, data in found.items() if data is not None}

    def _on_disk(self, path: str) -> bytes | None:
        try:
            return inside(self.content, path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _present(self) -> dict[str, bytes]:
        """Return the blob ids of all content files; only what may have changed since the last look is read."""
        looked: dict[str, _Looked] = {}
        present: dict[str, bytes] = {}
        for path, found in content_files(self.content):
            try:
                status = found.stat(follow_symlinks=False)
                signature = (status.st_size, status.st_mtime_ns, status.st_ino)
                known = self._looked.get(path)
                if known is None or known.signature != signature:
                    known = _Looked(signature, _blob_id(Path(found.path).read_bytes()))
            except OSError:
                continue
            present[path] = known.blob_id
            if time.time_ns() - status.st_mtime_ns > SETTLING_TIME:
                looked[path] = known
        self._looked = looked
        return present

    def _recorded(self) -> dict[str, bytes]:
        """Return the blob ids of all files as the history has them."""
        with self._open() as repo:
            latest = _read(repo, LATEST) if repo else None
            if repo is None or latest is None:
                return {}
            items = iter_tree_contents(repo.object_store, _commit(repo, latest).tree)
            return {item.path.decode(): item.sha for item in items if item.path and item.sha}

    def _followed_log(self) -> list[Revision]:
        """Return all revisions, the oldest first; only those that came since the last time are read."""
        with self._remembering:
            known = self._log[-1].id.encode() if self._log else None
            new: list[Revision] = []
            with self._open() as repo:
                name = _read(repo, LATEST) if repo else None
                while repo and name and name != known:
                    commit = _commit(repo, name)
                    new.append(Revision.of(commit))
                    name = commit.parents[0] if commit.parents else None
            if new:
                # A history that does not lead back to what was known is another one.
                self._log = [*(self._log if name == known else []), *reversed(new)]
            return self._log

    def _name_at(self, revision_id: str, path: str) -> str:
        for revision in reversed(self._followed_log()):
            if revision.id == revision_id:
                break
            path = _name_before(revision, path)
        return path

    @contextmanager
    def _open(self) -> Iterator[Repo | None]:
        """Open the repository to read; None when there is none yet."""
        if not self.repository.is_dir():
            yield None
            return
        with Repo(os.fspath(self.repository)) as repo:
            yield repo

    @contextmanager
    def _open_to_write(self) -> Iterator[Repo]:
        """Open the repository, made when there is none; the caller holds the lock."""
        if not self.repository.is_dir():
            self._make()
        mark = self.repository / "unfinished"
        if mark.exists() or not self._is_clean:
            self._remove_unfinished()
        mark.touch()
        with Repo(os.fspath(self.repository)) as repo:
            yield repo
        mark.unlink(missing_ok=True)

    def _remove_unfinished(self) -> None:
        """Remove what a killed writer left: as nobody else writes now, every lock in the repository is stale.

        Git locks each object and each reference by a file, that would keep the next writer out for ever.
        """
        for stale in self.repository.rglob("*.lock"):
            if stale.parent.name != "pack":  # packing goes on beside writing
                stale.unlink(missing_ok=True)
        self._is_clean = True

    def _make(self) -> None:
        unfinished = self.repository.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        with Repo.init_bare(os.fspath(unfinished), mkdir=True, default_branch=b"main") as repo:
            config = repo.get_config()
            config.set((b"core",), b"fsyncObjectFiles", True)
            config.set((b"core",), b"logAllRefUpdates", False)
            config.write_to_path()
        unfinished.rename(self.repository)


def _name_before(revision: Revision, path: str) -> str:
    return next((old for old, new in revision.renamed if new == path), path)


def _blob_id(data: bytes) -> bytes:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest().encode()


def _read(repo: Repo | None, ref: Ref) -> ObjectID | None:
    found = repo.refs.read_loose_ref(ref) or repo.refs.get_packed_refs().get(ref) if repo else None
    return ObjectID(found) if found else None


def _commit(repo: Repo, name: ObjectID) -> Commit:
    commit = repo.object_store[name]
    if not isinstance(commit, Commit):
        raise RevisionUnknown(name.decode())
    return commit


def _commit_or_none(repo: Repo | None, revision_id: str | None) -> Commit | None:
    try:
        return _commit(repo, ObjectID(revision_id.encode())) if repo and revision_id else None
    except (KeyError, ValueError, AssertionError, RevisionUnknown):
        return None


def _tree(repo: Repo, commit_id: ObjectID) -> Tree:
    tree = repo.object_store[_commit(repo, commit_id).tree]
    assert isinstance(tree, Tree)  # noqa: S101
    return tree


def _differs(look_up: Callable[[ObjectID], ShaFile], tree: Tree, path: str, blob: Blob | None) -> bool:
    try:
        _, present = tree.lookup_path(look_up, path.encode())
    except KeyError:
        return blob is not None
    return blob is None or blob.id != present


def _blob(repo: Repo, tree_id: ObjectID, path: str) -> bytes | None:
    try:
        _, name = tree_lookup_path(repo.object_store.__getitem__, tree_id, path.encode())
        found = repo.object_store[name]
    except KeyError:
        return None
    return found.data if isinstance(found, Blob) else None


def _title(path: str, data: bytes) -> str:
    try:
        return str(Document.parse(data.decode()).metadata["titel"])
    except (DocumentError, UnicodeDecodeError, KeyError):
        return path
