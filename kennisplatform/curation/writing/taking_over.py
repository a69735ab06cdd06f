"""What becomes of this host's files when a newer state comes in from another host.

A file that nobody touched here becomes the new one. One that was changed here by hand, and not recorded yet, is merged
with it; where both changed the same, what is shared already stays on the site and the other text is kept as a version
in the history. Two contents that do not belong together are never put together.
"""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.curation.writing.merging import merge
from kennisplatform.curation.writing.sharing import NotShared
from kennisplatform.entries.content_files import blob_id_of, is_of_content
from kennisplatform.entries.document import Document
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history.repository import BY_HAND, History

HAND_MESSAGE = "Met de hand gewijzigd, terwijl op een andere computer hetzelfde werd bewaard"
MERGED_MESSAGE = "Samengevoegd met wat op een andere computer is bewaard"
KEPT_MESSAGE = (
    "Niet samen te voegen met wat op een andere computer is bewaard: dat staat op de site, de versie met de hand staat "
    "in de geschiedenis"
)
NAMED_IN_REASON = 3
OTHER_HISTORY = (
    "de gedeelde opslag heeft een andere geschiedenis dan deze computer; lees ‘Several hosts’ in docs/operations.md"
)
OTHER_FILES = "de map met inhoud bevat bestanden die niet in de gedeelde geschiedenis staan ({}); zet ze ergens anders"


@dataclass(frozen=True)
class Collision:
    """A file that was changed here by hand and elsewhere too: its name there, our content, and what becomes of it."""

    path: str
    mine: bytes | None
    result: bytes | None
    is_merged: bool


def outcome(newest: str, store: EntryStore, history: History) -> str:
    """Return the id of the revision that the files become: the newest, or one made on it of what was changed by hand.

    Nothing is written but revisions, to which nothing leads yet. Raises `NotShared` when the two do not fit.
    """
    latest = history.head() or None
    if latest is None:
        _refuse_unknown_files(store, history)
        return newest
    if not history.leads_to(latest, newest):
        raise NotShared(OTHER_HISTORY)
    collisions = _collisions(latest, newest, store, history)
    if not collisions:
        return newest
    by_hand = {collision.path: collision.mine for collision in collisions}
    first = history.prepare(by_hand, BY_HAND, HAND_MESSAGE, after=newest)
    results = {collision.path: collision.result for collision in collisions}
    message = MERGED_MESSAGE if all(collision.is_merged for collision in collisions) else KEPT_MESSAGE
    newest = first.id if first else newest
    second = history.prepare(results, BY_HAND, message, after=newest)
    return second.id if second else newest


def put_in_place(newest: str, store: EntryStore, history: History) -> None:
    """Give the files the content of a revision, whatever part of them has it already.

    Who changed a file by hand meanwhile meant what it says now: only a content that is known from before is replaced.
    """
    latest, parent = history.head() or None, history.parent_of(newest)
    arrival = history.arrival(latest, newest)
    origin = {new: old for old, new in arrival.renamed.items()}
    for path, (before, after) in arrival.changes.items():
        present = _id(store.read(path)) if is_of_content(path) else after
        if present == after:
            continue
        if present != before:
            names = (path, origin.get(path, path), arrival.renamed.get(path, path))
            known = {_id(history.file_at(at, name)) for name in names for at in (latest, parent)}
            if present not in known and (latest or not _is_version(present, history)):
                continue
        store.put(path, history.content(after))


def clear_old_versions(newest: str, store: EntryStore, history: History) -> None:
    """Remove files that are gone in the first state that comes in, and that its history knows as earlier versions."""
    arriving = history.arrival(None, newest).changes
    for path, present in store.blob_ids().items():
        if path not in arriving and present and _is_version(present, history):
            store.put(path, None)


def _collisions(latest: str, newest: str, store: EntryStore, history: History) -> list[Collision]:
    arrival = history.arrival(latest, newest)
    found: list[Collision] = []
    for path, (before, after) in arrival.changes.items():
        mine = store.read(path) if is_of_content(path) else None
        if not is_of_content(path) or _id(mine) in {before, after}:
            continue
        path_there = arrival.renamed.get(path, path)
        theirs = history.file_at(newest, path_there)
        merged = _merged(history.content(before), mine, theirs)
        found.append(Collision(path_there, mine, theirs if merged is None else merged, merged is not None))
    return found


def _merged(base: bytes | None, mine: bytes | None, theirs: bytes | None) -> bytes | None:
    """Return both changes of an entry together, None when they are not to be merged without a person."""
    documents = [Document.of_file(data) for data in (base, mine, theirs)]
    if documents[1] is None or documents[2] is None:
        return None
    merged = merge(documents[0], documents[1], documents[2]).document
    return merged.source.encode() if merged else None


def _refuse_unknown_files(store: EntryStore, history: History) -> None:
    unknown = [path for path, present in store.blob_ids().items() if present and not _is_version(present, history)]
    if unknown:
        raise NotShared(OTHER_FILES.format(", ".join(sorted(unknown)[:NAMED_IN_REASON])))


def _is_version(blob_id: bytes | None, history: History) -> bool:
    return blob_id is None or history.content(blob_id) is not None


def _id(data: bytes | None) -> bytes | None:
    return None if data is None else blob_id_of(data)
