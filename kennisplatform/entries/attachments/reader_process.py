"""Programs beside this file that read a file that somebody sent, each in a separate process.

Each gets the file on standard input, bounds its own time and memory, and writes a line of JSON with what the file is
(its extension, or why it is refused) and then one for each piece of text. A line is written as soon as it is known, so
that whoever stops it has what was read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kennisplatform import separate_process
from kennisplatform.clean_text import clean

HERE = Path(__file__).parent
BROKEN = "broken"


class UnusableDocument(Exception):
    """The file cannot be read or does more than be read; the message is Dutch."""


@dataclass(frozen=True)
class ReadDocument:
    """What a document turned out to be, and as much of its text as could be read."""

    extension: str
    text: str


@dataclass(frozen=True)
class DocumentReader:
    """A program beside this file, and in Dutch what each reason means for which it refuses a file."""

    program: str
    refusals: Mapping[str, str]

    def read(self, data: bytes) -> ReadDocument:
        """Judge a file and read its text; raise `UnusableDocument`."""
        verdict, *pieces = self._answers(data) or [BROKEN]
        if verdict in self.refusals:
            raise UnusableDocument(self.refusals[verdict])
        return ReadDocument(verdict, clean("\n".join(pieces)))

    def _answers(self, data: bytes) -> list[str]:
        whole_lines = separate_process.run(HERE / self.program, data).decode().split("\n")[:-1]
        return [json.loads(line) for line in whole_lines]
