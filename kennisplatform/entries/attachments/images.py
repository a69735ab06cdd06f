"""Pictures that somebody sent, decoded within bounds and encoded again: only their pixels go on.

Metadata (place, camera, comments) is left out, the rotation of the camera is carried out, other colour profiles become
sRGB. Of what moves only the first picture is kept: what cannot be stopped keeps people from reading.
"""

from __future__ import annotations

from pathlib import Path

from kennisplatform import separate_process

PROGRAM = Path(__file__).with_name("image_program.py")
KINDS = frozenset({"png", "jpg", "webp"})
REFUSALS = {
    "large": "Deze afbeelding heeft meer dan 40 miljoen beeldpunten. Verklein de afbeelding.",
    "heavy": "Deze afbeelding vraagt te veel geheugen. Verklein de afbeelding en kies die.",
    "broken": "Deze afbeelding is beschadigd. Open haar, bewaar haar opnieuw en kies die.",
}


class UnusableImage(Exception):
    """The picture cannot be decoded or is too large; the message is Dutch."""


def encoded_again(data: bytes) -> tuple[str, bytes]:
    """Return the extension and the content of a fresh picture with the same pixels; raise `UnusableImage`."""
    kind, _, content = separate_process.run(PROGRAM, data).partition(b"\n")
    extension = kind.decode(errors="replace")
    if extension not in KINDS or not content:
        raise UnusableImage(REFUSALS.get(extension, REFUSALS["broken"]))
    return extension, content
