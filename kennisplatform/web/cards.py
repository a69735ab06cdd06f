"""Contacts to take along: as vCards, as a table, and as a phone card on paper. For everyone, with what they may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, render_template, request, url_for

from kennisplatform import dutch_time
from kennisplatform.contacts.phone_card import phone_card
from kennisplatform.contacts.question import Chosen
from kennisplatform.contacts.vcard import vcard
from kennisplatform.entries import telephone
from kennisplatform.entries.models import Contact
from kennisplatform.search.request import Facet
from kennisplatform.vocabulary import Region, Sector
from kennisplatform.web import current, desk_url, search_url, spreadsheet
from kennisplatform.web.access import for_everyone
from kennisplatform.web.navigation import url_of

blueprint = Blueprint("cards", __name__)

HEADER = (
    "Organisatie", "Functie", "Soort organisatie", "Telefoon", "E-mail", "Website", "Bereikbaar",
    "Sectoren", "Veiligheidsregio’s", "Laatst nagekeken", "Pagina",
)  # fmt: skip
FOR_MEMBERS = "alleen voor leden"


@blueprint.get("/contacten/<slug>.vcf")
@for_everyone
def card(slug: str) -> Response:
    """Send the vCard of a contact."""
    return _vcards(slug, [current.entry_or_404(Contact, slug)])


@blueprint.get("/contacten.vcf")
@for_everyone
def cards() -> Response:
    """Send the vCards of the contacts that the page of contacts shows for the same question and choices."""
    return _vcards("contacten", _selected())


@blueprint.get("/contacten.csv")
@for_everyone
def table() -> Response:
    """Send the same contacts as a table."""
    return spreadsheet.csv_response(f"contacten-{dutch_time.today()}.csv", HEADER, list(_rows(_selected())))


@blueprint.get("/belkaart")
@for_everyone
def phone() -> str:
    """Show the phone card of a region and a sector, to print; without both, ask for them."""
    region, sector = request.args.get("regio", ""), request.args.get("sector", "")
    if region not in Region.__members__.values() or sector not in Sector.__members__.values():
        return render_template("cards/choose.html", regions=list(Region), region=region, sector=sector)
    chosen = Chosen(frozenset({Sector(sector)}), frozenset({Region(region)}), frozenset())
    answer = current.contact_desk().ask("", chosen, current.viewer())
    hides_numbers = any(current.hides_details(contact) for contact in answer.contacts)
    address = url_for("cards.phone", regio=region, sector=sector, _external=True)
    return render_template(
        "cards/phone_card.html",
        card=phone_card(answer),
        region=Region(region),
        sector=Sector(sector),
        issued=dutch_time.today(),
        address=address,
        hides_numbers=hides_numbers,
    )


def _selected() -> list[Contact]:
    """Return whom the page of contacts answers with, or without a question all whom it lists."""
    asked = search_url.read(request.args, current.viewer()).request
    answer = current.contact_desk().ask(asked.text, desk_url.chosen(asked), current.viewer())
    if not answer.question.is_empty:
        return list(answer.contacts)
    types = asked.filters.get(Facet.ORGANISATION_TYPE)
    found = current.visible(current.catalogue().of_type(Contact))
    return sorted(
        (contact for contact in found if not types or contact.organisation_type in types),
        key=lambda contact: contact.title.casefold(),
    )


def _vcards(name: str, contacts: Iterable[Contact]) -> Response:
    issued = dutch_time.today()
    pages = ((contact, url_for("contacts.contact", slug=contact.slug, _external=True)) for contact in contacts)
    response = Response("".join(vcard(contact, page, issued) for contact, page in pages), mimetype="text/vcard")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.vcf"'
    return response


def _rows(contacts: Iterable[Contact]) -> Iterator[tuple[str, ...]]:
    for contact in contacts:
        unknown = FOR_MEMBERS if current.hides_details(contact) else ""
        yield (
            contact.organisation,
            contact.function,
            contact.organisation_type.label,
            telephone.dutch(contact.telephone) if contact.telephone else unknown,
            contact.email or unknown,
            str(contact.website or ""),
            contact.availability.label if contact.availability else "",
            ", ".join(sector.label for sector in contact.tagged_sectors),
            ", ".join(region.label for region in contact.regions),
            str(contact.updated or ""),
            request.host_url.rstrip("/") + url_of(contact),
        )
