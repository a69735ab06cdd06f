"""The one answer to "may this viewer see this entry?".

An entry has audiences, a viewer belongs to audiences; who shares one with the entry may see it. Because the rule is a
set of words, the search index holds the audiences of each entry and applies exactly this rule inside the query.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from kennisplatform.entries.models import Contact, Entry
from kennisplatform.vocabulary import Status, Visibility

EntryType = TypeVar("EntryType", bound=Entry)

EVERYONE = "iedereen"
MEMBERS = "leden"
CURATORS = "curatoren"


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks: what they are a member of. The default is a visitor who did not log in."""

    is_member: bool = False
    is_curator: bool = False
    networks: frozenset[str] = frozenset()

    @cached_property
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


def may_take_along(viewer: Viewer, entry: Entry) -> bool:
    """Tell whether this viewer may take an entry along, in a file or on paper: only what is published.

    Who reads it later cannot ask whether a concept was finished, or whether something was archived.
    """
    return entry.status is Status.PUBLISHED and may_see(viewer, entry)


def may_see_details(viewer: Viewer, contact: Contact) -> bool:
    """Tell whether this viewer may see the telephone numbers and the e-mail address of a contact.

    Members may, of every contact that they may see. Others only when its file says in so many words that it is public:
    a file that says nothing about who may see it is public as well, but nobody decided that for the number.
    """
    is_said_to_be_public = "visibility" in contact.model_fields_set and contact.visibility is Visibility.PUBLIC
    is_member = MEMBERS in viewer.audiences
    return may_see(viewer, contact) and (is_member or is_said_to_be_public)


def details_are_for(contact: Contact) -> Visibility:
    """Tell for whom the telephone number and the e-mail address of a contact are, once it is published."""
    published = contact.model_copy(update={"status": Status.PUBLISHED})
    if may_see_details(ANONYMOUS, published):
        return Visibility.PUBLIC
    return Visibility.MEMBERS if may_see_details(Viewer(is_member=True), published) else Visibility.NETWORK


def may_see_person(viewer: Viewer, contact: Contact) -> bool:
    """Tell whether this viewer may see the name of a person with a contact: members only, whatever its file says."""
    return may_see(viewer, contact) and MEMBERS in viewer.audiences


def as_seen_by(viewer: Viewer, entry: EntryType) -> EntryType:
    """Return what this viewer may see of an entry that they may see: a contact perhaps without its details."""
    if isinstance(entry, Contact) and not may_see_details(viewer, entry):
        return entry.model_copy(update={"telephone": None, "email": None, "other_numbers": ()})
    return entry


def _network_audience(slug: str) -> str:
    return f"netwerk:{slug}"
