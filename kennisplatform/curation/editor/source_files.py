"""Files that curators change as text: the lists of words and places, and an entry that no form can open.

An entry whose front matter can be read has a form; the text of its file is nobody's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from kennisplatform.curation.editor.opened_entry import opened
from kennisplatform.curation.writing.editing import Author, Editing, VersionConflict
from kennisplatform.curation.writing.slugs import is_name
from kennisplatform.entries import content_files, plain_yaml
from kennisplatform.entries.content_files import version_of
from kennisplatform.entries.curated_file import CuratedFile, UnusableText
from kennisplatform.entries.document import Document, DocumentError
from kennisplatform.entries.entry_store import LARGEST_FILE
from kennisplatform.entries.folders import MODEL_BY_FOLDER

WORDS = "thesaurus.yml"
"""The list that has a table as well."""


@dataclass(frozen=True)
class SourceFile:
    """A file as it is now; `version` is None for a list that does not exist yet.

    `problem` says in Dutch why it cannot be used. `is_list` tells a list from an entry.
    """

    path: str
    text: str
    version: str | None
    problem: str | None
    is_list: bool

    @property
    def slug(self) -> str:
        """The name of the entry that the file is of."""
        return PurePosixPath(self.path).stem

    @property
    def has_form(self) -> bool:
        """Tell whether it is of an entry that the editor can open."""
        return not self.is_list and self.problem is None

    @property
    def purpose(self) -> str:
        """What a list is for, as its own first line says; empty where that is no comment."""
        first = self.text.partition("\n")[0]
        return first.lstrip("# ").strip() if self.is_list and first.startswith("#") else ""


class SourceFiles:
    """The files that may be changed as text."""

    def __init__(self, editing: Editing, lists: tuple[CuratedFile[Any], ...]) -> None:
        self._editing = editing
        self._lists = {file.path.name: file for file in lists}

    def lists(self) -> list[SourceFile]:
        """Return the lists of words and places."""
        return [self._opened(path) for path in self._lists]

    def find(self, path: str) -> SourceFile | None:
        """Return a list, or the file of an entry; None for what is neither, is not there, or is no ordinary file."""
        if path in self._lists:
            return self._opened(path)
        folder, _, name = path.partition("/")
        if folder not in MODEL_BY_FOLDER or not name.endswith(".md") or not is_name(name.removesuffix(".md")):
            return None
        self._editing.store.check_there()
        if not content_files.is_ordinary(self._editing.store.folder, path):
            return None
        found = self._opened(path)
        return found if not found.has_form or self._form_opens(found) else None

    def save(self, path: str, text: str, expected_version: str | None, author: Author) -> bool:
        """Write a file that can be used afterwards; an entry may still break rules of its fields.

        Returns whether anything changed. Raises `UnusableText` with the reason, and `VersionConflict`, also when the
        file of an entry has become readable: then it has a form.
        """
        self._check(path, text)
        if not (found := self.find(path)) or found.has_form:
            raise VersionConflict(path)
        return self._editing.save_text(path, text, expected_version, author) is not None

    def _form_opens(self, found: SourceFile) -> bool:
        """Tell whether the editor opens this file, and not one in another folder that has the same name."""
        entry = opened(found.slug, self._editing.store)
        return entry is not None and entry.path == found.path

    def _opened(self, path: str) -> SourceFile:
        data = self._editing.store.read(path)
        if data is None:
            return SourceFile(path, "", None, None, path in self._lists)
        text = data.decode(errors="replace")
        return SourceFile(path, text, version_of(data), self._problem(path, data), path in self._lists)

    def _problem(self, path: str, data: bytes) -> str | None:
        try:
            self._check(path, data.decode())
        except UnicodeDecodeError:
            return "er staan tekens in die niet te lezen zijn; in de tekst staat daar �"
        except UnusableText as unusable:
            return str(unusable)
        return None

    def _check(self, path: str, text: str) -> None:
        if path in self._lists:
            self._lists[path].check(text)
            return
        if len(text.encode()) > LARGEST_FILE or "\0" in text:
            raise UnusableText("dit is geen tekst, of te veel")
        try:
            Document.parse(text)
        except DocumentError as error:
            raise UnusableText(plain_yaml.at_line(error.line, error.reason)) from error
