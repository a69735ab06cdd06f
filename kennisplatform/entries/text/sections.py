"""The text of an entry by its headings, for what judges a text: is there something under each fixed heading?"""

from __future__ import annotations

import re

_HEADING = re.compile(r"^## +(.+?)[ \t#]*$", re.MULTILINE)
_NO_ANSWER = re.compile(r"\W*(?:nog )?niet bekend\b", re.IGNORECASE)


def sections(markdown: str) -> dict[str, str]:
    """Return the headings of the second level, each with the text below it, stripped."""
    pieces = _HEADING.split(markdown)
    return {heading.strip(): text.strip() for heading, text in zip(pieces[1::2], pieces[2::2], strict=True)}


def is_answer(text: str) -> bool:
    """Tell whether a text says something; one that opens with 'Niet bekend' does not, whatever follows it."""
    return bool(text.strip()) and not _NO_ANSWER.match(text)
