"""vCards: what another program reads out of them, and that nothing in a contact can add to them."""

from datetime import date

import vobject
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.contacts.downloads.vcard import vcard
from kennisplatform.entries.models import Contact

PAGE = "https://kennisplatform.example/contacten/vitens"
ISSUED = date(2026, 11, 25)
LONGEST_LINE = 80
"""Octets on a line. RFC 2426 advises 75; the library goes one letter further where that takes four octets."""


def contact(**fields):
    return Contact.model_validate(
        {"slug": "vitens", "titel": "Vitens", "soort": "contact", "samenvatting": "Drinkwater; in het oosten."}
        | {"organisatie": "Vitens N.V.; groep", "functie": "Storingen, dag en nacht", "type-organisatie": "overig"}
        | fields
    )


def test_an_address_book_reads_who_it_is_and_how_to_reach_them():
    card = vobject.readOne(
        vcard(
            contact(
                telefoon="+31881234567", website="https://vitens.example/", sectoren=["drinkwater"], bereikbaar="24/7"
            )
            .model_copy(update={"email": "storing@vitens.example"}),
            PAGE,
            ISSUED,
        )
    )  # fmt: skip
    assert card.version.value == "3.0"
    assert card.fn.value == card.n.value.family == "Vitens N.V.; groep, Storingen, dag en nacht"
    assert card.org.value == ["Vitens N.V.; groep"]
    assert card.title.value == "Storingen, dag en nacht"
    assert card.tel.value == "+31881234567"
    assert card.email.value == "storing@vitens.example"
    assert card.url.value == "https://vitens.example/"
    assert card.note.value.splitlines()[1] == "088 123 4567: dag en nacht (24/7)."
    assert "Overgenomen op 25-11-2026" in card.note.value and PAGE in card.note.value


def test_another_parser_reads_the_same_in_plain_lines():
    """Read by the letter of RFC 2426, without the library that wrote it: one name, plain numbers, hours and date."""
    text = vcard(
        contact(
            telefoon="+318009009", **{"telefoon-voor": "storing", "uren": "dag en nacht", "bevestigd-op": "2026-10-01"},
            **{"andere-nummers": [{"naam": "Meldkamer", "nummer": "+31881234567", "voor": "crisis"}]},
        ),
        PAGE,
        ISSUED,
    )  # fmt: skip
    assert text.endswith("END:VCARD\r\n") and "VERSION:3.0\r\n" in text
    unfolded = text.replace("\r\n ", "").split("\r\n")
    values = {}
    for line in filter(None, unfolded):
        name, _, value = line.partition(":")
        values.setdefault(name.partition(";")[0], []).append(value)
    assert values["TEL"] == ["08009009"] and values["item1.TEL"] == ["+31881234567"]
    assert values["item1.X-ABLABEL"] == ["Meldkamer"]
    assert values["N"][0].startswith("Vitens N.V.\\; groep\\, Storingen") and values["N"][0].count(";") == 5
    assert "dag en nacht" in values["NOTE"][0] and "bevestigd op 1-10-2026" in values["NOTE"][0]


def test_what_is_not_known_is_not_in_it():
    card = vobject.readOne(vcard(contact(), PAGE, ISSUED))
    assert not {"tel", "email", "url", "categories"} & set(card.contents)


def test_the_same_contact_replaces_itself_in_an_address_book():
    first, later = (vobject.readOne(vcard(contact(), PAGE, day)) for day in (ISSUED, date(2027, 1, 1)))
    assert first.uid.value == later.uid.value
    assert first.rev.value < later.rev.value


@given(st.text(min_size=1, max_size=300).filter(str.strip), st.text(max_size=200))
def test_no_text_ends_its_line_or_begins_a_property(function, telephone):
    text = vcard(contact().model_copy(update={"function": function, "telephone": telephone}), PAGE, ISSUED)
    assert all(len(line) <= LONGEST_LINE for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "").split("\r\n")
    names = sorted(line.partition(":")[0].partition(";")[0] for line in unfolded if line)
    expected = [
        "BEGIN",
        "END",
        "FN",
        "N",
        "NOTE",
        "ORG",
        "PRODID",
        "REV",
        "SOURCE",
        "TITLE",
        "UID",
        "VERSION",
        "X-ABSHOWAS",
    ]
    assert names == sorted([*expected, *(["TEL"] if telephone else [])])
