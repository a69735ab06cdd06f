"""The words of an index, apart from where they stand: all that is needed to find out what a question means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kennisplatform.search.dutch.compounds import Compounds
from kennisplatform.search.index.lexicon import Lexicon


class Words(Protocol):
    """The words of one state of an index."""

    @property
    def lexicon(self) -> Lexicon:
        """All of them, in order."""
        ...

    def __contains__(self, word: str) -> bool: ...

    def with_stem(self, stem: str) -> list[str]:
        """Return the words with this stem."""
        ...

    def containing(self, piece: str) -> Sequence[str]:
        """Return the words in which these letters stand somewhere."""
        ...

    def beginning_with(self, prefix: str, limit: int) -> list[str]:
        """Return at most `limit` words that begin like this, in order."""
        ...


class Vocabulary(Protocol):
    """Those words, and how they are made up of others."""

    @property
    def words(self) -> Words:
        """The words of all texts."""
        ...

    @property
    def compounds(self) -> Compounds:
        """What takes compounds apart with these words."""
        ...


def compounds_of(words: Words) -> Compounds:
    """Return what takes compounds apart with these words, beside those of general Dutch."""
    return Compounds(lambda form: form in words or bool(words.with_stem(form)))
