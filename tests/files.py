"""Pictures, PDFs and documents of Office, honest and hostile, made where a test needs them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import openpyxl
import pptx
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    """Return a picture of one colour."""
    written = io.BytesIO()
    Image.new(mode, size, 128 if mode in {"L", "P"} else "teal").save(written, form, **options)
    return written.getvalue()


def photo_with_place() -> bytes:
    """Return a photo that tells where it was taken, and that must be turned a quarter."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telefoonmerk"
    exif.get_ifd(0x8825)[2] = (52.0, 5.0, 1.0)
    return picture("JPEG", exif=exif, comment=b"<script>alert(1)</script>")


def png_claiming(width: int, height: int) -> bytes:
    """Return a small PNG that says to be this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 5_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(*pages: str, compressed: bytes | None = None) -> bytes:
    """Return a PDF with these lines of text, a page each, or with one page whose content is this Flate stream."""
    streams = [_flate(compressed)] if compressed else [_page_content(text) for text in pages]
    count = len(streams)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {5 + 2 * number} 0 R >>".encode()
        )
        objects.append(stream)
    return _assembled(objects)


def _page_content(text: str) -> bytes:
    shown = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    lines = b" ".join(b"(" + line + b") Tj T*" for line in shown.split(b"\n"))
    content = b"BT /F1 16 Tf 20 TL 60 760 Td " + lines + b" ET"
    return f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _flate(data: bytes) -> bytes:
    return f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n".encode() + data + b"\nendstream"


def _assembled(objects: list[bytes]) -> bytes:
    written = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + (end + trailer).encode()


def pdf_made(change) -> bytes:
    """Return a PDF of one page after a change by pypdf's writer."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Draaiboek"))))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def opens_with(action: dict[str, object]):
    """Return a change that lets a PDF do something when it is opened."""

    def change(writer: PdfWriter) -> None:
        writer._root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject(key): NameObject(value) if str(value).startswith("/") else TextStringObject(value)
                for key, value in action.items()
            }
        )

    return change


def with_script_on_its_page(writer: PdfWriter) -> None:
    """Let a page run a script when it is shown."""
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})


def with_form_in_xml(writer: PdfWriter) -> None:
    """Give a PDF an XFA form, which is a program as well."""
    form = DictionaryObject({NameObject("/XFA"): ArrayObject([]), NameObject("/Fields"): ArrayObject([])})
    writer._root_object[NameObject("/AcroForm")] = form


def word(*paragraphs: str) -> bytes:
    """Return a document of Word with these paragraphs, and a table."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.add_table(1, 2).rows[0].cells[1].text = "tabelcel"
    return _saved(document)


def excel(*cells: str) -> bytes:
    """Return a workbook of Excel with a row of these cells."""
    workbook = openpyxl.Workbook()
    workbook.active.append(cells)
    return _saved(workbook)


def powerpoint(title: str, note: str = "") -> bytes:
    """Return a presentation of PowerPoint with one slide."""
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = title
    if note:
        slide.notes_slide.notes_text_frame.text = note
    return _saved(presentation)


def _saved(document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def office_with(name: str, content: bytes = b"x", into: bytes | None = None) -> bytes:
    """Return a document in which a part was added or replaced."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(into or word("Tekst"))) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return written.getvalue()


def office_part(name: str, change, into: bytes | None = None) -> bytes:
    """Return a document in which the content of a part went through a change."""
    document = into or word("Tekst")
    with zipfile.ZipFile(io.BytesIO(document)) as old:
        return office_with(name, change(old.read(name)), document)


def pdf_of_objects(*objects: bytes, hidden: bool = False) -> bytes:
    """Return a PDF of these objects, the first of which is its catalogue; `hidden` keeps them all in a compressed stream."""
    if not hidden:
        return _assembled(list(objects))
    bodies = [body + b" " for body in objects]
    places = [sum(map(len, bodies[:number])) for number in range(len(bodies))]
    table = b" ".join(f"{number} {place}".encode() for number, place in enumerate(places, 1)) + b" "
    packed = zlib.compress(table + b"".join(bodies))
    holder, cross = len(objects) + 1, len(objects) + 2
    head = f"/Type /ObjStm /N {len(objects)} /First {len(table)} /Filter /FlateDecode /Length {len(packed)}"
    written = b"%PDF-1.7\n"
    at_holder = len(written)
    written += f"{holder} 0 obj\n<< {head} >>\nstream\n".encode() + packed + b"\nendstream\nendobj\n"
    at_cross = len(written)
    rows = [
        (0, 0, 65535),
        *((2, holder, number) for number in range(len(objects))),
        (1, at_holder, 0),
        (1, at_cross, 0),
    ]
    entries = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in rows))
    head = f"/Type /XRef /Size {len(rows)} /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length {len(entries)}"
    written += f"{cross} 0 obj\n<< {head} >>\nstream\n".encode() + entries + b"\nendstream\nendobj\n"
    return written + f"startxref\n{at_cross}\n%%EOF\n".encode()
