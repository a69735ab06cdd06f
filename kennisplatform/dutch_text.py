"""Dates, moments, numbers and sizes in Dutch, as every page, mail, message and command words them."""

from __future__ import annotations

from datetime import date, datetime

from kennisplatform import dutch_time
from kennisplatform.dutch_time import DUTCH_TIME

MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
)


def dutch_date(day: date) -> str:
    """Return a date as `24 november 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """Return a date for a column of a table: `24-11-2026`."""
    return f"{day.day}-{day.month}-{day.year}"


def dutch_day(moment: datetime) -> str:
    """Return the day of a moment as the calendar shows it in the Netherlands: `24 november 2026`."""
    return dutch_date(moment.astimezone(DUTCH_TIME).date())


def dutch_moment(moment: datetime) -> str:
    """Return a moment as the clock shows it in the Netherlands: `24 november 2026, 14.05 uur`."""
    there = moment.astimezone(DUTCH_TIME)
    return f"{dutch_date(there)}, {there:%H.%M} uur"


def clock(moment: datetime) -> str:
    """Return the time in the Netherlands as `14.05 uur`, with the day when that is another than today."""
    there = moment.astimezone(DUTCH_TIME)
    time = f"{there:%H.%M} uur"
    return time if there.date() == dutch_time.today() else f"{dutch_date(there.date())}, {time}"


def partial_date(text: str) -> str:
    """Return a date known to the day, month or year (`2015-03`) in words: `maart 2015`."""
    year, *rest = (int(part) for part in text.split("-"))
    if rest and 1 <= rest[0] <= 12:
        return " ".join([*(str(day) for day in rest[1:]), MONTHS[rest[0] - 1], str(year)])
    return str(year)


def counted(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun: `1 resultaat`, `1.204 resultaten`."""
    return f"{number:,} {singular if number == 1 else plural}".replace(",", ".")


def file_size(size: int) -> str:
    """Return a number of bytes as people say it: `340 kB`, `1,2 MB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
