"""An entry that is opened in the editor: its file as it is now, also when the file breaks the rules of its model."""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.curation.editor.fields import FormField, fields_of
from kennisplatform.curation.writing.slugs import is_name
from kennisplatform.curation.writing.workflow import status_of
from kennisplatform.entries.content_files import version_of
from kennisplatform.entries.document import Document
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.folders import MODEL_BY_FOLDER, folder_of
from kennisplatform.entries.history.repository import History
from kennisplatform.entries.models import Entry, Page
from kennisplatform.vocabulary import Status


@dataclass(frozen=True)
class OpenedEntry:
    """What is edited. A new entry has no slug, no document and no version yet."""

    model: type[Entry] | type[Page]
    kind: str
    slug: str = ""
    document: Document | None = None
    version: str = ""

    @property
    def is_new(self) -> bool:
        """Tell whether there is no file yet."""
        return self.document is None

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The fields of its form."""
        return fields_of(self.model)

    @property
    def path(self) -> str:
        """The path of the file within the content."""
        return f"{folder_of(self.model)}/{self.slug}.md"

    @property
    def status(self) -> Status:
        """How far it is in its life."""
        return status_of(self.document)


def opened(slug: str, store: EntryStore) -> OpenedEntry | None:
    """Open the entry or page with this slug; None when there is none, or its front matter cannot be read."""
    if not is_name(slug):
        return None
    for folder, model in MODEL_BY_FOLDER.items():
        data = store.read(f"{folder}/{slug}.md")
        if data is None:
            continue
        document = Document.of_file(data)
        if document is None:
            return None
        return OpenedEntry(model, str(document.metadata.get("soort", "")), slug, document, version_of(data))
    return None


def document_of_version(found: OpenedEntry, version: str, history: History) -> Document | None:
    """Return the document of the version from which the editing started, None when nobody knows it any more."""
    if version == found.version:
        return found.document
    return Document.of_file(history.source_of_version(found.path, version) if version else None)
