"""From the Markdown of an entry to HTML that is safe to show, whatever was typed.

python-markdown renders, bleach lets only a fixed list of tags, attributes and link protocols through; the rest is shown
as text. Nothing else in the project makes HTML out of content.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

import bleach
import markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify

SHORTEST_LONG_TEXT = 1500
"""Characters from which a text gets a table of contents, given headings enough."""
FEWEST_HEADINGS = 4

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
TAGS = frozenset(
    {"a", "abbr", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "hr", "img", "kbd", "li"}
    | {"ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
    | HEADINGS
)
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
FOOTNOTE_ID = re.compile(r"fn(ref)?\d*:[\w-]{1,40}")
HEADING_ID = re.compile(r"[a-z0-9_-]{1,80}")


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


@lru_cache(maxsize=1024)
def render(text: str) -> RenderedText:
    """Return the safe HTML of a Markdown text; a text too deeply nested to render is shown as it was typed."""
    converter = markdown.Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            FootnoteExtension(BACKLINK_TITLE="Terug naar de plaats van voetnoot %d in de tekst"),
            TocExtension(anchorlink=True, anchorlink_class="heading-anchor", slugify=slugify),
            "sane_lists",
        ],
        output_format="html",
    )
    try:
        converted = converter.convert(text)
    except RecursionError:
        return RenderedText(f"<pre>{html.escape(text)}</pre>", ())
    # The title of the page is its only heading of the first level.
    converted = converted.replace("<h1", "<h2").replace("</h1>", "</h2>")
    safe = bleach.clean(converted, tags=TAGS, attributes=_is_allowed, protocols=PROTOCOLS)
    return RenderedText(_with_scrolling_tables(safe), _contents(text, converter.toc_tokens))  # type: ignore[attr-defined]


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "id":
        return bool((tag in HEADINGS and HEADING_ID.fullmatch(value)) or FOOTNOTE_ID.fullmatch(value))
    match tag, name:
        case "a", "href" | "title":
            return True
        case "a" | "div" | "sup", "class":
            return value in {"footnote", "footnote-ref", "footnote-backref", "heading-anchor"}
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


def _contents(text: str, tokens: list[dict[str, str]]) -> tuple[Heading, ...]:
    if len(text) < SHORTEST_LONG_TEXT or len(tokens) < FEWEST_HEADINGS:
        return ()
    return tuple(Heading(token["id"], html.unescape(re.sub(r"<[^<>]*>", "", token["name"]))) for token in tokens)
