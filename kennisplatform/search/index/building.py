"""Making the whole index at once: with all processors, each of which makes a segment of its own.

A large index is read as fast with two segments as with one, so nothing is merged afterwards.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage, Storage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from kennisplatform.search.engine import IndexedEntry, Progress
from kennisplatform.search.index import schema
from kennisplatform.search.index.codec import ArrayCodec, ArrayReader
from kennisplatform.search.index.private_files import InMemory, PrivateFiles
from kennisplatform.search.index.term_pool import TermPool

WORTH_A_PROCESS = 2_000
"""Entries from which on starting another process costs less than it brings."""
MOST_PROCESSES = 4


class Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer of a new segment, which takes postings a document and merges them a segment at a time."""

    def __init__(self, storage: Storage) -> None:
        opened = storage.open_index(schema=schema.SCHEMA)
        # Without Whoosh's own lock: who writes holds that of `IndexFollower`, which ends with a write that failed.
        super().__init__(opened, codec=ArrayCodec(), compound=False, _lk=False)
        self.pool = TermPool()

    def add_postings_to_pool(self, reader: SegmentReader, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """Take over the postings of a segment that is merged; `docmap` has the new numbers if some are deleted."""
        arrays: ArrayReader = reader.codec().terms_reader(reader.storage(), reader.segment())
        size = reader.doc_count_all()
        numbers = range(startdoc, startdoc + size) if docmap is None else (docmap.get(n, -1) for n in range(size))
        new_number_of = np.fromiter(numbers, np.int32, size)
        for field in arrays.indexed_field_names():
            self.pool.add_segment(field, arrays.renumbered(field, new_number_of))


def build(path: Path, entries: Collection[IndexedEntry], progress: Progress) -> None:
    """Fill the empty index in a folder."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, len(entries) // WORTH_A_PROCESS + 1)
    storage = FileStorage(str(path))
    if processes == 1:
        _build_in(storage, entries, progress)
        return
    with_toc = Writer(storage)
    parts = list(_divided(list(entries), processes))
    # A fresh interpreter, because a copy of a process with threads may inherit a lock that nobody will open.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        jobs = {pool.submit(_segment, path, part): len(part) for part in parts}
        for job in as_completed(jobs):
            with_toc.segments.append(job.result())
            progress(jobs[job])
    with_toc.commit(merge=False)


def built_in_memory(entries: Collection[IndexedEntry]) -> FileIndex:
    """Return an index of these entries that is in no file."""
    storage = InMemory()
    storage.create_index(schema.SCHEMA)
    _build_in(storage, entries, lambda _: None)
    return PrivateFiles(storage.files).open_index(schema=schema.SCHEMA)


def _build_in(storage: Storage, entries: Collection[IndexedEntry], progress: Progress) -> None:
    writer = Writer(storage)
    with _without_garbage_collection():
        for indexed in entries:
            writer.add_document(**schema.document(indexed))
            progress(1)
    writer.commit()


def _segment(path: Path, entries: Sequence[IndexedEntry]) -> Any:  # noqa: ANN401 (Whoosh has no types)
    """Write one segment and return it, for the table of contents."""
    part = Writer(FileStorage(str(path)))
    with _without_garbage_collection():
        for indexed in entries:
            part.add_document(**schema.document(indexed))
    return part._finalize_segment()


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Many objects are made here, none of them in a circle; looking for circles takes an eighth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _divided(entries: list[IndexedEntry], count: int) -> Iterator[list[IndexedEntry]]:
    rest = iter(entries)
    size = -(-len(entries) // count)
    while part := list(islice(rest, size)):
        yield part
