"""What an entry still lacks, per kind, each with a sentence that says what to add.

A shortcoming is advice: it never keeps an entry from being published. What makes a file unusable is a `Problem`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from kennisplatform.entries import problems
from kennisplatform.entries.document import TEXT
from kennisplatform.entries.menu_card.model import MENU_CARD_HEADINGS, MenuCardEntry
from kennisplatform.entries.models import ROLE_HEADINGS, Agenda, Contact, Entry, Network, RoleDescription
from kennisplatform.entries.rules import contact_rules
from kennisplatform.entries.text.sections import sections
from kennisplatform.vocabulary import ALIVE

EntryType = TypeVar("EntryType", bound=Entry)


_TO_BE_ADDED = re.compile(r"\bnog aan te vullen\b|\bnog niet bekend\b|\bnog invullen\b|\bp\.m\.|\bTODO\b")
_REACH = re.compile(r"[^\s@<>()]@[^\s@<>()]{1,250}\.\w|(?<![\w/.-])(?:\+|0)\d(?:[ ()-]{0,2}\d){8,11}(?![\w-])")


@dataclass(frozen=True)
class Shortcoming:
    """One thing to add: the name and label of the rule, in Dutch what to do, and the key of the field for it."""

    rule: str
    label: str
    advice: str
    field: str


@dataclass(frozen=True)
class Rule:
    """A thing that entries of one model need. `advice` returns the sentence, or None where all is well.

    `place` is the key of the field where it is mended, for a rule that is not named after one.
    """

    name: str
    label: str
    model: type[Entry]
    advice: Callable[..., str | None]
    place: str = ""


def _without_headings(entry: MenuCardEntry) -> str | None:
    missing = [heading for heading in MENU_CARD_HEADINGS if heading not in sections(entry.body)]
    return f"Voeg deze koppen met tekst toe: {', '.join(missing)}." if missing else None


def _with_empty_headings(entry: MenuCardEntry | RoleDescription) -> str | None:
    fixed = MENU_CARD_HEADINGS if isinstance(entry, MenuCardEntry) else ROLE_HEADINGS
    empty = [heading for heading, text in sections(entry.body).items() if heading in fixed and not text]
    return f"Schrijf tekst onder: {', '.join(empty)}." if empty else None


def _points_without_example(entry: Agenda) -> str | None:
    bare = [point.title for point in entry.points_by_priority() if not point.examples]
    return f"Noem voorbeelden bij deze punten, als die er zijn: {'; '.join(bare)}." if bare else None


def _without_lead_partners(entry: Network) -> str | None:
    missing = [
        name
        for name, value in (("overheid", entry.lead_partner_government), ("bedrijven", entry.lead_partner_companies))
        if not value
    ]
    return f"Vul in wie lead partner is: {' en '.join(missing)}." if missing else None


def _unless(is_there: Callable[..., object], advice: str) -> Callable[..., str | None]:
    return lambda entry: None if is_there(entry) else advice


def _told_by(reason: Callable[..., str | None]) -> Callable[..., str | None]:
    """Return the advice that a rule for contacts gives, as a sentence."""
    return lambda entry: problems.as_sentence(found) if (found := reason(entry)) else None


RULES = (
    Rule(
        "bronnen",
        "Geen bronnen",
        Entry,
        _unless(lambda entry: entry.sources, "Noem minstens één bron, met titel en adres."),
    ),
    Rule(
        "herzien-voor",
        "Geen datum om na te kijken",
        Entry,
        _told_by(contact_rules.review_missing),
    ),
    Rule(
        "bijgewerkt",
        "Nooit nagekeken",
        Entry,
        _unless(
            lambda entry: entry.updated,
            "Lees de bronnen na en vink dat aan, of vul in wanneer dit voor het laatst is nagekeken.",
        ),
    ),
    Rule(
        "vindbaar",
        "Geen thema, sector of regio",
        Entry,
        _unless(
            lambda entry: entry.tagged_themes or entry.tagged_sectors or entry.regions,
            "Kies een thema, sector of regio. Nu staat dit in geen enkel filter.",
        ),
        "themas",
    ),
    Rule(
        "tekst",
        "Geen tekst",
        Entry,
        _unless(lambda entry: entry.body, "Schrijf een tekst. Nu is er alleen een samenvatting."),
    ),
    Rule("koppen", "Vaste koppen ontbreken", MenuCardEntry, _without_headings, TEXT),
    Rule("lege-koppen", "Koppen zonder tekst", MenuCardEntry, _with_empty_headings, TEXT),
    Rule("lege-koppen", "Koppen zonder tekst", RoleDescription, _with_empty_headings, TEXT),
    Rule(
        "organisaties",
        "Geen organisaties",
        MenuCardEntry,
        _unless(lambda entry: entry.organisations, "Noem de organisaties die dit doen of deden."),
    ),
    Rule(
        "inzetbaar-als",
        "Geen actie voor in een plan",
        MenuCardEntry,
        _unless(lambda entry: entry.deployable_as, "Schrijf in één zin welke actie dit in een plan wordt."),
    ),
    Rule(
        "contacten",
        "Geen contact genoemd",
        MenuCardEntry,
        _unless(lambda entry: entry.contacts, "Kies bij welk contact de lezer terecht kan."),
    ),
    Rule(
        "bereik",
        "Geen telefoon of e-mail",
        Contact,
        _unless(lambda contact: contact.telephone or contact.email, "Vul een telefoonnummer of e-mailadres in."),
        "telefoon",
    ),
    Rule(
        "website",
        "Geen website",
        Contact,
        _unless(lambda contact: contact.website, "Vul het webadres van de organisatie in."),
    ),
    Rule(
        "bereikbaar",
        "Niet bekend wanneer bereikbaar",
        Contact,
        _unless(lambda contact: contact.availability, "Kies wanneer dit contact bereikbaar is."),
    ),
    Rule(
        "eigenaar",
        "Geen eigenaar",
        Contact,
        _told_by(contact_rules.owner_missing),
    ),
    Rule(
        "functie",
        "Functie niet ingevuld",
        Contact,
        _unless(lambda contact: not _TO_BE_ADDED.search(contact.function), "Vul de precieze functie in."),
    ),
    Rule(
        "bereik-in-tekst",
        "Telefoon of e-mail in de tekst",
        Contact,
        _unless(
            lambda contact: not _REACH.search(f"{contact.title}\n{contact.summary}\n{contact.body}"),
            "Zet telefoon en e-mail in hun eigen veld. Wat in de tekst staat, is niet alleen voor leden.",
        ),
        TEXT,
    ),
    Rule("lead-partners", "Geen lead partners", Network, _without_lead_partners, "lead-partner-overheid"),
    Rule(
        "punten",
        "Geen verbeterpunten",
        Agenda,
        _unless(lambda agenda: agenda.points, "Voeg de verbeterpunten van deze sector toe, hoogstens vijf."),
    ),
    Rule("punten-voorbeelden", "Punten zonder voorbeeld", Agenda, _points_without_example, "punten"),
)

RULE_LABELS = {rule.name: rule.label for rule in RULES}
"""The rules by name, each once, to choose from."""


@dataclass(frozen=True)
class Incomplete(Generic[EntryType]):
    """An entry and what it lacks."""

    entry: EntryType
    shortcomings: tuple[Shortcoming, ...]


def incomplete(entries: Iterable[EntryType]) -> Iterator[Incomplete[EntryType]]:
    """Yield the entries on the site, or about to be, that lack something."""
    for entry in entries:
        if entry.status in ALIVE and (lacking := shortcomings(entry)):
            yield Incomplete(entry, lacking)


def shortcomings(entry: Entry) -> tuple[Shortcoming, ...]:
    """Return what an entry still lacks, in the order of the rules."""
    return tuple(
        Shortcoming(rule.name, rule.label, advice, rule.place or rule.name)
        for rule in RULES
        if isinstance(entry, rule.model) and (advice := rule.advice(entry))
    )
