"""vCards: what another program reads out of them, and that nothing in a contact can add to them."""

from datetime import date

import vobject
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.contacts.take_along.vcard import LONGEST_LINE, vcard
from kennisplatform.entries.models import Contact

PAGE = "https://kennisplatform.example/contacten/vitens"
ISSUED = date(2026, 11, 25)


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
    assert card.version.value == "4.0"
    assert card.fn.value == "Vitens N.V.; groep, Storingen, dag en nacht"
    assert card.org.value == ["Vitens N.V.; groep"]
    assert card.title.value == "Storingen, dag en nacht"
    assert card.tel.value == "tel:+31881234567"
    assert card.email.value == "storing@vitens.example"
    assert card.url.value == "https://vitens.example/"
    assert card.note.value.splitlines()[1] == "Bereikbaar: dag en nacht (24/7)."
    assert "Overgenomen op 25-11-2026" in card.note.value and PAGE in card.note.value


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
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= LONGEST_LINE for line in lines)
    unfolded = text.replace("\r\n ", "").split("\r\n")
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded if line]
    expected = [
        "BEGIN",
        "VERSION",
        "PRODID",
        "UID",
        "KIND",
        "FN",
        "ORG",
        "TITLE",
        "TEL",
        "NOTE",
        "SOURCE",
        "REV",
        "END",
    ]
    assert names == [name for name in expected if name != "TEL" or telephone]
