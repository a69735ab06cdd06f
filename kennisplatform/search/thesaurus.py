"""Words that mean the same here, kept by curators in `content/thesaurus.yml`.

The file has two lists. `gelijk` holds groups of words that find each other; `ruimer` says per word what it also finds,
but not the other way round. A term may be several words. The file is looked at again when it changes; one with a
mistake in it leaves what was read before as it is, and is reported.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from kennisplatform.search.analysis import forms, stem

LARGEST_FILE = 500_000
"""Bytes."""
LONGEST_TERM = 5
"""Words of a term; longer ones would never be typed."""

Term = tuple[str, ...]
"""The folded words of a term."""


@dataclass(frozen=True)
class Thesaurus:
    """What each term also means; the terms are looked up by their stems, so that `storingen` is `storing`."""

    meanings: Mapping[Term, tuple[str, ...]] = field(default_factory=dict)

    def lookup(self, term: Term) -> tuple[str, ...]:
        """Return what else a term means, as curators wrote it; nothing for a term that is not in the file."""
        return self.meanings.get(term) or self.meanings.get(_key(term), ())


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    gelijk: list[list[str]] = []
    ruimer: dict[str, list[str]] = {}


class ThesaurusFile:
    """The file and what was last read from it. `problem` is Dutch, for the curator; None when all is well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self.thesaurus = Thesaurus()
        self.problem: str | None = None

    def refresh(self) -> Thesaurus:
        """Read the file if it changed, and return what it says; cheap enough for every search."""
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            self.thesaurus, self._seen, self.problem = (
                (self.thesaurus if self._seen is None else Thesaurus()),
                None,
                None,
            )
            return self.thesaurus
        seen = (status.st_mtime_ns, status.st_size)
        if seen != self._seen:
            self._seen = seen
            self._read(status.st_size)
        return self.thesaurus

    def _read(self, size: int) -> None:
        if size > LARGEST_FILE:
            self.problem = f"het bestand is te groot; hoogstens {LARGEST_FILE // 1000} kB"
            return
        try:
            content = _File.model_validate(yaml.safe_load(self._path.read_text(encoding="utf-8")) or {})
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            self.problem = "dit is geen leesbare YAML; kijk de laatste wijziging na"
            return
        except ValidationError as error:
            place = " › ".join(map(str, error.errors()[0]["loc"]))
            self.problem = f"bij {place}: hier hoort een lijst met woorden onder ‘gelijk’ of ‘ruimer’"
            return
        self.thesaurus, self.problem = _compiled(content), None


def _compiled(content: _File) -> Thesaurus:
    meanings: dict[Term, dict[str, None]] = {}

    def add(term: str, others: list[str]) -> None:
        words = forms(term)
        if not 0 < len(words) <= LONGEST_TERM:
            return
        for key in {words, _key(words)}:
            found = meanings.setdefault(key, {})
            found.update((other, None) for other in others if forms(other) != words)

    for group in content.gelijk:
        for term in group:
            add(term, group)
    for term, others in content.ruimer.items():
        add(term, others)
    return Thesaurus({key: tuple(found) for key, found in meanings.items()})


def _key(term: Term) -> Term:
    return tuple(map(stem, term))
