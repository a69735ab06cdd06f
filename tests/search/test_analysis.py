"""What counts as the same word."""

import pytest

from kennisplatform.search.dutch.analysis import name_key, stem, words
from kennisplatform.search.dutch.compounds import Compounds

OURS = {"netbeheerder", "convenant", "nooddrinkwater", "veiligheidsregio"}
compounds = Compounds(OURS.__contains__)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Continuïteit", ["continuiteit"]),
        ("regio’s REGIO'S", ["regio", "regio"]),
        ("NL-Alert", ["nl", "nlalert", "alert"]),
        ("1-1-2", ["1", "112", "1", "2"]),
        ("0900-8844", ["0900", "09008844", "8844"]),
        ("365.000 huishoudens", ["365000", "huishoudens"]),
        ("artikel 10", ["artikel", "10", "artikel10"]),
        ("art. 15 en 16 Wvr", ["art", "15", "artikel15", "en", "16", "artikel16", "wvr"]),
        ("op 16 mei", ["op", "16", "mei"]),
        ("foto’tje", ["fototje"]),
        ("…?!", []),
        ("ʔ water ƹ-ʔ", ["water"]),  # letters without a sound in ASCII
    ],
)
def test_a_text_is_read_as_these_words(text, forms):
    found = []
    for _, _, form, other in words(text):
        found += [form, other] if other else [form]
    assert found == forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("oefening", "oefeningen"),
        ("oefenen", "oefening"),
        ("uitgevallen", "uitval"),
        ("vitale", "vitaal"),
        ("gassen", "gas"),
        ("netbeheerders", "netbeheerder"),
        ("evacueren", "evacuatie"),
        ("leveren", "levering"),
    ],
)
def test_forms_of_one_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("drinkwater", ("drink", "water")),
        ("nooddrinkwatervoorziening", ("nooddrinkwater", "voorziening")),
        ("stroomstoring", ("stroom", "storing")),
        ("gastekort", ("gas", "tekort")),
        ("gaslevering", ("gas", "levering")),
        ("netbeheerdersconvenant", ("netbeheerder", "convenant")),
        ("veiligheidsregio", ("veiligheid", "regio")),
        ("crisis", ("crisis",)),
        ("alarm", ("alarm",)),
        ("partner", ("partner",)),
        ("energie", ("energie",)),
        ("minister", ("minister",)),
        ("organisatie", ("organisatie",)),
        ("gemeente", ("gemeente",)),
        ("voorlichting", ("voorlichting",)),
        ("communicatie", ("communicatie",)),
        ("verantwoordelijkheid", ("verantwoordelijkheid",)),
    ],
)
def test_compounds_are_taken_apart_and_other_words_stay_whole(compound, parts):
    assert compounds.parts(compound) == parts


@pytest.mark.parametrize(
    ("word", "part", "is_part"),
    [
        ("nooddrinkwatervoorziening", "drinkwater", True),
        ("nooddrinkwatervoorziening", "voorziening", True),
        ("drinkwaterconvenanten", "convenant", True),
        ("aardbevingsoefening", "beving", True),
        ("veiligheidsregio", "regio", True),
        ("kabinet", "net", False),
        ("plannen", "plan", False),
        ("water", "ate", False),
        ("minister", "mini", False),
    ],
)
def test_a_part_stands_between_whole_words(word, part, is_part):
    assert compounds.holds(word, part) == is_part


def test_no_text_makes_a_compound_slow():
    assert compounds.parts("nood" * 10_000) == ("nood" * 10_000,)
    assert not compounds.holds("water" * 10_000, "water")


def test_a_name_is_the_same_with_other_endings_and_without_small_words():
    assert name_key("De stroomstoring van Diemen") == name_key("Stroomstoringen Diemen")
