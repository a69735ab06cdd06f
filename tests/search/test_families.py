"""Words of one family find each other, also where a stemmer leaves them apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.search.dutch.analysis import stem
from kennisplatform.search.dutch.families import relatives


def family(word):
    return {stem(form) for form in (word, *relatives(word))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("geoefend", "oefenen"),
        ("gealarmeerd", "alarmeren"),
        ("coordinatie", "coordineren"),
        ("distributie", "distribueren"),
        ("afgesloten", "afsluiten"),
        ("getroffen", "treffen"),
        ("uitgevallen", "uitval"),
        ("afgesproken", "afspraak"),
        ("overstroomd", "overstroming"),
        ("ontruimd", "ontruiming"),
        ("melding", "melden"),
        ("gemeentelijk", "gemeente"),
        ("zieke", "ziek"),
    ],
)
def test_a_word_finds_its_family_and_the_family_finds_the_word(one, other):
    assert stem(other) in family(one)
    assert stem(one) in family(other)


@given(st.text(alphabet="abdefgilnorstuvwz0", max_size=30))
def test_any_word_has_a_family(word):
    assert word not in relatives(word)
