"""The rules that every contact keeps, beyond what makes its file readable: it can be trusted, and it is of a function.

Whatever breaks a rule stays on the site; it is reported as a problem, and shown as advice while a contact is edited.
The rules judge what a file says; whether a number answers or a site exists, they do not know.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from kennisplatform.entries.contact_data import mail_domains, person_names, telephone
from kennisplatform.entries.document import Document
from kennisplatform.entries.models import Contact, Entry
from kennisplatform.entries.problems import Problem
from kennisplatform.vocabulary import ALIVE

LONGEST_UNSEEN = timedelta(days=366)
"""How long after it was looked at a contact is looked at again.

A year: organisations reorganise, and an exercise in which a number turns out to be wrong comes once a year too.
"""
_LOCAL = frozenset(
    {"arpa", "corp", "example", "home", "internal", "invalid", "lan", "local", "localhost", "onion", "test"}
)
"""Last parts of names that mean nothing on the internet."""
_SEVERAL = re.compile(r"[;\n]|\s[/+]\s|\ben/of\b")


@dataclass(frozen=True)
class Breach:
    """A rule that a contact breaks: the key of the field, and in Dutch what to do.

    With `asks_for_more` nothing is wrong yet: the field is not filled in.
    """

    field: str
    reason: str
    asks_for_more: bool = False


@dataclass(frozen=True)
class _Rule:
    """`breach` returns what to do, None where all is well; `asks_for_more` where the field is not filled in."""

    field: str
    breach: Callable[[Contact], str | None]
    asks_for_more: bool = False


def breaches(contact: Contact) -> tuple[Breach, ...]:
    """Return the rules that a contact breaks, in the order of its form."""
    return tuple(Breach(rule.field, reason, rule.asks_for_more) for rule in _RULES if (reason := rule.breach(contact)))


def problems(path: str, document: Document, contact: Contact) -> Iterator[Problem]:
    """Report what is wrong in the file of a contact.

    What is not filled in yet counts from the moment that others see the contact, or are about to.
    """
    is_alive = contact.status in ALIVE
    for rule in _RULES:
        if (is_alive or not rule.asks_for_more) and (reason := rule.breach(contact)):
            line = document.line_of(rule.field)
            yield Problem(path, line, rule.field, reason, left_out=False, asks_for_more=rule.asks_for_more)


def owner_missing(contact: Contact) -> str | None:
    """Return what to do about a contact that nobody keeps right, None when somebody does."""
    return None if contact.owner else "noem welke functie of welk team zorgt dat dit contact klopt"


def review_missing(entry: Entry) -> str | None:
    """Return what to do about an entry without a date of review, None when it has one."""
    return None if entry.review_due else "kies vóór welke datum iemand dit weer nakijkt"


def _without_name(text: str) -> str | None:
    return (
        "dit lijkt de naam van een persoon; noem de functie, zonder naam" if person_names.names_a_person(text) else None
    )


def _owner(contact: Contact) -> str | None:
    owner = contact.owner or ""
    if "@" in owner:
        return "zet hier geen e-mailadres; noem de functie of het team"
    if _SEVERAL.search(owner):
        return "noem één eigenaar; als twee teams zorgen, zorgt niemand"
    return _without_name(owner)


def _review(contact: Contact) -> str | None:
    if not contact.review_due or not contact.updated or contact.review_due - contact.updated <= LONGEST_UNSEEN:
        return None
    return "dit is meer dan een jaar na ‘laatst nagekeken’; kies een eerdere datum, want contacten veranderen snel"


def _telephone(contact: Contact) -> str | None:
    return None if contact.telephone is None else _number(contact.telephone)


def _other_numbers(contact: Contact) -> str | None:
    reasons = (_number(other.number) for other in contact.other_numbers or ())
    return next(filter(None, reasons), None)


def _number(written: str) -> str | None:
    number = telephone.e164(written)
    if number is None:
        return f"‘{written[:40]}’ is geen telefoonnummer dat bestaat; kijk het na"
    shown = telephone.dutch(number)
    return None if written == number else f"schrijf het nummer als {number}; de site toont het als {shown}"


def _email(contact: Contact) -> str | None:
    email = contact.email or ""
    if not email:
        return None
    domain = email.rpartition("@")[2]
    if not _is_public_name(domain):
        return f"‘{domain}’ is geen naam op internet; kijk het adres na"
    if mail_domains.is_private(email):
        return f"{domain.lower()} is voor privémail; neem een adres van de organisatie zelf"
    if person_names.is_mailbox_of_a_person(email, contact.organisation or ""):
        return "dit lijkt het adres van een persoon; neem dat van een functie of afdeling, zoals info@ of meldkamer@"
    return None


def _website(contact: Contact) -> str | None:
    url = contact.website
    if url is None:
        return None
    if url.username or url.password:
        return "in dit adres staat een naam of wachtwoord; haal die weg"
    if not _is_public_name(url.host or ""):
        return f"‘{url.host}’ is geen naam op internet; neem het adres dat iedereen kan openen"
    return None if url.scheme == "https" else "dit adres begint met http://; neem https:// als dat werkt"


_RULES = (
    _Rule("titel", lambda contact: _without_name(contact.title or "")),
    _Rule("functie", lambda contact: _without_name(contact.function or "")),
    _Rule("telefoon", _telephone),
    _Rule("andere-nummers", _other_numbers),
    _Rule("e-mail", _email),
    _Rule("website", _website),
    _Rule("herzien-voor", review_missing, asks_for_more=True),
    _Rule("herzien-voor", _review),
    _Rule("eigenaar", owner_missing, asks_for_more=True),
    _Rule("eigenaar", _owner),
)


def _is_public_name(host: str) -> bool:
    """Tell whether a name can be one on the internet: no address in figures, and no name of a network of one's own."""
    labels = host.casefold().rstrip(".").split(".")
    if len(labels) < 2 or labels[-1] in _LOCAL:
        return False
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return not labels[-1].isdigit()
    return False
