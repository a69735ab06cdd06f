"""Telephone numbers: written in any usual way, kept as one, shown as they are dialled here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.entries.contact_data import telephone

# As it may be written, as a file keeps it, as people read it: the numbering plan of the Netherlands (ACM).
NUMBERS = [
    ("088 123 45 67", "+31881234567", "088 123 4567"),
    ("0881234567", "+31881234567", "088 123 4567"),
    ("+31 88 1234567", "+31881234567", "088 123 4567"),
    ("0031 (0)88 123 4567", "+31881234567", "088 123 4567"),
    ("010-446 89 00", "+31104468900", "010 446 8900"),
    ("06 12345678", "+31612345678", "06 12345678"),
    ("0800-9009", "+318009009", "0800 9009"),
    ("0900-8844", "+319008844", "0900 8844"),
    ("+32 2 545 80 00", "+3225458000", "+32 2 545 80 00"),
    ("112", "112", "112"),
]
NO_NUMBERS = ["", "bel de meldkamer", "12", "088 123", "088 123 45 67 89 01", "088 123 45 67, kies 2", "0123456789"]


@pytest.mark.parametrize(("written", "kept", "read"), NUMBERS)
def test_a_number_is_kept_in_one_way_and_read_in_another(written, kept, read):
    assert telephone.e164(written) == kept
    assert telephone.dutch(written) == telephone.dutch(kept) == read


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_stays_what_it_is_and_cannot_be_called(text):
    assert (telephone.e164(text), telephone.dutch(text), telephone.url(text)) == (None, text, None)


def test_what_calls_a_number():
    assert telephone.url("010 446 8900") == "tel:+31104468900"
    assert telephone.url("0800 9009") == telephone.url("+318009009") == "tel:08009009"


@pytest.mark.parametrize(("number", "address"), [("112", "tel:112"), ("14 020", "tel:14020")])
def test_a_number_that_works_only_here_is_called_as_it_is_dialled(number, address):
    assert telephone.url(number) == address


@given(st.text(max_size=40))
def test_any_text_may_come_in_and_reading_what_is_shown_gives_the_same_number(text):
    kept = telephone.e164(text)
    assert telephone.dutch(text) == (text if kept is None else telephone.dutch(kept))
    assert kept is None or telephone.e164(telephone.dutch(text)) == kept
