"""What a plan begins with: its name, what the numbers of its actions begin with, and the agenda of its sector."""

from __future__ import annotations

from collections.abc import Iterable

from kennisplatform.entries.models import Agenda, Network
from kennisplatform.plans.plan import NewPlan, NewPoint
from kennisplatform.vocabulary import Sector

NATIONAL = "landelijk"
NATIONAL_PREFIX = "LND"
_SECTOR_CODES = {
    Sector.DRINKING_WATER: "DW",
    Sector.ELECTRICITY: "EL",
    Sector.GAS: "GA",
    Sector.OIL: "OL",
    Sector.TELECOM: "IT",
}


def new_plan(
    network: Network | None, agendas: Iterable[Agenda], first_year: int, last_year: int, title: str = ""
) -> NewPlan:
    """Return a plan of a network, or the national one, with what its lead may see of the agenda of its sector."""
    sector = network.sector if network else None
    return NewPlan(
        title=title or f"Actieplan {network.title if network else NATIONAL}",
        network=network.slug if network else None,
        network_title=network.title if network else "Landelijk",
        sector=sector,
        prefix=_prefix(network),
        first_year=first_year,
        last_year=last_year,
        points=tuple(
            NewPoint(point.title, point.theme, point.explanation or "", point.examples)
            for agenda in agendas
            if agenda.sector is sector
            for point in agenda.points_by_priority()
        ),
    )


def _prefix(network: Network | None) -> str:
    """Return what the numbers of actions begin with: sector and network, such as `DW-VIT`."""
    if network is None:
        return NATIONAL_PREFIX
    name = network.slug.removeprefix(f"{network.sector}-").replace("-", "")
    return f"{_SECTOR_CODES[network.sector]}-{name[:3].upper()}"
