"""PDFs that somebody sent, judged and read by a process of their own: a broken or hostile one costs no more than that.

`pdf_program` is the program that runs there, within bounds of time and memory and without the settings of the site.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from kennisplatform.clean_text import clean

READER = Path(__file__).with_name("pdf_program.py")
MOST_SECONDS = 20
"""For judging and reading together; what was read by then is kept."""

REFUSALS = {
    "broken": "Deze PDF is beschadigd of heeft een vorm die wij niet kunnen lezen. Bewaar hem opnieuw als PDF.",
    "encrypted": "Deze PDF is beveiligd met een wachtwoord. Bewaar hem zonder wachtwoord en kies die.",
    "active": "In deze PDF zit programmacode of een actie die iets start. Druk hem af naar PDF en kies die.",
    "files": "In deze PDF zitten andere bestanden. Druk hem af naar PDF en voeg de andere bestanden apart toe.",
}


class UnusablePdf(Exception):
    """The PDF cannot be read or does more than be read; the message is Dutch."""


@dataclass(frozen=True)
class ReadPdf:
    """A PDF that may be shown, with as much of its text as could be read."""

    text: str


def read(data: bytes) -> ReadPdf:
    """Judge a PDF and read its text; raise `UnusablePdf` when it may not be shown."""
    verdict, *pages = _answers(data) or ["broken"]
    if verdict != "fine":
        raise UnusablePdf(REFUSALS[verdict])
    return ReadPdf(clean("\n".join(pages)))


def _answers(data: bytes) -> list[str]:
    """Return the lines that the reader wrote before it was done, or was stopped."""
    # -I: neither the environment nor this folder decides what is imported there.
    command = [sys.executable, "-I", str(READER)]
    try:
        ended = subprocess.run(  # noqa: S603 (our own program, and the PDF is only its input)
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            env={},
            check=False,
        )
        written = ended.stdout
    except subprocess.TimeoutExpired as error:
        written = error.stdout or b""
    whole_lines = written.decode().split("\n")[:-1]
    return [json.loads(line) for line in whole_lines]
