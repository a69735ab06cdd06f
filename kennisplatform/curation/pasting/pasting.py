"""What is pasted from Word, a mail or a web page, as Markdown: its headings, lists, links, tables and footnotes.

What programs write in their own way becomes what it was: lists and footnotes of Word, lines of a mail, styles of
Google. All that could do anything but be read is removed, and so is what nobody saw. What is too much to read takes no
time: it is pasted as plain text.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from kennisplatform.clean_text import clean
from kennisplatform.curation.pasting.pasted_links import footnotes, links
from kennisplatform.curation.pasting.pasted_lists import lists_of_word, nest_lists
from kennisplatform.curation.pasting.pasted_tables import square_tables
from kennisplatform.curation.pasting.tree_to_markdown import markdown_of_tree

LARGEST = 1_000_000
"""Characters of HTML."""
MOST_MARKS = 12_000
"""Signs `<`, `>` and `&`: of a text of Word some thousand paragraphs."""
DEEPEST = 100
"""Levels of tags within tags."""
MOST_CELLS = 1_000
"""Of all tables of a paste, before merged ones are filled up."""
TAGS = frozenset(
    {"a", "b", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p"}
    | {"pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul", "caption"}
)
ATTRIBUTES = {"a": ["href"], "li": ["value"], "ol": ["start"]}
_WITHIN_A_LINE = frozenset({"a", "b", "code", "del", "em", "i", "s", "strong"})
_WITHOUT_RULES = ("li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")
_OF_TABLES = frozenset({"tbody", "td", "th", "thead", "tr", "caption"})
_GONE = ("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "img")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]+")
"""Control characters, and what is no character."""
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*comment")
"""Styles of what a reader did not see, and of the remarks that Word keeps beside a text."""
_REMARK = re.compile(r"MsoComment|msocom")


def markdown_of(html: str) -> str:
    """Return the Markdown of pasted HTML; its highest heading becomes one of the second level. '' for too much."""
    if len(html) > LARGEST or sum(map(html.count, "<>&")) > MOST_MARKS:
        return ""
    soup = BeautifulSoup(f"<body>{_NO_TEXT.sub(' ', html)}", "lxml")
    if _is_too_deep(soup) or len(soup.find_all(["td", "th"], limit=MOST_CELLS + 1)) > MOST_CELLS:
        return ""
    for remark in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        remark.extract()  # comments, and the conditions that Word writes as declarations
    for tag in soup.find_all(_GONE):
        tag.decompose()
    _drop_unseen(soup)
    lists_of_word(soup)
    nest_lists(soup)
    _tags_of_styles(soup)
    _paragraphs_of_lines(soup)
    square_tables(soup)
    footnotes(soup)
    _keep_powers(soup)
    _keep_tags_of_texts(soup)
    _level_headings(soup)
    links(soup)
    _marks_after_bold(soup)
    return clean(markdown_of_tree(soup))


def _is_too_deep(soup: BeautifulSoup) -> bool:
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth > DEEPEST:
            return True
    return False


def _drop_unseen(soup: BeautifulSoup) -> None:
    """Drop what the page or the mail did not show, and what somebody remarked on the text in Word."""
    for tag in soup.find_all(lambda tag: tag.has_attr("hidden") or bool(_UNSEEN.search(str(tag.get("style") or "")))):
        tag.extract()
    for tag in soup.find_all(class_=_REMARK):
        tag.extract()
    for link in soup.find_all("a", href=re.compile("^#_msocom_")):
        link.extract()


def _tags_of_styles(soup: BeautifulSoup) -> None:
    """Google Docs says with styles what other programs say with tags, and wraps all in one `b` that is not bold."""
    for tag in soup.find_all(["b", "span"]):
        style = str(tag.get("style") or "").replace(" ", "").lower()
        if tag.name == "b" and "font-weight:normal" in style:
            tag.name = "div"
        elif tag.name == "span" and re.search(r"font-weight:(bold|[6-9]00)", style):
            tag.name = "strong"
        elif tag.name == "span" and "font-style:italic" in style:
            tag.name = "em"
        elif tag.name == "span" and "line-through" in style:
            tag.name = "s"


_LINES = frozenset(
    {
        "address",
        "article",
        "aside",
        "center",
        "dd",
        "details",
        "div",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
    }
    | {"form", "header", "legend", "main", "nav", "section", "summary"}
)
_BLOCKS = frozenset({"p", "ul", "ol", "dl", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}) | _LINES


def _paragraphs_of_lines(soup: BeautifulSoup) -> None:
    """Make a paragraph of each block that holds a line and not other blocks."""
    for line in soup.find_all(_LINES):
        if not any(isinstance(child, Tag) and child.name in _BLOCKS for child in line.children):
            line.name = "p"


def _keep_powers(soup: BeautifulSoup) -> None:
    """Keep a figure high or low where it would become part of the number before it: 10 to the power of 6 is not 106."""
    for tag in soup.find_all(["sup", "sub"]):
        figure, before = tag.get_text(strip=True), tag.find_previous(string=True)
        if before and before.strip()[-1:].isdigit() and figure.lstrip("-+−").isdigit():
            tag.replace_with(f"<{tag.name}>{figure}</{tag.name}>")


def _keep_tags_of_texts(soup: BeautifulSoup) -> None:
    """Let all other tags be no more than what is in them."""
    for tag in soup.find_all(True):
        is_astray = tag.name in _OF_TABLES and not tag.find_parent("table")
        is_astray |= tag.name in _WITHIN_A_LINE and tag.find([*_BLOCKS - {"p"}]) is not None
        if tag.name not in TAGS or is_astray or (tag.name == "hr" and tag.find_parent(_WITHOUT_RULES)):
            tag.name = "span"
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in ATTRIBUTES.get(tag.name, ())}


def _level_headings(soup: BeautifulSoup) -> None:
    """Let headings begin at the second level and skip none; there are at most five levels."""
    headings = [heading for heading in soup.find_all(re.compile("^h[1-6]$")) if heading.get_text(strip=True)]
    for heading in headings:
        if heading.find_parent(["li", "td", "th", "blockquote"]):
            heading.name = "p"  # nothing there is under it
    headings = [heading for heading in headings if heading.name != "p"]
    levels = sorted({heading.name for heading in headings})
    for heading in headings:
        heading.name = f"h{min(6, 2 + levels.index(heading.name))}"


def _marks_after_bold(tree: BeautifulSoup) -> None:
    """Let a mark at the end of what is bold stand after it where a word follows: `**Let op:**bel` is not bold."""
    for tag in tree.find_all(["b", "strong", "i", "em", "s", "del"]):
        *_, last = tag.find_all(string=True) or [None]
        after = tag.next_sibling
        if last is None or not isinstance(after, NavigableString) or not after[:1].isalnum():
            continue
        kept = last.rstrip(".,:;!?)")
        after.replace_with(last[len(kept) :] + after)
        last.replace_with(kept)
