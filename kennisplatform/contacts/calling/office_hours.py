"""Whether an office answers its telephone at a moment, by the clock of the Netherlands.

Hours are written by people. Only a time of opening and one of closing are read from them; all else is taken for the
working days from nine to five, which lies within the hours of nearly every office. Public holidays count as closed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.easter import easter

from kennisplatform.dutch_time import DUTCH_TIME

OPENS, CLOSES = time(9), time(17)
SATURDAY, SUNDAY = 5, 6
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])(?:[.:]([0-5]\d))?(?=\s*(?:uur|u\b|tot|t/m|en\b|[-–]|[.,;)]|$))")
_FIXED = frozenset({(1, 1), (5, 5), (12, 25), (12, 26)})
_FROM_EASTER = tuple(timedelta(days) for days in (-2, 0, 1, 39, 49, 50))
"""Good Friday, Easter, Ascension Day and Whitsun: offices are closed, or answer badly."""


def is_office_open(moment: datetime, hours: str | None = None) -> bool:
    """Tell whether an office with these hours, in words, answers at this moment."""
    there = moment.astimezone(DUTCH_TIME)
    if there.weekday() >= SATURDAY or is_holiday(there.date()):
        return False
    opens, closes = _times(hours or "")
    return opens <= there.time() < closes


def is_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday in the Netherlands."""
    kings_day = date(day.year, 4, 27)
    if kings_day.weekday() == SUNDAY:
        kings_day -= timedelta(1)
    return (day.month, day.day) in _FIXED or day == kings_day or day - easter(day.year) in _FROM_EASTER


@lru_cache(maxsize=512)
def _times(hours: str) -> tuple[time, time]:
    """Return when it opens and closes, of the first two times in the text."""
    found = [time(int(hour), int(minute or 0)) for hour, minute in _CLOCK.findall(hours)]
    if len(found) < 2 or found[0] >= found[1]:
        return OPENS, CLOSES
    return found[0], found[1]
