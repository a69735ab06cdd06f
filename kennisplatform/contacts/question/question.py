"""What a question to the desk is about: sectors, themes, places, organisations, and what is left of its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kennisplatform.clean_text import clean
from kennisplatform.contacts.question.desk_words import Asked, DeskWords
from kennisplatform.contacts.question.names import is_everyday, is_loose
from kennisplatform.contacts.question.places import Gazetteer, Place, nearest
from kennisplatform.entries.models import Contact
from kennisplatform.search.dutch.analysis import QUESTION_WORDS, STOP_WORDS, forms, words
from kennisplatform.search.dutch.compounds import Compounds
from kennisplatform.vocabulary import OrganisationType, Region, Sector, Theme

LONGEST_TEXT = 500
"""Characters of a question that count."""
MOST_WORDS = 40
LONGEST_NAME = 6
"""Words of the name of an organisation."""
BEFORE_ANOTHER_NAME = frozenset({"nieuw", "nieuwe", "oud", "oude", "klein", "kleine", "groot", "grote", "sint", "st"})
"""Words that make another name of a place: Nieuw-Amsterdam is not in Amsterdam."""
BEFORE_A_PLACE = frozenset({"in", "te", "bij", "uit", "rond", "rondom", "om", "nabij", "gemeente", "regio", "plaats"})
AREAS = frozenset({OrganisationType.SAFETY_REGION})
"""Organisations whose name is that of an area, which is then asked about as well."""


@dataclass(frozen=True)
class Guess:
    """A folded word of a question, and the place or organisation that it may mean."""

    word: str
    name: str


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
    is_of_customer: bool = False
    """About an account, a bill or a complaint."""
    rest: str = ""
    """What to search for: the words that are neither a place nor a way of asking."""
    without_places: str = ""
    """The text as it was typed, without the places that it names."""
    guessed: tuple[Guess, ...] = ()
    """What may have been meant with a word, but is not certain."""
    unknown: tuple[str, ...] = ()
    """Words that are no Dutch and name nothing: perhaps a place or an organisation that is not known here."""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was asked."""
        return not (self.text or self.sectors or self.themes or self.regions)

    def corrected(self, guess: Guess) -> str:
        """Return the text with the name that was guessed in it."""
        for start, end, form, _ in words(self.text):
            if form == guess.word:
                return f"{self.text[:start]}{guess.name}{self.text[end:]}"
        return self.text


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
    """Contacts by each run of folded words that names their organisation (see `names`)."""
    compounds: Compounds = field(default_factory=lambda: Compounds(lambda _: False))


def understand(text: str, chosen: Chosen, knowledge: Knowledge) -> Question:
    """Read a question. Any text is allowed; what means nothing here is left to the search."""
    text = " ".join(clean(text[:LONGEST_TEXT]).split())
    typed = tuple(_typed(text))[:MOST_WORDS]
    names = _named(typed, knowledge)
    near = _mistyped([word for word in names.others if word not in STOP_WORDS | QUESTION_WORDS], knowledge)
    places, named, words = names.places or near.places, names.contacts or near.contacts, near.others
    about = words + [word for contact in named for word in forms(contact.organisation)]
    said, asked = knowledge.words, Asked(words, knowledge.compounds)
    sectors, themes = said.terms(Sector, asked), said.terms(Theme, asked)
    regions = {region for place in places for region in place.regions}
    regions |= {region for one in named if one.organisation_type in AREAS for region in one.regions}
    return Question(
        text=text,
        sectors=tuple(sector for sector in Sector if sector in (chosen.sectors or sectors)),
        themes=tuple(theme for theme in Theme if theme in (chosen.themes or themes)),
        regions=tuple(region for region in Region if region in (chosen.regions or regions)),
        places=places,
        organisation_types=said.terms(OrganisationType, asked),
        named=named,
        is_urgent=said.is_urgent([word.form for word in typed]),
        is_of_customer=said.is_of_customer(asked),
        rest=" ".join(about),
        without_places=_without(text, names.spans),
        guessed=(*names.guessed, *near.guessed),
        unknown=tuple(word for word in words if not (word.isdigit() or knowledge.compounds.is_word(word))),
    )


@dataclass(frozen=True)
class _Typed:
    """A word of the question: folded, and whether it can be a place although it is an everyday word as well."""

    form: str
    may_be_place: bool
    start: int
    end: int


def _typed(text: str) -> Iterator[_Typed]:
    """Yield the words. `best` is a place only as `Best`, after `in` or `te`, as the last or the only word."""
    found = list(words(text))
    for number, (start, end, form, _) in enumerate(found):
        before = found[number - 1][2] if number else ""
        is_name = text[start].isupper() or before in BEFORE_A_PLACE
        is_last = number > 0 and end >= len(text.rstrip(" ?!.")) and before not in STOP_WORDS
        yield _Typed(form, is_name or is_last or len(found) == 1, start, end)


@dataclass(frozen=True)
class _Names:
    """What is named in a question, the words that name nothing, and which names are only a guess."""

    contacts: tuple[Contact, ...]
    places: tuple[Place, ...]
    others: list[str]
    guessed: list[Guess]
    spans: tuple[tuple[int, int], ...] = ()
    """Where the places stand in the text."""


def _named(typed: tuple[_Typed, ...], knowledge: Knowledge) -> _Names:
    """Split the words into organisations, places and others; the longest name at each word counts."""
    named: dict[str, Contact] = {}
    places: dict[Place, None] = {}
    others: list[str] = []
    loose: list[Guess] = []
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(typed):
        rest = tuple(word.form for word in typed[start:])
        contact, contact_length = _contact_at(rest, knowledge)
        place, place_length = knowledge.gazetteer.at_start_of(rest) or (None, 0)
        is_no_name = place_length == 1 and is_everyday(rest[0]) and not typed[start].may_be_place
        if is_no_name or (others[-1:] == [typed[start - 1].form] and others[-1] in BEFORE_ANOTHER_NAME):
            place, place_length = None, 0
        if contact and contact_length >= place_length:
            named[contact.slug] = contact
            if is_loose(rest[:contact_length], contact):
                loose.append(Guess(rest[0], contact.organisation))
            start += contact_length
        elif place:
            places[place] = None
            first = start - 1 if others and typed[start - 1].form in BEFORE_A_PLACE else start
            spans.append((typed[first].start, typed[start + place_length - 1].end))
            start += place_length
        else:
            others.append(rest[0])
            start += 1
    return _Names(tuple(named.values()), tuple(places), others, loose, tuple(spans))


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split())


def _contact_at(typed: tuple[str, ...], knowledge: Knowledge) -> tuple[Contact | None, int]:
    for length in range(min(len(typed), LONGEST_NAME), 0, -1):
        if contact := knowledge.contacts.get(typed[:length]):
            return contact, length
    return None, 0


def _mistyped(asked: list[str], knowledge: Knowledge) -> _Names:
    """Recognise names with a typing error in them; a word that exists is left alone, one of a subject is put right."""
    places: list[Place] = []
    named: list[Contact] = []
    others: list[str] = []
    guessed: list[Guess] = []
    for word in asked:
        if knowledge.compounds.is_word(word):
            others.append(word)
        elif place := knowledge.gazetteer.near(word):
            places.append(place)
            guessed.append(Guess(word, place.name))
        elif contact := nearest(word, knowledge.contacts):
            named.append(contact)
            guessed.append(Guess(word, contact.organisation))
        else:
            others.append(nearest(word, knowledge.words.single) or word)
    return _Names(tuple(named), tuple(places), others, guessed)
