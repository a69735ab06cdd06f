"""A YAML file that curators edit while the site runs: read again when it changes, and never the end of the site.

A line with a mistake in it costs that line and is reported; a file of which nothing can be used leaves what was read
before as it is.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from kennisplatform.clean_text import clean
from kennisplatform.entries import content_files, plain_yaml
from kennisplatform.entries.plain_yaml import PlainData, UnreadableYaml
from kennisplatform.entries.problems import Problem

LARGEST_FILE = 500_000
"""Bytes."""
MOST_BAD_LINES = 20
"""Lines that are no YAML; with more of them, a file is no list of ours."""
TOO_LARGE = f"het bestand is te groot; hoogstens {LARGEST_FILE // 1000} kB"

Content = TypeVar("Content")


class UnusableText(Exception):
    """A file with this text could not be used; the message says why, in Dutch."""


@dataclass(frozen=True)
class Fault:
    """A line (from 1, None where unknown) that does not count, and why, in Dutch."""

    line: int | None
    reason: str

    def __str__(self) -> str:
        return plain_yaml.at_line(self.line, self.reason)


class CuratedFile(Generic[Content]):
    """A file, what was last read from it, and its `faults`: without any, all of it counts."""

    def __init__(self, path: Path, read: Callable[[object], Content], expected: str) -> None:
        """Read with `read`, which gets the plain data of the file ({} for an empty or absent one).

        `read` may raise pydantic's `ValidationError`; `expected` says in Dutch what belongs in the file.
        """
        self.path = path
        self._read = read
        self._expected = expected
        self._seen: tuple[int, int, int] | None = None
        self._content: Content = read({})
        self.faults: tuple[Fault, ...] = ()

    def refresh(self) -> Content:
        """Read the file if it changed, and return what it says; cheap enough for every question."""
        try:
            status = os.stat(self.path)
        except OSError:
            if self._seen is not None and content_files.is_there(self.path.parent):
                self._seen, self._content, self.faults = None, self._read({}), ()
            return self._content
        seen = (status.st_mtime_ns, status.st_size, status.st_ino)
        if seen != self._seen:
            self._seen = seen
            self._look(status)
        return self._content

    def _look(self, status: os.stat_result) -> None:
        try:
            if not stat.S_ISREG(status.st_mode):
                raise UnusableText(content_files.NO_FILE)  # whoever reads a pipe waits for who writes it
            if status.st_size > LARGEST_FILE:
                raise UnusableText(TOO_LARGE)
            self._content, self.faults = self._usable(self.path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            self.faults = (Fault(None, "het bestand is niet te lezen; bewaar het als UTF-8"),)
        except UnusableText as unusable:
            self.faults = (Fault(None, str(unusable)),)

    def check(self, text: str) -> None:
        """Raise `UnusableText` when not all of a file with this text could be used; nothing changes."""
        if len(text.encode()) > LARGEST_FILE:
            raise UnusableText(TOO_LARGE)
        _, faults = self._usable(text)
        if faults:
            raise UnusableText(str(faults[0]))

    def _usable(self, text: str) -> tuple[Content, tuple[Fault, ...]]:
        """Return what can be used of a text, and the lines that cannot; raise `UnusableText` when nothing can."""
        data, unreadable = _readable_lines(clean(text))
        value = data.value or {}
        if unreadable and not value:
            raise UnusableText(str(unreadable[0]))
        try:
            return self._read(value), unreadable
        except ValidationError as error:
            found = {_place_of_fault(value, detail["loc"]) for detail in error.errors()}
            places = sorted(found, key=_in_order)
        if () in places:
            raise UnusableText(self._expected)
        faults = [Fault(data.line_of(place), f"deze regel telt niet mee; {self._expected}") for place in places]
        for place in reversed(places):  # from the end, so that none moves another
            _remove(value, place)
        try:
            return self._read(value), (*unreadable, *faults)
        except ValidationError as error:
            raise UnusableText(self._expected) from error


def _readable_lines(text: str) -> tuple[PlainData, tuple[Fault, ...]]:
    """Read a text without the lines that are no YAML; raise `UnusableText` when there are too many of them."""
    lines = text.split("\n")
    faults: list[Fault] = []
    while True:
        try:
            return plain_yaml.read("\n".join(lines)), tuple(faults)
        except UnreadableYaml as error:
            line = error.line
            if line is None or line > len(lines) or not lines[line - 1] or len(faults) == MOST_BAD_LINES:
                raise UnusableText(str(faults[0]) if faults else plain_yaml.at_line(line, error.reason)) from error
            faults.append(Fault(line, error.reason))
            lines[line - 1] = ""


Place = tuple[int | str, ...]


def _place_of_fault(value: Any, location: Place) -> Place:  # noqa: ANN401 -- plain data
    """Return how far pydantic's path to a fault leads into the data; it ends in words of pydantic's own."""
    place: list[int | str] = []
    for step in location:
        try:
            value = value[step]
        except (LookupError, TypeError):
            break
        place.append(step)
    return tuple(place)


def _in_order(place: Place) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in place)


def _remove(value: Any, place: Place) -> None:  # noqa: ANN401
    with suppress(LookupError):  # what holds it is gone already
        for step in place[:-1]:
            value = value[step]
        del value[place[-1]]


def problems(files: Iterable[CuratedFile[Any]]) -> Iterator[Problem]:
    """Look at files again, and yield what is wrong with each."""
    for file in files:
        file.refresh()
        for fault in file.faults:
            yield Problem(file.path.name, fault.line, None, fault.reason, left_out=fault.line is None)
