"""What is pasted from Word, a mail or a web page, as Markdown: its headings, lists, links, tables and footnotes.

Word writes lists as paragraphs with a bullet typed before them, and mail programs a line as a `div`; they become lists
and paragraphs again. All that could do anything but be read is removed. What is too much to read takes no time: it is
pasted as plain text.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from kennisplatform.clean_text import clean
from kennisplatform.curation.pasting.pasted_tables import square_tables
from kennisplatform.curation.pasting.tree_to_markdown import markdown_of_tree
from kennisplatform.entries.text.rendering import PROTOCOLS

LARGEST = 1_000_000
"""Characters of HTML."""
MOST_MARKS = 12_000
"""Signs `<`, `>` and `&`: of a text of Word some thousand paragraphs."""
DEEPEST = 100
"""Levels of tags within tags."""
MOST_CELLS = 1_000
"""Of all tables of a paste, before merged ones are filled up."""
TAGS = frozenset(
    {"a", "b", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "ol", "p", "pre"}
    | {"strong", "table", "tbody", "td", "th", "thead", "tr", "ul", "caption"}
)
ATTRIBUTES = {"a": ["href"], "ol": ["start"]}
_OF_TABLES = frozenset({"tbody", "td", "th", "thead", "tr", "caption"})
_GONE = ("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "img")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]+")
"""Control characters, and what is no character."""
_WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
_NUMBERED = re.compile(r"^\s*(\d{1,9}|[a-z])[.)]\s", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[·•o§▪–-]|\d{1,9}[.)]|[a-z][.)])\s+", re.IGNORECASE)
_LEADS = re.compile(rf"(?:{'|'.join(PROTOCOLS)}):|[^:]*(?:[/?#]|$)", re.IGNORECASE)
"""The beginning of an address that readers may be led to: of a known protocol, or of this site."""
_FOOTNOTE = re.compile(r"#_(?:ftn|edn)(ref)?(\d{1,4})")


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
    _lists_of_word(soup)
    _bold_by_style(soup)
    _paragraphs_of_lines(soup)
    square_tables(soup)
    _keep_tags_of_texts(soup)
    _level_headings(soup)
    _links_and_footnotes(soup)
    return clean(markdown_of_tree(soup))


def _is_too_deep(soup: BeautifulSoup) -> bool:
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth > DEEPEST:
            return True
    return False


def _lists_of_word(soup: BeautifulSoup) -> None:
    """Make a list of the paragraphs that Word shows as one."""
    lists: list[Tag] = []
    points: list[Tag] = []
    for paragraph in soup.find_all("p"):
        found = _WORD_LIST.search(str(paragraph.get("style") or ""))
        if not found:
            lists, points = [], []
            continue
        level = int(found[1]) or 1
        number = _NUMBERED.match(paragraph.get_text())
        for mark in paragraph.find_all(style=re.compile("mso-list:\\s*Ignore")):
            mark.decompose()
        first = next((text for text in paragraph.find_all(string=True) if text.strip()), None)
        if first is not None:
            first.replace_with(_BULLET.sub("", str(first)))
        del lists[level:], points[level:]
        while len(lists) < level:
            made = soup.new_tag("ol" if number else "ul")
            if number and number[1].isdigit() and len(lists) == level - 1:
                made["start"] = number[1]
            if points:
                points[-1].append(made)
            else:
                paragraph.insert_before(made)
            lists.append(made)
            if len(lists) < level:
                points.append(soup.new_tag("li"))
                made.append(points[-1])
        paragraph.name = "li"
        paragraph.attrs = {}
        lists[-1].append(paragraph.extract())
        del points[level - 1 :]
        points.append(paragraph)


def _bold_by_style(soup: BeautifulSoup) -> None:
    """Google Docs says with styles what other programs say with tags, and wraps all in one `b` that is not bold."""
    for tag in soup.find_all(["b", "span"]):
        style = str(tag.get("style") or "").replace(" ", "").lower()
        if tag.name == "b" and "font-weight:normal" in style:
            tag.name = "div"
        elif tag.name == "span" and re.search(r"font-weight:(bold|[6-9]00)", style):
            tag.name = "strong"
        elif tag.name == "span" and "font-style:italic" in style:
            tag.name = "em"


_BLOCKS = frozenset({"p", "ul", "ol", "table", "div", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})


def _paragraphs_of_lines(soup: BeautifulSoup) -> None:
    """Make a paragraph of each `div` that holds a line and not other blocks."""
    for line in soup.find_all("div"):
        if line.find_parent(["li", "td", "th"]) is None and not any(
            isinstance(child, Tag) and child.name in _BLOCKS for child in line.children
        ):
            line.name = "p"


def _keep_tags_of_texts(soup: BeautifulSoup) -> None:
    """Let all other tags be no more than what is in them."""
    for tag in soup.find_all(True):
        if tag.name not in TAGS or (tag.name in _OF_TABLES and not tag.find_parent("table")):
            tag.name = "span"
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in ATTRIBUTES.get(tag.name, ())}


def _level_headings(soup: BeautifulSoup) -> None:
    """Let headings begin at the second level and skip none; there are at most five levels."""
    headings = [heading for heading in soup.find_all(re.compile("^h[1-6]$")) if heading.get_text(strip=True)]
    levels = sorted({heading.name for heading in headings})
    for heading in headings:
        heading.name = f"h{min(6, 2 + levels.index(heading.name))}"


def _links_and_footnotes(tree: BeautifulSoup) -> None:
    """Write the footnotes of Word as ours, and let go of links that lead nowhere here."""
    for link in tree.find_all("a"):
        target = str(link.get("href") or "").strip()
        if found := _FOOTNOTE.fullmatch(target):
            link.replace_with(f"[^{found[2]}]:" if found[1] else f"[^{found[2]}]")
        elif not target or target.startswith("#") or not _LEADS.match(target) or not link.get_text(strip=True):
            link.name = "span"
