"""The program that decodes one picture and encodes it again; `images` starts it and nobody imports it.

It writes a line with what the picture is (png, jpg, webp) and then its content, or a line with why it is refused:
large, heavy or broken. Needs nothing but Pillow.
"""

from __future__ import annotations

import io
import resource
import sys

from PIL import Image, ImageCms, ImageOps

MOST_PIXELS = 40_000_000
"""A photo of the largest telephones; decoded it takes 160 MB, and turning it and its colours as much again."""
MOST_MEMORY = 1_200_000_000
MOST_SECONDS = 15
"""Of the processor."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
JPEG_QUALITY = 90


def encoded(data: bytes) -> tuple[str, bytes]:
    """Return what a picture is and its new content; raise whatever decoders raise."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as header:
        if header.width * header.height > MOST_PIXELS:
            return "large", b""
        header.verify()
    with Image.open(io.BytesIO(data), formats=FORMATS) as sent:
        sent.load()
        try:
            return _encoded(sent)
        except (MemoryError, OSError, ValueError):
            return "heavy", b""  # it was read to the end, so it is not broken


def _encoded(sent: Image.Image) -> tuple[str, bytes]:
    upright = ImageOps.exif_transpose(sent)
    picture = _in_srgb(upright)
    # What stands in `info` would be written again: comments, XMP, profiles.
    picture.info = {"transparency": upright.info["transparency"]} if "transparency" in upright.info else {}
    written = io.BytesIO()
    match sent.format:
        case "JPEG":
            picture = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
            picture.save(written, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
            return "jpg", written.getvalue()
        case "WEBP":
            picture.save(written, "WEBP", quality=JPEG_QUALITY)
            return "webp", written.getvalue()
        case _:
            picture.save(written, "PNG")
            return "png", written.getvalue()


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile: the colours are a little off
    return converted or picture


def _run() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    Image.MAX_IMAGE_PIXELS = None  # bounded here, with a reason of our own
    try:
        kind, content = encoded(sys.stdin.buffer.read())
    except MemoryError:
        kind, content = "heavy", b""
    except Exception:  # noqa: BLE001 -- decoders raise whatever they stumble over
        kind, content = "broken", b""
    sys.stdout.buffer.write(kind.encode() + b"\n" + content)


if __name__ == "__main__":
    _run()
