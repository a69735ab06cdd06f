"""Tables for a spreadsheet program: CSV as the Dutch Excel opens it, with nothing in it that Excel would execute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from flask import Response

# Excel takes a file for UTF-8 only with this mark in front, and in the Dutch settings splits at semicolons.
_BYTE_ORDER_MARK = "\ufeff"
_SEPARATOR = ";"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Return a table as a file to download, sent while it is being made."""
    response = Response(csv_lines(header, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(cell: str) -> str:
    """Return a cell so that no spreadsheet program takes it for a formula (CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_A_FORMULA) else cell


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table as the lines of a file."""
    yield _BYTE_ORDER_MARK
    for row in chain([header], rows):
        line = io.StringIO()
        csv.writer(line, delimiter=_SEPARATOR, quoting=csv.QUOTE_ALL).writerow([harmless(cell) for cell in row])
        yield line.getvalue()
