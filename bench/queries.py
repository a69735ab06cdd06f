"""The kinds of queries that are timed, a few of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Shape(Enum):
    """How the words of a query belong together."""

    ALL = auto()
    ANY = auto()
    PHRASE = auto()
    PREFIX = auto()
    WITHOUT = auto()
    """The first word and not the others."""
    TYPO = auto()
    NOTHING = auto()


@dataclass(frozen=True)
class BenchQuery:
    """A query that each engine puts into its own words."""

    words: tuple[str, ...]
    shape: Shape = Shape.ALL
    themes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    page: int = 1
    """Further pages are asked of our engine only."""


def _queries(texts: str, shape: Shape = Shape.ALL) -> list[BenchQuery]:
    return [BenchQuery(tuple(text.split()), shape) for text in texts.split(", ")]


KINDS: Mapping[str, Sequence[BenchQuery]] = {
    "one word, rare": _queries("gasunie, keteneffecten, aggregaat, mobilofoon, dijk"),
    "one word, medium": _queries("crisiscommunicatie, noodstroom, stroomstoring, nooddrinkwater, actieve"),
    "one word, common": _queries("veiligheidsregio, drinkwater, netwerken, bedrijven, uitval"),
    "three words": _queries(
        "actieve regionale netwerken, samenwerking bedrijven ministeries, uitval elektriciteit bedrijven"
    ),
    "any of the words": _queries("gasunie keteneffecten mobilofoon, noodaggregaat ministeries gasunie", Shape.ANY),
    "phrase": _queries("regionale netwerken, uitval elektriciteit, samenwerking bedrijven", Shape.PHRASE),
    "prefix": _queries("nood, net, crisis, stroom", Shape.PREFIX),
    "exclusion": _queries("drinkwater elektriciteit, netwerken uitval", Shape.WITHOUT),
    "typing error": _queries("crisiscomunicatie, noodaggergaat, stroomstroing", Shape.TYPO),
    "filters ticked": [
        BenchQuery(("drinkwater",), themes=("noodvoorzieningen", "crisismanagement"), sectors=("gas",)),
        BenchQuery(("uitval",), themes=("alertering",), sectors=("drinkwater", "olie")),
    ],
    "no text": [BenchQuery((), Shape.NOTHING)],
}
_MANY_WORDS = (
    "actieve regionale netwerken samenwerking bedrijven ministeries uitval elektriciteit nooddrinkwater noodstroom "
    "noodaggregaat crisiscommunicatie stroomstoring netbeheerder gasunie keteneffecten veiligheidsregio drinkwater "
    "mensen dingen leven wereld water huis straat avond morgen moeder vader kinderen vrouw mannen oorlog politie "
    "dokter auto geld school stad land "
)
WORST: Mapping[str, Sequence[BenchQuery]] = {
    "200 words": _queries((_MANY_WORDS * 5).strip()),
    "only a star": [BenchQuery(("",), Shape.PREFIX)],
    "begins with one letter": _queries("d, s, v", Shape.PREFIX),
    "begins with two letters": _queries("ge, ve, be", Shape.PREFIX),
    "a word in every entry": _queries("het, niet, een"),
    "page 1,000": [BenchQuery(("drinkwater",), page=1_000), BenchQuery((), Shape.NOTHING, page=1_000)],
}
"""What somebody could ask to slow the site down."""
BEGINNINGS = ("dri", "nood", "veil", "netw", "cris", "stroom sto")
"""What somebody is typing, for suggestions."""
