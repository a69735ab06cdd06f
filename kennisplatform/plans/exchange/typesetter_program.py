"""The program that sets a plan as a PDF; `pdf` starts it and nobody imports it. Needs nothing but typst.

It gets the plan as JSON on standard input and writes the PDF. `plan.typ` beside it reads that JSON, so that no text of
a plan is ever read as markup. It sees no fonts but those beside it and Typst's own, and no network.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Final

import typst

HERE = Path(__file__).parent
STANDARD: Final = "ua-1"
"""PDF/UA-1: tags, language and title, so that it can be read aloud. It refuses text for which no font has a shape."""
LAST_LATIN = 0x180
MOST_MEMORY = 4_000_000_000
"""Of addresses: Typst reserves far more than it uses."""
MOST_SECONDS = 18
"""Of the processor."""


def _pdf(text: str) -> bytes:
    return typst.compile(
        str(HERE / "plan.typ"),
        root=str(HERE),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"plan": text},
        pdf_standards=STANDARD,
    )


def printable(text: str) -> str:
    """Return a text with `?` for all but the letters and signs of European languages, which the fonts have."""
    return "".join(letter if ord(letter) < LAST_LATIN or letter in "‘’“”„–—…•€" else "?" for letter in text)


def _run() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    text = sys.stdin.buffer.read().decode()
    try:
        file = _pdf(text)
    except typst.TypstError:
        file = _pdf(printable(text))
    sys.stdout.buffer.write(file)


if __name__ == "__main__":
    _run()
