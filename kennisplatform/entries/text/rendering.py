"""From the Markdown of an entry to HTML that is safe to show, whatever was typed.

`markdown_parser` reads, bleach lets only a fixed list of tags, attributes and link protocols through; the rest is shown
as text. Nothing else in the project makes HTML out of content.
"""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import bleach
from cachetools import LRUCache, cached
from markdown_it.token import Token

from kennisplatform.clean_text import slug_of
from kennisplatform.entries.text import markdown_parser

SHORTEST_LONG_TEXT = 1500
"""Characters from which a text gets a table of contents, given headings enough."""
FEWEST_HEADINGS = 4
REMEMBERED = 32_000_000
"""Characters of texts and their HTML that are remembered."""
HEADING_PREFIX = "tekst-"
"""Begins the id of every heading of a text, so that none is that of a heading of the page itself."""
LONGEST_ID = 60

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
TAGS = frozenset(
    {"a", "abbr", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "hr", "img", "kbd", "li"}
    | {"ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
    | HEADINGS
)
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
FOOTNOTE_ID = re.compile(r"fn(ref)?\d*:[\w-]{1,40}")
HEADING_ID = re.compile(rf"{HEADING_PREFIX}[a-z0-9-]{{1,80}}")
START = re.compile(r"\d{1,9}")
ALIGNED = "text-align:"


@dataclass(frozen=True)
class Heading:
    """A heading of the second level, as it stands in the table of contents."""

    anchor: str
    title: str


@dataclass(frozen=True)
class RenderedText:
    """Safe HTML, with the headings for a table of contents; none where the text is too short for one."""

    html: str
    contents: tuple[Heading, ...]


def render_once(text: str) -> RenderedText:
    """Return the safe HTML of a Markdown text; one that costs too much to read is shown as it was typed."""
    tokens = markdown_parser.parsed(text)
    if tokens is None:
        return RenderedText(f'<pre class="as-typed">{html.escape(text)}</pre>', ())
    headings = _prepare(tokens)
    converted = markdown_parser.rendered(tokens)
    safe = bleach.clean(converted, tags=TAGS, attributes=_is_allowed, protocols=PROTOCOLS)
    is_long = len(text) >= SHORTEST_LONG_TEXT and len(headings) >= FEWEST_HEADINGS
    return RenderedText(_with_scrolling_tables(safe), headings if is_long else ())


@cached(
    LRUCache[str, RenderedText](REMEMBERED, getsizeof=lambda rendered: 2 * len(rendered.html)),
    key=lambda text: text,
    lock=threading.Lock(),
)
def render(text: str) -> RenderedText:
    """Return what `render_once` does, remembered: for a text that is asked for again."""
    return render_once(text)


def _prepare(tokens: Sequence[Token]) -> tuple[Heading, ...]:
    """Give headings their level, id and link, links within the text that id, and cells their alignment.

    Returns the headings of the second level.
    """
    anchors: dict[str, int] = {}
    found: list[Heading] = []
    for place, token in enumerate(tokens):
        if token.type in {"heading_open", "heading_close"}:
            # The title of the page is its only heading of the first level.
            token.tag = token.tag.replace("h1", "h2")
        if token.type == "heading_open":
            inline = tokens[place + 1]
            title = "".join(_texts(inline)).strip()
            anchor = _anchor(title, anchors)
            token.attrSet("id", anchor)
            _make_link(inline, anchor)
            if token.tag == "h2":
                found.append(Heading(anchor, title))
        if str(token.attrGet("style") or "").startswith(ALIGNED):  # a style is against the policy of the site
            token.attrs = {"align": str(token.attrs["style"]).removeprefix(ALIGNED)}
    for token in tokens:
        for child in token.children or ():
            target = str(child.attrGet("href") or "")
            if child.type == "link_open" and f"{HEADING_PREFIX}{target[1:]}" in anchors and target[:1] == "#":
                child.attrSet("href", f"#{HEADING_PREFIX}{target[1:]}")
    return tuple(found)


def _texts(inline: Token) -> list[str]:
    return [child.content for child in inline.children or () if child.type in {"text", "code_inline", "image"}]


def _anchor(title: str, taken: dict[str, int]) -> str:
    name = f"{HEADING_PREFIX}{slug_of(title)[:LONGEST_ID].strip('-') or 'kop'}"
    taken[name] = number = taken.get(name, 0) + 1
    if number > 1:
        # `--` is in no title's slug: no other heading can have this name.
        name = f"{name}--{number}"
    return name


def _make_link(inline: Token, anchor: str) -> None:
    children = inline.children or []
    if children and not any(child.type in {"link_open", "html_inline"} for child in children):
        opened = Token("link_open", "a", 1, attrs={"class": "heading-anchor", "href": f"#{anchor}"})
        inline.children = [opened, *children, Token("link_close", "a", -1)]


def _is_allowed(tag: str, name: str, value: str) -> bool:
    match tag, name:
        case _, "id":
            return bool((tag in HEADINGS and HEADING_ID.fullmatch(value)) or FOOTNOTE_ID.fullmatch(value))
        case "a", "href" | "title":
            return True
        case "a" | "div" | "sup", "class":
            return value in {"footnote", "footnote-ref", "footnote-backref", "heading-anchor"}
        case "ol", "start":
            return bool(START.fullmatch(value))
        case "td" | "th", "align":
            return value in {"left", "center", "right"}
        case "th", "scope":
            return value in {"row", "col"}
        case "img", "alt":
            return True
        case "img", "src":
            return value.startswith("/") and not value.startswith("//")
        case "abbr", "title":
            return True
    return False


def _with_scrolling_tables(safe: str) -> str:
    """Let a wide table scroll by itself on a phone, reachable by keyboard; each has a name of its own."""
    before, *tables = safe.split("<table>")
    opened = (
        f'<div class="table-scroll" role="region" aria-label="Tabel {number}" tabindex="0"><table class="table">{table}'
        for number, table in enumerate(tables, 1)
    )
    return (before + "".join(opened)).replace("</table>", "</table></div>")
