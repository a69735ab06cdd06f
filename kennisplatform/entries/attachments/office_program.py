"""The program that reads one document of Word, Excel or PowerPoint; `reader_process` starts it, no site imports it.

Its verdicts: docx, xlsx, pptx (it may be kept), broken, other, active (macros, controls), files (other files within
it), external (it fetches something when it is opened). Needs nothing but lxml, python-docx, openpyxl and python-pptx.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import unicodedata
import zipfile
from collections.abc import Iterator

from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

MOST_MEMORY = 1_000_000_000
MOST_SECONDS = 15
"""Of the processor."""
MOST_PARTS = 3_000
LARGEST_UNPACKED = 200_000_000
"""Bytes of all parts together, as they really are: what a zip says of itself is not believed."""
LARGEST_XML = 60_000_000
MOST_CHARACTERS = 300_000
"""A report of a hundred pages; what comes after can be read, and not be found by."""

TYPES = {
    "wordprocessingml.document.main": "docx",
    "spreadsheetml.sheet.main": "xlsx",
    "presentationml.presentation.main": "pptx",
}
_ACTIVE = re.compile(r"vbaproject|vbadata|activex|ctrlprops|macrosheets|dialogsheets|customui", re.IGNORECASE)
_FETCHING = re.compile(r"externallinks/|connections\.xml$|querytables/|webextensions?/", re.IGNORECASE)
_EMBEDDED = re.compile(r"/embeddings/(?!.*\.(?:xlsx|docx|pptx)$)", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>")
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External""", re.IGNORECASE)
_HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""", re.IGNORECASE)
_FIELD = re.compile(rb"\b(?:DDE(?:AUTO)?|INCLUDETEXT|INCLUDEPICTURE|DATABASE|LINK)\s+[^\s<]", re.IGNORECASE)
_FIELD_TEXT = re.compile(rb"<w:instrText\b[^>]*>([^<]{0,2000})|w:instr=\"([^\"]{0,2000})\"")


def verdict(data: bytes) -> str:
    """Tell in one word what a document is, by its extension, or why it may not be kept."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    names = archive.namelist()
    if len(names) > MOST_PARTS or len(set(names)) < len(names):
        return "broken"
    kind, unpacked = "other", 0
    for information in archive.infolist():
        name = information.filename
        if information.flag_bits & 1:
            return "broken"
        if _ACTIVE.search(name):
            return "active"
        if _EMBEDDED.search(f"/{name}"):
            return "files"
        if _FETCHING.search(name):
            return "external"
        with archive.open(information) as part:
            content = part.read(LARGEST_UNPACKED - unpacked + 1)
        unpacked += len(content)
        if unpacked > LARGEST_UNPACKED:
            return "broken"
        if name.lower().endswith((".xml", ".rels", ".vml")) and (fault := _fault(name, content)):
            return fault
        if name == "[Content_Types].xml":
            kind = next((extension for main, extension in TYPES.items() if main.encode() in content), kind)
    return kind


def _fault(name: str, content: bytes) -> str | None:
    """Return why a part may not be kept, None when it may."""
    if len(content) > LARGEST_XML or b"<!DOCTYPE" in content or b"<!ENTITY" in content or content[:2] in _WIDE:
        return "broken"  # no program of these makes a type definition, or writes anything but UTF-8
    if name == "[Content_Types].xml" and re.search(rb"macroEnabled|vbaProject|activeX", content, re.IGNORECASE):
        return "active"
    if name.lower().endswith(".rels"):
        relations = _RELATION.findall(content)
        if any(_EXTERNAL.search(one) and not _HYPERLINK.search(one) for one in relations):
            return "external"
    fields = b" ".join(first or second for first, second in _FIELD_TEXT.findall(content))
    return "external" if _FIELD.search(fields) or b"<ddeLink" in content else None


_WIDE = (b"\xff\xfe", b"\xfe\xff")


def texts(data: bytes, kind: str) -> Iterator[str]:
    """Yield the text of a document piece by piece, as far as the bounds allow."""
    left = MOST_CHARACTERS
    for piece in READERS[kind](io.BytesIO(data)):
        text = " ".join(unicodedata.normalize("NFKC", piece).split())[:left]
        left -= len(text)
        if text:
            yield text
        if left <= 0:
            return


def _of_word(file: io.BytesIO) -> Iterator[str]:
    document = Document(file)
    for part in (document, *(section.header for section in document.sections)):
        yield from _of_blocks(part)


def _of_blocks(part: object) -> Iterator[str]:
    for block in part.iter_inner_content():  # type: ignore[attr-defined]
        if hasattr(block, "rows"):
            for row in block.rows:
                yield " ".join(cell.text for cell in row.cells)
        else:
            yield block.text


def _of_excel(file: io.BytesIO) -> Iterator[str]:
    for sheet in load_workbook(file, read_only=True, data_only=True, keep_links=False):
        yield sheet.title
        for row in sheet.iter_rows(values_only=True) if hasattr(sheet, "iter_rows") else ():
            yield " ".join(str(value) for value in row if value is not None)


def _of_powerpoint(file: io.BytesIO) -> Iterator[str]:
    for slide in Presentation(file).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if getattr(shape, "has_table", False):
                for row in shape.table.rows:
                    yield " ".join(cell.text for cell in row.cells)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame:
            yield slide.notes_slide.notes_text_frame.text


READERS = {"docx": _of_word, "xlsx": _of_excel, "pptx": _of_powerpoint}


def _write(answer: str) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _run() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    data = sys.stdin.buffer.read()
    try:
        found = verdict(data)
        pieces = texts(data, found) if found in READERS else iter(())
        first = next(pieces, "")
    except Exception:  # noqa: BLE001 -- whatever the libraries stumble over, the document is not one of theirs
        _write("broken")
        return
    _write(found)
    if first:
        _write(first)
    for text in pieces:
        _write(text)


if __name__ == "__main__":
    _run()
