"""The program that reads one PDF; `reader_process` starts it and nobody imports it.

Its verdicts: pdf (it may be shown), broken, encrypted, active, files. Needs nothing but pypdf.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import unicodedata
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

MOST_MEMORY = 1_000_000_000
MOST_SECONDS = 15
"""Of the processor."""
MOST_PAGES = 500
MOST_CHARACTERS = 300_000
"""A report of a hundred pages; what comes after can be read, and not be found by."""

ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE", "/Movie", "/Sound"}
ACTIVE_NAMES = re.compile(rb"/(JavaScript|Launch|RichMedia)\b")
FILE_NAMES = re.compile(rb"/EmbeddedFile\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A character of a name may be written as its number: /J#61vaScript."""


def verdict(data: bytes) -> str:
    """Tell whether a PDF may be shown, in one word.

    Looked at are all objects, whether anything refers to them or not, and the bytes themselves: a program that opens a
    damaged PDF may find there what its own table of objects does not name.
    """
    if not data.startswith(b"%PDF-") or not data.rstrip(b"\0\t\n\f\r ").endswith(b"%%EOF"):
        return "broken"
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return "encrypted"
    if not reader.pages:
        return "broken"
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    if ACTIVE_NAMES.search(plain):
        return "active"
    if FILE_NAMES.search(plain):
        return "files"
    for part in _all_dictionaries(reader):
        if "/JS" in part or "/XFA" in part or part.get("/S") in ACTIONS or part.get("/Subtype") == "/RichMedia":
            return "active"
        if "/EF" in part or part.get("/Type") == "/EmbeddedFile":
            return "files"
    return "pdf"


def texts(data: bytes) -> Iterator[str]:
    """Yield the text of each page that has any, as far as the bounds allow."""
    left = MOST_CHARACTERS
    for page in PdfReader(io.BytesIO(data)).pages[:MOST_PAGES]:
        text = _readable(page.extract_text())[:left]
        left -= len(text)
        if text:
            yield text
        if left <= 0:
            return


def _all_dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    numbers = {(number, generation) for generation, places in reader.xref.items() for number in places}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    waiting: list[PdfObject | None] = [reader.trailer]
    waiting += [reader.get_object(IndirectObject(number, generation, reader)) for number, generation in numbers]
    while waiting:
        found = waiting.pop()
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(dict.values(found))
        elif isinstance(found, ArrayObject):
            waiting.extend(list.__iter__(found))


def _readable(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "", text)  # a word broken off at the end of a line
    text = "".join(character if character.isprintable() else " " for character in text)
    return re.sub(r"\s+", " ", text).strip()


def _write(answer: str) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _run() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    data = sys.stdin.buffer.read()
    try:
        found = verdict(data)
    except (
        PyPdfError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
        MemoryError,
    ):
        found = "broken"
    _write(found)
    if found == "pdf":
        for text in texts(data):
            _write(text)


if __name__ == "__main__":
    _run()
