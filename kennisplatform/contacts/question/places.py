"""Places and the safety region in which they lie, kept by curators in `content/plaatsen.yml`.

Municipalities, towns, provinces, the regions themselves and their abbreviations. A name may mean more than one place;
then its regions are all of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel, ConfigDict
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kennisplatform.search.dutch.analysis import forms
from kennisplatform.vocabulary import Region

MOST_WORDS = 6
"""Words of the longest names: `noord en oost gelderland`, `s gravenhage`."""
SHORTEST_MISTYPED = 5
"""Letters from which on a name is recognised with an error in it."""

Named = TypeVar("Named")
Name = tuple[str, ...]
"""The folded words of a name."""


@dataclass(frozen=True)
class Place:
    """A place as people call it, and the safety regions in which it lies."""

    name: str
    regions: tuple[Region, ...]
    is_area: bool = False
    """Whether it is a region, a province or another stretch of land, rather than one town or municipality."""
    names: frozenset[Name] = frozenset()
    """The folded words of all names that mean it: Den Haag and ’s-Gravenhage are one town."""


@dataclass(frozen=True)
class RegionPlaces:
    """What lies in one safety region, in the order of the file, and how professionals call the region."""

    seat: str | None = None
    municipalities: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """All places by the folded words of their names, and what lies in each region."""

    places: Mapping[Name, Place] = field(default_factory=dict)
    regions: Mapping[Region, RegionPlaces] = field(default_factory=dict)

    def at_start_of(self, words: Sequence[str]) -> tuple[Place, int] | None:
        """Return the place whose name stands at the start of these folded words, the longest, and its length."""
        for length in range(min(MOST_WORDS, len(words)), 0, -1):
            if place := self.places.get(tuple(words[:length])):
                return place, length
        return None

    def near(self, word: str) -> Place | None:
        """Return the place that a mistyped word must mean."""
        return nearest(word, self.places)

    def knowing(self, named: Iterable[tuple[str, Region]]) -> Gazetteer:
        """Return it with these places in regions as well, as far as it does not know the name yet."""
        places = dict(self.places)
        for name, region in named:
            key = forms(name)
            if key and key not in places:
                places[key] = Place(name, (region,), names=frozenset({key}))
        return Gazetteer(places, self.regions)


def nearest(word: str, named: Mapping[Name, Named]) -> Named | None:
    """Return what goes by a name one error away from a word, unless two names are as near."""
    if len(word) < SHORTEST_MISTYPED:
        return None
    names = {name: name[0] for name in named if len(name) == 1 and len(name[0]) >= SHORTEST_MISTYPED}
    found = process.extract(word, names, scorer=OSA.distance, score_cutoff=1, limit=2)
    return named[found[0][2]] if len(found) == 1 else None


class _OfRegion(BaseModel):
    model_config = ConfigDict(extra="forbid")

    zetel: str | None = None
    gemeenten: list[str] = []
    plaatsen: list[str] = []
    afkortingen: list[str] = []


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore")

    regios: dict[Region, _OfRegion] = {}
    gebieden: dict[str, list[Region]] = {}
    provincies: dict[str, list[Region]] = {}
    zelfde_plaats: list[list[str]] = []


EXPECTED = "hier horen per veiligheidsregio lijsten met gemeenten, plaatsen en afkortingen"


def read(content: object) -> Gazetteer:
    """Make the gazetteer of the file's content; raise pydantic's `ValidationError` when it is not one."""
    file = _File.model_validate(content)
    of_regions = {forms(region.label) for region in Region}
    labels: dict[Name, str] = {}
    regions: dict[Name, dict[Region, None]] = {}
    areas: set[Name] = set()

    def add(name: str, *found: Region, is_area: bool = False) -> None:
        # `Bergen (NH)` is called Bergen as well, and then may be the one in Limburg; but Zeeland is the region.
        short = name.partition(" (")[0]
        for said in {name, name if forms(short) in of_regions else short}:
            if key := forms(said):
                labels.setdefault(key, said)
                regions.setdefault(key, {}).update(dict.fromkeys(found))
                if is_area:
                    areas.add(key)

    for region, places in file.regios.items():
        for name in (*places.gemeenten, *places.plaatsen):
            add(name, region)
        for name in places.afkortingen:
            add(name, region, is_area=True)
    for name, found in (*file.gebieden.items(), *file.provincies.items()):
        add(name, *found, is_area=True)
    for region in Region:
        # Who names a region means that region, also where a municipality or province has the same name.
        for name in (f"veiligheidsregio {region.label}", f"regio {region.label}", region.label):
            add(name, region, is_area=True)
    _add_longer_names(regions, areas)
    same = {forms(name): frozenset(map(forms, names)) for names in file.zelfde_plaats for name in names}
    return Gazetteer(
        {key: Place(labels[key], tuple(regions[key]), key in areas, same.get(key, frozenset({key}))) for key in labels},
        {
            region: RegionPlaces(of.zetel, tuple(of.gemeenten), tuple(of.plaatsen), tuple(of.afkortingen))
            for region, of in file.regios.items()
        },
    )


def _add_longer_names(regions: Mapping[Name, dict[Region, None]], areas: Set[Name]) -> None:
    """Let a name mean as well what it is short for: who says Alphen may mean Alphen aan den Rijn."""
    for name in regions:
        for length in range(1, len(name)):
            short = name[:length]
            if short in regions and short not in areas and name not in areas:
                regions[short].update(regions[name])
