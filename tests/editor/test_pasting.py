"""What is pasted from elsewhere keeps its structure, all its text, and loses everything else."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from kennisplatform.curation.pasting.pasting import LARGEST, markdown_of
from kennisplatform.entries.text.rendering import render
from tests.base.test_outside import not_held_up

WORD_LIST = """
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·
  </span><![endif]>Eerste</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>Dieper</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>Tweede</p>
"""
NUMBERED = "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3. </span>Drie</p><p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>4. </span>Vier</p>"
WORD_FOOTNOTE = """<p>Water<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span>[1]</span></a>.</p>
<div><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Drie liter.</p></div></div>"""


def word_list(*pieces: str) -> str:
    """Return a list as Word copies it: of each point its mark and its text."""
    return "".join(
        f"<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>{mark}"
        f"<span style='font:7.0pt'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>{text}</p>"
        for mark, text in zip(pieces[::2], pieces[1::2], strict=True)
    )


PAIRS = [
    (
        "<h1>Kop</h1><h3>Onder</h3><p>Tekst</p>",
        "## Kop\n\n### Onder\n\nTekst",
        "<h2>Kop</h2><h3>Onder</h3><p>Tekst</p>",
    ),
    (
        "<p class=MsoNormal style='color:red'>Met <b>vet</b>&nbsp;en <i>schuin</i><o:p></o:p></p>",
        "Met **vet** en *schuin*",
        "<p>Met <strong>vet</strong> en <em>schuin</em></p>",
    ),
    (WORD_LIST, "- Eerste\n  - Dieper\n- Tweede", "<ul><li>Eerste <ul><li>Dieper</li></ul></li><li>Tweede</li></ul>"),
    (NUMBERED, "3. Drie\n4. Vier", '<ol start="3"><li>Drie</li><li>Vier</li></ol>'),
    (
        "<ol start=3><li>c<ul><li>d</li></ul></li><li>e</li></ol>",
        "3. c\n   - d\n4. e",
        '<ol start="3"><li>c <ul><li>d</li></ul></li><li>e</li></ol>',
    ),
    (
        "<ul><li>a<ol start=4><li>b</li></ol></li></ul>",
        "- a\n\n  4. b",
        '<ul><li><p>a</p><ol start="4"><li>b</li></ol></li></ul>',
    ),
    (
        "<ul><li><p>a</p></li><li><p>b</p><ul><li>c</li></ul></li></ul>",
        "- a\n- b\n  - c",
        "<ul><li>a</li><li>b <ul><li>c</li></ul></li></ul>",
    ),
    (
        "<div>Eerste.</div><div>Tweede.</div><div><br></div><ul><li>punt</li></ul>",
        "Eerste.\n\nTweede.\n\n- punt",
        "<p>Eerste.</p><p>Tweede.</p><ul><li>punt</li></ul>",
    ),
    ("<p>Straat 1<br>Zwolle</p>", "Straat 1  \nZwolle", "<p>Straat 1<br> Zwolle</p>"),
    (
        "<table><tr><td><p>A</p></td><td>B</td></tr><tr><td>1</td><td>2|3</td></tr></table>",
        "| A | B |\n| --- | --- |\n| 1 | 2\\|3 |",
        "A B 1 2|3",
    ),
    (
        "<table><tr><td colspan=2>a</td></tr><tr><td>c</td><td>b</td></tr></table>",
        "| a |  |\n| --- | --- |\n| c | b |",
        "a c b",
    ),
    (
        "<table><thead><tr><th>a<th>b<th>c</thead><tbody><tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</tbody></table>",
        "| a | b | c |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |",
        "a b c 1 2 3 4 5",
    ),
    (
        "<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "| a |  |\n| --- | --- |\n| b | c |",
        "a b c",
    ),
    (
        "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>",
        None,
        "a b c d",
    ),
    (WORD_FOOTNOTE, "Water[^1].\n\n[^1]: Drie liter.", None),
    (
        '<a href="https://voorbeeld.nl">goed</a>',
        "[goed](https://voorbeeld.nl)",
        '<p><a href="https://voorbeeld.nl">goed</a></p>',
    ),
    ('<a href="#verder">verder</a>', "verder", "<p>verder</p>"),
    ('<a href="javascript:alert(1)">kwaad</a>', "kwaad", "<p>kwaad</p>"),
    ("<script>alert(1)</script><style>p{}</style><img src=x onerror=alert(1)>Tekst", "Tekst", "<p>Tekst</p>"),
    (
        '<b style="font-weight:normal"><p><span style="font-weight:700">Vet</span> gewoon</p></b>',
        "**Vet** gewoon",
        "<p><strong>Vet</strong> gewoon</p>",
    ),
    (
        word_list("·", "B. de Vries belt", "·", "112. Bel dat"),
        "- B. de Vries belt\n- 112\\. Bel dat",
        "<ul><li>B. de Vries belt</li><li>112. Bel dat</li></ul>",
    ),
    (
        "<ul><li># 3</li><li>- 4</li><li>.5</li></ul>",
        "- \\# 3\n- \\- 4\n- .5",
        "<ul><li># 3</li><li>- 4</li><li>.5</li></ul>",
    ),
    (word_list("a)", "Eerst", "b)", "Dan"), "1. Eerst\n2. Dan", "<ol><li>Eerst</li><li>Dan</li></ol>"),
    (word_list("3.1", "Eerst", "3.2", "Dan"), "1. Eerst\n2. Dan", "<ol><li>Eerst</li><li>Dan</li></ol>"),
    (
        "<ul><li>a</li><ul><li>b</li><ol><li>c</li></ol></ul><li>d</li></ul>",
        "- a\n  - b\n    1. c\n- d",
        "<ul><li>a <ul><li>b <ol><li>c</li></ol></li></ul></li><li>d</li></ul>",
    ),
    (
        "<ol><li value=5>vijf</li><li>zes</li></ol>",
        "5. vijf\n6. zes",
        '<ol start="5"><li>vijf</li><li>zes</li></ol>',
    ),
    ("<dl><dt>GRIP</dt><dd>Opschaling</dd></dl>", "GRIP\n\nOpschaling", "<p>GRIP</p><p>Opschaling</p>"),
    ("<section>Een</section><section>Twee</section>", "Een\n\nTwee", "<p>Een</p><p>Twee</p>"),
    ("<li><div>Een</div><div>Twee</div></li>", None, "Een Twee"),
    ("<p>Bel <del>nooit</del> <ins>altijd</ins></p>", "Bel ~~nooit~~ altijd", "<p>Bel <s>nooit</s> altijd</p>"),
    ("<p>Bel <span style='text-decoration:line-through'>nooit</span>", "Bel ~~nooit~~", "<p>Bel <s>nooit</s></p>"),
    ("<ul><li><h3>Kop</h3></li><li><h3>Nog een</h3>tekst</li></ul>", None, "Kop Nog een tekst"),
    ("<blockquote><h2>Kop</h2></blockquote>", "> Kop", "<blockquote><p>Kop</p></blockquote>"),
    ("<p>Een</p><hr><p>Twee</p>", "Een\n\n---\n\nTwee", "<p>Een</p><hr><p>Twee</p>"),
    ("<div style='display: none'>Lees online</div><p hidden>x</p><p>Tekst</p>", "Tekst", "<p>Tekst</p>"),
    (
        "<p>Tekst<span class=MsoCommentReference><a href='#_msocom_1'>[JV1]</a></span></p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'><p>Klopt dit?</p></div></div>",
        "Tekst",
        "<p>Tekst</p>",
    ),
    ("<p>10<sup>6</sup> liter, m<sup>3</sup></p>", "10<sup>6</sup> liter, m3", "<p>10<sup>6</sup> liter, m3</p>"),
    ("<p><b>Let op:</b>bel 112</p>", "**Let op**:bel 112", "<p><strong>Let op</strong>:bel 112</p>"),
    (
        "<a href='https://x.example/a b(c)'>zie [1]</a>",
        "[zie \\[1\\]](https://x.example/a%20b%28c%29)",
        '<p><a href="https://x.example/a%20b%28c%29">zie [1]</a></p>',
    ),
    (
        "<a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fifv.nl%2F&data=05%7Cik%40vr.nl'>IFV</a>",
        "[IFV](https://ifv.nl/)",
        '<p><a href="https://ifv.nl/">IFV</a></p>',
    ),
    ("<a href='www.ifv.nl'>IFV</a>", "[IFV](https://www.ifv.nl)", '<p><a href="https://www.ifv.nl">IFV</a></p>'),
    ("<p>co\u0308rdinatie hulp\xadver\xadlening</p>", "cördinatie hulpverlening", None),
]


@pytest.mark.parametrize(("html", "markdown", "shown"), PAIRS)
def test_what_is_pasted_is_on_the_page_as_it_was(html, markdown, shown):
    text = markdown_of(html)
    assert markdown is None or text == markdown
    page = re.sub(r'<a class="heading-anchor"[^>]*>(.*?)</a>', r"\1", render(text).html)
    page = re.sub(r">\s+<", "><", re.sub(r' id="[^"]*"', "", page)).replace("\n", " ").strip()
    if shown and shown.startswith("<"):
        assert page == shown
    elif shown:
        assert BeautifulSoup(page, "html.parser").get_text(" ").split() == shown.split()


LIBRE_FOOTNOTE = """<p>In 2017<sup><a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a></sup>.</p>
<div id="sdfootnote1"><p><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>Drie liter.</p></div>"""
GOOGLE_FOOTNOTE = """<p>Water<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>.</p>
<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a>&nbsp;Drie liter.</p></div>"""


@pytest.mark.parametrize("html", [WORD_FOOTNOTE, LIBRE_FOOTNOTE, GOOGLE_FOOTNOTE])
def test_a_footnote_of_another_program_is_one_of_ours(html):
    page = BeautifulSoup(render(markdown_of(html)).html, "html.parser")
    assert page.select_one(page.select_one("sup a")["href"].replace(":", "\\:")).text.startswith("Drie liter.")


@pytest.mark.parametrize(
    "html", ["x" * (LARGEST + 1), "<p>" * 120_000, "<!--" * 50_000, "<b>" * 40_000, "<b>" * 20_000, "<div>" * 300]
)
def test_what_is_too_much_is_left_to_be_pasted_as_plain_text(html):
    assert markdown_of(html) == ""


@pytest.mark.parametrize(
    "piece",
    ["<p>", "<!--", "<div>", "<ul><li>", "<ol><li>a</li>", "<a>", "<b>", "<table>", "<td rowspan=99999 colspan=99999>"],
)
def test_nothing_pasted_is_an_error(piece):
    markdown_of(f"<table><tr>{piece * 80}tekst")


@pytest.mark.parametrize("tag", ["p", "pre", "td", "code", "b", "blockquote"])
@pytest.mark.parametrize("space", [" ", "\t", "\n", " \n", "\x0b", "\u2003", "\x85"])
def test_white_space_holds_nobody_up(tag, space):
    with not_held_up((tag, space)):
        assert markdown_of(f"<{tag}>a{space * 100_000}b</{tag}>")


@pytest.mark.parametrize("sign", ["&", "&#11;", "&nbsp;", ">"])
def test_signs_that_cost_much_are_left_to_be_pasted_as_plain_text(sign):
    assert markdown_of(f"<p>{sign * 70_000}</p>") == ""


WORDS = st.text(st.sampled_from("abcé |*_<&"), max_size=8)
TREE = st.recursive(
    WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(
        st.sampled_from(
            ["p", "div", "ul", "ol", "li", "b", "i", "td", "tr", "table", "h2", "blockquote", "span", "a", "pre"]
        ),
        st.lists(inner, max_size=3),
    ).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"),
    max_leaves=12,
)


@given(TREE)
def test_no_word_of_a_paste_is_lost(html):
    words = BeautifulSoup(html, "lxml").get_text(" ")
    # A heading without text stays in the text of the editor; readers do not see it.
    text = re.sub(r"^#+ ", "", markdown_of(html), flags=re.MULTILINE)
    shown = BeautifulSoup(render(text).html, "html.parser").get_text(" ")
    assert re.findall("[abcé]", words) == re.findall("[abcé]", shown)
