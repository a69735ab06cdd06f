"""A YAML file that curators edit while the site runs: read again when it changes, and never the end of the site.

A file with a mistake in it leaves what was read before as it is, and is reported.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from kennisplatform.entries import plain_yaml
from kennisplatform.entries.plain_yaml import UnreadableYaml
from kennisplatform.entries.problems import Problem

LARGEST_FILE = 500_000
"""Bytes."""
TOO_LARGE = f"het bestand is te groot; hoogstens {LARGEST_FILE // 1000} kB"

Content = TypeVar("Content")


class UnusableText(Exception):
    """A file with this text could not be used; the message says why, in Dutch."""


class CuratedFile(Generic[Content]):
    """A file and what was last read from it. `problem` is Dutch, for the curator; None when all is well."""

    def __init__(self, path: Path, read: Callable[[object], Content], expected: str) -> None:
        """Read with `read`, which gets the plain data of the file ({} for an empty or absent one).

        `read` may raise pydantic's `ValidationError`; `expected` says in Dutch what belongs in the file.
        """
        self.path = path
        self._read = read
        self._expected = expected
        self._seen: tuple[int, int] | None = None
        self._content: Content = read({})
        self.problem: str | None = None

    def refresh(self) -> Content:
        """Read the file if it changed, and return what it says; cheap enough for every question."""
        try:
            status = os.stat(self.path)
        except FileNotFoundError:
            if self._seen is not None:
                self._seen, self._content, self.problem = None, self._read({}), None
            return self._content
        seen = (status.st_mtime_ns, status.st_size)
        if seen != self._seen:
            self._seen = seen
            self._look(status.st_size)
        return self._content

    def _look(self, size: int) -> None:
        if size > LARGEST_FILE:
            self.problem = TOO_LARGE
            return
        try:
            self._content = self._read_text(self.path.read_text(encoding="utf-8"))
            self.problem = None
        except (OSError, UnicodeDecodeError):
            self.problem = "het bestand is niet te lezen; bewaar het als UTF-8"
        except UnusableText as unusable:
            self.problem = str(unusable)

    def check(self, text: str) -> None:
        """Raise `UnusableText` when a file with this text could not be used; nothing changes."""
        if len(text.encode()) > LARGEST_FILE:
            raise UnusableText(TOO_LARGE)
        self._read_text(text)

    def _read_text(self, text: str) -> Content:
        try:
            return self._read(plain_yaml.read(text).value or {})
        except UnreadableYaml as error:
            raise UnusableText(plain_yaml.at_line(error.line, error.reason)) from error
        except ValidationError as error:
            place = " › ".join(map(str, error.errors()[0]["loc"]))
            raise UnusableText(f"bij {place}: {self._expected}" if place else self._expected) from error


def problems(files: Iterable[CuratedFile[Any]]) -> Iterator[Problem]:
    """Look at files again, and yield what is wrong with each."""
    for file in files:
        file.refresh()
        if file.problem:
            yield Problem(file.path.name, None, None, file.problem)
