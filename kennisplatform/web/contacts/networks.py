"""Where networks cover the country and where none does: a map by sector and a table of all. For everyone."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from kennisplatform.contacts.coverage import coverage, short_name
from kennisplatform.contacts.tile_map import PATTERNS, tile_map
from kennisplatform.entries.models import Network
from kennisplatform.site import site
from kennisplatform.vocabulary import Region, Sector
from kennisplatform.web.base import visibility
from kennisplatform.web.base.access import for_everyone

blueprint = Blueprint("networks", __name__)

FIRST_SECTOR = Sector.DRINKING_WATER


@blueprint.get("/netwerken")
@for_everyone
def overview() -> str:
    """Show the networks of one sector on the map, those of all sectors in the table, and the list of them."""
    value = request.args.get("sector", "")
    sector = Sector(value) if value in Sector.__members__.values() else FIRST_SECTOR
    found = visibility.visible(site.catalogue.of_type(Network))
    covered = coverage(found)
    return render_template(
        "contacts/networks.html",
        map=tile_map(covered, sector),
        covered=covered,
        chosen=sector,
        regions=list(Region),
        patterns=range(1, PATTERNS + 1),
        short_name=short_name,
        by_sector={sector: [network for network in found if network.sector is sector] for sector in Sector},
    )
