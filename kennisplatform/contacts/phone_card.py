"""The phone card of a safety region and a sector: whom to call, on one sheet for beside the telephone.

It is made of an answer of the desk, so it holds the same people, as the viewer may see them.
"""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.contacts.answer import FALLBACK, Answer
from kennisplatform.entries.models import Contact, Network
from kennisplatform.vocabulary import OrganisationType

COMPANIES = "Bedrijven"
SAFETY_REGION = "Veiligheidsregio"
OTHERS = "Rijk en andere partners"
WIDELY = 8
"""How many contacts have room for a line each for who they are, what they do, and their address."""


@dataclass(frozen=True)
class PhoneCard:
    """What stands on the sheet: `groups` are the contacts by who they are, each in the order of the answer."""

    networks: tuple[Network, ...]
    national: tuple[Network, ...]
    groups: tuple[tuple[str, tuple[Contact, ...]], ...]
    desk: Contact | None

    @property
    def is_full(self) -> bool:
        """Tell whether it must be printed closely to stay on one sheet."""
        return sum(len(contacts) for _, contacts in self.groups) > WIDELY


def phone_card(answer: Answer) -> PhoneCard:
    """Make the card of what the desk answers about one region and one sector."""
    found: dict[str, list[Contact]] = {COMPANIES: [], SAFETY_REGION: [], OTHERS: []}
    for contact in answer.contacts:
        if contact.slug != FALLBACK:
            found[_group_of(contact)].append(contact)
    return PhoneCard(
        tuple(network for network in answer.networks if network.regions),
        tuple(network for network in answer.networks if not network.regions),
        tuple((label, tuple(contacts)) for label, contacts in found.items() if contacts),
        answer.fallback,
    )


def _group_of(contact: Contact) -> str:
    match contact.organisation_type:
        case OrganisationType.VITAL_PARTNER:
            return COMPANIES
        case OrganisationType.SAFETY_REGION:
            return SAFETY_REGION
    return OTHERS
