"""What people write in the cells of a list: owners, states, themes. What is not understood is None."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TypeVar, cast

from kennisplatform.plans.words import ActionState, Level, Priority
from kennisplatform.vocabulary import Term, Theme

TermType = TypeVar("TermType", bound=Term)
_WORD = re.compile(r"[a-z0-9#%]+")


def plain(text: str) -> str:
    """Return a text in small letters, digits and `%`, words apart by one space."""
    letters = text.casefold()
    if not letters.isascii():
        letters = "".join(
            letter for letter in unicodedata.normalize("NFD", letters) if not unicodedata.combining(letter)
        )
    return " ".join(_WORD.findall(letters))


def term(words: type[TermType], text: str) -> TermType | None:
    """Return the word whose label or name this is."""
    return cast("TermType | None", _by_plain_name(words).get(plain(text)))


@cache
def _by_plain_name(words: type[Term]) -> dict[str, Term]:
    names: dict[str, Term] = {}
    for word in words:
        names.setdefault(plain(word.label), word)
        names.setdefault(plain(str(word)), word)
    return names


LABEL = re.compile(r"[A-Za-z]{0,4}[-. ]?\d{1,4}(?:[.-]\d{1,3})?[a-z]?\.?|[A-Z]{2,4}-[A-Z]{2,4}-\d{1,3}")
"""What numbers of actions look like: `1.2`, `A3`, `DW-VIT-07`."""
_ORGANISATION = re.compile(
    r"gemeente|regio|provincie|waterschap|ministerie|politie|brandweer|ghor|netbeheer|waterbedrijf|rijk|defensie|"
    r"meldkamer|rode kruis|bedrijf|vitens|dunea|evides|stedin|liander|enexis|tennet|gasunie|kpn|\bvr[a-z]{0,3}\b"
)


def is_organisation(text: str) -> bool:
    """Tell whether a text names an organisation, as far as common words tell."""
    return bool(_ORGANISATION.search(plain(text)))


_STATES: tuple[tuple[ActionState, re.Pattern[str]], ...] = (
    (ActionState.REPORTED_DONE, re.compile(r"gereed gemeld")),
    (
        ActionState.PROPOSED,
        re.compile(r"\bniet\b(?! door\b)|nog te\b|^open\b|^nieuw|^gepland"),  # whatever it is, it is not so
    ),
    (ActionState.PROPOSED, re.compile(r"^voorstel|te doen|to do|^0 ?%?$")),
    (ActionState.CONFIRMED, re.compile(r"bevestigd")),
    (
        ActionState.WAITING,
        re.compile(r"on ?hold|wacht|gepauzeerd|aangehouden|stil ?(gelegd|ligt|staat)|uitgesteld|opgeschort"),
    ),
    (ActionState.DROPPED, re.compile(r"vervalt|vervallen|geschrapt|niet door|geannuleerd|ingetrokken")),
    (ActionState.HANDED_OVER, re.compile(r"overgedragen|overgeheveld")),
    (
        ActionState.RUNNING,
        re.compile(r"loopt|lopend|in uitvoering|bezig|gestart|in behandeling|onderhanden|deels|bijna"),
    ),
    (
        ActionState.REPORTED_DONE,
        re.compile(r"gereed|afgerond|klaar|voltooid|uitgevoerd|gesloten|afgehandeld|^100 ?%?$"),
    ),
    (ActionState.AGREED, re.compile(r"afgesproken|akkoord|besloten|toegezegd")),
    (ActionState.RUNNING, re.compile(r"^\d{1,2} ?%$")),
)


def state(text: str) -> ActionState | None:
    """Return the state that a word stands for, of which lists have many."""
    if exact := term(ActionState, text):
        return exact
    words = plain(text)
    return next((found for found, pattern in _STATES if pattern.search(words)), None) if len(words) <= 60 else None


_PRIORITIES = {
    Priority.MUST: ["hoog", "h", "hoogste", "zeer hoog", "must", "1", "a", "urgent", "groot", "kritiek"],
    Priority.SHOULD: ["midden", "m", "middel", "gemiddeld", "normaal", "should", "s", "2", "b", "matig"],
    Priority.COULD: ["laag", "l", "laagste", "could", "c", "3", "klein", "gering"],
}


def priority(text: str) -> Priority | None:
    """Return how much an action matters."""
    words = plain(text)
    return term(Priority, text) or next((found for found, names in _PRIORITIES.items() if words in names), None)


_THEMES = (
    (Theme.EXERCISES, re.compile(r"oefen|opleid|training|\boto\b")),
    (Theme.ALERTING, re.compile(r"alarm|alert")),
    (Theme.EMERGENCY_PROVISIONS, re.compile(r"noodvoorzien|nooddrinkwater|noodwater|noodstroom")),
    (Theme.RISK_ASSESSMENT, re.compile(r"dreiging|risicobeoordel|risicoprofiel|risicoanalyse")),
    (Theme.RISK_CONTROL, re.compile(r"risicobeheers|eigen continuiteit")),
    (Theme.INFORMATION, re.compile(r"communicatie|informatie")),
    (Theme.CRISIS_MANAGEMENT, re.compile(r"crisismanagement|crisisbeheers|opschal|crisisorganisatie")),
    (Theme.REGIONAL_NETWORKS, re.compile(r"netwerk|samenwerk|relatie")),
)


def theme(text: str) -> Theme | None:
    """Return the theme that a heading or a cell names."""
    words = plain(text)
    if len(words) > 80:
        return None
    exact = next((found for found in Theme if plain(found.label) in words), None)
    return exact or next((found for found, pattern in _THEMES if pattern.search(words)), None)


_LEVELS = (
    (Level.ABOVE_REGION, re.compile(r"bovenregion|interregion")),
    (Level.MUNICIPALITY, re.compile(r"gemeent|lokaal")),
    (Level.NATIONAL, re.compile(r"landelijk|nationaal|rijk")),
    (Level.REGION, re.compile(r"regio")),
)


def level(text: str) -> Level | None:
    """Return on what scale an action is taken."""
    words = plain(text)
    return term(Level, text) or next((found for found, pattern in _LEVELS if pattern.search(words)), None)


@dataclass(frozen=True)
class Owners:
    """Who a cell names: the first has the action, with a function when one is named, and the others take part."""

    organisation: str
    function: str
    partners: tuple[str, ...]


_WITH = re.compile(
    r"(?<!\s)\s*(?:\bi\.?\s?s\.?\s?m\.?(?=\s)|\bsamen met\b|\bin samenwerking met\b|\bin overleg met\b|\bmet\b)\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<!\s)\s*[\n;+&]\s*|(?<!\s)\s+/\s+|(?<=\w{2})/(?=\w{2})|,\s+")
_FUNCTION = re.compile(
    r"\b(?:hoofd|directeur|afdeling|afd|liaison|teamleider|bestuurder|secretaris|ambtenaar|planner|specialist|"
    r"projectleider|regisseur|\w*(?:functionaris|adviseur|co[oö]rdinator|medewerker|manager))\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"(?<!\s)\s*\(([^()]{1,200})\)")
_LEADS = re.compile(r"^(?:trekker|eigenaar|lead|penvoerder|eerst verantwoordelijk\w*|t)$", re.IGNORECASE)


def owners(text: str) -> Owners:
    """Return the owner and the others that a cell names."""
    main, *others = _WITH.split(text, maxsplit=1)
    names: list[str] = []
    function, lead = "", 0
    for part in _parts(main):
        bracket = _BRACKETS.search(part)
        name = _BRACKETS.sub("", part).strip(" -•*")
        if bracket and _LEADS.match(bracket[1].strip()):
            lead = len(names)
        elif bracket and not function and not names:
            function = bracket[1].strip()
        elif bracket:
            name = part.strip(" -•*")
        if names and not function and _FUNCTION.search(name):
            function = name
        elif name:
            names.append(name)
    partners = [_BRACKETS.sub("", part).strip(" -•*") for other in others for part in _parts(other)]
    if not names:
        return Owners("", "", tuple(filter(None, partners)))
    owner = names.pop(min(lead, len(names) - 1))
    return Owners(owner, function, tuple(filter(None, (*names, *partners))))


def names_in(text: str) -> list[str]:
    """Return the organisations that a text names in a row."""
    return [name.strip(" -•*") for name in _parts(text)]


_WITH_A_ROW = re.compile(
    r"\b(?:Gooi en Vechtstreek|Amstel, Gooi en Vecht|Schieland en de Krimpenerwaard|Hunze en Aa[’']s|"
    r"Aa en Hunze|Aa en Maas|"
    r"Vallei en Veluwe|Rijn en IJssel|Nuenen, Gerwen en Nederwetten|Berg en Dal|Dijk en Waard|Kaag en Braassem|"
    r"Mook en Middelaar|Peel en Maas|West Maas en Waal|Bouwen en Wonen|Landbouw, Visserij, Voedselzekerheid en Natuur|"
    r"Volksgezondheid, Welzijn en Sport)\b",
    re.IGNORECASE,
)
"""Names of regions, municipalities, water authorities and ministries in which a row of words stands."""
_HIDDEN = 0xE000


def _parts(text: str) -> list[str]:
    """Return what stands between the signs and words by which names are put in a row."""
    whole = [found[0] for found in _WITH_A_ROW.finditer(text)]
    signs = iter(range(_HIDDEN, _HIDDEN + len(whole)))
    parts = [part.strip() for part in _BETWEEN.split(_WITH_A_ROW.sub(lambda _: chr(next(signs)), text)) if part.strip()]
    if "ministerie" not in text.casefold():
        parts = [
            name
            for part in parts
            for name in re.split(
                r"(?<![-–]) en (?!(?:klimaat|water|waterstaat|veiligheid)\b)", part, flags=re.IGNORECASE
            )
        ]
    return [part.translate(dict(enumerate(whole, _HIDDEN))) for part in parts]
