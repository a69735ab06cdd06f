"""The phone card of a safety region and a sector: whom to call, on one sheet for beside the telephone.

It holds whom the desk answers with, as far as the viewer may take them along.
"""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.contacts.calling.call_order import Step
from kennisplatform.contacts.question.answer import FALLBACK, Answer
from kennisplatform.entries.models import Contact, Network
from kennisplatform.permissions import Viewer, may_take_along
from kennisplatform.vocabulary import OrganisationType

COMPANIES = "Bedrijven"
SAFETY_REGION = "Veiligheidsregio"
OTHERS = "Rijk en andere partners"
WIDELY = 11
"""How many contacts have room for a line each for who they are, what they do, and their address."""


@dataclass(frozen=True)
class PhoneCard:
    """What stands on the sheet: whom to call and in which order, who else there is, and what always answers.

    `groups` are the other contacts by who they are, each in the order of the answer.
    """

    networks: tuple[Network, ...]
    national: tuple[Network, ...]
    order: tuple[Step, ...]
    groups: tuple[tuple[str, tuple[Contact, ...]], ...]
    always: tuple[Step, ...]

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """All contacts on it but those that always answer."""
        in_order = (step.contact for step in self.order if step.contact)
        return (*in_order, *(contact for _, contacts in self.groups for contact in contacts))

    @property
    def is_full(self) -> bool:
        """Tell whether it must be printed closely to stay on one sheet."""
        return len(self.contacts) + len(self.always) > WIDELY


def phone_card(answer: Answer, viewer: Viewer) -> PhoneCard:
    """Make the card of what the desk answers this viewer about one region and one sector."""
    order, always = (
        tuple(step for step in steps if step.contact is None or may_take_along(viewer, step.contact))
        for steps in (answer.order, answer.always)
    )
    in_order = {step.contact.slug for step in order if step.contact}
    always = tuple(step for step in always if step.contact is None or step.contact.slug not in in_order)
    told = in_order | {step.contact.slug for step in always if step.contact}
    found: dict[str, list[Contact]] = {COMPANIES: [], SAFETY_REGION: [], OTHERS: []}
    for contact in answer.contacts:
        if contact.slug not in told and contact.slug != FALLBACK and may_take_along(viewer, contact):
            found[_group_of(contact)].append(contact)
    networks = [network for network in answer.networks if may_take_along(viewer, network)]
    return PhoneCard(
        tuple(network for network in networks if network.regions),
        tuple(network for network in networks if not network.regions),
        order,
        tuple((label, tuple(contacts)) for label, contacts in found.items() if contacts),
        always,
    )


def _group_of(contact: Contact) -> str:
    match contact.organisation_type:
        case OrganisationType.VITAL_PARTNER:
            return COMPANIES
        case OrganisationType.SAFETY_REGION:
            return SAFETY_REGION
    return OTHERS
