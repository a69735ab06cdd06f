"""The one answer to "may this viewer see this entry?".

An entry has audiences, a viewer belongs to audiences; who shares one with the entry may see it. Because the rule is a
set of words, the search index holds the audiences of each entry and applies exactly this rule inside the query.
"""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.entries.models import Entry
from kennisplatform.vocabulary import Status, Visibility

EVERYONE = "iedereen"
MEMBERS = "leden"
CURATORS = "curatoren"


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks: what they are a member of. The default is a visitor who did not log in."""

    is_member: bool = False
    is_curator: bool = False
    networks: frozenset[str] = frozenset()

    @property
    def audiences(self) -> frozenset[str]:
        """The audiences to which the viewer belongs."""
        found = {EVERYONE}
        if self.is_member or self.is_curator:
            found |= {MEMBERS, *map(_network_audience, self.networks)}
        if self.is_curator:
            found.add(CURATORS)
        return frozenset(found)


ANONYMOUS = Viewer()


def audiences(entry: Entry) -> frozenset[str]:
    """Return the audiences for which an entry is meant: curators always, others only once it is published."""
    if entry.status is not Status.PUBLISHED:
        return frozenset({CURATORS})
    match entry.visibility:
        case Visibility.PUBLIC:
            return frozenset({CURATORS, EVERYONE})
        case Visibility.MEMBERS:
            return frozenset({CURATORS, MEMBERS})
        case Visibility.NETWORK:
            return frozenset({CURATORS, *map(_network_audience, entry.networks)})


def may_see(viewer: Viewer, entry: Entry) -> bool:
    """Tell whether this viewer may know that this entry exists."""
    return not viewer.audiences.isdisjoint(audiences(entry))


def _network_audience(slug: str) -> str:
    return f"netwerk:{slug}"
