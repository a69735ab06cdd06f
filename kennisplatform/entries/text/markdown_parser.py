"""The one reading of Markdown, for pages, the index and copies alike: CommonMark with tables and footnotes.

What it costs is bounded: a text that is too long, or has too many marks or levels, is not read at all and is shown as
it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from kennisplatform.entries.text import typed_addresses
from kennisplatform.entries.text.typed_markdown import BULLETS, TAB, laid_out

LONGEST_TEXT = 100_000
"""Characters: forty pages. Longer documents are attachments."""
MOST_MARKS = 2_500
"""Characters that mean something in Markdown, line ends included. The longest entries have some six hundred; this many
takes at most some 100 ms, whatever they are."""
LONGEST_PIECE = 5_000
"""Characters between two spaces. The parser takes them for the address of a link, wherever one may begin."""
DEEPEST_NESTING = 24

# Where the parser stops to look, and what HTML writes as `&…;`.
_MARKS = re.compile(rf"[\n!\"#$%&*+\-:<=>@\[\\\]^_`{{|}}~{BULLETS}]")
_SPACES = re.compile(r"[\x00-\x20]")  # what ends an address of a link


def parsed(markdown: str) -> list[Token] | None:
    """Return the blocks of a text that a reader gets, without empty headings; None for one that costs too much."""
    tokens = _read(markdown)
    return None if tokens is None else _parted(tokens)[0]


def empty_headings(markdown: str) -> tuple[str, ...]:
    """Return the headings without anything under them, which readers do not get to see."""
    return _parted(_read(markdown) or [])[1]


def is_too_much(markdown: str) -> bool:
    """Tell whether a text is longer, or holds more marks, than is read."""
    return (
        len(markdown.expandtabs(TAB)) > LONGEST_TEXT
        or len(_MARKS.findall(markdown)) > MOST_MARKS
        or max(map(len, _SPACES.split(markdown))) > LONGEST_PIECE
    )


def rendered(tokens: Sequence[Token]) -> str:
    """Return the HTML of blocks, with whatever HTML was typed in them: not safe to show."""
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def _read(markdown: str) -> list[Token] | None:
    if is_too_much(markdown):
        return None
    tokens = _PARSER.parse(laid_out(markdown))
    # At the deepest level the parser stops and leaves the rest out.
    return None if any(token.level >= DEEPEST_NESTING - 1 for token in tokens) else tokens


def _parted(tokens: Sequence[Token]) -> tuple[list[Token], tuple[str, ...]]:
    """Part the blocks of a text from its empty headings.

    From the end to the beginning, because a heading is empty too when all that is under it are empty headings.
    """
    kept: list[Token] = []  # the last one first, as are the headings
    empty: list[str] = []
    for token in reversed(tokens):
        if token.type == "heading_open" and _is_empty(token, kept[:-2]):
            title = kept.pop()
            kept.pop()  # where the heading closes
            empty.append("".join(child.content for child in title.children or ()).strip())
        else:
            kept.append(token)
    return kept[::-1], tuple(empty[::-1])


def _is_empty(heading: Token, after: Sequence[Token]) -> bool:
    """Tell whether nothing is under a heading; `after` is what a reader gets after it, the last block first."""
    if not after or after[-1].nesting < 0 or after[-1].type == "footnote_block_open":
        return True
    return after[-1].type == "heading_open" and after[-1].tag <= heading.tag


def _list_unused_footnotes(state: StateCore) -> None:
    """Let a footnote to which nothing refers be shown as well: somebody wrote it."""
    found = state.env.get("footnotes", {})
    for label, number in found.get("refs", {}).items():
        if number < 0:
            found["list"][len(found["list"])] = {"label": label[1:], "count": 0}


def _leave_one_way_back(state: StateCore) -> None:
    """Let a footnote lead back to the first of its places only, and not at all where it has none."""
    listed = state.env.get("footnotes", {}).get("list", {})
    state.tokens = [
        token
        for token in state.tokens
        if token.type != "footnote_anchor" or (listed[token.meta["id"]]["count"] and not token.meta["subId"])
    ]


def _reference(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    number, again = tokens[place].meta["id"] + 1, tokens[place].meta["subId"]
    own = f"fnref{again + 1}" if again else "fnref"
    return f'<sup class="footnote-ref" id="{own}:{number}"><a href="#fn:{number}">{number}</a></sup>'


def _way_back(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    number = tokens[place].meta["id"] + 1
    title = f"Terug naar de plaats van voetnoot {number} in de tekst"
    return f' <a class="footnote-backref" href="#fnref:{number}" title="{title}">↩</a>'


def _footnote(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    return f'<li id="fn:{tokens[place].meta["id"] + 1}">'


RENDER_RULES = {
    "footnote_ref": _reference,
    "footnote_anchor": _way_back,
    "footnote_open": _footnote,
    "footnote_block_open": lambda *_: '<div class="footnote"><hr><ol>',
    "footnote_block_close": lambda *_: "</ol></div>",
}


def _made() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST_NESTING}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, always_match_refs=False)
    parser.core.ruler.before("footnote_tail", "unused_footnotes", _list_unused_footnotes)
    parser.core.ruler.after("footnote_tail", "one_way_back", _leave_one_way_back)
    typed_addresses.add_to(parser)
    for name, rule in RENDER_RULES.items():
        parser.add_render_rule(name, rule)
    return parser


_PARSER = _made()
