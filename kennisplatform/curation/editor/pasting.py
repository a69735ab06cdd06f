"""What is pasted from Word or a web page, as Markdown: its headings, lists, links and tables, and nothing of its looks.

Word writes lists as paragraphs with a bullet typed before them; they become lists again. All that could do anything but
be read is removed before the rest is looked at.
"""

from __future__ import annotations

import re

import bleach
from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from markdownify import MarkdownConverter

from kennisplatform.entries.text.rendering import PROTOCOLS

LARGEST = 1_000_000
"""Characters of HTML; more is pasted as plain text."""
TAGS = frozenset(
    {"a", "b", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "ol", "p", "pre"}
    | {"strong", "table", "tbody", "td", "th", "thead", "tr", "ul", "caption"}
)
_GONE = ("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "img")
_WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
_NUMBERED = re.compile(r"^\s*(\d+|[a-z])[.)]\s", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[·•o§▪–-]|\d+[.)]|[a-z][.)])\s+", re.IGNORECASE)


def markdown_of(html: str) -> str:
    """Return the Markdown of pasted HTML; its highest heading becomes one of the second level."""
    soup = BeautifulSoup(html[:LARGEST], "html.parser")
    for remark in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        remark.extract()  # comments, and the conditions that Word writes as declarations
    for tag in soup.find_all(_GONE):
        tag.decompose()
    _lists_of_word(soup)
    _bold_by_style(soup)
    safe = bleach.clean(str(soup), tags=TAGS, attributes={"a": ["href"]}, protocols=PROTOCOLS, strip=True)
    clean = BeautifulSoup(safe, "html.parser")
    _level_headings(clean)
    for cell in clean.select("td p, th p, li p"):
        cell.insert_after(" ")
        cell.unwrap()
    for cell in clean.select("td, th"):
        for piece in cell.find_all(string=re.compile(r"\|")):
            piece.replace_with(str(piece).replace("|", "\\|"))
    for link in clean.find_all("a"):
        if not link.get("href") or not link.get_text(strip=True):
            link.unwrap()
    converter = MarkdownConverter(heading_style="ATX", bullets="-", table_infer_header=True, escape_underscores=False)
    text = str(converter.convert_soup(clean)).replace("\xa0", " ")
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _lists_of_word(soup: BeautifulSoup) -> None:
    """Make a list of the paragraphs that Word shows as one."""
    lists: list[Tag] = []
    for paragraph in soup.find_all("p"):
        found = _WORD_LIST.search(str(paragraph.get("style") or ""))
        if not found:
            lists = []
            continue
        level = int(found[1])
        is_numbered = bool(_NUMBERED.match(paragraph.get_text()))
        for mark in paragraph.find_all(style=re.compile("mso-list:\\s*Ignore")):
            mark.decompose()
        first = next((text for text in paragraph.find_all(string=True) if text.strip()), None)
        if first is not None:
            first.replace_with(_BULLET.sub("", str(first)))
        del lists[level:]
        while len(lists) < level:
            made = soup.new_tag("ol" if is_numbered else "ul")
            items = lists[-1].find_all("li", recursive=False) if lists else []
            if items:
                items[-1].append(made)
            elif lists:
                lists[-1].append(made)
            else:
                paragraph.insert_before(made)
            lists.append(made)
        paragraph.name = "li"
        paragraph.attrs = {}
        lists[-1].append(paragraph.extract())


def _bold_by_style(soup: BeautifulSoup) -> None:
    """Google Docs says with styles what other programs say with tags, and wraps all in one `b` that is not bold."""
    for tag in soup.find_all(["b", "span"]):
        style = str(tag.get("style") or "").replace(" ", "").lower()
        if tag.name == "b" and "font-weight:normal" in style:
            tag.unwrap()
        elif tag.name == "span" and re.search(r"font-weight:(bold|[6-9]00)", style):
            tag.name = "strong"
        elif tag.name == "span" and "font-style:italic" in style:
            tag.name = "em"


def _level_headings(soup: BeautifulSoup) -> None:
    """Let headings begin at the second level and skip none; there are at most five levels."""
    headings = soup.find_all(re.compile("^h[1-6]$"))
    levels = sorted({heading.name for heading in headings})
    for heading in headings:
        heading.name = f"h{min(6, 2 + levels.index(heading.name))}"
