"""The words of attached documents, for the index: read once, and kept by checksum under the instance folder."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

from kennisplatform.entries.attachments.documents import READERS
from kennisplatform.entries.attachments.files import AttachmentFiles
from kennisplatform.entries.attachments.reader_process import UnusableDocument
from kennisplatform.entries.models import Entry
from kennisplatform.entries.parts import Attachment

MOST_CHARACTERS = 400_000
"""Of all attachments of an entry together; some 60,000 words."""

log = logging.getLogger(__name__)


class AttachmentTexts:
    """What stands in the attachments of entries. May be thrown away: it is read again from the files."""

    def __init__(self, files: AttachmentFiles, folder: Path) -> None:
        self._files = files
        self._folder = folder

    def of(self, entry: Entry) -> tuple[str, ...]:
        """Return the text of each attachment of an entry; empty for a picture and for what cannot be read."""
        left = MOST_CHARACTERS
        texts: list[str] = []
        for attachment in entry.attachments:
            text = "" if attachment.is_image or not left else self._text(entry, attachment)[:left]
            left -= len(text)
            texts.append(text)
        return tuple(texts)

    def keep(self, checksum: str, text: str) -> None:
        """Remember what stands in a file that was read already; where that fails, it is read again another time."""
        try:
            self._write(checksum, text)
        except OSError as error:
            log.warning("De tekst van een bijlage is niet bewaard (%s).", error.strerror)

    def _write(self, checksum: str, text: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(temporary, self._path(checksum))
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _text(self, entry: Entry, attachment: Attachment) -> str:
        try:
            return self._path(attachment.checksum).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            pass
        data = self._files.read(entry, attachment)
        if data is None:
            return ""  # not kept: the file may still come
        try:
            text = READERS[attachment.extension].read(data).text
        except UnusableDocument:
            text = ""
        self.keep(attachment.checksum, text)
        return text

    def _path(self, checksum: str) -> Path:
        return self._folder / f"{checksum}.txt"
