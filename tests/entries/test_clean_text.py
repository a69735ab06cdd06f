"""What looks the same is the same, wherever it came from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.clean_text import ascii_of, clean, slug_of
from tests.base.test_outside import not_held_up


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        (unicodedata.normalize("NFD", "coördinatie"), "coördinatie"),
        ("hulp\xadver\xadle\xadning", "hulpverlening"),
        ("drink\u200bwater \u2060\ufeffuit\u200d de\u200c kraan", "drinkwater uit de kraan"),
        ("Nood\x0bwater\x1b[0m\x00", "Nood water[0m"),
        ("nood\u2011water en nood\u2010stroom", "nood-water en nood-stroom"),
        ("regio's, regio´s, regioʼs en regio’s", "regio’s, regio’s, regio’s en regio’s"),
        ("‘tussen aanhalingstekens’ en 'deze'", "‘tussen aanhalingstekens’ en 'deze'"),
        (
            "https://voorbeeld.nl/regio's o'brien@voorbeeld.nl `it's`",
            "https://voorbeeld.nl/regio's o'brien@voorbeeld.nl `it's`",
        ),
        ("alinea\n\n\tinspringen", "alinea\n\n\tinspringen"),
        ("links\u202erechts", "linksrechts"),
        ("０８８ ١٢٣ 𝟒𝟓 m²", "088 123 45 m²"),
        ("e\u0301" + "\u0300" * 50_000 + "n", "é" + "\u0300" * 29 + "n"),
        ("Vie\u0323\u0302t Nam", "Việt Nam"),
    ],
)
def test_one_way_to_write_it(typed, seen):
    assert clean(typed) == seen


@given(st.text(st.characters(), max_size=80))
def test_what_is_clean_stays_as_it_is_and_holds_nothing_unseen(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(one) in {"Cc", "Cs"} and one not in "\n\t\r" for one in cleaned)


@pytest.mark.parametrize("marks", ["\u0316\u0300", "\u0f73", "\u0344", "\u0316\u0344\u0f81"])
def test_a_heap_of_marks_on_one_letter_holds_nobody_up(marks):
    with not_held_up(marks):
        cleaned = clean("Ze" + marks * 500_000 + "r")
    assert cleaned.endswith("r")
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("Đorđe", "dorde"),
        ("Ægir en Œuvre", "aegir-en-oeuvre"),
        ("Þór og Ðe", "thor-og-de"),
        ("Straße", "strasse"),
        ("ĳsselland", "ijsselland"),
        ("coo\u0308peratie “Één”", "cooperatie-een"),
        ("’s-Hertogenbosch: regio's", "s-hertogenbosch-regios"),
        ("Δίκτυο", "diktyo"),
        ("!!!", ""),
    ],
)
def test_an_address_keeps_the_sound_of_a_name(name, slug):
    assert slug_of(name) == slug


@given(st.text(st.characters(), max_size=60))
def test_any_name_becomes_ascii(text):
    assert ascii_of(text).isascii()
    assert set(slug_of(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
