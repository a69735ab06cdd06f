"""The embedded search engine: Whoosh's index on disk, searched through an immutable generation in memory."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import (
    AnsweringByState,
    IndexedEntry,
    IndexNotWritable,
    IndexStatus,
    Progress,
    SearchUnavailable,
)
from kennisplatform.search.index import building, schema
from kennisplatform.search.index.generation import Generation
from kennisplatform.search.index.index_directory import IndexDamaged, IndexDirectory
from kennisplatform.search.ranking.answers import Answers


class WhooshEngine(AnsweringByState):
    """A `SearchEngine` on an index directory. Safe to share between threads; writers take turns by `IndexFollower`.

    The index is that of one host, so that it has no position among others.
    """

    def __init__(self, path: Path, thesaurus: ThesaurusFile) -> None:
        self._directory = IndexDirectory(path)
        self._thesaurus = thesaurus
        self._generation: Generation | None = None
        self._held: Generation | None = None
        """What answers while the index cannot be written."""
        self._answers: Answers | None = None
        self._opening = threading.Lock()

    def update(self, entries: Collection[IndexedEntry], position: int = 0) -> None:
        """Add or replace entries in one commit; see `SearchEngine`."""
        with self._changing() as (writer, generation):
            for indexed in entries:
                _delete(writer, generation, indexed.entry.slug)
                writer.add_document(**schema.document(indexed))

    def remove(self, slugs: Collection[str], position: int = 0) -> None:
        """Forget entries in one commit; see `SearchEngine`."""
        with self._changing() as (writer, generation):
            for slug in slugs:
                _delete(writer, generation, slug)

    def rebuild(self, entries: Collection[IndexedEntry], progress: Progress, position: int = 0) -> None:
        """Build the index from nothing; see `SearchEngine`."""
        with self._telling_why_not():
            self._directory.create()
            building.build(self._directory.path, entries, progress)
            self._open(self._directory.publish())

    def hold(self, entries: Collection[IndexedEntry]) -> None:
        """Answer from memory, unless what is open holds the same; see `SearchEngine`."""
        versions = {indexed.entry.slug: indexed.version for indexed in entries}
        if self._generation is None or self._generation.versions != versions:
            self._held = Generation(building.built_in_memory(entries), manifest=b"")

    def status(self) -> IndexStatus:
        """Look at the index on disk, and open it if it is another one than before; see `SearchEngine`."""
        self._thesaurus.refresh()
        try:
            generation = self._reopen_if_changed()
        except IndexDamaged as damage:
            return IndexStatus(damage=str(damage), size=self._directory.size())
        return IndexStatus(versions=generation.versions, size=self._directory.size())

    @contextmanager
    def _changing(self) -> Iterator[tuple[building.Writer, Generation]]:
        """Give what a change is written to, in memory; afterwards it is on the disk and open."""
        with self._telling_why_not():
            generation = self._reopen_if_changed()
            draft = self._directory.draft(generation.manifest)
            writer = building.Writer(draft)
            yield writer, generation
            writer.commit()
            self._open(self._directory.publish_draft(draft))

    @contextmanager
    def _telling_why_not(self) -> Iterator[None]:
        """Remove what was written when that does not succeed, and say why."""
        try:
            yield
        except (OSError, IndexDamaged) as error:
            with suppress(OSError):
                self._directory.remove_unsealed()  # it may have filled the disk
            # Without the error itself, which would keep what was being written.
            raise IndexNotWritable(str(error)) from None

    def _current(self) -> Answers:
        """Return what answers now; another thesaurus or another generation makes it another object."""
        thesaurus = self._thesaurus.refresh()
        generation = self._held or self._generation
        if generation is None:
            try:
                generation = self._reopen_if_changed()
            except IndexDamaged as damage:
                raise SearchUnavailable(str(damage)) from damage
        answers = self._answers
        if answers is None or answers.generation is not generation or answers.thesaurus is not thesaurus:
            answers = self._answers = Answers(generation, thesaurus)
        return answers

    def _reopen_if_changed(self) -> Generation:
        with self._opening:
            return self._opened(self._directory.manifest())

    def _open(self, manifest: bytes) -> None:
        """Open what this process just wrote."""
        with self._opening:
            self._opened(manifest)

    def _opened(self, manifest: bytes) -> Generation:
        if self._generation is None or self._generation.manifest != manifest:
            self._generation = Generation(self._directory.load(manifest), manifest, self._generation)
            self._held = None
        return self._generation


def _delete(writer: building.Writer, generation: Generation, slug: str) -> None:
    number = generation.number_of(slug)
    if number is not None:
        writer.delete_document(number)
