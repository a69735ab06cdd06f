"""A copy for when the net does not work, as a browser and a folder on a stick read it: whose, from when, until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from kennisplatform.accounts.directory import Account
from kennisplatform.contacts.calling.call_order import Step
from kennisplatform.contacts.downloads.offline_copy import CopiedEntry, OfflineCopy
from kennisplatform.dutch_text import dutch_date, dutch_moment
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.entries.contact_data import telephone
from kennisplatform.vocabulary import Region, Sector

EVERYONE = "iedereen"
KEPT_FOR = timedelta(days=30)
"""How long a copy with what is for members stays on a device whose owner does not come back."""


@dataclass(frozen=True)
class CopyOwner:
    """Whose copy it is: a mark by which the browser knows it again, and what to say about it."""

    mark: str
    explanation: str


FOR_EVERYONE = CopyOwner(
    EVERYONE, "In deze kopie staat wat iedereen mag zien. Wat alleen leden mogen zien, staat er niet in."
)


def owner_of(account: Account | None) -> CopyOwner:
    """Return whose copy a visitor makes."""
    if account is None:
        return FOR_EVERYONE
    text = (
        f"Dit is de kopie van {account.name}. Er staat ook in wat alleen leden mogen zien. Geef dit niet aan anderen."
    )
    return CopyOwner(f"account-{account.id}", text)


def as_json(copy: OfflineCopy, owner: CopyOwner) -> dict[str, object]:
    """Return the copy as JSON can write it."""
    last_day = copy.made_at + KEPT_FOR if owner.mark != EVERYONE else None
    steps = _numbered(step for order in copy.orders.values() for step in order)
    return {
        "eigenaar": owner.mark,
        "uitleg": owner.explanation,
        "gemaakt": copy.made_at.isoformat(timespec="seconds"),
        "gemaaktInWoorden": dutch_moment(copy.made_at),
        "blijftTot": last_day.isoformat(timespec="seconds") if last_day else None,
        "blijftTotInWoorden": dutch_date(last_day.astimezone(DUTCH_TIME).date()) if last_day else None,
        "altijd": [_step(step) for step in copy.always],
        "stappen": [_step(step) for step in steps],
        "volgorde": {
            region.value: {
                spot.sector.value: [steps[step] for step in order]
                for spot, order in copy.orders.items()
                if spot.region is region
            }
            for region in Region
        },
        "vermeldingen": [_entry(entry) for entry in (*copy.contacts, *copy.networks, *copy.roles)],
        "sectoren": [sector.label for sector in Sector],
        "sectorNamen": {sector.value: sector.label for sector in Sector},
        "regios": [
            {"regio": row.region.value, "titel": row.region.label, "netwerken": row.cells} for row in copy.regions
        ],
        "betekenissen": {term.value: meaning for term, meaning in copy.meanings.items()},
        "zonderBetekenis": sorted(copy.empty_words),
    }


def _numbered(steps: Iterable[Step]) -> dict[Step, int]:
    """Return each step once with its number: the same ones come back in many regions."""
    numbers: dict[Step, int] = {}
    for step in steps:
        numbers.setdefault(step, len(numbers))
    return numbers


def _step(step: Step) -> dict[str, str]:
    line = step.line
    return {
        "naam": step.name,
        "nummer": telephone.dutch(line.number) if line else "",
        "url": (telephone.url(line.number) or "") if line else "",
        "wanneer": line.about if line else "nummer niet bekend",
        "waarvoor": step.reason,
    }


def _entry(entry: CopiedEntry) -> dict[str, object]:
    return {
        "soort": entry.kind.value,
        "slug": entry.slug,
        "titel": entry.title,
        "samenvatting": entry.summary,
        "regels": [{"label": line.label, "tekst": line.text, "url": line.url} for line in entry.lines],
        "tekst": [{"soort": block.kind.value, "tekst": block.text} for block in entry.text],
        "trefwoorden": entry.keywords,
        "termen": [term.value for term in entry.terms],
    }
