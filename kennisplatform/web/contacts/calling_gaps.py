"""The gaps in the order of calling: sectors in regions without a number for the night. For curators."""

from __future__ import annotations

from flask import Blueprint, render_template

from kennisplatform.contacts.calling.gaps import gaps, most_wanted
from kennisplatform.site import site
from kennisplatform.vocabulary import Region, Sector
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators

blueprint = Blueprint("calling_gaps", __name__)


@blueprint.get("/redactie/bereikbaarheid")
@for_curators
def overview() -> str:
    """Show the gaps as a table of regions and sectors, and whose numbers would close the most of them."""
    found = gaps(site.front_desk.visible_to(current.viewer()))
    return render_template(
        "contacts/calling_gaps.html",
        gaps={(gap.spot.region, gap.spot.sector) for gap in found},
        total=len(found),
        cells=len(Region) * len(Sector),
        wanted=most_wanted(found),
        regions=list(Region),
    )
