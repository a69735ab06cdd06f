"""What a question to the desk is about: sectors, themes, places, organisations, and what is left of its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kennisplatform.contacts.desk_words import DeskWords
from kennisplatform.contacts.places import Gazetteer, Place
from kennisplatform.entries.models import Contact
from kennisplatform.search.analysis import QUESTION_WORDS, STOP_WORDS, forms
from kennisplatform.search.compounds import Compounds
from kennisplatform.vocabulary import OrganisationType, Region, Sector, Theme

LONGEST_TEXT = 500
"""Characters of a question that count."""
MOST_WORDS = 40
GENERAL_NAMES = frozenset({"nederland", "transport", "services"})
"""Words in names of organisations that name none of them."""
LONGEST_NAME = 6
"""Words of the name of an organisation."""


@dataclass(frozen=True)
class Question:
    """A question as it was understood. What was chosen in the form counts as said."""

    text: str = ""
    sectors: tuple[Sector, ...] = ()
    themes: tuple[Theme, ...] = ()
    regions: tuple[Region, ...] = ()
    places: tuple[Place, ...] = ()
    organisation_types: tuple[OrganisationType, ...] = ()
    named: tuple[Contact, ...] = ()
    """Contacts whose organisation is named, in the order of the question."""
    is_urgent: bool = False
    rest: str = ""
    """What to search for: the words that are neither a place nor a way of asking."""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was asked."""
        return not (self.text or self.sectors or self.themes or self.regions)


@dataclass(frozen=True)
class Chosen:
    """What was chosen beside the text."""

    sectors: frozenset[Sector] = frozenset()
    regions: frozenset[Region] = frozenset()
    themes: frozenset[Theme] = frozenset()


@dataclass(frozen=True)
class Knowledge:
    """All by which a question is understood: only contacts that the viewer may see."""

    words: DeskWords
    gazetteer: Gazetteer
    contacts: Mapping[tuple[str, ...], Contact] = field(default_factory=dict)
    """Contacts by each run of folded words that names their organisation (`names_of`)."""
    compounds: Compounds = field(default_factory=lambda: Compounds(lambda _: False))


def names_of(contacts: Iterable[Contact], words: DeskWords, gazetteer: Gazetteer) -> dict[tuple[str, ...], Contact]:
    """Return by which words each contact is named: its organisation whole, and each word that no other one has.

    A word that is a place or means a subject names nobody: `water` is not Brabant Water. A safety region goes by its
    whole name only, since its words are those of the area.
    """
    names: dict[tuple[str, ...], Contact] = {}
    by_word: dict[str, list[Contact]] = {}
    means_more = GENERAL_NAMES | {words[0] for found in words.meanings.values() for words in found if len(words) == 1}
    for contact in contacts:
        whole, _, aside = contact.organisation.partition("(")
        names.setdefault(forms(whole), contact)
        if contact.organisation_type is not OrganisationType.SAFETY_REGION:
            for word in {*forms(whole), *forms(aside)} - STOP_WORDS - means_more:
                by_word.setdefault(word, []).append(contact)
    for word, found in by_word.items():
        if len(found) == 1 and len(word) > 2 and word.isalpha() and (word,) not in gazetteer.places:
            names.setdefault((word,), found[0])
    return names


def understand(text: str, chosen: Chosen, knowledge: Knowledge) -> Question:
    """Read a question. Any text is allowed; what means nothing here is left to the search."""
    text = " ".join(text[:LONGEST_TEXT].split())
    typed = forms(text)[:MOST_WORDS]
    named, places, others = _named(typed, knowledge)
    asked = [word for word in others if word not in STOP_WORDS and word not in QUESTION_WORDS]
    words, compounds = knowledge.words, knowledge.compounds
    sectors = words.terms(Sector, asked, compounds)
    themes = words.terms(Theme, asked, compounds)
    if not places:
        mistyped = {word: knowledge.gazetteer.near(word) for word in asked if not compounds.is_word(word)}
        places = tuple(place for place in mistyped.values() if place)
        asked = [word for word in asked if not mistyped.get(word)]
    regions = dict.fromkeys(region for place in places for region in place.regions)
    regions |= dict.fromkeys(region for one in named if _is_safety_region(one) for region in one.regions)
    return Question(
        text=text,
        sectors=tuple(sector for sector in Sector if sector in sectors or sector in chosen.sectors),
        themes=tuple(theme for theme in Theme if theme in themes or theme in chosen.themes),
        regions=tuple(region for region in Region if region in chosen.regions) or tuple(regions),
        places=places,
        organisation_types=words.terms(OrganisationType, asked, compounds),
        named=named,
        is_urgent=words.is_urgent(typed),
        rest=" ".join(asked),
    )


def _named(typed: tuple[str, ...], knowledge: Knowledge) -> tuple[tuple[Contact, ...], tuple[Place, ...], list[str]]:
    """Split the words into organisations, places and others; the longest name at each place counts."""
    named: dict[str, Contact] = {}
    places: dict[Place, None] = {}
    others: list[str] = []
    start = 0
    while start < len(typed):
        contact, contact_length = _contact_at(typed[start:], knowledge)
        place, place_length = knowledge.gazetteer.at_start_of(typed[start:]) or (None, 0)
        if contact and contact_length >= place_length:
            named[contact.slug] = contact
            others += typed[start : start + contact_length]
            start += contact_length
        elif place:
            places[place] = None
            start += place_length
        else:
            others.append(typed[start])
            start += 1
    return tuple(named.values()), tuple(places), others


def _contact_at(typed: tuple[str, ...], knowledge: Knowledge) -> tuple[Contact | None, int]:
    for length in range(min(len(typed), LONGEST_NAME), 0, -1):
        if contact := knowledge.contacts.get(typed[:length]):
            return contact, length
    return None, 0


def _is_safety_region(contact: Contact) -> bool:
    return contact.organisation_type is OrganisationType.SAFETY_REGION
