"""When each file was last changed, and whether it was new then: what feeds and the front page tell of an entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kennisplatform.entries.history.revisions import Revision


@dataclass(frozen=True)
class Change:
    """The last change of a file; `is_new` when it was the first one too."""

    at: datetime
    is_new: bool


def last_changes(log: Iterable[Revision], before: Mapping[str, Change]) -> Mapping[str, Change]:
    """Return the last change of every file that ever was, by its path, given those before `log` (oldest first).

    A file that was renamed is not new for that.
    """
    changes = dict(before)
    for revision in log:
        former = {new: old for old, new in revision.renamed}
        changes |= {path: Change(revision.at, former.get(path, path) not in changes) for path in revision.paths}
    return changes
