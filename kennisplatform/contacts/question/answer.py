"""The answer of the one desk: networks, contacts and roles, the best first, and always somebody to turn to.

Contacts come in tiers, each in its own order: who is named; the company of a network that covers the place; the safety
region itself (first when no sector is asked); who else is in those networks and in the national ones behind them; who
is found by the words. Whether the first of them is the one to call is for `verdict` to say. Nothing here knows who may
see what: it is given only what the viewer may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kennisplatform.contacts.calling.call_order import Step
from kennisplatform.contacts.question.question import AREAS, Question
from kennisplatform.contacts.question.verdict import Verdict, verdict
from kennisplatform.contacts.supply import suppliers_in
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.entries.confirmation import is_confirmed
from kennisplatform.entries.models import Contact, Entry, Network, RoleDescription
from kennisplatform.vocabulary import (
    MENU_CARD_KINDS,
    Availability,
    Kind,
    OrganisationType,
    Sector,
    Theme,
)

FALLBACK = "ifv-desk"
"""The contact of the desk itself."""
MOST_CONTACTS = 12

MOST_ROLES = 3

Find = Callable[[str, Sequence[Kind]], Sequence[Entry]]
"""Returns the entries of these kinds that have all these words, the best first."""


@dataclass(frozen=True)
class Answer:
    """What the desk answers. `contacts` is empty only where the desk itself may not be seen."""

    question: Question
    networks: tuple[Network, ...]
    contacts: tuple[Contact, ...]
    roles: tuple[RoleDescription, ...]
    fallback: Contact | None
    is_found: bool
    """Whether anything fits; otherwise the only contact is the fallback."""
    not_covering: tuple[Contact, ...] = ()
    """Named companies whose networks do not reach the place that was asked."""
    verdict: Verdict = field(default_factory=Verdict)
    order: tuple[Step, ...] = ()
    """Whom to call first and whom next, where one sector in one region is asked."""
    always: tuple[Step, ...] = ()
    """What answers whatever happens."""


def answer(question: Question, visible: Mapping[str, Entry], find: Find, moment: datetime) -> Answer:
    """Answer a question that is asked at this moment with the entries that the viewer may see, by slug."""
    desk = visible.get(FALLBACK)
    fallback = desk if isinstance(desk, Contact) else None
    networks, not_covering = _networks(question, visible)
    is_clear = bool(networks or question.named or question.organisation_types)
    examples = [] if is_clear or not question.rest else find(question.rest, MENU_CARD_KINDS)
    judged = verdict(question, visible, not_covering, _of_type(question, visible), moment)
    tiers = _tiers(question, judged, networks, visible)
    if question.rest and not any(tiers):
        # Who belongs to the entry that is about it comes before who only mentions it.
        tiers.append([contact for entry in examples[:1] for contact in _named_by(entry, visible)])
        tiers.append([entry for entry in find(question.rest, (Kind.CONTACT,)) if isinstance(entry, Contact)])
    contacts = _in_order(tiers, question, moment.astimezone(DUTCH_TIME).date())
    roles = _roles(question, examples, visible)
    is_found = bool(networks or contacts or roles) and not question.is_empty
    shown = contacts or ([fallback] if fallback else [])
    return Answer(
        question, tuple(networks), tuple(shown), tuple(roles), fallback, is_found, tuple(not_covering), judged
    )


def _networks(question: Question, visible: Mapping[str, Entry]) -> tuple[list[Network], list[Contact]]:
    """Return the networks of what was asked, and the named companies that have none there."""
    known = [entry for entry in visible.values() if isinstance(entry, Network)]
    found: dict[str, Network] = {}
    not_covering: list[Contact] = []
    companies = [contact for contact in question.named if contact.organisation_type is OrganisationType.VITAL_PARTNER]
    for company in companies:
        own = [network for network in known if company.slug in network.contacts and _is_of(network, company)]
        reaching = _reaching(question, question.sectors, known)
        there = [network for network in own if network in reaching]
        if own and not there:
            not_covering.append(company)
            there = _reaching(question, company.sectors, known)
        found |= {network.slug: network for network in there}
    if not companies and (question.sectors or question.regions):
        found = {network.slug: network for network in _reaching(question, question.sectors, known)}
    return sorted(found.values(), key=lambda network: _place_of(network, question)), not_covering


def _is_of(network: Network, company: Contact) -> bool:
    """A national association sits in a network without being its supplier; a network without one is of all in it."""
    return network.organisation in (None, company.organisation)


def _reaching(question: Question, sectors: Sequence[Sector], known: Sequence[Network]) -> list[Network]:
    """Return the networks of these sectors (of all, without any) that reach the places and regions that were asked."""
    found = []
    for sector in sectors or Sector:
        of_sector = [network for network in known if network.sector is sector]
        found += [network for network in of_sector if not (network.regions and question.regions)]
        for region in question.regions:
            found += suppliers_in(region, of_sector, question.places)
    return found


def _place_of(network: Network, question: Question) -> tuple[bool, int, int, str]:
    """Where a place was asked, its own networks come before the national ones, else after; the widest first."""
    is_national = not network.regions
    is_late = is_national if question.regions else not is_national
    return is_late, list(Sector).index(network.sector), -len(network.regions), network.slug


def _tiers(
    question: Question, judged: Verdict, networks: Sequence[Network], visible: Mapping[str, Entry]
) -> list[Sequence[Contact]]:
    near = [network for network in networks if network.regions and question.regions] or networks
    companies = [c for network in near for c in _of_network(network, visible) if _supplies(c)]
    regions = [c for c in _all_contacts(visible) if _is_safety_region(c) and set(c.regions) & set(question.regions)]
    others = [c for network in networks for c in _of_network(network, visible) if not _is_safety_region(c)]
    return [
        # Who names a region beside a sector asks about the company there.
        [c for c in question.named if not (question.sectors and c.organisation_type in AREAS)],
        _of_type(question, visible),
        judged.candidates if question.sectors else (),
        *((companies, regions) if question.sectors or question.named else (regions, companies)),
        others,
    ]


def _in_order(tiers: Sequence[Sequence[Contact]], question: Question, today: date) -> list[Contact]:
    ordered = (contact for tier in tiers for contact in _urgent_first(_confirmed_first(tier, today), question))
    return list({contact.slug: contact for contact in ordered}.values())[:MOST_CONTACTS]


def _confirmed_first(tier: Sequence[Contact], today: date) -> Sequence[Contact]:
    return sorted(tier, key=lambda contact: not is_confirmed(contact, today))


def _urgent_first(tier: Sequence[Contact], question: Question) -> Sequence[Contact]:
    if not question.is_urgent:
        return tier
    return sorted(tier, key=lambda contact: contact.availability is not Availability.ALWAYS)


def _of_type(question: Question, visible: Mapping[str, Entry]) -> list[Contact]:
    """Return contacts of the kind of organisation that was asked; those who do the fewest other things first."""
    found = [
        contact
        for contact in _all_contacts(visible)
        if contact.organisation_type in question.organisation_types
        and (not question.sectors or set(contact.sectors) & set(question.sectors))
        and (not question.regions or not contact.regions or set(contact.regions) & set(question.regions))
    ]
    return sorted(found, key=lambda contact: (len(contact.sectors), contact.title))


def _all_contacts(visible: Mapping[str, Entry]) -> Iterator[Contact]:
    return (entry for entry in visible.values() if isinstance(entry, Contact))


def _named_by(entry: Entry, visible: Mapping[str, Entry]) -> Iterator[Contact]:
    return (found for slug in entry.contacts if isinstance(found := visible.get(slug), Contact))


def _of_network(network: Network, visible: Mapping[str, Entry]) -> list[Contact]:
    """Return the contacts of a network in the order of its file, its supplier first."""
    return sorted(_named_by(network, visible), key=lambda contact: contact.organisation != network.organisation)


def _supplies(contact: Contact) -> bool:
    return contact.organisation_type is OrganisationType.VITAL_PARTNER


def _is_safety_region(contact: Contact) -> bool:
    return contact.organisation_type is OrganisationType.SAFETY_REGION


def _roles(question: Question, examples: Sequence[Entry], visible: Mapping[str, Entry]) -> list[RoleDescription]:
    themes: Iterable[Theme] = question.themes or (theme for entry in examples[:1] for theme in entry.themes)
    by_theme = {entry.themes[0]: entry for entry in visible.values() if isinstance(entry, RoleDescription)}
    return [by_theme[theme] for theme in themes if theme in by_theme][:MOST_ROLES]
