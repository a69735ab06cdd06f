"""What a curator does to entries: save, rename, remove, put back, undo. Each is one revision under the curator's name.

Whoever saves says from which version the editing started; when somebody else saved since, `VersionConflict` is raised,
and `CannotWrite` when the disk or the history refuses: then nothing is written. When a method returns, the entry is
found as it is now. Who may do this is decided elsewhere.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol

from pydantic import ValidationError

from kennisplatform.curation.writing import references, slugs
from kennisplatform.curation.writing.content_writer import CannotWrite, ContentWriter
from kennisplatform.dutch_text import short_date
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.entries import problems
from kennisplatform.entries.content_files import version_of
from kennisplatform.entries.document import Document, DocumentError
from kennisplatform.entries.entry_store import EntryStore, VersionConflict
from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.entries.history.repository import BY_HAND, Author, History, Revision
from kennisplatform.entries.models import Entry, Page
from kennisplatform.search.follower import IndexFollower

__all__ = [
    "Author",
    "CannotWrite",
    "Change",
    "Editing",
    "FormerSlugTaken",
    "NotRestorable",
    "SlugTaken",
    "Undone",
    "VersionConflict",
]

FORMER_SLUGS = "eerdere-namen"
ENTRY_FILE = re.compile(r"[^/]+/[^/]+\.md")


class SlugTaken(Exception):
    """No entry may get this slug: one has it (the message is the path of its file), or it stands for something else."""


class FormerSlugTaken(SlugTaken):
    """Another entry had this slug, and it still leads there; the message is the slug of that entry."""


class NotRestorable(Exception):
    """An old version cannot be put back; the message is the reason, in Dutch."""


@dataclass(frozen=True)
class Change:
    """One entry as it must become; `expected_version` is None for one that must not be there yet.

    `files` are its attachments, by path within the content folder, that are written or (with None) removed along.
    """

    entry: Entry | Page
    document: Document
    expected_version: str | None
    files: Mapping[str, bytes | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Undone:
    """The paths that are again as they were, and those that somebody changed since, which were left alone."""

    restored: tuple[str, ...]
    skipped: tuple[str, ...]
    revision: Revision | None = None


class KeyedBySlug(Protocol):
    """Who keeps something under the slug of an entry of these folders, such as the members of a network."""

    @property
    def follows_folders(self) -> Collection[str]:
        """The folders whose entries it keeps something under."""

    def follow(self, old: str | None, new: str | None) -> None:
        """Move, drop or begin what is kept: the slug changed, went (`new` is None) or appeared (`old` is None)."""


class Editing:
    """The way to change entries. Safe among threads and processes.

    `keyed_by_slug` are those who keep something outside the content under the slug of an entry.
    """

    def __init__(
        self,
        store: EntryStore,
        follower: IndexFollower,
        history: History,
        writer: ContentWriter,
        keyed_by_slug: Collection[KeyedBySlug] = (),
    ) -> None:
        self.store = store
        self.follower = follower
        self.history = history
        self.writer = writer
        self._keyed_by_slug = keyed_by_slug

    def save(self, changes: Collection[Change], author: Author, remark: str = "") -> Revision | None:
        """Write entries in one revision, or none of them when one conflicts; None when nothing changes.

        Raises `VersionConflict`, `SlugTaken` for a new one, and pydantic's `ValidationError` for a document that does
        not hold an entry by the rules.
        """
        contents: dict[str, bytes | None] = {}
        expected: dict[str, str | None] = {}
        for change in changes:
            path = self.store.name_of(change.entry)
            if change.expected_version is None and self.store.read(path) is None:
                self._refuse_taken(change.entry.slug)
            contents |= {**change.files, path: self.store.validate(path, change.document)}
            expected[path] = change.expected_version
        return self._write(contents, expected, author, remark or _usual_remark(changes))

    def save_text(self, path: str, text: str, expected_version: str | None, author: Author) -> Revision | None:
        """Write a file as it is typed; what it must hold is for the caller to know. Raises `VersionConflict`."""
        return self._write({path: text.encode()}, {path: expected_version}, author, f"Bestand gewijzigd: {path}")

    def delete(self, slug: str, expected_version: str, author: Author, remark: str = "") -> Revision | None:
        """Remove an entry with its attachments. What refers to it stays as it is: ask `mentions` beforehand."""
        entry = self._entry(slug)
        path = self.store.name_of(entry)
        contents = {path: None, **dict.fromkeys(self.store.attachments(entry))}
        return self._write(contents, {path: expected_version}, author, remark or f"Verwijderd: {entry.title}")

    def mentions(self, slug: str) -> tuple[str, ...]:
        """Return the slugs of the entries and pages that refer to an entry, in a field or by a link in the text."""
        return self._mentions_of(self.store.catalogue.entries[slug])

    def rename(
        self, slug: str, new_slug: str, expected_version: str, author: Author, remark: str = ""
    ) -> Revision | None:
        """Give an entry another address; the old one keeps leading to it, and what refers to it is changed along.

        Raises `SlugTaken` (`FormerSlugTaken` when the address leads to another entry; its own former one it may have
        back), `VersionConflict`, and `ValidationError` for a slug that is none.
        """
        entry = self._entry(slug)
        document = self._document(self.store.name_of(entry))
        renamed = type(entry).model_validate(document.values_for(new_slug))
        self._refuse_taken(new_slug)
        if (owner := self.store.catalogue.former_slugs.get(new_slug, slug)) != slug:
            raise FormerSlugTaken(owner)
        message = remark or f"Webadres gewijzigd: {slug} heet nu {new_slug}"
        expected = {self.store.name_of(entry): expected_version, self.store.name_of(renamed): None}
        return self._move(entry, document, new_slug, expected, author, message)

    def record_by_hand(self) -> None:
        """Record what was changed outside the site. An entry whose file only got another name counts as renamed."""
        changes = self.writer.changed_by_hand()
        for old_path, new_path in changes.moves.items():
            self._follow_move(PurePosixPath(old_path).stem, PurePosixPath(new_path).stem)
        if changes.paths:
            self.writer.record_by_hand()

    def look(self) -> None:
        """Record what was changed by hand, and keep the history small; to be done now and then."""
        self.record_by_hand()
        self.writer.pack()

    def restore(self, path: str, revision_id: str, author: Author) -> Revision | None:
        """Put back an entry as it was after a revision, or before it when that revision removed it.

        Its attachments become those of then as well; its former names stay. Raises `NotRestorable`.
        """
        parent = self.history.parent_of(revision_id)
        data = self.history.source(revision_id, path)
        if data is None and parent:
            revision_id, data = parent, self.history.source(parent, path)
        if data is None:
            raise NotRestorable("deze versie is niet (meer) te vinden")
        entry = _entry_of(path, data)
        present = self.store.read(path)
        if present is None:
            self._refuse_taken(entry.slug)
        contents = {
            **dict.fromkeys(self.store.attachments(entry)),
            **self.history.files_beside(revision_id, path),
            path: _with_former_slugs(data, present),
        }
        day = self.history.revision(revision_id).at.astimezone(DUTCH_TIME)
        message = f"Teruggezet naar de versie van {short_date(day)}: {entry.title}"
        return self._write(contents, {path: _tag(present)}, author, message)

    def undo(self, revision_id: str, author: Author) -> Undone:
        """Put every file that a revision changed back to what it was before, except those that changed again since.

        Raises `SlugTaken` when an entry would come back whose slug another one has now.
        """
        revision = self.history.revision(revision_id)
        parent = self.history.parent_of(revision_id)
        contents: dict[str, bytes | None] = {}
        expected: dict[str, str | None] = {}
        for path in revision.paths:
            after = self.history.file_at(revision_id, path)
            if self.store.read(path) == after:
                contents[path] = self.history.file_at(parent, path)
                expected[path] = _tag(after)
                if after is None and contents[path] is not None and ENTRY_FILE.fullmatch(path):
                    self._refuse_taken(PurePosixPath(path).stem)
        undone = self._write(
            contents,
            expected,
            author,
            f"Ongedaan gemaakt: {revision.message}",
            {new: old for old, new in revision.renamed if {old, new} <= contents.keys()},
        )
        skipped = tuple(path for path in revision.paths if path not in contents)
        return Undone(tuple(contents), skipped, undone)

    def _follow_move(self, old_slug: str, new_slug: str) -> None:
        moved = self.store.refresh().entries.get(new_slug)
        if moved is None or slugs.file_named(old_slug, self.store):
            return
        path, entry = self.store.name_of(moved), moved.model_copy(update={"slug": old_slug})
        message = f"Met de hand hernoemd: {old_slug} heet nu {new_slug}"
        with contextlib.suppress(VersionConflict):  # somebody goes on; at the next look it is clear what they did
            document = self._document(path)
            expected = {self.store.name_of(entry): None, path: version_of(document.source.encode())}
            self._move(entry, document, new_slug, expected, BY_HAND, message)

    def _move(  # noqa: PLR0913, PLR0917 -- one step of two deeds, that differ in what is on the disk already
        self,
        entry: Entry,
        document: Document,
        new_slug: str,
        expected: dict[str, str | None],
        author: Author,
        message: str,
    ) -> Revision | None:
        """Move an entry, with all that belongs to it and refers to it; its files are expected as named."""
        old_path, new_path = expected
        former = [name for name in (*entry.former_slugs, entry.slug) if name != new_slug]
        body = references.with_links(document.body, entry, new_slug)
        document = document.updated({**document.metadata, FORMER_SLUGS: former}, body)
        contents: dict[str, bytes | None] = {old_path: None, new_path: document.source.encode()}
        moved = {old_path: new_path}
        for attachment in self.store.attachments(entry):
            target = new_path.removesuffix(".md") + attachment.removeprefix(old_path.removesuffix(".md"))
            contents |= {attachment: None, target: self.store.read(attachment)}
            moved[attachment] = target
        for other in self._mentions_of(entry):
            if other == new_slug:
                continue
            path = self.store.name_of(self._anything(other))
            before = self._document(path)
            after = references.pointing_to(before, entry, new_slug)
            contents[path] = after.source.encode()
            expected[path] = version_of(before.source.encode())
        return self._write(contents, expected, author, message, moved)

    def _mentions_of(self, entry: Entry) -> tuple[str, ...]:
        catalogue = self.store.catalogue
        others: list[Entry | Page] = [*catalogue.entries.values(), *catalogue.pages.values()]
        return tuple(
            other.slug
            for other in others
            if other.slug != entry.slug
            and (
                references.links_to(entry, other.body)
                or (isinstance(other, Entry) and entry.slug in other.references())
            )
        )

    def _write(
        self,
        contents: Mapping[str, bytes | None],
        expected: Mapping[str, str | None],
        author: Author,
        message: str,
        renamed: Mapping[str, str] | None = None,
    ) -> Revision | None:
        revision = self.writer.write(contents, expected, author, message, renamed)
        try:
            if revision:
                for folder, old_slug, new_slug in _changed_slugs(contents, expected, renamed or {}):
                    for owner in self._keyed_by_slug:
                        if folder in owner.follows_folders:
                            owner.follow(old_slug, new_slug)
        finally:
            self.follower.take_in_saves()  # what is written is there, whether or not all that goes along could
        return revision

    def _refuse_taken(self, slug: str) -> None:
        path = slug if slug in slugs.RESERVED else slugs.file_named(slug, self.store)
        if path:
            raise SlugTaken(path)

    def _entry(self, slug: str) -> Entry:
        """Return an entry after a look at all files: others change which names there are, and what refers to it."""
        return self.store.refresh().entries[slug]

    def _anything(self, slug: str) -> Entry | Page:
        catalogue = self.store.catalogue
        return catalogue.entries.get(slug) or catalogue.pages[slug]

    def _document(self, path: str) -> Document:
        document = Document.of_file(self.store.read(path))
        if document is None:
            raise VersionConflict(path)
        return document


def _usual_remark(changes: Collection[Change]) -> str:
    if len(changes) != 1:
        return f"{len(changes)} vermeldingen gewijzigd"
    (change,) = changes
    return f"{'Toegevoegd' if change.expected_version is None else 'Gewijzigd'}: {change.entry.title}"


def _changed_slugs(
    contents: Mapping[str, bytes | None], expected: Mapping[str, str | None], renamed: Mapping[str, str]
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the folder and the slugs, before and after, of what was renamed, is gone, or is new."""
    for path in filter(ENTRY_FILE.fullmatch, expected):
        folder, slug = PurePosixPath(path).parent.name, PurePosixPath(path).stem
        if path in renamed:
            yield folder, slug, PurePosixPath(renamed[path]).stem
        elif contents[path] is None:
            yield folder, slug, None
        elif expected[path] is None and path not in renamed.values():
            yield folder, None, slug


def _tag(data: bytes | None) -> str | None:
    return None if data is None else version_of(data)


def _with_former_slugs(data: bytes, present: bytes | None) -> bytes:
    """Return an old version with the former names that the entry has today, so that old addresses keep leading on."""
    now = Document.of_file(present)
    today = now.metadata.get(FORMER_SLUGS) if now else None
    old = Document.parse(data.decode())
    if not today or old.metadata.get(FORMER_SLUGS) == today:
        return data
    return old.updated({**old.metadata, FORMER_SLUGS: today}, old.body).source.encode()


def _entry_of(path: str, data: bytes) -> Entry | Page:
    folder, _, name = path.partition("/")
    slug = name.removesuffix(".md")
    try:
        document = Document.parse(data.decode())
        return MODEL_BY_FOLDER[folder].model_validate(document.values_for(slug))
    except (UnicodeDecodeError, KeyError) as error:
        raise NotRestorable("dit is geen vermelding") from error
    except DocumentError as error:
        raise NotRestorable(error.reason) from error
    except ValidationError as error:
        first = next(problems.from_validation_error(path, document, error))
        raise NotRestorable(f"{first.field or 'tekst'}: {first.reason}") from error
