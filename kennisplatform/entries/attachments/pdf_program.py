"""The program that reads one PDF; `reader_process` starts it, no site imports it.

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

ACTIONS = frozenset(
    {
        "/GoToE",
        "/ImportData",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Rendition",
        "/RichMediaExecute",
        "/Sound",
        "/SubmitForm",
    }
)
"""What no reader is led to, not even by a click."""
GO_TO = "/GoTo"
"""The one action that may happen by itself: to show a place in the same document."""
BY_ITSELF = ("/OpenAction", "/AA")
"""The keys of what happens when a document, a page or a field is opened, left, printed and so on."""
ACTIVE_NAMES = re.compile(rb"/(JavaScript|Launch|RichMedia)\b")
FILE_NAMES = re.compile(rb"/EmbeddedFile\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A character of a name may be written as its number: /J#61vaScript."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
END = b"%%EOF"
MOST_AFTER_THE_END = 1024
"""Bytes that programs leave after the end; readers look for the end so far back."""
ARCHIVE = b"PK\x03\x04"


def verdict(data: bytes) -> str:
    """Tell whether a PDF may be shown, in one word.

    Looked at are all objects, whether anything refers to them or not, and the bytes themselves: a program that opens a
    damaged PDF may find there what its own table of objects does not name.
    """
    end = data.rfind(END)
    rest = data[end + len(END) :]
    if not data.startswith(b"%PDF-") or end < 0 or len(rest.strip(b"\0\t\n\f\r ")) > MOST_AFTER_THE_END:
        return "broken"
    if ARCHIVE in rest:
        return "files"
    reader = _opened(data)
    if reader is None:
        return "encrypted"
    if not reader.pages:
        return "broken"
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    if ACTIVE_NAMES.search(plain):
        return "active"
    if FILE_NAMES.search(plain):
        return "files"
    for part in _all_dictionaries(reader):
        if _is_active(part):
            return "active"
        if "/EF" in part or _value(part, "/Type") == "/EmbeddedFile":
            return "files"
    return "pdf"


def _opened(data: bytes) -> PdfReader | None:
    """Open a PDF; None when it asks for a password. One that everybody may read, and its owner change, does not."""
    reader = PdfReader(io.BytesIO(data))
    return None if reader.is_encrypted and not reader.decrypt("") else reader


def _is_active(part: DictionaryObject) -> bool:
    if "/JS" in part or "/XFA" in part or _value(part, "/S") in ACTIONS or _value(part, "/Subtype") == "/RichMedia":
        return True
    return any(key in part and not _only_goes_to(_value(part, key)) for key in BY_ITSELF)


def _only_goes_to(action: object) -> bool:
    """Tell whether what happens by itself is nothing, a place in this document, or leads to such places only."""
    if isinstance(action, ArrayObject) or action is None:
        return True  # a destination
    if not isinstance(action, DictionaryObject):
        return False
    if "/S" in action:
        return _value(action, "/S") == GO_TO and "/Next" not in action
    return all(_only_goes_to(_value(action, moment)) for moment in action)


def _value(part: DictionaryObject, key: str) -> object:
    """Return what stands under a key, also when the document keeps it elsewhere; None when it is not there."""
    value = dict.get(part, key)
    return value.get_object() if isinstance(value, IndirectObject) else value


def texts(data: bytes) -> Iterator[str]:
    """Yield the text of each page that has any, as far as the bounds allow."""
    left = MOST_CHARACTERS
    reader = _opened(data)
    for page in reader.pages[:MOST_PAGES] if reader else ():
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
    data = sys.stdin.buffer.read().removeprefix(BYTE_ORDER_MARK)
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
