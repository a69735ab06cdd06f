"""A file survives reading and writing, to the byte, except for what somebody changed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kennisplatform.entries.document import Document, DocumentError

SOURCES = [
    "---\ntitel: Eén\nsoort: pilot\n---\n\nTekst\n",
    "---\r\ntitel: Windows\r\nb: [1, 2]\r\n---\r\n\r\nRegel\r\n",
    "\ufeff---\ntitel: met merkteken\n---\nTekst zonder regeleinde",
    "---\n# opmerking\nzelf: bedacht   # achteraf\n\ntitel: 'aanhalingen'\nlang: >\n  gevouwen\n  tekst\n---\n",
    "---\ntitel: x\n---\n\n---\nnog een lijn\n---\n",
]


@pytest.mark.parametrize("source", SOURCES)
def test_reading_and_writing_changes_no_byte(source):
    document = Document.parse(source)
    assert document.source == source
    assert document.updated(document.metadata, document.body).source == source


@pytest.mark.parametrize("source", SOURCES)
def test_changing_the_title_leaves_every_other_line_alone(source):
    document = Document.parse(source)
    changed = document.updated({**document.metadata, "titel": "Nieuw"}, document.body)
    assert changed.metadata == {**document.metadata, "titel": "Nieuw"}
    before = [line for line in source.splitlines() if "titel" not in line]
    assert [line for line in changed.source.splitlines() if "titel" not in line] == before


VALUES = st.one_of(st.text(max_size=40), st.none(), st.lists(st.text(max_size=10), max_size=3))
METADATA = st.dictionaries(st.from_regex(r"[a-z][a-z-]{0,12}", fullmatch=True), VALUES, min_size=1, max_size=6)
BODY = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200).map(str.strip)


@example({"a": "\xa0"}, {"b": ["\u2003"]}, "", "tekst")
@given(METADATA, METADATA, BODY, BODY)
def test_any_values_can_be_written_and_read_again(before, after, body, new_body):
    document = Document.new(before, body)
    assert dict(document.metadata) == before
    changed = document.updated(after, new_body)
    assert dict(changed.metadata) == after
    assert changed.body == new_body
    assert Document.parse(changed.source).source == changed.source


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_reason(text):
    source = "---\n" + text
    try:
        read = Document.parse(source).source
    except DocumentError as refused:
        read, reason = source, refused.reason
    else:
        reason = "read"
    assert read == source
    assert reason


@pytest.mark.parametrize("value", ["!!bool x", "!!timestamp x", "!!int x", "{[a]: b}", "{a: b, a: c}"])
def test_a_value_that_does_not_exist_is_refused_with_a_reason(value):
    with pytest.raises(DocumentError, match="kop"):
        Document.parse(f"---\na: {value}\n---\n")
