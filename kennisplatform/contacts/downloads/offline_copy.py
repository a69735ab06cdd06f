"""What somebody takes along for when the net does not work: contacts, networks, roles and the table of regions.

It holds what the viewer may see, as they may see it, and only what is published: who reads it later cannot ask whether
a concept was finished. Both the copy in a browser and the folder on a stick are made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from kennisplatform.contacts.calling.call_order import Spot, Step, always_answering, call_order
from kennisplatform.contacts.calling.lines import lines_of
from kennisplatform.contacts.coverage import Cell, coverage, short_name
from kennisplatform.contacts.curated_lists import CuratedLists
from kennisplatform.contacts.question.places import RegionPlaces
from kennisplatform.contacts.supply import named_places
from kennisplatform.dutch_text import dutch_date
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.models import Contact, Entry, Network, RoleDescription
from kennisplatform.entries.text.text_blocks import TextBlock, text_blocks
from kennisplatform.permissions import Viewer, as_seen_by, may_see_details, may_take_along
from kennisplatform.search.dutch.analysis import QUESTION_WORDS, STOP_WORDS, word_set
from kennisplatform.vocabulary import Kind, Region, Sector, Term, Theme

EntryType = TypeVar("EntryType", bound=Entry)

NOT_KNOWN = "nog niet bekend"
FOR_MEMBERS = "alleen voor leden"
CALLING = word_set("bel belt bellen spreek spreken")
WHOLE_COUNTRY = "heel Nederland"


@dataclass(frozen=True)
class Line:
    """A fact with its label; `url` is where it leads: to call, to write or to a site."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class CopiedEntry:
    """An entry as the copy shows it. It is also found by what its terms mean, such as the places in its regions."""

    kind: Kind
    slug: str
    title: str
    summary: str
    lines: tuple[Line, ...]
    text: tuple[TextBlock, ...]
    keywords: tuple[str, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class RegionRow:
    """A safety region, and in words per sector which networks cover it."""

    region: Region
    cells: tuple[str, ...]


@dataclass(frozen=True)
class OfflineCopy:
    """The copy; `meanings` are the words that mean a term, such as the towns in a region.

    `empty_words` say nothing about what is looked for.
    """

    made_at: datetime
    contacts: tuple[CopiedEntry, ...]
    networks: tuple[CopiedEntry, ...]
    roles: tuple[CopiedEntry, ...]
    regions: tuple[RegionRow, ...]
    meanings: Mapping[Term, str]
    empty_words: frozenset[str]
    orders: Mapping[Spot, tuple[Step, ...]]
    """Whom to call first and whom next, per sector in a region."""
    always: tuple[Step, ...]


def offline_copy(catalogue: Catalogue, viewer: Viewer, lists: CuratedLists, made_at: datetime) -> OfflineCopy:
    """Copy what this viewer may see."""
    seen = {slug: entry for slug, entry in catalogue.entries.items() if may_take_along(viewer, entry)}
    visible = {slug: as_seen_by(viewer, entry) for slug, entry in seen.items()}
    contacts = sorted(_of(Contact, seen), key=lambda contact: (contact.organisation.casefold(), contact.function))
    networks = sorted(_of(Network, seen), key=lambda network: (list(Sector).index(network.sector), network.title))
    roles = sorted(_of(RoleDescription, seen), key=lambda role: list(Theme).index(role.themes[0]))
    copied = [
        *(_copied(contact, contact.organisation, _of_contact(contact, viewer)) for contact in contacts),
        *(_copied(network, network.title, _of_network(network, seen)) for network in networks),
        *(_copied(role, role.title, _common(role)) for role in roles),
    ]
    covered = coverage(networks)
    return OfflineCopy(
        made_at,
        tuple(entry for entry in copied if entry.kind is Kind.CONTACT),
        tuple(entry for entry in copied if entry.kind is Kind.NETWORK),
        tuple(entry for entry in copied if entry.kind is Kind.ROLE),
        tuple(RegionRow(region, tuple(map(_in_words, covered.row(region)))) for region in Region),
        {term: _meaning(term, lists) for term in {*Sector, *Region, *(t for entry in copied for t in entry.terms)}},
        STOP_WORDS | QUESTION_WORDS | CALLING | lists.words.haste,
        {Spot(s, r): call_order(lists.rules, Spot(s, r), visible) for s in Sector for r in Region},
        always_answering(lists.rules, (), visible),
    )


def _of(model: type[EntryType], seen: Mapping[str, Entry]) -> Iterator[EntryType]:
    return (entry for entry in seen.values() if isinstance(entry, model))


def _copied(entry: Entry, title: str, lines: Iterable[Line]) -> CopiedEntry:
    terms = (*entry.tagged_sectors, *entry.tagged_themes, *entry.regions)
    return CopiedEntry(
        entry.kind,
        entry.slug,
        title,
        entry.summary,
        tuple(lines),
        text_blocks(entry.body),
        (entry.title, *entry.keywords),
        terms,
    )


def _of_contact(whole: Contact, viewer: Viewer) -> Iterator[Line]:
    contact = as_seen_by(viewer, whole)
    yield Line("Functie", contact.function)
    for line in lines_of(contact):
        yield Line(line.label or "Telefoon", telephone.dutch(line.number), telephone.url(line.number) or "")
        if line.about:
            yield Line("Dit nummer", line.about)
    if contact.email:
        yield Line("E-mail", contact.email, f"mailto:{contact.email}")
    if not may_see_details(viewer, whole) and (whole.telephone or whole.email or whole.other_numbers):
        yield Line("Telefoon en e-mail", FOR_MEMBERS)
    if contact.hours and not contact.telephone:
        yield Line("Bereikbaar", contact.hours)
    yield Line("Bevestigd", dutch_date(contact.confirmed_on) if contact.confirmed_on else "nog te bevestigen")
    if contact.website:
        yield Line("Website", str(contact.website), str(contact.website))
    yield Line("Soort organisatie", contact.organisation_type.label)
    yield from _common(contact)


def _of_network(network: Network, seen: Mapping[str, Entry]) -> Iterator[Line]:
    if network.organisation:
        yield Line("Leverend bedrijf", network.organisation)
    yield Line("Lead partner overheid", network.lead_partner_government or NOT_KNOWN)
    yield Line("Lead partner bedrijven", network.lead_partner_companies or NOT_KNOWN)
    named = (seen.get(slug) for slug in network.contacts)
    organisations = dict.fromkeys(contact.organisation for contact in named if isinstance(contact, Contact))
    if organisations:
        yield Line("Contacten", ", ".join(organisations))
    for area in network.areas:
        if names := named_places(network, area.region):
            yield Line(f"Levert in {area.region.label}", ", ".join(names))
    yield from _common(network)


def _common(entry: Entry) -> Iterator[Line]:
    if entry.tagged_sectors:
        yield Line("Sector", ", ".join(term.label for term in entry.tagged_sectors))
    if isinstance(entry, RoleDescription):
        yield Line("Thema", ", ".join(term.label for term in entry.tagged_themes))
    else:
        yield Line("Gebied", ", ".join(region.label for region in entry.regions) or WHOLE_COUNTRY)
    if entry.updated:
        yield Line("Laatst nagekeken", dutch_date(entry.updated))


def _in_words(cell: Cell) -> str:
    if cell.networks:
        return ", ".join(map(short_name, cell.networks))
    return "geen regionaal netwerk" if cell.is_gap else "landelijk geregeld"


def _meaning(term: Term, lists: CuratedLists) -> str:
    """Return how people call a term, its own label included."""
    said = [" ".join(meaning) for meaning in lists.words.meanings.get(term, ())]
    if isinstance(term, Region):
        places = lists.gazetteer.regions.get(term, RegionPlaces())
        said += [*places.abbreviations, *places.municipalities, *places.towns]
    return " ".join([term.label, *said])
