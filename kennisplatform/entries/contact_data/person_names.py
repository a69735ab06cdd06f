"""Does a text name a person, or an e-mail address a person's mailbox? A guess, made to warn and never to refuse.

It looks at the shape only: forms of address, titles, initials, and `voornaam.achternaam@`. It knows no names, so a
first name with a surname and nothing before them passes; what is doubtful counts as a function.
"""

from __future__ import annotations

import re

from kennisplatform.vocabulary import Region

_PREFIX = r"(?:(?:van|de|den|der|ten|ter|te|het|in|op|aan|bij|la|le|du|von|el|al|'t|’t|'s|’s|v\.d\.|v/d)\s+)*"
_INITIAL = r"(?:[A-Z]|IJ|Th|Ph|Ch|Chr|Joh)\."
_INITIALS = rf"{_INITIAL}(?:[ -]?{_INITIAL})*"
_SURNAME = rf"{_PREFIX}(?P<name>[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ][\w’'-]*)"
_ADDRESS = r"(?:[Dd]hr|[Mm]evr|[Mm]w|[Hh]r|[Mm]ej)\.?|[Mm]evrouw|[Mm]eneer|[Dd]e\s+heer|[Mm]ejuffrouw"
_TITLE = r"(?:[Dd]rs|[Dd]r|[Ii]r|[Mm]r)\.?|(?:[Ii]ng|[Pp]rof|[Bb]c)\."

_PERSON = re.compile(
    rf"(?<![\w.])(?:{_ADDRESS}|{_TITLE})(?:\s*(?:{_TITLE}))*(?:\s+|(?<=\.))(?:{_INITIALS}\s*)?{_SURNAME}"
)
_INITIALS_AND_NAME = re.compile(rf"(?<![\w.])(?P<initials>{_INITIALS})\s*{_SURNAME}")

_NAMED_AFTER_SOMEBODY = re.compile(
    r"\w(?:straat|laan|plein|weg|kade|gracht|dreef|plantsoen|tunnel|gemaal|kering|kazerne|centrale|gebouw|instituut"
    r"|stichting|school|college|kliniek|ziekenhuis|fonds|prijs|museum|zaal)$",
    re.IGNORECASE,
)
"""How a name ends that is of a street, building or foundation: `Mr. Visserplein`, `Ir. D.F. Woudagemaal`.

Not `dijk`, `hof` or `huis`: too many people are called that.
"""
_LEGAL_FORMS = frozenset(
    {"NV", "BV", "CV", "VOF", "UA", "SA", "AG", "GHOR", "VR", "RAV", "BOT", "CTPI", "COPI", "ROT", "GBT", "RBT", "US"}
)
"""What has points between its letters and is no initials: `N.V. Nederlandse Gasunie`."""
_PARTS_OF_A_WHOLE = re.compile(
    r"\b(?:afdeling|bijlage|blok|bureau|cluster|deel|district|fase|gebouw|groep|kazerne|kolom|lijn|locatie|ploeg|post|rayon"
    r"|regio|sectie|spoor|team|traject|type|unit|zone)\s+$",
    re.IGNORECASE,
)
"""After these a single letter is a number: `Sectie B. Operaties`."""

_WORD_OF_A_MAILBOX = re.compile(r"112|24|7|gas|ict|net|nl|order|ovd|pers|post|sms|soc|staf|web|werk")
_PIECE_OF_A_MAILBOX = re.compile(
    r"aanspreek|adres|advies|afdeling|alarm|algemeen|antwoord|balie|bedrijf|beheer|beleid|bericht|bestuur"
    r"|bevolking|brandweer|bureau|calamiteit|centraal|centrale|centrum|communicatie|contact|continu|coordinat"
    r"|crisis|customer|desk|dienst|directie|duty|elektr|emergency|energie|expert|functie|gemeente|general|ghor"
    r"|haven|help|holland|hoofd|hulp|incident|info|inlichting|intake|internet|kantoor|kennis|klacht|klant|lcms"
    r"|leiding|liaison|lijn|loket|mail|management|meld|midden|ministerie|monitor|nederland|nieuws|nood|noord|oefen"
    r"|officer|officier|olie|omgeving|oost|operat|opleid|organisatie|overheid|piket|plan|platform"
    r"|politie|press|programma|project|provincie|publiek|redactie|regie|regio|reply|risico|scherm|secretari"
    r"|secretary|sector|security|service|site|stichting|storing|strateg|stroom|support|systeem|team|telecom"
    r"|train|uitval|veilig|vitaal|vitale|voorlichting|voorraad|voorzit|vraag|vragen|wacht|water|west"
    r"|woordvoer|zaken|zorg|zuid"
)
"""Whole words, and pieces of words, by which a mailbox is one of a function, a place or an organisation."""
_PREFIXES = frozenset(("van", "de", "den", "der", "ten", "ter", "vd", "vander", "vanden", "von", "el", "la", "le"))
"""What stands between first name and surname, and so settles that it is a person: `j.van.de.water@`."""
_PERSONAL = re.compile(r"[^\W\d_]+(?:[._][^\W\d_][^\W_]*(?:-[^\W_]+)?){1,4}")


def names_a_person(text: str) -> bool:
    """Tell whether a text seems to name somebody: `dhr. Jansen`, `ing. P. de Wit`, `J. de Vries`."""
    return any(not _is_of_a_thing(found) for found in _PERSON.finditer(text)) or any(
        not _is_of_a_thing(found) and not _are_no_initials(found, text) for found in _INITIALS_AND_NAME.finditer(text)
    )


def is_mailbox_of_a_person(email: str, organisation: str = "") -> bool:
    """Tell whether an address seems to be somebody's own: `j.jansen@`, `jan.van.dijk@`.

    Words of the organisation's name, of functions and of regions make it one of many.
    """
    local = email.rpartition("@")[0].casefold()
    if not _PERSONAL.fullmatch(local):
        return False
    first, *others = re.split(r"[._]", local)
    if _is_word_of_a_mailbox(first, organisation):
        return False
    has_prefix = any(part in _PREFIXES for part in others[:-1])
    return has_prefix or not any(_is_word_of_a_mailbox(part, organisation) for part in others)


def _is_of_a_thing(found: re.Match[str]) -> bool:
    return bool(_NAMED_AFTER_SOMEBODY.search(found["name"]))


def _are_no_initials(found: re.Match[str], text: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", found["initials"])
    if letters.upper() in _LEGAL_FORMS:
        return True
    return len(letters) == 1 and bool(_PARTS_OF_A_WHOLE.search(text[: found.start()]))


def _is_word_of_a_mailbox(part: str, organisation: str) -> bool:
    if _WORD_OF_A_MAILBOX.fullmatch(part) or _PIECE_OF_A_MAILBOX.search(part):
        return True
    return not set(part.split("-")).isdisjoint(_names(organisation))


def _names(organisation: str) -> frozenset[str]:
    return _REGIONS | _words(organisation)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{2,}", text.casefold()))


_REGIONS = _words(" ".join(region.label for region in Region))
