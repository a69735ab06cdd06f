"""What an entry was, and what became of it: its versions as pages show them, read from the history.

Nothing here changes anything; `editing` puts versions back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from pydantic import ValidationError

from kennisplatform.curation.versions.differences import Difference, Paragraph, difference
from kennisplatform.curation.versions.field_words import FieldWords
from kennisplatform.entries.attachments.accept import checksum
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.document import Document
from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.entries.history.repository import History
from kennisplatform.entries.history.revisions import Revision
from kennisplatform.entries.models import Entry, Page
from kennisplatform.entries.parts import Attachment

FEWEST_TO_FOLD = 3
"""Paragraphs in a row that did not change and are folded away."""


@dataclass(frozen=True)
class StatusChange:
    """The status before and after a revision, in words; before is empty for a new entry."""

    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """A revision of one entry. `status` is None when it stayed as it was; `document` when it cannot be read."""

    revision: Revision
    status: StatusChange | None
    document: Document | None
    is_removal: bool

    def says(self, data: bytes | None) -> bool:
        """Tell whether the entry was then what this file holds."""
        return self.document is not None and self.document.source.encode() == data


@dataclass(frozen=True)
class Stretch:
    """Paragraphs in a row: all with changes, or all without."""

    is_changed: bool
    paragraphs: tuple[Paragraph, ...]

    @property
    def is_folded(self) -> bool:
        """Tell whether it is enough to say how many there are."""
        return not self.is_changed and len(self.paragraphs) >= FEWEST_TO_FOLD


@dataclass(frozen=True)
class TouchedEntry:
    """An entry that a revision touched: its slug, and its title if it is there today."""

    slug: str
    title: str | None


class EntryVersions:
    """The past of the entries of one content folder; `title_of` gives the title of today for a slug."""

    def __init__(self, history: History, title_of: Callable[[str], str]) -> None:
        self._history = history
        self._title_of = title_of

    def versions(self, path: str, before: str | None, limit: int) -> list[Version]:
        """Return the versions of an entry older than a revision, the newest first."""
        with self._history.held_to_read():
            revisions = self._history.revisions(path, limit, before)
            # What an entry was before a version is what it was after the one before that.
            documents = [self.document(revision.id, path) for revision in revisions]
            if revisions:
                documents.append(Document.of_file(self._history.source_before(revisions[-1].id, path)))
            return [
                _version(revision, before=documents[place + 1], after=documents[place])
                for place, revision in enumerate(revisions)
            ]

    def document(self, revision_id: str, path: str) -> Document | None:
        """Return an entry as it was after a revision; None when it was not there or could not be read."""
        return Document.of_file(self._history.source(revision_id, path))

    def changed(self, revision_id: str, path: str) -> Difference:
        """Return what a revision changed in an entry."""
        before = Document.of_file(self._history.source_before(revision_id, path))
        return difference(before, self.document(revision_id, path), self._title_of)

    def since(self, revision_id: str, path: str, present: bytes | None) -> Difference:
        """Return what changed in an entry from a revision until now."""
        return difference(self.document(revision_id, path), Document.of_file(present), self._title_of)

    def content(self, revision_id: str, path: str) -> Entry | Page | None:
        """Return an entry or page as it was; None when it was not there, or would not be one by today's rules."""
        document = self.document(revision_id, path)
        if document is None:
            return None
        folder, slug = path.split("/", maxsplit=1)[0], PurePosixPath(path).stem
        try:
            return MODEL_BY_FOLDER[folder].model_validate(document.values_for(slug))
        except ValidationError:
            return None

    def attachments(self, revision_id: str, path: str) -> list[tuple[Attachment, bytes]]:
        """Return what was attached to an entry after a revision, as it listed it."""
        then = self.content(revision_id, path)
        if not isinstance(then, Entry):
            return []
        files = self._history.files_beside(revision_id, path)
        found = [(listed, files.get(f"{path.removesuffix('.md')}/{listed.name}")) for listed in then.attachments]
        return [(listed, data) for listed, data in found if data is not None and checksum(data) == listed.checksum]


def _version(revision: Revision, before: Document | None, after: Document | None) -> Version:
    status = None
    if after and (before is None or before.metadata.get("status") != after.metadata.get("status")):
        status = StatusChange(_status(before), _status(after))
    return Version(revision, status, after, is_removal=after is None and before is not None)


def stretches(difference: Difference) -> list[Stretch]:
    """Return the text of a difference as stretches that changed and stretches that did not."""
    grouped = groupby(difference.text, key=lambda paragraph: paragraph.is_changed)
    return [Stretch(is_changed, tuple(paragraphs)) for is_changed, paragraphs in grouped]


def touched(revision: Revision, catalogue: Catalogue) -> Iterator[TouchedEntry]:
    """Yield the entries and pages that a revision touched, also by their attachments alone."""
    slugs = dict.fromkeys(PurePosixPath(path).parts[1].removesuffix(".md") for path in revision.paths if "/" in path)
    for slug in slugs:
        found = catalogue.entries.get(slug) or catalogue.pages.get(slug)
        yield TouchedEntry(slug, found.title if found else None)


def can_be_undone(revision: Revision) -> bool:
    """Tell whether a revision is one action of a curator on many entries, which can be undone as a whole."""
    entries = [path for path in revision.paths if path.endswith(".md") and path.count("/") == 1]
    return len(entries) > 1 and revision.account_id is not None


def _status(document: Document | None) -> str:
    words = FieldWords.of_kind(None)
    return ", ".join(words.values("status", document.metadata.get("status"))).lower() if document else ""
