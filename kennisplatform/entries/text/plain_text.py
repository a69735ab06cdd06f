"""The words of a Markdown text without its marks, for the index and its snippets. Safe HTML comes from `rendering`."""

from __future__ import annotations

import re
import unicodedata

# Every repetition is bounded or cannot overlap with what follows it, so that hostile text takes linear time.
_REPLACEMENTS = (
    (re.compile(r"[^\S\n]{2,}|[^\S\n ]"), " "),
    (re.compile(r"<[^<>\n]{0,200}>"), " "),  # HTML tags
    (re.compile(r"^\[\^[^\]\n]{1,80}\]:", re.MULTILINE), ""),  # definitions of footnotes
    (re.compile(r"\[\^[^\]\n]{1,80}\]"), ""),  # references to footnotes
    (re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)"), r"\1"),  # links and images keep their text
    (re.compile(r"^[ :|-]{3,}$", re.MULTILINE), ""),  # rules, and the line under a table's head
    (re.compile(r"^ {0,3}(?:#{1,6}|>|[-*+]|\d{1,3}\.) ", re.MULTILINE), ""),  # headings, quotations, lists
    (re.compile(r"[*`|]"), " "),  # emphasis, code, cells
    (re.compile(r"_(?:(?!\w)|(?<!\w_))"), " "),  # emphasis, but not in `een_naam`
    (re.compile(r" {2,}"), " "),
    (re.compile(r" ?\n[ \n]*"), "\n"),
)


def from_markdown(markdown: str) -> str:
    """Return the readable words, a line for each block, in Unicode form NFC."""
    text = unicodedata.normalize("NFC", markdown)
    for pattern, replacement in _REPLACEMENTS:
        text = pattern.sub(replacement, text)
    return text.strip()
