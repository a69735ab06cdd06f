"""By which words a question names organisations: their name of today, one that they had, or a word of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kennisplatform.contacts.question.desk_words import DeskWords
from kennisplatform.contacts.question.places import Gazetteer, Name
from kennisplatform.entries.models import Contact
from kennisplatform.search.dutch.analysis import STOP_WORDS, forms
from kennisplatform.search.dutch.compounds import general_dutch
from kennisplatform.vocabulary import OrganisationType

GENERAL_NAMES = frozenset({"nederland", "transport", "services"})
"""Words in names of organisations that name none of them."""
EVERYDAY = 200
"""How often general Dutch has a word that is more than a name: Best, Echt, Houten, Leiden."""


def names_of(contacts: Sequence[Contact], said: DeskWords, gazetteer: Gazetteer) -> dict[Name, Contact]:
    """Return by which words each contact is named: its organisation whole, and each word that no other one has.

    A word that is a place or means a subject names nobody: `water` is not Brabant Water. A safety region goes by its
    whole name only, since its words are those of the area.
    """
    names: dict[Name, Contact] = {}
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
    for name, contact in _former_names(contacts).items():
        if name not in gazetteer.places and not (len(name) == 1 and name[0] in means_more):
            names.setdefault(name, contact)
    return names


def _former_names(contacts: Iterable[Contact]) -> dict[Name, Contact]:
    """Return the contacts by the names that they had, without names that more than one of them had."""
    had: dict[Name, list[Contact]] = {}
    for contact in contacts:
        for name in contact.former_names:
            if key := forms(name.partition("(")[0]):
                had.setdefault(key, []).append(contact)
    return {name: found[0] for name, found in had.items() if len({contact.organisation for contact in found}) == 1}


def is_everyday(form: str) -> bool:
    """Tell whether a folded word is much used for other things than as a name."""
    return form in STOP_WORDS or general_dutch().get(form, 0) >= EVERYDAY


def is_loose(name: Name, contact: Contact) -> bool:
    """Tell whether a name is an everyday word out of the name of an organisation: perhaps it was not meant at all."""
    return len(name) == 1 and is_everyday(name[0]) and forms(contact.organisation.partition("(")[0]) != name
