"""What something costs and who pays, as people write it in a list."""

from __future__ import annotations

import re

from kennisplatform.plans.action import CostLine, Financing
from kennisplatform.plans.exchange.reading.cells import plain, term
from kennisplatform.plans.words import Capacity, Certainty, CostKind
from kennisplatform.vocabulary import Recurrence

_WHOLE = r"\d{1,3}(?:[. ]\d{3})+|\d{1,3}(?:,\d{3})+(?!\d)|\d{1,9}"
_NUMBER = rf"(?:eur(?:o)?\s*)?({_WHOLE})(?:[,.](\d{{1,2}}|-+))?\s*(k|duizend|mln|miljoen)?\b[,.]?-*"
_AMOUNTS = re.compile(
    rf"{_NUMBER}(?:\s*(?:-|–|tot|a|à|/|en)\s*{_NUMBER})?\s*(euro|eur|uur|uren|u|dagen|dag)?\s*"
    r"(per jaar|/ ?jaar|p\.?j\.?|jaarlijks|structureel|eenmalig|incidenteel)?"
)
_TIMES = {"k": 1_000, "duizend": 1_000, "mln": 1_000_000, "miljoen": 1_000_000}
_NOISE = re.compile(
    r"€|\b(?:ca|circa|ongeveer|ong|max|maximaal|min|raming|geraamd|geschat|plm)\b\.?:?|±|~|\(?(?:excl|incl)\.? btw\)?"
)
HOURS_OF_A_DAY = 8


def amounts(text: str, is_hours: bool = False) -> CostLine | None:
    """Return what something costs, in euro or in hours: `€ 12.500,-`, `10k`, `5.000 - 7.500`, `40 uur per jaar`."""
    bare = " ".join(_NOISE.sub(" ", text.casefold()).split()).strip(" .;:()")
    found = _AMOUNTS.fullmatch(bare) if len(bare) <= 80 else None
    if found is None:
        return None
    first, first_part, first_times, second, second_part, second_times, unit, often = found.groups()
    low = _amount(first, first_part, first_times or second_times)
    high = _amount(second, second_part, second_times) if second else low
    counts_hours = is_hours or (unit or "")[:1] in {"u", "d"}
    factor = HOURS_OF_A_DAY if (unit or "").startswith("dag") else 1
    if max(low, high) * factor > 10**9:
        return None
    return CostLine(
        kind=CostKind.HOURS if counts_hours else CostKind.OTHER,
        low=min(low, high) * factor,
        high=max(low, high) * factor,
        recurrence=Recurrence.YEARLY if often and not often.startswith(("een", "inc")) else Recurrence.ONCE,
        certainty=Certainty.GUESS,
    )


def _amount(whole: str, part: str | None, times: str | None) -> int:
    """Return an amount without its cents; `7,5k` is 7,500."""
    digits = part if part and part.isdigit() else "0"
    return int(float(f"{re.sub('[^0-9]', '', whole)}.{digits}") * _TIMES.get(times or "", 1))


_FITS = re.compile(
    r"bestaande|regulier|eigen (?:capaciteit|middelen|begroting|formatie)|geen (?:extra|kosten)|"
    r"binnen (?:begroting|formatie|budget)|^(?:geen|nihil|0|nvt|n v t|gratis)$"
)
_UNKNOWN = re.compile(r"^n ?t ?b$|nog te (?:ramen|bepalen)|^p ?m$|onbekend|nader te bepalen|later$|^tbd$")


def capacity(text: str) -> Capacity | None:
    """Return whether an action fits in what there is, when words say so."""
    words = plain(text)
    if exact := term(Capacity, text):
        return exact
    if _UNKNOWN.search(words):
        return Capacity.UNKNOWN
    return Capacity.FITS if _FITS.search(words) else None


def financing(text: str) -> Financing | None:
    """Return who pays what share, when together it is the whole: `bedrijf 50 %, regio 50 %, Rijk 0 %`."""
    shares = {}
    for name, pattern in (("company", "bedrijf|bedrijven"), ("region", "regio"), ("state", "rijk")):
        found = re.search(rf"(?:{pattern})\D{{0,4}}(\d{{1,3}})|(\d{{1,3}}) ?%? ?(?:{pattern})", text.casefold())
        shares[name] = int(found[1] or found[2]) if found else 0
    return Financing(**shares) if sum(shares.values()) == 100 else None
