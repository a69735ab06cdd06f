"""Which networks supply a place: the one that names it, else those that have the rest of its region.

A network says per region which places it serves. Such a list may hold only what is known: that a place is not in it
proves nothing. Only `elders` says that a network has all of the region that no other one names, and it only counts
where each of the others names its places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kennisplatform.contacts.question.places import Place
from kennisplatform.entries.models import Contact, Entry, Network
from kennisplatform.search.dutch.analysis import forms
from kennisplatform.vocabulary import OrganisationType, Region, Sector

ELSEWHERE = "elders"
"""What stands among the places of a network that has the rest of a region."""


def suppliers_in(region: Region, networks: Iterable[Network], places: Sequence[Place] = ()) -> tuple[Network, ...]:
    """Return the networks that supply these places in a region; all that may, where none says so.

    Without a town or municipality of the region among the places, all its networks may.
    """
    there = tuple(network for network in networks if region in network.regions)
    towns = [place for place in places if region in place.regions and not place.is_area]
    if not towns:
        return there
    return tuple(dict.fromkeys(network for town in towns for network in _suppliers_of(town, region, there)))


def companies_in(
    sector: Sector, region: Region, visible: Mapping[str, Entry], places: Sequence[Place] = ()
) -> tuple[Contact, ...]:
    """Return the contacts of the companies that may supply these places in a region, of the widest network first."""
    networks = suppliers_in(region, networks_of(sector, visible), places)
    found = (company for network in networks if (company := supplier_of(network, visible)))
    return tuple({company.slug: company for company in found}.values())


def national_companies(sector: Sector, visible: Mapping[str, Entry]) -> tuple[Contact, ...]:
    """Return the companies of a sector that no network divides into areas: any of them may supply anywhere."""
    if any(network.regions for network in networks_of(sector, visible)):
        return ()
    return companies_behind(sector, visible)


def companies_behind(sector: Sector, visible: Mapping[str, Entry]) -> tuple[Contact, ...]:
    """Return the companies of the national network of a sector, which may stand behind those that supply."""
    networks = (network for network in networks_of(sector, visible) if not network.regions)
    found = (contact for network in networks for contact in contacts_of(network, visible))
    return tuple(contact for contact in found if contact.organisation_type is OrganisationType.VITAL_PARTNER)


def networks_of(sector: Sector, visible: Mapping[str, Entry]) -> list[Network]:
    """Return the networks of a sector, the widest first."""
    found = (entry for entry in visible.values() if isinstance(entry, Network) and entry.sector is sector)
    return sorted(found, key=lambda network: (-len(network.regions), network.slug))


def supplier_of(network: Network, visible: Mapping[str, Entry]) -> Contact | None:
    """Return the contact of the company that supplies, None for a network without one that may be seen."""
    return next((c for c in contacts_of(network, visible) if c.organisation == network.organisation), None)


def contacts_of(network: Network, visible: Mapping[str, Entry]) -> Iterator[Contact]:
    """Yield the contacts that a network names, in its order."""
    return (entry for slug in network.contacts if isinstance(entry := visible.get(slug), Contact))


def safety_regions(regions: Iterable[Region], visible: Mapping[str, Entry]) -> tuple[Contact, ...]:
    """Return the contacts of these safety regions themselves."""
    asked = set(regions)
    found = (entry for entry in visible.values() if isinstance(entry, Contact) and asked & set(entry.regions))
    return tuple(contact for contact in found if contact.organisation_type is OrganisationType.SAFETY_REGION)


def named_places(network: Network, region: Region) -> tuple[str, ...]:
    """Return the places in a region that a network names as its own."""
    named = (place for area in network.areas if area.region is region for place in area.places)
    return tuple(name for name in named if name != ELSEWHERE)


def places_named_by(networks: Iterable[Network]) -> Iterator[tuple[str, Region]]:
    """Yield each place that networks name, with its region."""
    for network in networks:
        for area in network.areas:
            yield from ((name, area.region) for name in named_places(network, area.region))


def _suppliers_of(town: Place, region: Region, there: tuple[Network, ...]) -> tuple[Network, ...]:
    naming = tuple(network for network in there if any(_is_called(town, n) for n in named_places(network, region)))
    rest = tuple(network for network in there if has_the_rest(network, region))
    are_others_told = all(network in rest or named_places(network, region) for network in there)
    return naming or (rest if are_others_told else ()) or there


def has_the_rest(network: Network, region: Region) -> bool:
    """Tell whether a network says that it has all of a region that no other one names."""
    return any(area.region is region and ELSEWHERE in area.places for area in network.areas)


def _is_called(town: Place, name: str) -> bool:
    """Tell whether a name means this town; `Eelde-Paterswolde` is both of these."""
    return not town.names.isdisjoint({forms(name), *map(forms, name.split("-"))})
