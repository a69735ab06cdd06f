"""Where nobody can be reached at night: sectors in regions without such a number of a company or the safety region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kennisplatform.contacts.calling.call_order import Spot
from kennisplatform.contacts.calling.lines import lines_of
from kennisplatform.contacts.supply import companies_in, national_companies, safety_regions
from kennisplatform.entries.models import Contact, Entry
from kennisplatform.vocabulary import Region, Sector


@dataclass(frozen=True)
class Gap:
    """A sector in a region where no number works at any hour, and whose number would close the gap."""

    spot: Spot
    lacking: tuple[Contact, ...]


def gaps(visible: Mapping[str, Entry]) -> tuple[Gap, ...]:
    """Return the gaps, by sector and then by region; oil has no companies, so there only the region counts."""
    found = []
    for sector in Sector:
        national = national_companies(sector, visible)
        for region in Region:
            companies = companies_in(sector, region, visible) or national
            contacts = (*companies, *safety_regions((region,), visible))
            if not any(line.is_for_any_hour for contact in contacts for line in lines_of(contact)):
                found.append(Gap(Spot(sector, region), contacts))
    return tuple(found)


def most_wanted(found: tuple[Gap, ...]) -> list[tuple[Contact, int]]:
    """Return whose number would close how many gaps, the most first."""
    counts: dict[str, int] = {}
    contacts: dict[str, Contact] = {}
    for gap in found:
        for contact in gap.lacking:
            contacts[contact.slug] = contact
            counts[contact.slug] = counts.get(contact.slug, 0) + 1
    ordered = sorted(counts, key=lambda slug: (-counts[slug], contacts[slug].organisation.casefold()))
    return [(contacts[slug], counts[slug]) for slug in ordered]
