"""When something begins or is due, as people write it in a list: a day, a month, a quarter, a season, a period."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from kennisplatform.plans import moments

_MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
_MONTH = r"(jan|feb|mrt|maart|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(20\d\d|['’]?\d\d)"
_ORDINALS = {"1": 1, "eerste": 1, "2": 2, "tweede": 2, "3": 3, "derde": 3, "4": 4, "vierde": 4}
_ORDINAL = r"(1|2|3|4|eerste|tweede|derde|vierde)(?:e|de|ste)?"
_BEFORE = re.compile(
    r"^(?:uiterlijk|v[oó]+r|per|ca\.?|circa|rond|t/m|tot en met|tot|vanaf|start|klaar|gereed|streven:?|in|op|"
    r"(?:medio|half|halverwege|midden|eind|einde|ultimo)(?: van)?(?= [a-z]{3,9}\.? ['’0-9])|"
    r"ma|di|wo|do|vr|za|zo|(?:maan|dins|woens|donder|vrij|zater|zon)dag)\s+"
)
_QUARTERS = {
    1: "begin",
    2: "voorjaar lente medio midden half halverwege",
    3: "zomer",
    4: "najaar herfst winter eind einde ultimo",
}
_SEASONS = {word: quarter for quarter, words in _QUARTERS.items() for word in words.split()}
_SEASON = rf"({'|'.join(_SEASONS)})(?: van)?"


def moment(text: str, is_end: bool = True) -> str | None:
    """Return a day or a quarter as `moments` keeps it; of a longer time the end, or with `is_end` false its begin."""
    text = " ".join(text.casefold().split())[:60]
    while shorter := _BEFORE.sub("", text):
        if shorter == text:
            break
        text = shorter
    text = text.rstrip(".")
    if exact := moments.read(text):
        return exact
    for pattern, read in _MOMENTS:
        if found := pattern.fullmatch(text):
            return read(found, is_end)
    return None


def _year(text: str) -> int:
    number = int(text.lstrip("'’"))
    return number if number >= 100 else 2000 + number


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return moments.read(date(year, month, day).isoformat())
    except ValueError:
        return None


def _month(name: str) -> int:
    short = {"maa": "mrt", "mar": "mrt", "may": "mei", "oct": "okt"}.get(name[:3], name[:3])
    return _MONTHS.index(short) + 1


def _whole_month(found: re.Match[str], is_end: bool) -> str | None:
    year, month = _year(found[2]), _month(found[1])
    return _day(year, month, monthrange(year, month)[1] if is_end else 1)


def _quarter(year: str, number: int) -> str | None:
    return moments.read(f"{_year(year)}-K{number}")


def _half(found: re.Match[str], is_end: bool) -> str | None:
    half = _ORDINALS[found[1]]
    return _quarter(found[2], 2 * half if is_end else 2 * half - 1) if half <= 2 else None


def _week(found: re.Match[str], is_end: bool) -> str | None:
    try:
        return moments.read(date.fromisocalendar(_year(found[2]), int(found[1]), 5 if is_end else 1).isoformat())
    except ValueError:
        return None


_MOMENTS = (
    (
        re.compile(r"(20\d\d)-(\d\d?)-(\d\d?)(?:[ t]\d\d:\d\d(?::\d\d(?:\.\d+)?)?z?)?"),
        lambda f, _: _day(int(f[1]), int(f[2]), int(f[3])),
    ),
    (re.compile(rf"(\d\d?)[-/. ]+(\d\d?)[-/. ]+{_YEAR}"), lambda f, _: _day(_year(f[3]), int(f[2]), int(f[1]))),
    (
        re.compile(rf"(\d\d?)(?:e|ste)?[ -]+{_MONTH}[ -]+{_YEAR}"),
        lambda f, _: _day(_year(f[3]), _month(f[2]), int(f[1])),
    ),
    (re.compile(rf"{_MONTH}[ -/]*{_YEAR}"), _whole_month),
    (re.compile(rf"[kq]\.?([1-4])[ \-/.]*(?:van )?{_YEAR}"), lambda f, _: _quarter(f[2], int(f[1]))),
    (re.compile(rf"{_YEAR}[ \-/.]*[kq]([1-4])"), lambda f, _: _quarter(f[1], int(f[2]))),
    (re.compile(rf"{_ORDINAL} (?:kwartaal|kw\.?)(?: van)? {_YEAR}"), lambda f, _: _quarter(f[2], _ORDINALS[f[1]])),
    (re.compile(rf"(?:kwartaal|kw\.?) ?([1-4])(?: van)? {_YEAR}"), lambda f, _: _quarter(f[2], int(f[1]))),
    (re.compile(rf"{_ORDINAL} ?(?:helft|halfjaar|half jaar)(?: van)? {_YEAR}"), _half),
    (re.compile(rf"(?:de |het )?{_SEASON} {_YEAR}"), lambda f, _: _quarter(f[2], _SEASONS[f[1]])),
    (re.compile(rf"(?:week|wk) ?(\d\d?)[ \-,/]*(?:van )?{_YEAR}"), _week),
    (re.compile(r"(20\d\d)"), lambda f, is_end: _quarter(f[1], 4 if is_end else 1)),
)
_APART = re.compile(
    r"(?<!\s)\s*(?:[–—]|\bt/m\b|\btot en met\b|\btot\b| - |/)\s*|"
    r"(?<=20\d\d)-(?=20\d\d)|(?<=[a-z])-(?=[a-z])|(?<=[kq]\d)-(?=[kq]\d)"
)


def period(text: str) -> tuple[str, str] | None:
    """Return begin and end; of one moment the begin is empty, unless the text says that it is the begin."""
    text = " ".join(text.casefold().split())
    if found := moment(text):
        return (moment(text, is_end=False) or "", "") if re.match(r"vanaf|start", text) else ("", found)
    parts = [part for part in _APART.split(text.removeprefix("van ").removeprefix("vanaf ")) if part]
    if len(parts) != 2:
        return None
    year = re.search(r"20\d\d", parts[1])
    start = moment(parts[0], is_end=False) or (moment(f"{parts[0]} {year[0]}", is_end=False) if year else None)
    due = moment(parts[1])
    return (start, due) if start and due else None
