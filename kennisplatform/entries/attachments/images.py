"""Pictures that somebody sent, decoded within bounds and written anew: only their pixels go on."""

from __future__ import annotations

import io

from PIL import Image, ImageCms, ImageOps

MOST_PIXELS = 40_000_000
"""A photo of the largest telephones; decoded it takes 160 MB."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
JPEG_QUALITY = 90


class UnusableImage(Exception):
    """The picture cannot be decoded or is too large; the message is Dutch."""


def written_anew(data: bytes) -> tuple[str, bytes]:
    """Return the extension and the content of a fresh picture with the same pixels; raise `UnusableImage`.

    Metadata (place, camera, comments) is left out, the rotation of the camera is carried out, other colour profiles
    become sRGB. Of what moves only the first picture is kept: what cannot be stopped keeps people from reading.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as header:
            if header.width * header.height > MOST_PIXELS:
                raise UnusableImage(_too_large())
            header.verify()
        with Image.open(io.BytesIO(data), formats=FORMATS) as sent:
            sent.load()
            return _encoded(sent)
    except UnusableImage:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusableImage(_too_large()) from error
    except Exception as error:  # decoders raise whatever they stumble over
        raise UnusableImage("Deze afbeelding is beschadigd. Open haar, bewaar haar opnieuw en kies die.") from error


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


def _too_large() -> str:
    return f"Deze afbeelding heeft meer dan {MOST_PIXELS // 1_000_000} miljoen beeldpunten. Verklein de afbeelding."
