"""The 25 safety regions: which networks each is part of, its own contact, its places and its examples. For everyone."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from kennisplatform.contacts.coverage import coverage
from kennisplatform.contacts.question.places import RegionPlaces
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Contact, Network
from kennisplatform.site import site
from kennisplatform.vocabulary import MENU_CARD_KINDS, OrganisationType, Region
from kennisplatform.web.base import visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.reading import search_url

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
    contacts = [
        contact
        for contact in visibility.visible(site.catalogue.of_type(Contact))
        if contact.organisation_type is OrganisationType.SAFETY_REGION and found in contact.regions
    ]
    tagged = [entry for entry in visibility.visible(site.catalogue.of_type(MenuCardEntry)) if found in entry.regions]
    return render_template(
        "contacts/region.html",
        region=found,
        row=coverage(visibility.visible(site.catalogue.of_type(Network))).row(found),
        contacts=contacts,
        tagged=sorted(tagged, key=lambda entry: entry.title),
        places=site.front_desk.places.refresh().regions.get(found, RegionPlaces()),
        examples_url=search_url.url(search_url.narrowed_to(found, *MENU_CARD_KINDS)),
    )
