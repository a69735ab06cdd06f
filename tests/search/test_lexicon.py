import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.search.index.lexicon import NO_WORDS, Lexicon

WORDS = ["aap", "noot", "nootmuskaat", "mies", "été", "日本", "zus", "ß" * 300, "aap"]
LEXICON = Lexicon.of(WORDS)


def test_a_lexicon_is_its_words_in_order_each_once():
    assert list(LEXICON) == [LEXICON[number] for number in range(len(LEXICON))] == sorted(set(WORDS))
    assert LEXICON[2:4] == sorted(set(WORDS))[2:4]


def test_words_are_found_by_themselves_beginning_piece_and_length():
    assert all(LEXICON[LEXICON.number_of(word)] == word for word in WORDS)
    assert "noo" not in LEXICON and LEXICON.number_of("zzz") is None
    assert list(LEXICON.beginning_with("noot")) == ["noot", "nootmuskaat"]
    assert list(LEXICON.containing("oot")) == ["noot", "nootmuskaat"]
    assert list(LEXICON.of_length(2, 3)) == ["aap", "zus", "été", "日本"]
    assert list(LEXICON.of_length(255, 300)) == ["ß" * 300]


@pytest.mark.parametrize("found", [NO_WORDS.beginning_with(""), NO_WORDS.containing("a"), NO_WORDS.of_length(0, 9)])
def test_without_words_nothing_is_found(found):
    assert list(found) == list(NO_WORDS) == []


@given(
    st.lists(st.text(alphabet="aabé日nt", min_size=1, max_size=12), max_size=40),
    st.text("aabé日nt", min_size=1, max_size=11),
)
def test_any_piece_finds_all_words_that_hold_it_however_long(words, piece):
    assert list(Lexicon.of(words).containing(piece)) == sorted({word for word in words if piece in word})
