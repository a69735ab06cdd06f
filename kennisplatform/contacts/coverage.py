"""Which network covers which safety region in which sector, and where none does.

It tells of the networks that it is given: whoever asks gives only those that the viewer may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kennisplatform.entries.models import Network
from kennisplatform.vocabulary import Region, Sector


@dataclass(frozen=True)
class Cell:
    """One sector in one safety region: its regional networks, and the national ones behind them."""

    sector: Sector
    region: Region
    networks: tuple[Network, ...]
    national: tuple[Network, ...]
    is_divided: bool
    """Whether the sector has regional networks anywhere: then a region without one is a gap."""

    @property
    def is_overlap(self) -> bool:
        """Tell whether more than one network covers the region: who is asked must know which one."""
        return len(self.networks) > 1

    @property
    def is_gap(self) -> bool:
        """Tell whether a network is missing here; a sector that only works nationally has no gaps."""
        return not self.networks and (self.is_divided or not self.national)


@dataclass(frozen=True)
class Coverage:
    """All cells, and the networks of each sector."""

    cells: Mapping[tuple[Region, Sector], Cell]
    regional: Mapping[Sector, tuple[Network, ...]]
    national: Mapping[Sector, tuple[Network, ...]]

    def row(self, region: Region) -> tuple[Cell, ...]:
        """Return the cells of a region, in the order of the sectors."""
        return tuple(self.cells[region, sector] for sector in Sector)

    def column(self, sector: Sector) -> tuple[Cell, ...]:
        """Return the cells of a sector, in the order of the regions."""
        return tuple(self.cells[region, sector] for region in Region)

    def gaps(self, sector: Sector) -> tuple[Region, ...]:
        """Return the regions where a network is missing."""
        return tuple(cell.region for cell in self.column(sector) if cell.is_gap)

    def overlaps(self, sector: Sector) -> tuple[Region, ...]:
        """Return the regions that more than one network covers."""
        return tuple(cell.region for cell in self.column(sector) if cell.is_overlap)


def coverage(networks: Iterable[Network]) -> Coverage:
    """Lay networks over the 25 regions; one without regions is national. The widest network comes first."""
    widest_first = sorted(networks, key=lambda network: (-len(network.regions), network.title))
    regional = {s: tuple(n for n in widest_first if n.sector is s and n.regions) for s in Sector}
    national = {s: tuple(n for n in widest_first if n.sector is s and not n.regions) for s in Sector}
    cells = {
        (region, sector): Cell(
            sector,
            region,
            tuple(network for network in regional[sector] if region in network.regions),
            national[sector],
            bool(regional[sector]),
        )
        for region in Region
        for sector in Sector
    }
    return Coverage(cells, regional, national)


def short_name(network: Network) -> str:
    """Return what a network is called where its sector is known: the company that supplies, else its title."""
    return network.organisation or network.title
