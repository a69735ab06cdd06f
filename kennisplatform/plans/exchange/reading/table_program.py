"""The program that reads the tables of one document of Word or Excel; `upload` starts it and nobody imports it.

It judges the file as that of an attachment is judged, and writes a line of JSON with the verdict and then one for each
table: its name, its rows of text, and of each row the columns whose cell is merged with the one above. Of a formula it
reads the value that was saved with it; it calculates nothing and opens nothing else.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

sys.path.insert(0, str(Path(__file__).parents[4]))

from kennisplatform.entries.attachments.office_program import verdict

MOST_MEMORY = 1_000_000_000
MOST_SECONDS = 15
"""Of the processor."""
MOST_TABLES, MOST_ROWS, MOST_COLUMNS = 30, 1_001, 60
"""Of rows one more than `upload` takes, which says so then."""
MOST_BLANK_ROWS = 100
"""After so many the rest of a sheet counts as empty."""
LONGEST_CELL = 8_000
MOST_CHARACTERS = 5_000_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
Rows = list[list[str]]
Table = dict[str, object]


def tables_of_excel(data: bytes) -> Iterator[Table]:
    """Yield the sheets that can be seen; of merged cells the text stands in the first."""
    parts = zipfile.ZipFile(io.BytesIO(data))
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        rows: Rows = []
        blank = 0
        for cells in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
            texts = [_cell_text(cell.value, getattr(cell, "number_format", "")) for cell in cells]
            blank = 0 if any(texts) else blank + 1
            if blank > MOST_BLANK_ROWS:
                break
            rows.append(texts)
        yield _table(sheet.title, rows, _merged(parts.read(sheet._worksheet_path)))


def _merged(sheet: bytes) -> Iterator[tuple[int, int]]:
    """Yield the rows and columns, from 0, of cells that are merged with the one above."""
    for reference in islice(_MERGED.finditer(sheet), 5_000):
        left, top, right, bottom = range_boundaries(reference[1].decode())
        for row in range(top, min(bottom, MOST_ROWS)):
            yield from ((row, column) for column in range(left - 1, min(right, MOST_COLUMNS)))


def _cell_text(value: object, number_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and "%" in number_format:
        return f"{round(value * 100, 2):g}%"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else str(round(value, 4))
    return str(value)


def tables_of_word(data: bytes) -> Iterator[Table]:
    """Yield the tables, each with the last line above it as its name."""
    name = ""
    for block in Document(io.BytesIO(data)).element.body:
        if block.tag == qn("w:p"):
            name = _text_below(block).strip() or name
        elif block.tag == qn("w:tbl"):
            yield _word_table(name, block)
            name = ""


def _word_table(name: str, table: object) -> Table:
    rows: Rows = []
    covered: set[tuple[int, int]] = set()
    for place, row in enumerate(islice(table.iterchildren(qn("w:tr")), MOST_ROWS)):  # type: ignore[attr-defined]
        texts = [""] * min(row.grid_before, MOST_COLUMNS)
        for cell in row.tc_lst:
            if cell.vMerge == "continue":
                covered.update((place, column) for column in range(len(texts), len(texts) + cell.grid_span))
                texts.append("")
            else:
                texts.append("\n".join(_text_below(line) for line in cell.iter(qn("w:p"))))
            texts += [""] * (cell.grid_span - 1)
        rows.append(texts[:MOST_COLUMNS])
    return _table(name, rows, iter(covered))


def _text_below(paragraph: object) -> str:
    """Return the text of a paragraph, what was added as a proposed change included."""
    breaks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
    parts = paragraph.iter(qn("w:t"), *breaks)  # type: ignore[attr-defined]
    return "".join((part.text or "") if part.tag == qn("w:t") else breaks[part.tag] for part in parts)


def _table(name: str, rows: Rows, covered: Iterator[tuple[int, int]]) -> Table:
    above: list[list[int]] = [[] for _ in rows]
    for row, column in covered:
        if row < len(rows):
            above[row].append(column)
    bounded = [[text[:LONGEST_CELL] for text in row[: _filled_to(row)]] for row in rows]
    return {"name": name[:200], "rows": bounded, "above": above}


def _filled_to(row: list[str]) -> int:
    """Return how many cells a row has up to the last with text."""
    return max((place for place, text in enumerate(row, 1) if text), default=0)


READERS = {"docx": tables_of_word, "xlsx": tables_of_excel}


def _run() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    data = sys.stdin.buffer.read()
    try:
        kind = verdict(data)
        tables = list(islice(READERS[kind](data), MOST_TABLES)) if kind in READERS else []
        lines = [json.dumps(kind), *map(json.dumps, tables)]
    except Exception:  # noqa: BLE001 -- whatever the libraries stumble over, the document is not one of theirs
        lines = [json.dumps("broken")]
    if sum(map(len, lines)) > MOST_CHARACTERS:
        lines = [json.dumps("broken")]
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    _run()
