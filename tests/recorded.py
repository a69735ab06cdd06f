"""Recording in the history, for tests that need versions which no page makes."""

from __future__ import annotations

from collections.abc import Mapping

from kennisplatform.entries.history.repository import Author, History, Revision


def record(history: History, contents: Mapping[str, bytes | None], author: Author, message: str) -> Revision | None:
    """Record what files hold, without a look at the files themselves; None when that is known already."""
    revision = history.prepare(contents, author, message)
    if revision:
        history.begin(revision.id)
        history.complete()
    return revision
