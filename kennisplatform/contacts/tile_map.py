"""A schematic map of the 25 safety regions: a tile for each, about where it lies, marked by network for one sector.

The positions are our own; no map was copied. Each network has a number (its colour and pattern) and a letter, so that
nobody needs to see colours. The table of `coverage` says the same in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from kennisplatform.contacts.coverage import Cell, Coverage, short_name
from kennisplatform.entries.models import Network
from kennisplatform.vocabulary import Region, Sector

TILE = 100
"""Width and height of a tile, in the units of the drawing."""
GAP = 8
PATTERNS = 10
"""Different colours with their pattern; a sector with more networks uses them again, with other letters."""

PLACES: Mapping[Region, tuple[int, int, str]] = {
    Region.FRYSLAN: (4, 0, "FR"),
    Region.GRONINGEN: (5, 0, "GR"),
    Region.NOORD_HOLLAND_NOORD: (2, 1, "NHN"),
    Region.FLEVOLAND: (4, 1, "FL"),
    Region.DRENTHE: (5, 1, "DR"),
    Region.KENNEMERLAND: (1, 2, "KL"),
    Region.ZAANSTREEK_WATERLAND: (2, 2, "ZW"),
    Region.GOOI_EN_VECHTSTREEK: (3, 2, "GV"),
    Region.IJSSELLAND: (4, 2, "IJL"),
    Region.TWENTE: (5, 2, "TW"),
    Region.HAAGLANDEN: (0, 3, "HL"),
    Region.HOLLANDS_MIDDEN: (1, 3, "HM"),
    Region.AMSTERDAM_AMSTELLAND: (2, 3, "AA"),
    Region.UTRECHT: (3, 3, "UT"),
    Region.GELDERLAND_MIDDEN: (4, 3, "GM"),
    Region.NOORD_EN_OOST_GELDERLAND: (5, 3, "NOG"),
    Region.ROTTERDAM_RIJNMOND: (1, 4, "RR"),
    Region.ZUID_HOLLAND_ZUID: (2, 4, "ZHZ"),
    Region.GELDERLAND_ZUID: (3, 4, "GZ"),
    Region.ZEELAND: (1, 5, "ZE"),
    Region.MIDDEN_EN_WEST_BRABANT: (2, 5, "MWB"),
    Region.BRABANT_NOORD: (3, 5, "BN"),
    Region.LIMBURG_NOORD: (4, 5, "LN"),
    Region.BRABANT_ZUIDOOST: (3, 6, "BZO"),
    Region.ZUID_LIMBURG: (4, 6, "ZL"),
}
"""Per region its column from the west, its row from the north, and the short name on its tile."""


@dataclass(frozen=True)
class Mark:
    """How a network is shown: `number` (from 1) is its colour and pattern."""

    network: Network
    number: int
    letter: str

    @property
    def name(self) -> str:
        """The company that supplies, or what else the network is called."""
        return short_name(self.network)


@dataclass(frozen=True)
class Band:
    """The part of a tile that shows one of its networks; places are within the tile."""

    mark: Mark
    x: float
    width: float


@dataclass(frozen=True)
class Tile:
    """A region on the map; `name` says in words what the tile shows."""

    cell: Cell
    x: int
    y: int
    short: str
    bands: tuple[Band, ...]
    name: str

    @property
    def region(self) -> Region:
        """The region to which the tile leads."""
        return self.cell.region


@dataclass(frozen=True)
class TileMap:
    """The drawing for one sector: its tiles from north to south and west to east, and what the marks mean."""

    sector: Sector
    tiles: tuple[Tile, ...]
    legend: tuple[Mark, ...]
    width: int
    height: int

    @property
    def has_gaps(self) -> bool:
        """Tell whether a region lacks a network."""
        return any(tile.cell.is_gap for tile in self.tiles)


def tile_map(found: Coverage, sector: Sector) -> TileMap:
    """Draw the networks of a sector; where a sector has no regional ones, its national ones."""
    shown = found.regional[sector] or found.national[sector]
    in_order = sorted(shown, key=lambda network: short_name(network).casefold())
    marks = {
        network.slug: Mark(network, number % PATTERNS + 1, ascii_uppercase[number % len(ascii_uppercase)])
        for number, network in enumerate(in_order)
    }
    by_place = sorted(PLACES, key=lambda region: (PLACES[region][1], PLACES[region][0]))
    tiles = tuple(_tile(found.cells[region, sector], marks) for region in by_place)
    columns = 1 + max(column for column, _, _ in PLACES.values())
    rows = 1 + max(row for _, row, _ in PLACES.values())
    return TileMap(sector, tiles, tuple(marks.values()), _start(columns) - GAP, _start(rows) - GAP)


def _start(count: int) -> int:
    return count * (TILE + GAP)


def _tile(cell: Cell, marks: Mapping[str, Mark]) -> Tile:
    column, row, short = PLACES[cell.region]
    networks = cell.networks or (() if cell.is_gap else cell.national)
    shown = sorted((marks[network.slug] for network in networks), key=lambda mark: mark.letter)
    width = TILE / max(1, len(shown))
    bands = tuple(Band(mark, number * width, width) for number, mark in enumerate(shown))
    said = ", ".join(mark.name for mark in shown) or "geen regionaal netwerk"
    return Tile(cell, _start(column), _start(row), short, bands, f"{cell.region.label}: {said}")
