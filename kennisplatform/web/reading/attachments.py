"""The attachments of entries: shown on their page, sent to who may see the entry. For everyone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request, send_file, url_for

from kennisplatform.entries.attachments.accept import checksum
from kennisplatform.entries.models import Entry
from kennisplatform.entries.parts import Attachment
from kennisplatform.site import site
from kennisplatform.web.base import visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.page_memory import not_remembered

blueprint = Blueprint("attachments", __name__)

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}.presentationml.presentation",
}
LABELS = {
    "png": "afbeelding",
    "jpg": "foto",
    "webp": "afbeelding",
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "pptx": "PowerPoint",
}
ICONS = {
    "pdf": "file-earmark-pdf",
    "docx": "file-earmark-word",
    "xlsx": "file-earmark-excel",
    "pptx": "file-earmark-ppt",
}
SHOWN_BY_BROWSERS = frozenset({"png", "jpg", "webp", "pdf"})
FILE_HEADERS = {
    # Nothing in a file can run, load or send anything, whatever a browser makes of it.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}


@dataclass(frozen=True)
class ShownAttachment:
    """An attachment as a page lists it."""

    title: str
    name: str
    label: str
    size: int
    url: str
    is_image: bool
    icon: str

    @classmethod
    def of(cls, attachment: Attachment, size: int, url: str) -> ShownAttachment:
        """Make it of an attachment, its bytes and its address."""
        label = LABELS[attachment.extension]
        icon = ICONS.get(attachment.extension, "file-earmark-image")
        return cls(attachment.title, attachment.name, label, size, url, attachment.is_image, icon)

    @property
    def markdown(self) -> str:
        """What shows a picture, or makes a link to a document, in a text."""
        text = self.title.replace("[", "(").replace("]", ")").replace("\\", "/")
        return f"{'!' if self.is_image else ''}[{text}]({self.url})"


def attachment_url(entry: Entry, attachment: Attachment, _external: bool = False) -> str:
    """Return the address of an attachment."""
    return url_for("attachments.file", slug=entry.slug, name=attachment.name, _external=_external)


def listed_attachments(entry: Entry) -> Iterator[ShownAttachment]:
    """Yield the attachments of an entry that are there."""
    if entry.attachments:
        not_remembered()  # a file may come or go without any entry changing
    for attachment in entry.attachments:
        size = site.attachment_files.size(entry, attachment)
        if size is not None:
            yield ShownAttachment.of(attachment, size, attachment_url(entry, attachment))


@blueprint.get("/bijlagen/<slug>/<name>")
@for_everyone
def file(slug: str, name: str) -> Response:
    """Send an attachment to who may see its entry; only what the entry lists, and only when it is as listed."""
    entry = visibility.entry_or_404(Entry, slug)
    attachment = entry.attachment(name)
    data = site.attachment_files.read(entry, attachment) if attachment else None
    if attachment is None or data is None:
        abort(404)
    return answer(data, attachment.name)


def answer(data: bytes, name: str) -> Response:
    """Return the answer that is this file: shown by browsers that can, kept when the address ends in `?bewaren`."""
    extension = name.rpartition(".")[2]
    response = send_file(
        io.BytesIO(data),
        mimetype=MEDIA_TYPES[extension],
        as_attachment="bewaren" in request.args or extension not in SHOWN_BY_BROWSERS,
        download_name=name,
        etag=checksum(data),
    )
    response.headers.update(FILE_HEADERS)
    return response
