"""Putting attachments to an entry and taking them away: the file and the entry that lists it change in one revision.

Whoever edits the same entry meanwhile loses nothing: only the list of attachments is changed, in the text as it is at
that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kennisplatform.curation.writing.editing import Change, Editing, VersionConflict
from kennisplatform.entries.attachments.accept import LARGEST_TOTAL, RefusedAttachment, accept, title_of
from kennisplatform.entries.attachments.files import AttachmentFiles
from kennisplatform.entries.attachments.texts import AttachmentTexts
from kennisplatform.entries.history.revisions import Author
from kennisplatform.entries.models import MOST_ATTACHMENTS, Entry
from kennisplatform.entries.parts import Attachment

KEY = "bijlagen"
ATTEMPTS = 5
"""Times that somebody else may save between our reading and our writing."""

ListChange = Callable[[list[Any]], list[Any]]
"""What becomes of the list of attachments in the front matter."""


class EntryAttachments:
    """The way to change what is attached to entries."""

    def __init__(self, editing: Editing, files: AttachmentFiles, texts: AttachmentTexts) -> None:
        self._editing = editing
        self._files = files
        self._texts = texts

    def attach(self, entry: Entry, name: str, data: bytes, title: str, author: Author) -> Attachment:
        """Check a file that somebody sent and put it to an entry; raise `RefusedAttachment` with the reason.

        Without a title it gets one of its name.
        """
        accepted = accept(name, data)
        attachment = Attachment(bestand=accepted.name, titel=title or title_of(name), controlegetal=accepted.checksum)
        known = entry.attachment(attachment.name)
        if known:
            raise RefusedAttachment(f"Dit bestand staat er al, als ‘{known.title}’.")
        if len(entry.attachments) >= MOST_ATTACHMENTS:
            raise RefusedAttachment(f"Er zijn al {MOST_ATTACHMENTS} bijlagen. Haal er eerst een weg.")
        if self._files.total(entry) + len(accepted.data) > LARGEST_TOTAL:
            limit = LARGEST_TOTAL // 1_000_000
            raise RefusedAttachment(f"De bijlagen zijn samen groter dan {limit} MB. Haal er eerst een weg.")
        self._texts.keep(accepted.checksum, accepted.text)
        listed = attachment.model_dump(by_alias=True)
        path = self._files.path_of(entry, attachment.name)
        remark = f"Bijlage toegevoegd: {attachment.title}"
        self._save(entry, lambda found: [*found, listed], {path: accepted.data}, author, remark)
        return attachment

    def remove(self, entry: Entry, attachment: Attachment, author: Author) -> None:
        """Take an attachment away; the history keeps it."""
        path = self._files.path_of(entry, attachment.name)
        remark = f"Bijlage verwijderd: {attachment.title}"
        self._save(
            entry, lambda found: [one for one in found if _name(one) != attachment.name], {path: None}, author, remark
        )

    def _save(
        self, entry: Entry, changed: ListChange, files: Mapping[str, bytes | None], author: Author, remark: str
    ) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                document, version = self._editing.store.document(entry)
                metadata: dict[str, Any] = dict(document.metadata)
                metadata[KEY] = changed(metadata.get(KEY) or [])
                if not metadata[KEY]:
                    del metadata[KEY]
                change = Change(entry, document.updated(metadata, document.body), version, files)
                self._editing.save([change], author, remark)
            except VersionConflict:
                if attempt == ATTEMPTS:
                    raise
            else:
                return


def _name(listed: object) -> object:
    return listed.get("bestand") if isinstance(listed, dict) else None
