"""What a question to the desk is about: sectors, themes, places, organisations, and what is left of its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kennisplatform.contacts.question.desk_words import DeskWords
from kennisplatform.contacts.question.places import Gazetteer, Place, nearest
from kennisplatform.entries.models import Contact
from kennisplatform.search.dutch.analysis import QUESTION_WORDS, STOP_WORDS, forms, words
from kennisplatform.search.dutch.compounds import Compounds, general_dutch
from kennisplatform.vocabulary import OrganisationType, Region, Sector, Theme

LONGEST_TEXT = 500
"""Characters of a question that count."""
MOST_WORDS = 40
GENERAL_NAMES = frozenset({"nederland", "transport", "services"})
"""Words in names of organisations that name none of them."""
LONGEST_NAME = 6
"""Words of the name of an organisation."""
BEFORE_A_PLACE = frozenset({"in", "te", "bij", "uit", "rond", "rondom", "om", "nabij", "gemeente", "regio", "plaats"})
EVERYDAY = 200
"""How often general Dutch has a word that is more than the name of a place: Best, Echt, Houten, Leiden."""
AREAS = frozenset({OrganisationType.SAFETY_REGION})
"""Organisations whose name is that of an area, which is then asked about as well."""


@dataclass(frozen=True)
class Question:
    """A question as it was understood. What was chosen in the form replaces what the text says of it."""

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
    """What was chosen beside the text; whoever chooses corrects what was understood."""

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


def names_of(contacts: Iterable[Contact], said: DeskWords, gazetteer: Gazetteer) -> dict[tuple[str, ...], Contact]:
    """Return by which words each contact is named: its organisation whole, and each word that no other one has.

    A word that is a place or means a subject names nobody: `water` is not Brabant Water. A safety region goes by its
    whole name only, since its words are those of the area.
    """
    names: dict[tuple[str, ...], Contact] = {}
    by_word: dict[str, list[Contact]] = {}
    means_more = GENERAL_NAMES | {one[0] for found in said.meanings.values() for one in found if len(one) == 1}
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
    typed = tuple(_typed(text))[:MOST_WORDS]
    named, places, others = _named(typed, knowledge)
    asked = [word for word in others if word not in STOP_WORDS and word not in QUESTION_WORDS]
    if not (places and named):
        near_places, near_named, asked = _mistyped(asked, knowledge)
        places, named = places or near_places, named or near_named
    about = asked + [word for contact in named for word in forms(contact.organisation)]
    said, compounds = knowledge.words, knowledge.compounds
    sectors = said.terms(Sector, asked, compounds)
    themes = said.terms(Theme, asked, compounds)
    regions = {region for place in places for region in place.regions}
    regions |= {region for one in named if one.organisation_type in AREAS for region in one.regions}
    return Question(
        text=text,
        sectors=tuple(sector for sector in Sector if sector in (chosen.sectors or sectors)),
        themes=tuple(theme for theme in Theme if theme in (chosen.themes or themes)),
        regions=tuple(region for region in Region if region in (chosen.regions or regions)),
        places=places,
        organisation_types=said.terms(OrganisationType, asked, compounds),
        named=named,
        is_urgent=said.is_urgent([word.form for word in typed]),
        rest=" ".join(about),
    )


@dataclass(frozen=True)
class _Typed:
    """A word of the question: folded, and whether it can be a place although it is an everyday word as well."""

    form: str
    may_be_place: bool


def _typed(text: str) -> Iterator[_Typed]:
    """Yield the words. `best` is a place only as `Best`, after `in` or `te`, as the last or the only word."""
    found = list(words(text))
    for number, (start, end, form, _) in enumerate(found):
        before = found[number - 1][2] if number else ""
        is_name = text[start].isupper() or before in BEFORE_A_PLACE
        is_last = number > 0 and end >= len(text.rstrip(" ?!.")) and before not in STOP_WORDS
        yield _Typed(form, is_name or is_last or len(found) == 1)


def _named(typed: tuple[_Typed, ...], knowledge: Knowledge) -> tuple[tuple[Contact, ...], tuple[Place, ...], list[str]]:
    """Split the words into organisations, places and others; the longest name at each word counts."""
    named: dict[str, Contact] = {}
    places: dict[Place, None] = {}
    others: list[str] = []
    start = 0
    while start < len(typed):
        rest = tuple(word.form for word in typed[start:])
        contact, contact_length = _contact_at(rest, knowledge)
        place, place_length = knowledge.gazetteer.at_start_of(rest) or (None, 0)
        if place_length == 1 and _is_everyday(rest[0]) and not typed[start].may_be_place:
            place, place_length = None, 0
        if contact and contact_length >= place_length:
            named[contact.slug] = contact
            start += contact_length
        elif place:
            places[place] = None
            start += place_length
        else:
            others.append(rest[0])
            start += 1
    return tuple(named.values()), tuple(places), others


def _is_everyday(form: str) -> bool:
    return form in STOP_WORDS or general_dutch().get(form, 0) >= EVERYDAY


def _contact_at(typed: tuple[str, ...], knowledge: Knowledge) -> tuple[Contact | None, int]:
    for length in range(min(len(typed), LONGEST_NAME), 0, -1):
        if contact := knowledge.contacts.get(typed[:length]):
            return contact, length
    return None, 0


def _mistyped(asked: list[str], knowledge: Knowledge) -> tuple[tuple[Place, ...], tuple[Contact, ...], list[str]]:
    """Recognise places and organisations with a typing error in them; a word that exists is left alone."""
    places: list[Place] = []
    named: list[Contact] = []
    others: list[str] = []
    for word in asked:
        if knowledge.compounds.is_word(word):
            others.append(word)
        elif place := knowledge.gazetteer.near(word):
            places.append(place)
        elif contact := nearest(word, knowledge.contacts):
            named.append(contact)
        else:
            others.append(word)
    return tuple(places), tuple(named), others
