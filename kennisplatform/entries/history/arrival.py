"""What differs between two states of the history, file by file: what is put in place when one becomes the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dulwich.diff_tree import tree_changes
from dulwich.objects import Commit, ObjectID
from dulwich.repo import Repo

from kennisplatform.entries.history.revisions import Revision
from kennisplatform.entries.history.storage import commit_of


@dataclass(frozen=True)
class Arrival:
    """The files that differ, with the ids of their old and new content (None where there is none).

    `renamed` holds the last name of every file that got another one in between.
    """

    changes: Mapping[str, tuple[bytes | None, bytes | None]]
    renamed: Mapping[str, str]


def arrival(repo: Repo, old: ObjectID | None, new: ObjectID) -> Arrival:
    """Return what comes when a history goes on from one commit (None for nothing) to a later one."""
    trees = commit_of(repo, old).tree if old else None, commit_of(repo, new).tree
    return Arrival(changes_between(repo, *trees), _renamed(repo, old, new))


def changes_between(repo: Repo, old: ObjectID | None, new: ObjectID) -> dict[str, tuple[bytes | None, bytes | None]]:
    """Return the paths that differ between two trees, with the ids of their content."""
    found: dict[str, tuple[bytes | None, bytes | None]] = {}
    for change in tree_changes(repo.object_store, old, new):
        before, after = change.old, change.new
        for side in (before, after):
            if side and side.path:
                found.setdefault(side.path.decode(errors="replace"), (None, None))
        if before and before.path:
            path = before.path.decode(errors="replace")
            found[path] = (before.sha, found[path][1])
        if after and after.path:
            path = after.path.decode(errors="replace")
            found[path] = (found[path][0], after.sha)
    return found


def revision_of(repo: Repo, commit: Commit) -> Revision:
    """Return the revision of a commit; one of another program does not list its paths, so trees are compared."""
    revision = Revision.of(commit)
    if revision.paths:
        return revision
    before = commit_of(repo, commit.parents[0]).tree if commit.parents else None
    return Revision.of(commit, tuple(sorted(changes_between(repo, before, commit.tree))))


def _renamed(repo: Repo, old: ObjectID | None, new: ObjectID) -> dict[str, str]:
    renamed: dict[str, str] = {}
    name: ObjectID | None = new if old else None  # where nothing was, nothing has another name
    while name and name != old:
        commit = commit_of(repo, name)
        # From the newest to the oldest: what a name became is known already.
        renamed |= {former: renamed.get(then, then) for former, then in Revision.of(commit).renamed}
        name = commit.parents[0] if commit.parents else None
    return renamed
