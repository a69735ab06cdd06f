"""Examples on the menu card about a sector, those of some safety regions first: what a plan there can build on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda
from kennisplatform.site import site
from kennisplatform.vocabulary import Region, Sector
from kennisplatform.web.base import visibility

MOST_ELSEWHERE = 6


@dataclass(frozen=True)
class SectorExamples:
    """Examples from the regions that were asked, and the most useful ones from elsewhere; `total` counts all."""

    near: tuple[MenuCardEntry, ...]
    elsewhere: tuple[MenuCardEntry, ...]
    total: int


def examples_of(sector: Sector, regions: Collection[Region]) -> SectorExamples:
    """Return what the viewer may see about a sector; of elsewhere, what the sector's agenda names comes first."""
    tagged = visibility.visible(site.catalogue.of_type(MenuCardEntry))
    found = sorted((entry for entry in tagged if sector in entry.sectors), key=lambda entry: entry.title.casefold())
    near = [entry for entry in found if not set(regions).isdisjoint(entry.regions)]
    agendas = (a for a in visibility.visible(site.catalogue.of_type(Agenda)) if a.sector is sector)
    named = {slug for agenda in agendas for point in agenda.points for slug in point.examples}
    others = sorted((entry for entry in found if entry not in near), key=lambda entry: entry.slug not in named)
    return SectorExamples(tuple(near), tuple(others[:MOST_ELSEWHERE]), len(found))
