"""What may be attached to an entry: pictures and documents, recognised by what they hold and not by their names.

`accept` is the only way in. A picture is decoded and written anew, so that nothing of the file that was sent survives
but its pixels: no place where a photo was taken, no second file hidden in the first. A document (PDF, Word, Excel,
PowerPoint) is kept to the byte, and refused when it can do anything but be read.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass

from kennisplatform.clean_text import clean, slug_of
from kennisplatform.entries.attachments import documents, images
from kennisplatform.entries.attachments.reader_process import DocumentReader, UnusableDocument

LARGEST_ATTACHMENT = 10_000_000
"""Bytes of one file."""
LARGEST_TOTAL = 50_000_000
"""Bytes of all files of one entry."""
LONGEST_STEM = 60
LONGEST_TITLE = 120
CHECKSUM_IN_NAME = 8
"""Digits of the checksum that end a name, so that another content always gets another name."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", documents.PDF),
    (b"PK\x03\x04", documents.OFFICE),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What Word, Excel and PowerPoint saved until 2007, and what they save now with a password."""


class RefusedAttachment(Exception):
    """This file may not be attached; `reason` is Dutch, and says what the curator can do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class AcceptedFile:
    """A file that may be stored and shown, under a name that is safe in a path and in an address."""

    name: str
    data: bytes
    checksum: str
    text: str
    """The words of a document, to be found by."""


def accept(name: str, data: bytes) -> AcceptedFile:
    """Check a file that somebody sent and return what is to be stored; raise `RefusedAttachment` with the reason."""
    if not data:
        raise RefusedAttachment("Dit bestand is leeg. Kies een ander bestand.")
    if len(data) > LARGEST_ATTACHMENT:
        raise RefusedAttachment(f"Dit bestand is groter dan {LARGEST_ATTACHMENT // 1_000_000} MB. Maak het kleiner.")
    reader, text = _recognised(data), ""
    try:
        if isinstance(reader, DocumentReader):
            read = reader.read(data)
            extension, text = read.extension, read.text
        else:
            extension, data = images.encoded_again(data)
    except (images.UnusableImage, UnusableDocument) as error:
        raise RefusedAttachment(str(error)) from error
    if len(data) > LARGEST_ATTACHMENT:
        raise RefusedAttachment("Deze afbeelding is te groot om te bewaren. Verklein de afbeelding.")
    found = checksum(data)
    return AcceptedFile(f"{_stem(name)}-{found[:CHECKSUM_IN_NAME]}.{extension}", data, found, text)


def title_of(name: str) -> str:
    """Return what a file may be called for readers: `Draaiboek_noodwater-2025.docx` is `Draaiboek noodwater 2025`."""
    words = " ".join(re.split(r"[\s_-]+", clean(_before_extension(name)))).strip()[:LONGEST_TITLE]
    return words[:1].upper() + words[1:] or "Bijlage"


def checksum(data: bytes) -> str:
    """Return what stands in the front matter for this content."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _recognised(data: bytes) -> DocumentReader | str:
    """Return what reads a document, or the form of a picture; raise `RefusedAttachment` for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    for signature, reader in _SIGNATURES:
        if data.removeprefix(codecs.BOM_UTF8).startswith(signature):
            return reader
    if data.startswith(_OLD_OFFICE):
        raise RefusedAttachment(
            "Een bestand uit een oude Word, Excel of PowerPoint, of een met een wachtwoord, kan niet. Kies Bestand, "
            "Opslaan als, en dan docx, xlsx, pptx of PDF."
        )
    if data[4:8] == b"ftyp":
        raise RefusedAttachment("Een HEIC-foto of film kan niet. Bewaar de foto als JPEG en kies die.")
    raise RefusedAttachment(
        "Dit is geen afbeelding (PNG, JPEG, WebP of GIF) en geen PDF, Word, Excel of PowerPoint. Bewaar het als PDF: "
        "kies Bestand, Opslaan als, PDF."
    )


def _stem(name: str) -> str:
    """Return the beginning of a file name in small letters, digits and hyphens, whatever was sent as a name."""
    return slug_of(_before_extension(name))[:LONGEST_STEM].strip("-") or "bijlage"


def _before_extension(name: str) -> str:
    last = re.split(r"[/\\]", name[:1000])[-1]
    return last.rpartition(".")[0] or last
