"""Addresses of sites as people type them in a text, as links: `Zie https://www.ifv.nl.`, `[IFV](www.ifv.nl)`.

What stands between the brackets before `]:` is an address for elsewhere only when the text refers to it; without that
somebody wrote a line that readers must see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kennisplatform import outside

_ADDRESS = re.compile(r"(?<![\w/@.])(?:https?://|www\.(?=[\w-]+\.))[^\s<>\"“”„’‘`|]+", re.IGNORECASE)
MOST_ADDRESSES = 300
"""In one text; with more of them none becomes a link, for each costs time."""
_AFTER = ".,:;!?*_'"
"""What ends the sentence in which an address stands, and not the address."""
_HTML_LINK = re.compile(r"<a[\s>]", re.IGNORECASE)
_LABEL = re.compile(r" {0,3}\[([^\[\]]{1,200})\]:")


def add_to(parser: MarkdownIt) -> None:
    """Let a parser read addresses this way."""
    parser.core.ruler.after("inline", "typed_addresses", _link_addresses)
    parser.block.ruler.at("reference", _reference_in_use, {"alt": []})


def _reference_in_use(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    label = _LABEL.match(state.src, state.bMarks[start])
    if label is None:
        return False
    text = state.env.setdefault("text", state.src.casefold())
    return text.count(f"[{label[1]}]".casefold()) > 1 and reference(state, start, end, silent)


def _link_addresses(state: StateCore) -> None:
    if len(_ADDRESS.findall(state.src)) > MOST_ADDRESSES:
        return
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_linked(token.children))


def _linked(children: Sequence[Token]) -> Iterator[Token]:
    """Yield the pieces of a text with those that are an address as links; within a link there is no other."""
    depth = 0
    for child in children:
        depth += _opens_link(child)
        if child.type == "link_open":
            child.attrSet("href", outside.with_scheme(str(child.attrGet("href") or "")))
        if child.type == "text" and depth == 0:
            yield from _pieces(child.content)
        else:
            yield child


def _opens_link(child: Token) -> int:
    """Return 1 for the beginning of a link, -1 for its end, 0 for anything else."""
    if child.type == "html_inline":
        return int(bool(_HTML_LINK.match(child.content))) - child.content.lower().startswith("</a>")
    return child.nesting if child.type.startswith("link_") else 0


def _pieces(text: str) -> Iterator[Token]:
    done = 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found[0])
        yield Token("text", "", 0, content=text[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": outside.with_scheme(address)})
        yield Token("text", "", 0, content=address)
        yield Token("link_close", "a", -1)
        done = found.start() + len(address)
    yield Token("text", "", 0, content=text[done:])


def _trimmed(address: str) -> str:
    """Return an address without the marks after it; a bracket is part of it when it was opened in it."""
    surplus = {close: address.count(close) - address.count(opened) for opened, close in ("()", "[]")}
    end = len(address)
    while end and (address[end - 1] in _AFTER or surplus.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in surplus:
            surplus[address[end]] -= 1
    return address[:end]
