"""Organisations as the contacts name them: who can be reached there, its networks, and the entries that name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kennisplatform import clean_text
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Contact, Entry, Network

NAMELESS = "zonder-naam"
"""The slug of a name without letters or digits."""


@dataclass(frozen=True)
class Organisation:
    """An organisation and what belongs to it, each in the order of the entries that were given."""

    slug: str
    name: str
    contacts: tuple[Contact, ...]
    networks: tuple[Network, ...]
    """Networks that it supplies, that name it as lead partner, or that name one of its contacts."""
    entries: tuple[MenuCardEntry, ...]
    """Menu-card entries in which it took part, or that name one of its contacts."""


def slug_of(name: str) -> str:
    """Return the slug of an organisation's name; what stands in brackets does not count: `IFV (sinds 2022 NIPV)`."""
    return clean_text.slug_of(name.partition("(")[0]) or clean_text.slug_of(name) or NAMELESS


def find(slug: str, visible: Mapping[str, Entry]) -> Organisation | None:
    """Return the organisation of the contacts whose name has this slug, with only what is visible; None without any."""
    contacts = tuple(e for e in visible.values() if isinstance(e, Contact) and slug_of(e.organisation) == slug)
    if not contacts:
        return None
    known = {contact.slug for contact in contacts}
    networks = (entry for entry in visible.values() if isinstance(entry, Network))
    examples = (entry for entry in visible.values() if isinstance(entry, MenuCardEntry))
    return Organisation(
        slug,
        contacts[0].organisation,
        contacts,
        tuple(network for network in networks if known & set(network.contacts) or slug in _partners(network)),
        tuple(entry for entry in examples if known & set(entry.contacts) or slug in _slugs(entry.organisations)),
    )


def _partners(network: Network) -> set[str]:
    named = (network.organisation, network.lead_partner_government, network.lead_partner_companies)
    return _slugs(name for name in named if name)


def _slugs(names: Iterable[str]) -> set[str]:
    return set(map(slug_of, names))
