"""A file that somebody chose, read into tables of text: Word, Excel, or text with a separator."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kennisplatform import separate_process
from kennisplatform.clean_text import clean
from kennisplatform.plans.rows import MOST_ACTIONS

LARGEST_FILE = 3_000_000
"""Bytes."""
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_000, 60, 8_000
MOST_CHARACTERS = 500_000
"""Of all tables together; our own list of a full plan has half of it."""
MOST_BLANK_ROWS = 100
PROGRAM = Path(__file__).with_name("table_program.py")
SEPARATORS = ";,\t|"
_CHARACTERS_TO_JUDGE = 20_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NO_LIST = re.compile(r"\s*(?:<[!?a-z]|\{\\rtf|[\[{]\s*[\"{\[])", re.IGNORECASE)
"""The beginning of a page or an old workbook in XML, of rich text and of JSON, whatever the name of the file says."""
_SAVE_AS = "Kies Bestand, Opslaan als, en dan docx, xlsx of csv."
REFUSALS = {
    "broken": "Dit bestand is beschadigd, te groot of beveiligd met een wachtwoord. Bewaar het opnieuw, zonder "
    "wachtwoord.",
    "active": "In dit bestand zitten macro’s of andere programma’s. Bewaar het zonder macro’s, als docx of xlsx.",
    "files": "In dit bestand zitten andere bestanden. Haal die eruit, of bewaar alleen de tabel in een nieuw bestand.",
    "external": "Dit bestand haalt bij het openen iets op van een andere plaats. Verbreek die koppelingen, of kopieer "
    "de tabel als waarden naar een nieuw bestand.",
    "old": f"Een bestand van een oude Word of Excel, of met een wachtwoord, kan niet. {_SAVE_AS}",
    "pdf": "Uit een PDF kan de tabel niet worden gelezen. Vraag het Word- of Excel-bestand waar hij van is gemaakt.",
    "other": f"Dit is geen bestand van Word (docx) of Excel (xlsx), en geen csv. {_SAVE_AS}",
    "empty": "In dit bestand staat geen tabel met tekst. Kies een ander bestand.",
    "long": f"In dit bestand staat meer dan {MOST_ROWS} regels of een half miljoen tekens. Een plan heeft hoogstens "
    f"{MOST_ACTIONS} acties. Verdeel de lijst over meer bestanden.",
    "large": f"Dit bestand is groter dan {LARGEST_FILE // 1_000_000} MB. Bewaar alleen de tabel in een nieuw bestand.",
}


class UnreadableList(Exception):
    """The file cannot be read; the message is Dutch, and says what to do."""


class Table(BaseModel):
    """A table: rows of text, and of each row the columns whose cell is merged with the one above."""

    model_config = ConfigDict(frozen=True)

    name: str
    rows: list[list[str]]
    above: list[list[int]]


def tables_of(data: bytes) -> list[Table]:
    """Return the tables of a file in which something stands; raise `UnreadableList`."""
    if len(data) > LARGEST_FILE:
        raise UnreadableList(REFUSALS["large"])
    if data.startswith(_OLD_OFFICE):
        raise UnreadableList(REFUSALS["old"])
    if data.startswith(b"%PDF-"):
        raise UnreadableList(REFUSALS["pdf"])
    tables = _of_office(data) if data.startswith(b"PK\x03\x04") else [_of_text(data)]
    filled = [table for table in tables if _is_filled(table.rows)]
    if not filled:
        raise UnreadableList(REFUSALS["empty"])
    if any(_is_filled(table.rows[MOST_ROWS:]) for table in filled) or sum(map(_characters, filled)) > MOST_CHARACTERS:
        raise UnreadableList(REFUSALS["long"])
    return filled


def _is_filled(rows: list[list[str]]) -> bool:
    return any(map(any, rows))


def _characters(table: Table) -> int:
    return sum(len(cell) for row in table.rows for cell in row)


def _of_office(data: bytes) -> list[Table]:
    verdict, *lines = separate_process.run(PROGRAM, data).decode().split("\n")[:-1] or ['"broken"']
    if (reason := json.loads(verdict)) not in {"docx", "xlsx"}:
        raise UnreadableList(REFUSALS.get(reason, REFUSALS["other"]))
    return [_cleaned(Table.model_validate_json(line)) for line in lines]


def _cleaned(table: Table) -> Table:
    return table.model_copy(update={"rows": [[clean(cell).strip() for cell in row] for row in table.rows]})


def _of_text(data: bytes) -> Table:
    text = _decoded(data)
    first, _, rest = text.partition("\n")
    separator = first.strip("\ufeff \r")[4:5] if first.strip().lower().startswith("sep=") else ""
    text, separator = (rest, separator) if separator else (text, _separator(text))
    try:
        rows = [[clean(cell[:LONGEST_CELL]).strip() for cell in row[:MOST_COLUMNS]] for row in _rows(text, separator)]
    except csv.Error as error:
        raise UnreadableList(REFUSALS["broken"]) from error
    return Table(name="", rows=rows, above=[[] for _ in rows])


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the rows of a text, up to a great gap between them."""
    blank = 0
    for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), MOST_ROWS + 1):
        blank = 0 if any(cell.strip() for cell in row) else blank + 1
        if blank > MOST_BLANK_ROWS:
            return
        yield row


def _decoded(data: bytes) -> str:
    """Return the text of a file; raise `UnreadableList` when it is none."""
    text = _decoded_as_shown(data)
    if _NO_TEXT.search(text) or _NO_LIST.match(text):
        raise UnreadableList(REFUSALS["other"])
    return text


def _decoded_as_shown(data: bytes) -> str:
    """Return the text of a file, in the encoding that its first bytes or its letters show."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\x00" in data[:2]:
        return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """Return the separator by which the rows have the most columns, and the same number of them."""
    beginning = text[:_CHARACTERS_TO_JUDGE]

    def worth(separator: str) -> float:
        try:
            counts = [len(row) for row in islice(_rows(beginning, separator), 60) if len(row) > 1]
        except csv.Error:
            return 0
        return sum(counts.count(count) * (count - 1) for count in set(counts) if counts.count(count) == _most(counts))

    return max(SEPARATORS, key=worth)


def _most(counts: list[int]) -> int:
    return max(counts.count(count) for count in set(counts))
