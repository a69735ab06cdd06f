"""A contact as a vCard 4.0 (RFC 6350), for the address book of a telephone or a mail program.

It holds what is in the `Contact` that is given: who asks gives it as the viewer may see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.models import Contact

LONGEST_LINE = 75
"""Octets on a line, without its end (RFC 6350, section 3.2)."""


def vcard(contact: Contact, page: str, issued: date) -> str:
    """Return the card of a contact whose page stands at this address, as it is on the day of issue."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(contact, page, issued))


def _lines(contact: Contact, page: str, issued: date) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "PRODID:-//Kennisplatform//Contacten//NL"
    yield f"UID:urn:uuid:{uuid5(NAMESPACE_URL, page)}"
    yield "KIND:org"
    yield f"FN:{_text(f'{contact.organisation}, {contact.function}')}"
    yield f"ORG:{_text(contact.organisation)}"
    yield f"TITLE:{_text(contact.function)}"
    if contact.telephone:
        number = telephone.url(contact.telephone)
        yield f"TEL;VALUE=uri;TYPE=work:{number}" if number else f"TEL;TYPE=work:{_text(contact.telephone)}"
    if contact.email:
        yield f"EMAIL;TYPE=work:{_text(contact.email)}"
    if contact.website:
        yield f"URL:{contact.website}"
    if terms := (*contact.tagged_sectors, *contact.regions):
        yield f"CATEGORIES:{','.join(_text(term.label) for term in terms)}"
    yield f"NOTE:{_text(_note(contact, page, issued))}"
    yield f"SOURCE:{page}.vcf"
    yield f"REV:{issued:%Y%m%d}T000000Z"
    yield "END:VCARD"


def _note(contact: Contact, page: str, issued: date) -> str:
    hours = f"Bereikbaar: {contact.availability.label.lower()}." if contact.availability else ""
    origin = f"Overgenomen op {issued:%d-%m-%Y} van {page}. Kijk daar of het nog klopt."
    return "\n".join(filter(None, (contact.summary, hours, origin)))


def _text(value: str) -> str:
    """Escape a text (section 3.4): it cannot end a line or begin a property of its own."""
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> str:
    """Break a line between characters, never within one, and begin what follows with a space."""
    pieces, length = [""], 0
    for character in line:
        size = len(character.encode())
        if length + size > LONGEST_LINE:
            pieces.append(" ")
            length = 1
        pieces[-1] += character
        length += size
    return "\r\n".join(pieces)
