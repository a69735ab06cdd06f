"""Programs that read a file that somebody sent, in a process of their own: a hostile one costs no more than that.

Each gets the file on standard input, bounds its own time and memory, and writes a line of JSON with what the file is
(its extension, or why it is refused) and then one for each piece of text. A line is written as soon as it is known, so
that whoever stops it has what was read.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kennisplatform.clean_text import clean

MOST_SECONDS = 20
"""For judging and reading together; what was read by then is kept."""
MOST_SECONDS_TO_WAIT = 60
BROKEN = "broken"
_RUNNING = threading.Lock()


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
        whole_lines = run(self.program, data).decode().split("\n")[:-1]
        return [json.loads(line) for line in whole_lines]


def run(program: str, data: bytes) -> bytes:
    """Give a program beside this file something to read, and return what it wrote until it ended or was stopped.

    One runs at a time: each may use all the memory that there is for it. Who would wait too long gets nothing.
    """
    # -I: neither the environment nor this folder decides what is imported there.
    command = [sys.executable, "-I", str(Path(__file__).with_name(program))]
    if not _RUNNING.acquire(timeout=MOST_SECONDS_TO_WAIT):
        return b""
    try:
        return subprocess.run(  # noqa: S603 (our own program, and the file is only its input)
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            env={},
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as error:
        return error.stdout or b""
    finally:
        _RUNNING.release()
