"""What a process knows of one state of the index: its versions, and its words."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kennisplatform.search.dutch.compounds import Compounds
from kennisplatform.search.index.terms import LexiconTerms
from kennisplatform.search.index.vocabulary import Words, compounds_of
from kennisplatform.search.opensearch.index import ClusterIndex, Mark


class ClusterVocabulary:
    """The words of one state of the index, read from it when first asked for. Safe to share between threads."""

    def __init__(self, index: ClusterIndex) -> None:
        self._index = index
        self._reading = threading.Lock()
        self._lexicons: dict[str, LexiconTerms] = {}

    @property
    def words(self) -> Words:
        """The words of all texts."""
        return self._terms("words")

    @property
    def labels(self) -> Words:
        """The words of titles, keywords and organisations."""
        return self._terms("label")

    @cached_property
    def compounds(self) -> Compounds:
        """What takes compounds apart with these words."""
        return compounds_of(self.words)

    def _terms(self, field: str) -> LexiconTerms:
        with self._reading:
            if field not in self._lexicons:
                self._lexicons[field] = LexiconTerms(self._index.lexicon(field))
            return self._lexicons[field]


@dataclass(frozen=True)
class State:
    """The state of an index at one mark."""

    mark: Mark
    versions: Mapping[str, str]
    size: int
    """Bytes on disk."""
    vocabulary: ClusterVocabulary

    @classmethod
    def now(cls, index: ClusterIndex, mark: Mark) -> State:
        """Read what the index holds."""
        return cls(mark, index.versions(), index.size(), ClusterVocabulary(index))
