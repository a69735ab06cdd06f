"""Contacts to take along: as vCards, as a table, and as a phone card on paper. For everyone, with what they may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, abort, render_template, request, url_for

from kennisplatform import dutch_time
from kennisplatform.contacts.downloads.offline_copy import FOR_MEMBERS
from kennisplatform.contacts.downloads.phone_card import phone_card
from kennisplatform.contacts.downloads.vcard import vcard
from kennisplatform.contacts.question.question import Chosen
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.models import Contact
from kennisplatform.permissions import may_take_along
from kennisplatform.search.request import Facet
from kennisplatform.site import site
from kennisplatform.vocabulary import Region, Sector
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.contacts import question_url
from kennisplatform.web.contacts.openings import count_opening
from kennisplatform.web.display import csv_format
from kennisplatform.web.search import search_url

blueprint = Blueprint("downloads", __name__)

HEADER = (
    "Organisatie", "Functie", "Soort organisatie", "Telefoon", "Nummer bedoeld voor", "E-mail", "Website", "Bereikbaar",
    "Sectoren", "Veiligheidsregio’s", "Bevestigd op", "Laatst nagekeken", "Pagina",
)  # fmt: skip


@blueprint.get("/contacten/<slug>.vcf")
@for_everyone
def card(slug: str) -> Response:
    """Send the vCard of a contact, and count that a member saw how to reach it."""
    contact = visibility.entry_or_404(Contact, slug)
    if not may_take_along(current.viewer(), contact):
        abort(404)
    response = _vcards(slug, [contact])
    count_opening(contact)
    return response


@blueprint.get("/contacten.vcf")
@for_everyone
def cards() -> Response:
    """Send the vCards of the contacts that the page of contacts shows for the same question and choices."""
    return _vcards("contacten", _selected())


@blueprint.get("/contacten.csv")
@for_everyone
def table() -> Response:
    """Send the same contacts as a table."""
    return csv_format.csv_response(f"contacten-{dutch_time.today()}.csv", HEADER, list(_rows(_selected())))


@blueprint.get("/belkaart")
@for_everyone
def phone() -> str:
    """Show the phone card of a region and a sector, to print; without both, ask for them."""
    region, sector = request.args.get("regio", ""), request.args.get("sector", "")
    if region not in Region.__members__.values() or sector not in Sector.__members__.values():
        return render_template("contacts/phone_card_choose.html", regions=list(Region), region=region, sector=sector)
    chosen = Chosen(frozenset({Sector(sector)}), frozenset({Region(region)}), frozenset())
    answer = site.front_desk.ask("", chosen, current.viewer())
    card = phone_card(answer, current.viewer())
    return render_template(
        "contacts/phone_card.html",
        card=card,
        region=Region(region),
        sector=Sector(sector),
        issued=dutch_time.today(),
        address=url_for("downloads.phone", regio=region, sector=sector, _external=True),
        hides_numbers=any(map(visibility.hides_details, card.contacts)),
    )


def _selected() -> list[Contact]:
    """Return whom the page of contacts answers with, or without a question all whom it lists, if published."""
    asked = search_url.read(request.args, current.viewer()).request
    answer = site.front_desk.ask(asked.text, question_url.chosen(asked), current.viewer())
    found: Iterable[Contact] = answer.contacts
    if answer.question.is_empty:
        types = asked.filters.get(Facet.ORGANISATION_TYPE)
        listed = visibility.visible(site.catalogue.of_type(Contact))
        found = sorted(
            (contact for contact in listed if not types or contact.organisation_type in types),
            key=lambda contact: contact.title.casefold(),
        )
    return [contact for contact in found if may_take_along(current.viewer(), contact)]


def _vcards(name: str, contacts: Iterable[Contact]) -> Response:
    issued = dutch_time.today()
    found = (
        vcard(contact, url_for("front_desk.contact", slug=contact.slug, _external=True), issued) for contact in contacts
    )
    response = Response("".join(found), mimetype="text/vcard")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    return response


def _rows(contacts: Iterable[Contact]) -> Iterator[tuple[str, ...]]:
    for contact in contacts:
        unknown = FOR_MEMBERS if visibility.hides_details(contact) else ""
        yield (
            contact.organisation,
            contact.function,
            contact.organisation_type.label,
            # A cell must not begin with a plus: programs take it for a formula.
            telephone.dutch(contact.telephone).replace("+", "00") if contact.telephone else unknown,
            contact.telephone_purpose.label if contact.telephone and contact.telephone_purpose else "",
            contact.email or unknown,
            str(contact.website or ""),
            contact.hours or (contact.availability.label if contact.availability else ""),
            ", ".join(sector.label for sector in contact.tagged_sectors),
            ", ".join(region.label for region in contact.regions),
            str(contact.confirmed_on or ""),
            str(contact.updated or ""),
            url_for("front_desk.contact", slug=contact.slug, _external=True),
        )
