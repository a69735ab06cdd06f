"""A contact as a vCard 3.0, which every address book reads: of a telephone, of Outlook, of a mail program.

It holds what is in the `Contact` that is given: who asks gives it as the viewer may see it.
"""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, uuid5

import vobject

from kennisplatform.contacts.calling.lines import Line, lines_of
from kennisplatform.dutch_text import short_date
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.models import Contact


def vcard(contact: Contact, page: str, issued: date) -> str:
    """Return the card of a contact whose page stands at this address, as it is on the day of issue."""
    name = _clean(f"{contact.organisation}, {contact.function}")
    card = vobject.vCard()
    card.add("prodid").value = "-//Kennisplatform//Contacten//NL"
    card.add("uid").value = f"urn:uuid:{uuid5(NAMESPACE_URL, page)}"
    card.add("n").value = vobject.vcard.Name(family=name)  # Outlook shows a card by this name, and not by FN
    card.add("fn").value = name
    card.add("org").value = [_clean(contact.organisation)]
    card.add("title").value = _clean(contact.function)
    card.add("x-abshowas").value = "COMPANY"
    for place, line in enumerate(lines_of(contact)):
        _add_number(card, line, place)
    if contact.email:
        email = card.add("email")
        email.value, email.type_paramlist = _clean(contact.email), ["INTERNET", "WORK"]
    if contact.website:
        card.add("url").value = str(contact.website)
    if terms := (*contact.tagged_sectors, *contact.regions):
        card.add("categories").value = [term.label for term in terms]
    card.add("note").value = _note(contact, page, issued)
    card.add("source").value = f"{page}.vcf"
    card.add("rev").value = f"{issued:%Y-%m-%d}"
    serialized: str = card.serialize()
    return serialized


def _add_number(card: vobject.base.Component, line: Line, place: int) -> None:
    """Add a number as it is dialled, with its label as the address books of Apple and Google read one."""
    number = card.add("tel")
    number.value = (telephone.url(line.number) or _clean(line.number)).removeprefix("tel:")
    number.type_paramlist = ["WORK", "VOICE", "PREF"] if place == 0 else ["WORK", "VOICE"]
    if line.label:
        label = card.add("x-ablabel")
        number.group = label.group = f"item{place}"
        label.value = _clean(line.label)


def _note(contact: Contact, page: str, issued: date) -> str:
    numbers = (f"{telephone.dutch(line.number)}: {line.about}." for line in lines_of(contact) if line.about)
    confirmed = (
        f"Door de organisatie bevestigd op {short_date(contact.confirmed_on)}."
        if contact.confirmed_on
        else "Nog te bevestigen door de organisatie."
    )
    origin = f"Overgenomen op {short_date(issued)} van {page}. Kijk daar of het nog klopt."
    return "\n".join(map(_clean, (contact.summary, *numbers, confirmed, origin)))


def _clean(value: str) -> str:
    """Return a text on one line, without characters that end a line or mean something to a program."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())
