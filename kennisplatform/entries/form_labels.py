"""What a form says about a field of a model: notes that stand in the model itself, so that nothing is described twice.

A field without a note still appears in the form, under its own name and in the last group.
"""

from __future__ import annotations

from dataclasses import dataclass

from kennisplatform.vocabulary import Kind, Term


class Group(Term):
    """The parts of a form, in the order in which people fill it in."""

    HEAD = "kop", "Waar gaat het over?"
    REACH = "bereiken", "Hoe is het contact te bereiken?"
    TEXT = "tekst", "Tekst"
    POINTS = "punten", "Verbeterpunten"
    PLAN = "plan", "Voor een actieplan"
    SOURCES = "bronnen", "Bronnen"
    CHOOSING = "kiezen", "Om te kiezen: wat vraagt het en hoe weten we dat?"
    TAGS = "indeling", "Waar hoort het bij?"
    LINKS = "samenhang", "Contacten en verwante vermeldingen"
    READERS = "lezers", "Wie mag dit zien?"
    CARE = "beheer", "Nakijken"
    OTHER = "overig", "Overig"


@dataclass(frozen=True)
class Choice:
    """A value to choose in words that fit this field; an empty value leaves the key out of the file."""

    value: str
    label: str
    definition: str = ""


@dataclass(frozen=True)
class FieldLabel:
    """How a field is shown in a form: its Dutch label and hint, where it stands, and how many lines it gets.

    `choices` replaces the values of the field's vocabulary; `kinds` are those of the entries that a list of slugs may
    name, all when empty. `has_commas` is of a list of words: a comma ends one; names and sentences hold commas.
    """

    label: str
    hint: str = ""
    group: Group = Group.OTHER
    rows: int = 1
    choices: tuple[Choice, ...] = ()
    kinds: tuple[Kind, ...] = ()
    has_commas: bool = False


@dataclass(frozen=True)
class DialledNumber:
    """The note of a text that is a telephone number: typed and shown as in the Netherlands, kept as E.164."""


@dataclass(frozen=True)
class NotInForms:
    """The note of a field that the site itself keeps, or that has a page of its own."""
