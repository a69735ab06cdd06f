"""Dates as Dutch people write them, read into dates as files hold them. What is no date comes back as None."""

from __future__ import annotations

import re
from datetime import date

from kennisplatform.dutch_text import MONTHS, short_date

EXAMPLES = "31-12-2026, 2026-12-31 of 31 december 2026"
"""How a day may be written."""

_YEAR_FIRST = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[-/. ]+)??(\d{1,2})[-/. ]+(\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([a-z]{3,9})\.?\s+(\d{4})", re.ASCII)


def read_partial(text: str) -> str | None:
    """Return a day, month or year as `2026-12-31`, `2026-12` or `2026`."""
    cleaned = text.strip().lower()
    if found := _YEAR_FIRST.fullmatch(cleaned):
        return _joined(*found.groups())
    if found := _DAY_FIRST.fullmatch(cleaned):
        day, month, year = found.groups()
        return _joined(year, month, day)
    if found := _IN_WORDS.fullmatch(cleaned):
        day, name, year = found.groups()
        number = next(
            (place for place, month in enumerate(MONTHS, 1) if month.startswith(name.replace("mrt", "maart"))), None
        )
        return _joined(year, str(number), day) if number else None
    return None


def read_day(text: str) -> date | None:
    """Return a day that is known to the day."""
    found = read_partial(text)
    return date.fromisoformat(found) if found and len(found) == len("2026-12-31") else None


def written(text: str) -> str:
    """Return a date as files hold it in the order in which people write it: `31-12-2026`."""
    return "-".join(reversed(text.split("-"))) if _YEAR_FIRST.fullmatch(text) else text


def shown(text: str) -> str:
    """Return a day as a table shows it, `31-12-2026`; any other text comes back as it is."""
    day = read_day(text) if len(text) == len("2026-12-31") and _YEAR_FIRST.fullmatch(text) else None
    return short_date(day) if day else text


def _joined(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
