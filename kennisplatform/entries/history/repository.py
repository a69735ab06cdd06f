"""What every file of the content was before, who changed it and when: a bare Git repository beside the files.

Each change is prepared as a commit, begun before the files are written, and completed afterwards: what a killed process
left in between is found again as `pending`. The history decides nothing and never touches the content; `curation` does.
It raises `HistoryUnusable` when its repository is damaged.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dulwich.graph import can_fast_forward
from dulwich.object_store import tree_lookup_path
from dulwich.objects import Blob, Commit, ObjectID
from dulwich.repo import Repo

from kennisplatform.entries.content_files import version_of
from kennisplatform.entries.document import Document, DocumentError
from kennisplatform.entries.history.arrival import Arrival, arrival, revision_of
from kennisplatform.entries.history.changes import Change, last_changes
from kennisplatform.entries.history.revisions import BY_HAND, Author, Deleted, Revision, message_of
from kennisplatform.entries.history.storage import PENDING, HistoryUnusable, Storage, commit_of
from kennisplatform.entries.history.trees import Trees, contents

__all__ = ["BY_HAND", "Author", "Deleted", "History", "HistoryUnusable", "Revision", "RevisionUnknown"]

FEWEST_TO_PACK_AT_ONCE = 50
"""Files from which a change is written as one pack instead of a file per object."""
VERSIONS_TO_SEARCH = 500
"""Versions of a file, the newest first, among which one is looked for by its tag."""


class RevisionUnknown(Exception):
    """There is no such revision, or it does not hold this file."""


@dataclass(frozen=True)
class _Log:
    """All revisions, the oldest first; where each is, and which of them gave a file another name."""

    revisions: tuple[Revision, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    renames: tuple[int, ...] = ()

    def followed_by(self, new: Sequence[Revision]) -> _Log:
        """Return the log that goes on with these revisions."""
        numbered = list(enumerate(new, len(self.revisions)))
        return _Log(
            (*self.revisions, *new),
            {**self.places, **{revision.id: place for place, revision in numbered}},
            (*self.renames, *(place for place, revision in numbered if revision.renamed)),
        )

    def begins_with(self, other: _Log) -> bool:
        """Tell whether this is another log, gone on."""
        count = len(other.revisions)
        return self.revisions[count - 1 : count] == other.revisions[-1:]

    def name_at(self, revision_id: str, path: str) -> str:
        """Return the name that a file of today had after a revision."""
        then = self.places.get(revision_id, -1)
        for place in reversed(self.renames):
            if place <= then:
                break
            path = _name_before(self.revisions[place], path)
        return path


class History:
    """The history of a content folder. Safe to share between threads; each process has its own."""

    def __init__(self, repository: Path) -> None:
        self.repository = repository
        self._storage = Storage(repository)
        self._trees = Trees()
        self._remembering = threading.Lock()
        self._log = _Log()
        self._changes: tuple[_Log, Mapping[str, Change]] = (self._log, {})
        self.arrival = lru_cache(maxsize=1)(self._arrival)  # whole trees are compared, and who takes over asks twice

    def held_to_read(self) -> AbstractContextManager[None]:
        """Hold the repository open for several questions, which then cost a tenth."""
        return self._storage.held_to_read()

    def held_to_write(self) -> AbstractContextManager[object]:
        """Hold the repository open, and other writers out, for a change from its preparation to its completion."""
        return self._storage.held_to_write()

    def prepare(
        self,
        contents: Mapping[str, bytes | None],
        author: Author,
        message: str,
        renamed: Mapping[str, str] | None = None,
        after: str | None = None,
    ) -> Revision | None:
        """Write down a change (None removes a file) of the last state; None when it changes nothing.

        Nothing leads to it until it has begun. With `after`, the id of a revision, it is a change of that state.
        """
        with self._storage.writing() as repo:
            parent = ObjectID(after.encode()) if after else self._storage.latest(repo)
            before = commit_of(repo, parent).tree if parent else None
            blobs = {path: None if data is None else Blob.from_string(data) for path, data in contents.items()}
            present = self._trees.blobs_at(repo, before, blobs) if before else {}
            changed = {path: blob for path, blob in blobs.items() if present.get(path) != (blob.id if blob else None)}
            if not changed:
                return None
            written = [blob for blob in changed.values() if blob]
            if len(written) >= FEWEST_TO_PACK_AT_ONCE:
                repo.object_store.add_objects([(blob, None) for blob in written])
            else:
                for blob in written:
                    repo.object_store.add_object(blob)
            commit = Commit()
            commit.tree = self._trees.changed(repo, before, {p: b.id if b else None for p, b in changed.items()})
            commit.parents = [parent] if parent else []
            commit.author = commit.committer = author.identity
            commit.author_time = commit.commit_time = int(time.time())
            commit.author_timezone = commit.commit_timezone = 0
            commit.encoding = b"UTF-8"
            commit.message = message_of(message, tuple(sorted(changed)), tuple((renamed or {}).items()))
            repo.object_store.add_object(commit)
            return Revision.of(commit)

    def begin(self, revision_id: str) -> None:
        """Note that the files are about to become those of a revision.

        It stays `pending` until `complete` or `abandon`; the caller keeps other writers of content out until then.
        """
        with self._storage.writing() as repo:
            repo.refs[PENDING] = ObjectID(revision_id.encode())

    def complete(self) -> None:
        """Make the pending change the latest one of the history."""
        with self._storage.writing() as repo:
            self._storage.complete(repo)

    def abandon(self) -> None:
        """Forget the pending change."""
        with self._storage.writing():
            self._storage.forget_pending()

    def pending(self) -> Revision | None:
        """Return the change that was prepared and not completed, None as a rule."""
        with self._storage.reading() as repo:
            name = self._storage.pending(repo) if repo else None
            return Revision.of(commit_of(repo, name)) if repo and name else None

    def check(self) -> None:
        """Raise `HistoryUnusable` when nothing can be added; a damaged version of long ago is not looked for."""
        self._storage.check()

    def recorded(self) -> dict[str, bytes]:
        """Return the blob ids of all files as the history has them."""
        with self._storage.reading() as repo:
            name = self._storage.latest(repo) if repo else None
            if repo is None or name is None:
                return {}
            return dict(contents(repo, commit_of(repo, name).tree))

    def head(self) -> str:
        """Return the id of the last revision, empty before the first: one small file, so it is cheap to ask often."""
        return self._storage.head()

    def position(self) -> int:
        """Return how many revisions there are with their files in place; as last known when that cannot be read."""
        with contextlib.suppress(HistoryUnusable):
            self._followed_log()
        return len(self._log.revisions)

    def has(self, revision_id: str, at: str | None = None) -> bool:
        """Tell whether a revision is one of the history, now or up to the revision `at`."""
        places = self._followed_log().places
        return places.get(revision_id, len(places)) <= places.get(at or self.head(), -1)

    def written_since(self, revision_id: str) -> frozenset[str] | None:
        """Return the paths that changed after a revision (empty: before the first); None when it is not one of these.

        Also when the history cannot be read.
        """
        try:
            log = self._followed_log()
        except HistoryUnusable:
            return None
        first = log.places.get(revision_id, -1) + 1 if revision_id else 0
        if revision_id and not first:
            return None
        return frozenset(path for revision in log.revisions[first:] for path in revision.paths)

    def leads_to(self, revision_id: str, later_id: str) -> bool:
        """Tell whether a revision is the same as a later one, or one of those on which it builds."""
        with self._storage.reading() as repo:
            return repo is not None and can_fast_forward(
                repo, ObjectID(revision_id.encode()), ObjectID(later_id.encode())
            )

    def _arrival(self, since: str | None, revision_id: str) -> Arrival:
        """Return what differs between the state after a revision (None: before the first) and after a later one."""
        with self._storage.reading() as repo:
            assert repo  # noqa: S101 (there is a revision)
            old = ObjectID(since.encode()) if since else None
            return arrival(repo, self._trees, old, ObjectID(revision_id.encode()))

    def content(self, blob_id: bytes | None) -> bytes | None:
        """Return the content that has this id in the history, of whichever file and version; None when none has."""
        with self._storage.reading() as repo:
            return _content(repo, ObjectID(blob_id)) if repo and blob_id else None

    def files_at(self, revision_id: str) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of every file after a revision, one at a time, in the order of their paths."""
        with self._storage.reading() as repo:
            if repo is None:
                return
            commit = commit_of(repo, ObjectID(revision_id.encode()))
            for path, blob in contents(repo, commit.tree):
                yield path, repo.object_store[blob].as_raw_string()

    def latest(self) -> Revision | None:
        """Return the last change, None when nothing was recorded yet."""
        log = self._followed_log().revisions
        return log[-1] if log else None

    def revision(self, revision_id: str) -> Revision:
        """Return the revision with this id; raise `RevisionUnknown`."""
        log = self._followed_log()
        try:
            return log.revisions[log.places[revision_id]]
        except KeyError:
            raise RevisionUnknown(revision_id) from None

    def revisions(self, path: str | None = None, limit: int = 50, before: str | None = None) -> list[Revision]:
        """Return the changes of a file (under its earlier names as well) or of all, the newest first.

        `before` is the id of a revision; only what is older comes back.
        """
        log = self._followed_log()
        older = log.revisions if before is None else log.revisions[: max(0, log.places.get(before, 0))]
        if path is not None and before is not None:
            path = log.name_at(older[-1].id, path) if older else path
        found: list[Revision] = []
        for revision in reversed(older):
            if path is None or path in revision.paths:
                found.append(revision)
                if len(found) == limit:
                    break
            if path is not None:
                path = _name_before(revision, path)
        return found

    def last_changes(self) -> Mapping[str, Change]:
        """Return the last change of each file; worked out again only when something was recorded since.

        Readers ask for it, so when the history cannot be read it is what was known before, or nothing.
        """
        with contextlib.suppress(HistoryUnusable):
            log = self._followed_log()
            known, changes = self._changes
            if known is not log:
                new, before = (len(known.revisions), changes) if log.begins_with(known) else (0, {})
                self._changes = (log, last_changes(log.revisions[new:], before))
        return self._changes[1]

    def source(self, revision_id: str, path: str) -> bytes | None:
        """Return what an entry's file held after a revision, None when it was not there.

        `path` is its name of today; a file that was renamed since is found under the name that it had then.
        """
        return self.file_at(revision_id, self._followed_log().name_at(revision_id, path))

    def source_before(self, revision_id: str, path: str) -> bytes | None:
        """Return what an entry's file held before a revision changed it; `path` is its name of today."""
        parent = self.parent_of(revision_id)
        return self.source(parent, path) if parent else None

    def file_at(self, revision_id: str | None, path: str) -> bytes | None:
        """Return what the file with exactly this path held after a revision, None when it was not there."""
        with self._storage.reading() as repo:
            commit = _commit_or_none(repo, revision_id)
            return self._blob(repo, commit.tree, path) if repo and commit else None

    def parent_of(self, revision_id: str) -> str | None:
        """Return the id of the revision before this one, None for the first."""
        with self._storage.reading() as repo:
            commit = _commit_or_none(repo, revision_id)
            return commit.parents[0].decode() if commit and commit.parents else None

    def source_of_version(self, path: str, version_tag: str) -> bytes | None:
        """Return the content of a file that had this version tag, None when the history never saw it."""
        with self.held_to_read():
            for revision in self.revisions(path, limit=VERSIONS_TO_SEARCH):
                data = self.source(revision.id, path)
                if data is not None and version_of(data) == version_tag:
                    return data
        return None

    def deleted(self, limit: int = 200) -> list[Deleted]:
        """Return the entries that were removed and not put back, the last removed first."""
        found: list[Deleted] = []
        with self.held_to_read():
            seen = set(self.recorded())
            for revision in reversed(self._followed_log().revisions):
                seen.update(old for old, _ in revision.renamed)
                for path in revision.paths:
                    if path in seen or not path.endswith(".md") or path.count("/") != 1:
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
        then = self._followed_log().name_at(revision_id, path).removesuffix(".md")
        now = path.removesuffix(".md")
        with self._storage.reading() as repo:
            commit = _commit_or_none(repo, revision_id)
            if repo is None or commit is None:
                return {}
            try:
                _, tree_id = tree_lookup_path(repo.object_store.__getitem__, commit.tree, then.encode())
            except KeyError:
                return {}
            found = {f"{now}/{path}": _content(repo, blob) for path, blob in contents(repo, tree_id)}
            return {path: data for path, data in found.items() if data is not None}

    def _blob(self, repo: Repo, tree: ObjectID, path: str) -> bytes | None:
        """Return what a file holds, None when it is not there or lost."""
        name = self._trees.blob_at(repo, tree, path)
        return _content(repo, name) if name else None

    def _followed_log(self) -> _Log:
        """Return all revisions; only those that came since the last time are read."""
        with self._remembering:
            known = self._log.revisions
            if known and known[-1].id == self._storage.head():
                return self._log
            last = ObjectID(known[-1].id.encode()) if known else None
            new: list[Revision] = []
            with self._storage.reading() as repo:
                name = self._storage.latest(repo) if repo else None
                while repo and name and name != last:
                    commit = commit_of(repo, name)
                    new.append(revision_of(repo, self._trees, commit))
                    name = commit.parents[0] if commit.parents else None
            if new:
                # A history that does not lead back to what was known is another one.
                self._log = (self._log if name == last else _Log()).followed_by(new[::-1])
            return self._log


def _name_before(revision: Revision, path: str) -> str:
    return next((old for old, new in revision.renamed if new == path), path)


def _commit_or_none(repo: Repo | None, revision_id: str | None) -> Commit | None:
    try:
        return commit_of(repo, ObjectID(revision_id.encode())) if repo and revision_id else None
    except (KeyError, ValueError, AssertionError):
        return None


def _title(path: str, data: bytes) -> str:
    try:
        return str(Document.parse(data.decode()).metadata["titel"])
    except (DocumentError, UnicodeDecodeError, KeyError):
        return path


def _content(repo: Repo, blob: ObjectID) -> bytes | None:
    """Return the content with this id, None when it is lost: damage of long ago keeps nothing else away."""
    with contextlib.suppress(KeyError):
        found = repo.object_store[blob]
        return found.as_raw_string() if isinstance(found, Blob) else None
    return None
