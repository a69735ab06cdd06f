"""The clock that users live by: a date on the site is the date in the Netherlands, whatever the server's own zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

DUTCH_TIME = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """Return this moment by the clock of the Netherlands."""
    return datetime.now(DUTCH_TIME)


def today() -> date:
    """Return the date in the Netherlands at this moment."""
    return now().date()
