"""Markdown as people type it becomes a page: the same on the page, in the preview, in copies and for the search."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.entries.text import plain_text
from kennisplatform.entries.text.markdown_parser import LONGEST_PIECE, LONGEST_TEXT, MOST_MARKS, empty_headings
from kennisplatform.entries.text.rendering import Heading, render
from kennisplatform.entries.text.text_blocks import text_blocks
from kennisplatform.entries.text.typed_markdown import laid_out

LINKED = '<p>Zie <a href="{0}">{0}</a>.</p>'
HTML_LINK = '<a href="https://x.example">https://x.example</a>'
CODE_AND_LINK = f"<p><code>https://x.example</code>, {HTML_LINK}</p>"


def shape(markdown):
    """Return the HTML of a text without ids, links of headings, and white space between tags."""
    html = re.sub(r'<a class="heading-anchor"[^>]*>(.*?)</a>', r"\1", render(markdown).html)
    return re.sub(r">\s+<", "><", re.sub(r' id="[^"]*"', "", html)).replace("\n", " ").strip()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("- a\n  - b\n- c", "<ul><li>a <ul><li>b</li></ul></li><li>c</li></ul>"),
        ("- a\n    - b\n- c", "<ul><li>a <ul><li>b</li></ul></li><li>c</li></ul>"),
        ("1. a\n   - b\n2. c", "<ol><li>a <ul><li>b</li></ul></li><li>c</li></ol>"),
        ("1. a\n  - b\n2. c", "<ol><li>a <ul><li>b</li></ul></li><li>c</li></ol>"),
        ("9. a\n10. b\n  1. c", '<ol start="9"><li>a</li><li>b <ol><li>c</li></ol></li></ol>'),
        ("- a\n\t- b\n\t\t- c", "<ul><li>a <ul><li>b <ul><li>c</li></ul></li></ul></li></ul>"),
        ("1. a\n\n  vervolg\n2. b", "<ol><li><p>a</p><p>vervolg</p></li><li><p>b</p></li></ol>"),
        ("Tekst:\n- a\n- b", "<p>Tekst:</p><ul><li>a</li><li>b</li></ul>"),
        ("Tekst:\n1) a\n2) b", "<p>Tekst:</p><ol><li>a</li><li>b</li></ol>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("##Kop\ntekst", "<h2>Kop</h2><p>tekst</p>"),
        ("# Kop\n\ntekst", "<h2>Kop</h2><p>tekst</p>"),
        ("```\n##geen kop\n  - geen punt\n```", "<pre><code>##geen kop   - geen punt </code></pre>"),
        ("druk < 2 bar en > 5 bar", "<p>druk &lt; 2 bar en &gt; 5 bar</p>"),
        ("een_lange_naam", "<p>een_lange_naam</p>"),
        ("a  \nb", "<p>a<br> b</p>"),
        ("Lijst:\n• a\n• b", "<p>Lijst:</p><ul><li>a</li><li>b</li></ul>"),
        ("•\ta\n  ◦\tb\n•\tc", "<ul><li>a <ul><li>b</li></ul></li><li>c</li></ul>"),
        ("·       a\n·       b", "<ul><li>a</li><li>b</li></ul>"),
        ("\uf0b7 a\n\uf0b7 b", "<ul><li>a</li><li>b</li></ul>"),
        ("Nodig:\n– water\n– stroom", "<p>Nodig:</p><ul><li>water</li><li>stroom</li></ul>"),
        ("de regio\n– zo bleek –\nbelde", "<p>de regio – zo bleek – belde</p>"),
        ("```\n• geen punt\n```", "<pre><code>• geen punt </code></pre>"),
        ("[Telefoon]: 0881234567", "<p>[Telefoon]: 0881234567</p>"),
        (
            "[Bron]: https://x.example/a",
            '<p>[Bron]: <a href="https://x.example/a">https://x.example/a</a></p>',
        ),
        ("[IFV][1]\n\n[1]: https://x.example", '<p><a href="https://x.example">IFV</a></p>'),
        ("[IFV](www.ifv.nl)", '<p><a href="https://www.ifv.nl">IFV</a></p>'),
        ("Zie https://x.example/a_b_(c)?d=1&e=2.", LINKED.format("https://x.example/a_b_(c)?d=1&amp;e=2")),
        ("Zie (www.ifv.nl).", '<p>Zie (<a href="https://www.ifv.nl">www.ifv.nl</a>).</p>'),
        ("`https://x.example`, [https://x.example](https://x.example)", CODE_AND_LINK),
        (HTML_LINK, f"<p>{HTML_LINK}</p>"),
        ("http:// en https:// en www. en a@www.ifv.nl", "<p>http:// en https:// en www. en a@www.ifv.nl</p>"),
    ],
)
def test_what_is_typed_is_shown_as_it_was_meant(typed, shown):
    assert shape(typed) == shown


def test_a_figure_that_stands_high_is_in_the_copy_as_well():
    [block] = text_blocks("10<sup>6</sup> liter[^1]\n\n[^1]: Per dag.")[:1]
    assert block.text == "10^6 liter"


def test_a_row_with_more_cells_than_its_head_keeps_them():
    html = render("| Wie | Wat |\n| --- | --- |\n| Gemeente | water | dag en nacht |").html
    assert "dag en nacht" in html


def test_a_table_scrolls_by_itself_and_can_be_reached_by_keyboard():
    html = render("Zo:\n| Wie | Wat |\n| --- | ---: |\n| Gemeente | water |").html
    assert '<div class="table-scroll" role="region" aria-label="Tabel 1" tabindex="0"><table class="table">' in html
    assert "<td>Gemeente</td>" in html and '<td align="right">water</td>' in html


def test_a_footnote_leads_there_and_back_and_none_is_lost():
    html = render("Water[^1] en nog eens[^1]\n\n[^1]: Drie liter\n[^los]: Nergens genoemd").html
    page = BeautifulSoup(html, "html.parser")
    for link in page.select("a[href^='#']"):
        assert page.find(id=link["href"][1:]), link
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert "Drie liter" in html and "Nergens genoemd" in html


def test_a_heading_has_an_anchor_of_its_own_that_the_page_itself_never_has():
    html = render("# Één kop\n\n## Bronnen\n\nEen\n\n## Bronnen\n\n[verder](#bronnen)").html
    assert "<h1" not in html
    ids = [tag["id"] for tag in BeautifulSoup(html, "html.parser").select("[id]")]
    assert ids == ["tekst-een-kop", "tekst-bronnen", "tekst-bronnen--2"]
    assert '<a href="#tekst-bronnen">verder</a>' in html


@pytest.mark.parametrize(
    ("typed", "shown", "empty"),
    [
        ("## Aanpak\n\n## Lessen\n\nVeel.\n\n## Bronnen", "<h2>Lessen</h2><p>Veel.</p>", ("Aanpak", "Bronnen")),
        ("## A\n### B\n## C\n### D\nx", "<h2>C</h2><h3>D</h3><p>x</p>", ("A", "B")),
        ("x\n\n## *A* `b`", "<p>x</p>", ("A b",)),
        ("- ## A\n- b", "<ul><li></li><li>b</li></ul>", ("A",)),
        ("## A\n\n- b", "<h2>A</h2><ul><li>b</li></ul>", ()),
        ("## Aanpak", "", ("Aanpak",)),
    ],
)
def test_a_heading_with_nothing_under_it_is_not_shown_nor_found(typed, shown, empty):
    assert shape(typed) == shown
    assert empty_headings(typed) == empty
    assert not set(empty) & set(plain_text.from_markdown(typed).split("\n"))


def test_only_a_long_text_gets_a_table_of_contents():
    short = "\n\n".join(f"## Kop {number}\n\nTekst" for number in range(5))
    assert render(short).contents == ()
    long = render(short + "\n\n" + "woord " * 300).contents
    assert long[:2] == (Heading("tekst-kop-0", "Kop 0"), Heading("tekst-kop-1", "Kop 1"))
    assert len(long) == 5


def test_links_keep_their_address_and_dangerous_ones_lose_it():
    html = render(
        "[goed](/menukaart/lcms) [fout](javascript:alert) <a href='javascript:x'>x</a> ![](https://x.nl/a.png)"
    ).html
    assert '<a href="/menukaart/lcms">goed</a>' in html
    assert 'href="javascript' not in html and "x.nl" not in html


MARKS = st.text(st.sampled_from("[]()<>*_`~!|&\\#^\n -+:1.)abé\"'/="), max_size=120)


@given(st.one_of(st.text(max_size=200), MARKS))
def test_any_text_can_be_rendered_indexed_and_copied(text):
    html = render(text).html
    assert not BeautifulSoup(html, "html.parser").select("script, style, iframe, [onclick], [style]")
    assert isinstance(plain_text.from_markdown(text), str)
    assert isinstance(text_blocks(text), tuple)


@given(MARKS)
def test_a_text_in_its_usual_layout_stays_as_it_is(text):
    once = laid_out(text)
    assert laid_out(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "[" * MOST_MARKS + "[",
        '"' * MOST_MARKS + '"',
        "woord " * (LONGEST_TEXT // 6 + 1) + "x",
        "x" + "\t" * (LONGEST_TEXT // 4) + "x",
        "[a](" * 30 + "b" * LONGEST_PIECE,
        "> " * 60 + "diep",
        "- " * 60 + "diep",
    ],
)
def test_a_text_that_costs_too_much_is_shown_as_it_was_typed(text):
    html = render(text).html
    assert html.startswith('<pre class="as-typed">')
    assert BeautifulSoup(html, "html.parser").text == text
    assert plain_text.from_markdown(text) == text


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## Kop\n\n- **vet** en [link](/x)\n\n| a | b |\n| --- | --- |\n| c | d |", "Kop\nvet en link\na b\nc d"),
        ("druk < 2 bar en > 5 bar, <piket@vr.example>", "druk < 2 bar en > 5 bar, piket@vr.example"),
        ("een&nbsp;caf&eacute; en 3 \\* 4", "een café en 3 * 4"),
        ("[bron][1]\n\n[1]: https://voorbeeld.nl", "bron"),
        ("Water[^1]\n\n[^1]: Drie liter", "Water\nDrie liter"),
        ("H<sub>2</sub>O, ![een foto](/bijlagen/x/y.png) en `code`", "H2O, een foto en code"),
        ("hulp\xadver\xadle\xadning in de `regio`", "hulpverlening in de regio"),
    ],
)
def test_the_index_gets_the_words_that_a_reader_sees(markdown, words):
    assert plain_text.from_markdown(markdown) == words


@given(st.text(st.sampled_from("[]()*_`~|\\#^\n -+:1.)abé\"'/=>"), max_size=120))
def test_every_word_of_the_index_is_on_the_page(text):
    page = "".join(BeautifulSoup(render(text).html, "html.parser").text.split()).replace("’", "'")
    assert all(word in page for word in plain_text.from_markdown(text).replace("’", "'").split())
