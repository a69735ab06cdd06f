"""Tables for a spreadsheet program: CSV as the Dutch Excel opens it, with nothing in it that Excel would execute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response

# Excel takes a file for UTF-8 only with this mark in front, and in the Dutch settings splits at semicolons.
_BYTE_ORDER_MARK = "\ufeff"
_SEPARATOR = ";"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Return a table as a file to download, sent while it is being made."""
    response = Response(_lines([header], rows), mimetype="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(cell: str) -> str:
    """Return a cell so that no spreadsheet program takes it for a formula (CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_A_FORMULA) else cell


def _lines(*parts: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _BYTE_ORDER_MARK
    for part in parts:
        for row in part:
            line = io.StringIO()
            csv.writer(line, delimiter=_SEPARATOR, quoting=csv.QUOTE_ALL).writerow([harmless(cell) for cell in row])
            yield line.getvalue()
