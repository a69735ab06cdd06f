"""What changed is shown by words and by fields, as people read them."""

import re

import pytest

from kennisplatform.curation.versions.differences import How, difference, text_difference
from tests.curation.test_merging import document


def marked(paragraphs):
    signs = {How.SAME: "{}", How.ADDED: "[+{}+]", How.REMOVED: "[-{}-]"}
    return ["".join(signs[piece.how].format(piece.text) for piece in paragraph.pieces) for paragraph in paragraphs]


def test_a_changed_word_is_shown_within_its_paragraph():
    found = text_difference("Een.\n\nDe pomp staat klaar.", "Een.\n\nDe pomp staat gereed.")
    assert marked(found) == ["Een.", "De pomp staat [-klaar-][+gereed+]."]
    assert [paragraph.is_changed for paragraph in found] == [False, True]


def test_paragraphs_that_came_or_went_are_shown_whole():
    found = text_difference("Een.\n\nTwee.\n\nDrie.", "Een.\n\nDrie.\n\nVier.")
    assert marked(found) == ["Een.", "[-Twee.-]", "Drie.", "[+Vier.+]"]


def test_a_rewritten_sentence_is_not_cut_into_crumbs():
    found = text_difference("De waterbedrijven oefenen elk jaar.", "Lees ook het draaiboek!")
    assert marked(found) == ["[-De waterbedrijven oefenen elk jaar.-][+Lees ook het draaiboek!+]"]


def test_fields_are_shown_with_the_labels_that_people_know():
    found = difference(
        document(themas=["alertering"], periode={"van": "2010", "tot": None}),
        document(themas=["alertering", "noodvoorzieningen"], status="gepubliceerd", periode={"van": "2011"}),
    )
    rows = {field.label: (field.before, field.after) for field in found.fields}
    assert rows["Status"] == (("Concept",), ("Gepubliceerd",))
    assert rows["Thema’s"] == ((), ("Tijdelijke noodvoorzieningen, capaciteiten en distributie",))
    assert rows["Periode – Van"] == (("2010",), ("2011",))
    assert found.text == ()


RAPPORT = {"titel": "Rapport", "url": "https://a.example/1", "datum": "2024-03-01"}
WET = {"titel": "Wet", "url": "https://b.example/2"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            {"bronnen": [RAPPORT, WET]},
            {"bronnen": [{**RAPPORT, "url": "https://a.example/9"}, WET]},
            [("Bronnen: Rapport – Webadres", ("https://a.example/1",), ("https://a.example/9",))],
        ),
        (
            {"bronnen": [RAPPORT, WET]},
            {"bronnen": [WET]},
            [("Bronnen", ("Titel: Rapport; Webadres: https://a.example/1; Datum: 1-3-2024",), ())],
        ),
        (
            {"bronnen": [WET]},
            {"bronnen": [{**WET, "titel": "De wet"}]},
            [("Bronnen: De wet – Titel", ("Wet",), ("De wet",))],
        ),
        ({"trefwoorden": ["a", "b"]}, {"trefwoorden": ["b", "c"]}, [("Trefwoorden", ("a",), ("c",))]),
        (
            {"trefwoorden": ["a", "b"]},
            {"trefwoorden": ["b", "a"]},
            [("Trefwoorden, andere volgorde", ("a", "b"), ("b", "a"))],
        ),
        ({"contacten": ["vitens"]}, {"contacten": ["vitens", "weg"]}, [("Contacten", (), ("weg",))]),
        ({}, {"contacten": ["vitens"]}, [("Contacten", (), ("Vitens NV",))]),
        ({"herzien-voor": "2026-03-01"}, {}, [("Opnieuw nakijken vóór", ("1-3-2026",), ())]),
        ({}, {"eigen-veld": "x"}, [("Eigen veld", (), ("x",))]),
        (
            {"bronnen": "geen lijst"},
            {"bronnen": [WET]},
            [("Bronnen", ("geen lijst",), ("Titel: Wet; Webadres: https://b.example/2",))],
        ),
    ],
)
def test_of_a_field_only_what_changed_is_shown_in_the_words_of_the_form(before, after, expected):
    titles = {"vitens": "Vitens NV"}
    found = difference(document(**before), document(**after), lambda slug: titles.get(slug, slug))
    assert [(field.label, field.before, field.after) for field in found.fields] == expected


def test_versions_that_say_the_same_do_not_differ():
    assert difference(document(), document()).is_empty


def test_an_entry_that_came_or_went_is_shown_whole():
    assert all(piece.how is How.ADDED for paragraph in difference(None, document()).text for piece in paragraph.pieces)
    assert not difference(document(), None).fields[0].after


LONG = [" ".join(f"{paragraph}woord{n % 7}" for n in range(900)) for paragraph in range(100)]
VARIED = [" ".join(f"{paragraph}woord{n % 90}" for n in range(900)) for paragraph in range(100)]
LONGEST = [
    (" ".join(f"woord{n % 7}" for n in range(60_000)), " ".join(f"ander{n % 5}" for n in range(60_000))),
    ("\n".join(f"{n % 7} a" for n in range(60_000)), "\n".join(f"{n % 5} b" for n in range(60_000))),
    ("\n".join(f"{n % 7} a b" for n in range(1_500)), "\n".join(f"{n % 5} a c" for n in range(1_500))),
    ("\n".join(LONG), "\n".join(line.replace("woord1", "ander1") for line in LONG)),
    ("\n".join(VARIED), "\n".join(re.sub("woord(1|2|3)", "ander", line) for line in VARIED)),
]
"""Texts that would take hours, compared word by word."""


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), LONGEST, ids=["words", "lines", "alike", "long", "varied"])
def test_however_long_a_text_is_both_versions_are_shown_in_full(before, after):
    pieces = [piece for paragraph in text_difference(before, after) for piece in paragraph.pieces]
    old = "".join(piece.text for piece in pieces if piece.how is not How.ADDED)
    new = "".join(piece.text for piece in pieces if piece.how is not How.REMOVED)
    assert "".join(old.split()) == "".join(before.split())
    assert "".join(new.split()) == "".join(after.split())
