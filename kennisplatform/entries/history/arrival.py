"""What differs between two states of the history, file by file: what is put in place when one becomes the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dulwich.objects import Commit, ObjectID
from dulwich.repo import Repo

from kennisplatform.entries.history.revisions import Revision
from kennisplatform.entries.history.storage import commit_of
from kennisplatform.entries.history.trees import Trees


@dataclass(frozen=True)
class Arrival:
    """The files that differ, with the ids of their old and new content (None where there is none).

    `renamed` holds the last name of every file that got another one in between.
    """

    changes: Mapping[str, tuple[bytes | None, bytes | None]]
    renamed: Mapping[str, str]


def arrival(repo: Repo, trees: Trees, old: ObjectID | None, new: ObjectID) -> Arrival:
    """Return what comes when a history goes on from one commit (None for nothing) to a later one."""
    before = commit_of(repo, old).tree if old else None
    return Arrival(trees.between(repo, before, commit_of(repo, new).tree), _renamed(repo, old, new))


def revision_of(repo: Repo, trees: Trees, commit: Commit) -> Revision:
    """Return the revision of a commit; one of another program does not list its paths, so trees are compared."""
    revision = Revision.of(commit)
    if revision.paths:
        return revision
    before = commit_of(repo, commit.parents[0]).tree if commit.parents else None
    return Revision.of(commit, tuple(sorted(trees.between(repo, before, commit.tree))))


def _renamed(repo: Repo, old: ObjectID | None, new: ObjectID) -> dict[str, str]:
    renamed: dict[str, str] = {}
    name: ObjectID | None = new if old else None  # where nothing was, nothing has another name
    while name and name != old:
        commit = commit_of(repo, name)
        # From the newest to the oldest: what a name became is known already.
        renamed |= {former: renamed.get(then, then) for former, then in Revision.of(commit).renamed}
        name = commit.parents[0] if commit.parents else None
    return renamed
