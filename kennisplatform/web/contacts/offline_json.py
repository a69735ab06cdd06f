"""A copy for when the net does not work, as a browser and a folder on a stick read it: whose it is, and from when."""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.accounts.directory import Account
from kennisplatform.contacts.take_along.offline_copy import CopiedEntry, OfflineCopy
from kennisplatform.dutch_text import dutch_moment
from kennisplatform.vocabulary import Sector

EVERYONE = "iedereen"


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
    return {
        "eigenaar": owner.mark,
        "uitleg": owner.explanation,
        "gemaakt": copy.made_at.isoformat(timespec="seconds"),
        "gemaaktInWoorden": dutch_moment(copy.made_at),
        "vermeldingen": [_entry(entry) for entry in (*copy.contacts, *copy.networks, *copy.roles)],
        "sectoren": [sector.label for sector in Sector],
        "regios": [
            {"regio": row.region.value, "titel": row.region.label, "netwerken": row.cells} for row in copy.regions
        ],
        "betekenissen": {term.value: meaning for term, meaning in copy.meanings.items()},
        "zonderBetekenis": sorted(copy.empty_words),
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
