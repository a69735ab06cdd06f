"""YAML guesses nothing: what a curator typed arrives to the letter, and only a model decides what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.entries import plain_yaml
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.plain_yaml import UnreadableYaml

SCALARS = [
    "Off",
    "on",
    "Yes",
    "no",
    "Ja",
    "nee",
    "true",
    "False",
    "null",
    "Null",
    "~",
    "0703333333",
    "+31703333333",
    "055.2700000",
    "088.1234567",
    "14.030",
    "0.800",
    "1.5e+3",
    ".5",
    "500.000",
    "2015.10",
    "1.10",
    "9.50",
    "2.0",
    "1_000",
    "12:30",
    "0x1F",
    "0b11",
    "0o7",
    "017",
    "112",
    "-7",
    "2015",
    "2026-01-15",
    "2026-02-31",
    "2015-03",
    ".inf",
    ".NaN",
    "=",
    "<<",
]


@pytest.mark.parametrize("typed", SCALARS)
def test_a_value_is_what_was_typed(typed):
    text = f"waarde: {typed}\nlijst:\n  - {typed}\ngroep: {{binnen: {typed}}}\n"
    assert plain_yaml.read(text).value == {"waarde": typed, "lijst": [typed], "groep": {"binnen": typed}}


@pytest.mark.parametrize("typed", SCALARS)
def test_a_title_and_a_keyword_are_found_as_they_were_typed(content, typed):
    content.write(
        "menukaart/x.md",
        f"---\ntitel: {typed}\nsoort: pilot\nsamenvatting: {typed}\nthemas: [alertering]\nsectoren: [gas]\n"
        f"trefwoorden: [{typed}, ja]\n---\n",
    )
    (entry,) = EntryStore(content.path).catalogue.entries.values()
    assert (entry.title, entry.summary, entry.keywords) == (typed, typed, (typed, "ja"))


def test_a_value_left_empty_is_nothing_and_an_empty_text_is_a_text():
    assert plain_yaml.read("a:\nb: ''\nc: [x]\n").value == {"a": None, "b": "", "c": ["x"]}


PLAIN = st.recursive(
    st.one_of(st.none(), st.text(max_size=20), st.sampled_from(SCALARS)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(st.text(min_size=1, max_size=8), inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.text(min_size=1, max_size=10), PLAIN, min_size=1, max_size=4))
def test_what_is_written_reads_back_the_same(value):
    assert plain_yaml.read(plain_yaml.written(value)).value == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2026-01-15", "a: 2026-01-15"),
        ("1", "a: 1"),
        ("Off", "a: 'Off'"),
        ("0703333333", "a: '0703333333'"),
        (None, "a:"),
    ],
)
def test_other_programs_read_the_same(value, written):
    assert plain_yaml.written({"a": value}).rstrip() == written


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "a"),
        ("bronnen:\n  - titel: a\n    url: u\n    titel: b\n", 4, "titel"),
        ("a: {b: {c: 1, c: 2}}\n", 1, "c"),
    ],
)
def test_a_field_that_stands_twice_is_refused_however_deep(text, line, field):
    with pytest.raises(UnreadableYaml, match="twee keer") as refused:
        plain_yaml.read(text)
    assert (refused.value.line, refused.value.field) == (line, field)


@pytest.mark.parametrize("text", ["a: !!bool x", "a: !!int 5", "a: !eigen x", "a: !!python/object:os.system x"])
def test_a_tag_is_refused_with_a_reason(text):
    with pytest.raises(UnreadableYaml, match="schrijf de waarde zonder !"):
        plain_yaml.read(text)


def test_a_huge_list_is_refused():
    with pytest.raises(UnreadableYaml, match="meer dan"):
        plain_yaml.read("a: [" + "b," * 400_000 + "]")
