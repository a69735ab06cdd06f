"""One way to write each text: what looks the same is the same, wherever it was typed, pasted or read.

`clean` stands at every door (models, forms, queries, lists of words, texts of files); `ascii_of` and `slug_of` turn
what came through into names for addresses and files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # no width
    "\ud800-\udfff\ufffe\uffff"  # no characters at all: XML refuses them
)
_BREAKS = "\x0b\x0c\x1c-\x1f\x85\u2028\u2029"
_APOSTROPHES = "\u02bc\u02bb\u02b9\u201b\uff07"
_TYPED = "'\xb4\u2032"  # what a keyboard has for one
_HYPHENS = "\u2010\u2011\ufe63\uff0d"
_MOST_MARKS = 30
"""Marks on one letter, as in the Stream-Safe Text Format of Unicode; no language needs more than four."""


def _class_of(codes: Iterable[int]) -> str:
    """Return characters as ranges for a regular expression, which is three times as fast as one by one."""
    ranges: list[tuple[int, int]] = []
    for code in codes:
        ranges.append((ranges.pop()[0] if ranges and ranges[-1][1] == code - 1 else code, code))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_MARK = _class_of(
    code for code in range(0x300, 0x20000) if unicodedata.combining(unicodedata.normalize("NFD", chr(code))[0])
)
_HEAP = re.compile(f"[{_MARK}]{{{_MOST_MARKS + 1},}}")
_DIGITS = {
    letter: str(digit)
    for letter in map(chr, range(0x80, 0x20000))
    if (digit := unicodedata.decimal(letter, None)) is not None
}
"""The digits of other scripts, and wide ones: what reads numbers and dates knows those of ASCII."""
_UNCLEAN = re.compile(f"[{_TYPED}{_UNSEEN}{_BREAKS}{_APOSTROPHES}{_HYPHENS}{_class_of(map(ord, _DIGITS))}]")
_GONE = re.compile(f"[{_UNSEEN}]+")
_BREAK = re.compile(f"[{_BREAKS}]+")
_SAME_LOOKS = str.maketrans({**dict.fromkeys(_APOSTROPHES, "’"), **dict.fromkeys(_HYPHENS, "-"), **_DIGITS})
# An address (`https://…/regio's`, `o'brien@…`) and code are no Dutch: there an apostrophe is what was typed.
_TYPED_APOSTROPHE = re.compile(rf"(?<!\S)[^\s/@`{_TYPED}]*[{_TYPED}][^\s/@`]*(?!\S)")
_BETWEEN_LETTERS = re.compile(rf"(?<=[^\W\d_])[{_TYPED}](?=[^\W\d_])")


def clean(text: str) -> str:
    """Return a text in Unicode form NFC without what nobody sees, with one kind of apostrophe, hyphen and digit.

    Line ends, tabs and every space stay; of a disorderly heap of marks on one letter the first thirty do. Takes linear
    time, and next to none for a text that is clean already.
    """
    if _UNCLEAN.search(text):
        text = _BREAK.sub(" ", _GONE.sub("", text)).translate(_SAME_LOOKS)
        text = _TYPED_APOSTROPHE.sub(lambda found: _BETWEEN_LETTERS.sub("’", found[0]), text)
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else _normal(text)


def _normal(text: str) -> str:
    # To put marks in their order takes a time that grows with the square of how many there are on one letter.
    return _bounded(unicodedata.normalize("NFC", _bounded(text)))  # twice: some marks are two in form NFC


def _bounded(text: str) -> str:
    return _HEAP.sub(lambda heap: heap[0][:_MOST_MARKS], text)


def ascii_of(text: str) -> str:
    """Return a text in ASCII by the sound of its letters: `Łódź` is `Lodz`, `Æble` is `AEble`."""
    return text if text.isascii() else anyascii(text)


def slug_of(text: str) -> str:
    """Return the words of a text for an address or a file name: `Æble, regio’s` is `aeble-regios`."""
    return "-".join(re.findall("[a-z0-9]+", ascii_of(clean(text)).lower().replace("'", "")))
