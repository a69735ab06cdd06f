"""What may be attached to an entry: pictures and PDFs, recognised by what they hold and not by what they are called.

`accept` is the only way in. A picture is decoded and written anew, so that nothing of the file that was sent survives
but its pixels: no place where a photo was taken, no second file hidden in the first. A PDF is kept to the byte
(signatures stay valid), and refused when it can do anything but be read.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from kennisplatform.clean_text import slug_of
from kennisplatform.entries.attachments import images, pdf

LARGEST_ATTACHMENT = 10_000_000
"""Bytes of one file."""
LARGEST_TOTAL = 50_000_000
"""Bytes of all files of one entry."""
LONGEST_STEM = 60
CHECKSUM_IN_NAME = 8
"""Digits of the checksum that end a name, so that another content always gets another name."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
)
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""Zip and OLE: what Word, Excel and PowerPoint save."""


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
    """The words of a PDF, to be found by."""


def accept(name: str, data: bytes) -> AcceptedFile:
    """Check a file that somebody sent and return what is to be stored; raise `RefusedAttachment` with the reason."""
    if not data:
        raise RefusedAttachment("Dit bestand is leeg. Kies een ander bestand.")
    if len(data) > LARGEST_ATTACHMENT:
        raise RefusedAttachment(f"Dit bestand is groter dan {LARGEST_ATTACHMENT // 1_000_000} MB. Maak het kleiner.")
    extension, text = _recognised(data), ""
    try:
        if extension == "pdf":
            text = pdf.read(data).text
        else:
            extension, data = images.written_anew(data)
    except (images.UnusableImage, pdf.UnusablePdf) as error:
        raise RefusedAttachment(str(error)) from error
    if len(data) > LARGEST_ATTACHMENT:
        raise RefusedAttachment("Deze afbeelding is te groot om te bewaren. Verklein de afbeelding.")
    found = checksum(data)
    return AcceptedFile(f"{_stem(name)}-{found[:CHECKSUM_IN_NAME]}.{extension}", data, found, text)


def checksum(data: bytes) -> str:
    """Return what stands in the front matter for this content."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _recognised(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    for signature, extension in _SIGNATURES:
        if data.startswith(signature):
            return extension
    if data.startswith(_OFFICE):
        raise RefusedAttachment("Een bestand van Word, Excel of een zip kan niet. Bewaar het als PDF en kies dat.")
    if data[4:8] == b"ftyp":
        raise RefusedAttachment("Een HEIC-foto of film kan niet. Bewaar de foto als JPEG en kies die.")
    raise RefusedAttachment("Dit is geen PNG, JPEG, WebP, GIF of PDF. Bewaar het in een van die vormen.")


def _stem(name: str) -> str:
    """Return the beginning of a file name in small letters, digits and hyphens, whatever was sent as a name."""
    last = re.split(r"[/\\]", name[:1000])[-1]
    before_extension = last.rpartition(".")[0] or last
    return slug_of(before_extension)[:LONGEST_STEM].strip("-") or "bijlage"
