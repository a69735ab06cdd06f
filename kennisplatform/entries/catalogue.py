"""All readable entries at one moment, immutable: what the pages show and what the index must hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kennisplatform.entries.models import Entry, Network, Page
from kennisplatform.entries.problems import Problem

EntryType = TypeVar("EntryType", bound=Entry)


@dataclass(frozen=True)
class Catalogue:
    """Entries and pages by slug, the version tag of each entry's file, and what could not be read or looks wrong."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    referrers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per slug the entries that point at it."""
    former_slugs: Mapping[str, str] = field(default_factory=dict)
    """Per slug that an entry had and that no other one has now, the slug of today."""

    def of_type(self, model: type[EntryType]) -> Iterator[EntryType]:
        """Yield the entries of one model, in the order of their slugs."""
        return (entry for entry in self.entries.values() if isinstance(entry, model))

    def networks_covering(self, sectors: Collection[str], regions: Collection[str]) -> Iterator[Network]:
        """Yield the networks of these sectors in these regions; an empty collection means all of them.

        A network without regions is a national one, and covers every region.
        """
        for network in self.of_type(Network):
            in_sector = not sectors or network.sector in sectors
            in_region = not regions or not network.regions or any(region in regions for region in network.regions)
            if in_sector and in_region:
                yield network
