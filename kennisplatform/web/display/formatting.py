"""How dates, numbers and addresses are shown to people: every such decision is made here, once."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from flask import Flask
from markupsafe import Markup, escape

from kennisplatform import dutch_time
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.entries import dates
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.dates import MONTHS
from kennisplatform.entries.parts import Period
from kennisplatform.search.request import Snippet
from kennisplatform.web.display.browsers import browser_in_words


def register(app: Flask) -> None:
    """Make these the filters of the templates."""
    filters = (
        clock,
        dutch_date,
        short_date,
        dutch_moment,
        partial_date,
        period,
        counted,
        file_size,
        host,
        marked,
        browser_in_words,
        dialled,
        telephone_url,
    )
    for function in filters:
        app.jinja_env.filters[function.__name__] = function


def dutch_date(day: date) -> str:
    """Return a date as `24 november 2026`."""
    return dates.in_words(day)


def short_date(day: date) -> str:
    """Return a date for a column of a table: `24-11-2026`."""
    return f"{day.day}-{day.month}-{day.year}"


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


def period(period: Period) -> str:
    """Return a period in words, also when one end is open or both ends are the same day."""
    start = partial_date(period.start) if period.start else None
    end = partial_date(period.end) if period.end else None
    if start and end:
        return start if start == end else f"{start} tot {end}"
    return f"vanaf {start}" if start else f"tot {end}" if end else "niet bekend"


def counted(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun: `1 resultaat`, `1.204 resultaten`."""
    return f"{number:,} {singular if number == 1 else plural}".replace(",", ".")


def file_size(size: int) -> str:
    """Return a number of bytes as people say it: `340 kB`, `1,2 MB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def host(url: object) -> str:
    """Return the name of the site behind an address, to show where a link goes."""
    return (urlsplit(str(url)).hostname or "").removeprefix("www.")


def dialled(number: str) -> str:
    """Return a telephone number as it is dialled in the Netherlands: `088 123 4567`."""
    return telephone.dutch(number)


def telephone_url(number: str | None) -> str:
    """Return the address that calls a number; empty for no number, and for a text that is none."""
    return (telephone.url(number) if number else None) or ""


def marked(snippet: Snippet) -> Markup:
    """Return a snippet as HTML: its text escaped, the words that matched in `<mark>`."""
    parts = (Markup("<mark>{}</mark>").format(text) if matched else escape(text) for text, matched in snippet.stretches)
    return Markup("").join(parts)
