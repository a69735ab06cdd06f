"""The 25 safety regions, and each sector in them: networks, whom to call, agenda and examples. For everyone."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from kennisplatform.contacts.calling.call_order import Spot
from kennisplatform.contacts.coverage import coverage
from kennisplatform.contacts.question.places import RegionPlaces
from kennisplatform.contacts.question.question import Chosen
from kennisplatform.contacts.supply import safety_regions
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Network
from kennisplatform.site import site
from kennisplatform.vocabulary import Region, Sector
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.contacts.front_desk import served_places
from kennisplatform.web.reading.sector_examples import examples_of
from kennisplatform.web.search import search_url
from kennisplatform.web.search.finder import MENU_CARD

blueprint = Blueprint("regions", __name__)


@blueprint.get("/regios")
@for_everyone
def overview() -> str:
    """List the safety regions with what they are called and where they have their seat."""
    places = site.front_desk.places.refresh().regions
    return render_template(
        "contacts/regions.html", regions=[(region, places.get(region, RegionPlaces())) for region in Region]
    )


@blueprint.get("/regios/<slug>")
@for_everyone
def region(slug: str) -> str:
    """Show a safety region."""
    if slug not in Region.__members__.values():
        abort(404)
    found = Region(slug)
    contacts = safety_regions((found,), site.front_desk.visible_to(current.viewer()))
    tagged = [entry for entry in visibility.visible(site.catalogue.of_type(MenuCardEntry)) if found in entry.regions]
    return render_template(
        "contacts/region.html",
        region=found,
        row=coverage(visibility.visible(site.catalogue.of_type(Network))).row(found),
        contacts=contacts,
        tagged=sorted(tagged, key=lambda entry: entry.title),
        places=site.front_desk.places.refresh().regions.get(found, RegionPlaces()),
        examples_url=search_url.url(search_url.narrowed_to(found), MENU_CARD.endpoint),
    )


@blueprint.get("/regios/<slug>/<sector>")
@for_everyone
def sector(slug: str, sector: str) -> str:
    """Show a sector in a safety region: all that somebody needs who plans there, or calls there."""
    if slug not in Region.__members__.values() or sector not in Sector.__members__.values():
        abort(404)
    spot = Spot(Sector(sector), Region(slug))
    chosen = Chosen(frozenset({spot.sector}), frozenset({spot.region}))
    answer = site.front_desk.ask("", chosen, current.viewer())
    agendas = [agenda for agenda in site.catalogue.of_type(Agenda) if agenda.sector is spot.sector]
    return render_template(
        "contacts/region_sector.html",
        spot=spot,
        answer=answer,
        served=served_places(answer),
        agendas=[(agenda, agenda.points_by_priority()) for agenda in visibility.visible(agendas)],
        examples=examples_of(spot.sector, (spot.region,)),
        examples_url=search_url.url(search_url.narrowed_to(spot.sector), MENU_CARD.endpoint),
    )
