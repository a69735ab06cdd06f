"""Markdown becomes a page: tables, footnotes, anchors and a table of contents where the text is long."""

from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.entries.text import plain_text
from kennisplatform.entries.text.rendering import Heading, render


def test_a_table_scrolls_by_itself_and_can_be_reached_by_keyboard():
    html = render("| Wie | Wat |\n| --- | --- |\n| Gemeente | water |").html
    assert '<div class="table-scroll" role="region" aria-label="Tabel 1" tabindex="0"><table class="table">' in html
    assert "<td>Gemeente</td>" in html


def test_a_footnote_leads_there_and_back():
    html = render("Water[^1]\n\n[^1]: Drie liter").html
    assert 'href="#fn:1"' in html
    assert 'id="fn:1"' in html
    assert 'href="#fnref:1"' in html


def test_a_heading_has_an_anchor_and_the_page_keeps_its_only_title():
    html = render("# Één kop").html
    assert "<h1" not in html
    assert 'id="een-kop"' in html


def test_only_a_long_text_gets_a_table_of_contents():
    short = "\n\n".join(f"## Kop {number}\n\nTekst" for number in range(5))
    assert render(short).contents == ()
    long = render(short + "\n\n" + "woord " * 300).contents
    assert long[:2] == (Heading("kop-0", "Kop 0"), Heading("kop-1", "Kop 1"))
    assert len(long) == 5


def test_links_keep_their_address_and_dangerous_ones_lose_it():
    html = render("[goed](/menukaart/lcms) [fout](javascript:alert)").html
    assert '<a href="/menukaart/lcms">goed</a>' in html
    assert "javascript" not in html


@given(st.text(max_size=200))
def test_any_text_can_be_rendered_and_indexed(text):
    assert "<script" not in render(text).html
    assert isinstance(plain_text.from_markdown(text), str)


def test_the_index_gets_words_without_marks():
    text = "## Kop\n\n- **vet** en [link](/x)\n\n| a | b |\n| --- | --- |\n| c | d |"
    assert plain_text.from_markdown(text).split() == ["Kop", "vet", "en", "link", "a", "b", "c", "d"]
