"""When an action begins or is due: a day (`2027-03-31`) or a quarter (`2027-K2`), as text."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from kennisplatform.dutch_text import dutch_date

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_QUARTER = re.compile(r"(?:(\d{4})[ -]*[kq]([1-4])|[kq]([1-4])[ -]*(\d{4}))", re.IGNORECASE)
_YEARS = range(2000, 2100)


def read(text: str) -> str | None:
    """Return what somebody typed as a moment, None when it is none: `31-3-2027`, `2027-03-31`, `K2 2027`."""
    text = text.strip()[:20]
    if quarter := _QUARTER.fullmatch(text):
        year, number = (quarter[1] or quarter[4]), (quarter[2] or quarter[3])
        return f"{year}-K{number}" if int(year) in _YEARS else None
    if day := _DAY.fullmatch(text):
        parts = day.groups()
    elif day := _DUTCH_DAY.fullmatch(text):
        parts = day.groups()[::-1]
    else:
        return None
    try:
        found = date(*map(int, parts))
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None


def written(moment: str) -> str:
    """Return a moment as people type it: `31-3-2027`, `K2 2027`."""
    if "K" in moment:
        return f"K{moment[-1]} {moment[:4]}"
    day = date.fromisoformat(moment)
    return f"{day.day}-{day.month}-{day.year}"


def last_day(moment: str) -> date:
    """Return the last day of a moment: that by which something is late."""
    if "K" in moment:
        year, month = int(moment[:4]), 3 * int(moment[-1])
        return date(year, month, monthrange(year, month)[1])
    return date.fromisoformat(moment)


def first_day(moment: str) -> date:
    """Return the first day of a moment."""
    return date(int(moment[:4]), 3 * int(moment[-1]) - 2, 1) if "K" in moment else date.fromisoformat(moment)


def in_words(moment: str) -> str:
    """Return a moment as people read it: `31 maart 2027`, `2e kwartaal van 2027`."""
    return f"{moment[-1]}e kwartaal van {moment[:4]}" if "K" in moment else dutch_date(date.fromisoformat(moment))
