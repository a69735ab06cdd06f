"""Words that mean the same here, kept by curators in `content/thesaurus.yml`.

The file has two lists. `gelijk` holds groups of words that find each other; `ruimer` says per word what it also finds,
but not the other way round. A term may be several words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kennisplatform.entries.curated_file import CuratedFile
from kennisplatform.search.dutch.analysis import forms, stem

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
    model_config = ConfigDict(extra="forbid")

    gelijk: list[list[str]] = []
    ruimer: dict[str, list[str]] = {}


class ThesaurusFile(CuratedFile[Thesaurus]):
    """The curators' file as it was last read well."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _read, "hier hoort een lijst met woorden onder ‘gelijk’ of ‘ruimer’")


def _read(content: object) -> Thesaurus:
    return _compiled(_File.model_validate(content))


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
