"""How dates, numbers and addresses are shown to people: every such decision is made here, once."""

from __future__ import annotations

from flask import Flask
from markupsafe import Markup, escape

from kennisplatform import outside
from kennisplatform.dutch_text import (
    clock,
    counted,
    dutch_date,
    dutch_day,
    dutch_moment,
    file_size,
    partial_date,
    short_date,
)
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.parts import Period
from kennisplatform.search.request import Snippet
from kennisplatform.web.display.browsers import browser_in_words


def register(app: Flask) -> None:
    """Make these the filters of the templates."""
    filters = (
        clock,
        dutch_date,
        dutch_day,
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


def period(period: Period) -> str:
    """Return a period in words, also when one end is open or both ends are the same day."""
    start = partial_date(period.start) if period.start else None
    end = partial_date(period.end) if period.end else None
    if start and end:
        return start if start == end else f"{start} tot {end}"
    return f"vanaf {start}" if start else f"tot {end}" if end else "niet bekend"


def host(url: object) -> str:
    """Return the name of the site behind an address, to show where a link goes."""
    return (outside.host_of(str(url)) or "").removeprefix("www.")


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
