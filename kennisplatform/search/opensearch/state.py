"""What a process knows of one state of the index: its versions, and its words.

All is read once; of the next states only what was written since, so that a save costs the same among ten entries and
among a hundred thousand. A word of which the last entry went stays, and then stands nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from kennisplatform.search.dutch.compounds import Compounds
from kennisplatform.search.index.lexicon import Lexicon
from kennisplatform.search.index.terms import LexiconTerms, TermsOfAll
from kennisplatform.search.index.vocabulary import compounds_of
from kennisplatform.search.opensearch.index import ClusterIndex, Mark

MOST_ADDED = 5_000
"""Words beside those that were read at first, from which on all are put in one order again."""


class GrowingWords:
    """The words of a field: many that were read at once, and few that came after. Never changes."""

    def __init__(self, first: LexiconTerms, added: LexiconTerms) -> None:
        self._first = first
        self._added = added
        self.terms = TermsOfAll([first, added])

    @classmethod
    def of(cls, words: Collection[str]) -> GrowingWords:
        """Return these words."""
        return cls(LexiconTerms(Lexicon.of(words)), LexiconTerms(Lexicon.of(())))

    def with_more(self, words: Collection[str]) -> GrowingWords:
        """Return these and others; itself when none of those is new."""
        new = {word for word in words if word not in self.terms}
        if not new:
            return self
        added = new.union(self._added.lexicon)
        if len(added) > MOST_ADDED:
            return GrowingWords.of(added.union(self._first.lexicon))
        return GrowingWords(self._first, LexiconTerms(Lexicon.of(added)))


class ClusterVocabulary:
    """The words of one state of the index. Never changes; safe to share between threads."""

    def __init__(self, words: GrowingWords, labels: GrowingWords) -> None:
        self._words = words
        self._labels = labels

    @classmethod
    def now(cls, index: ClusterIndex) -> ClusterVocabulary:
        """Read the words that the index holds."""
        return cls(GrowingWords.of(index.words("words")), GrowingWords.of(index.words("label")))

    def with_more(self, words: Collection[str], labels: Collection[str]) -> ClusterVocabulary:
        """Return these words and others; itself when none of those is new."""
        more, more_labels = self._words.with_more(words), self._labels.with_more(labels)
        is_same = more is self._words and more_labels is self._labels
        return self if is_same else ClusterVocabulary(more, more_labels)

    @property
    def words(self) -> TermsOfAll:
        """The words of all texts."""
        return self._words.terms

    @property
    def labels(self) -> TermsOfAll:
        """The words of titles, keywords and organisations."""
        return self._labels.terms

    @cached_property
    def compounds(self) -> Compounds:
        """What takes compounds apart with these words."""
        return compounds_of(self.words)


@dataclass(frozen=True)
class State:
    """The state of an index at one mark."""

    mark: Mark
    versions: Mapping[str, str]
    size: int
    """Bytes on disk when all was read: every machine would have to be asked for each save."""
    vocabulary: ClusterVocabulary

    @classmethod
    def now(cls, index: ClusterIndex, mark: Mark, before: State | None) -> State:
        """Read what the index holds: only what is new, where an earlier state of it is known."""
        if before is None or before.mark.index != mark.index:
            return cls(mark, index.versions(), index.size(), ClusterVocabulary.now(index))
        changes = index.changes_since(before.mark.number)
        if changes is None:
            return cls.now(index, mark, None)
        versions = {**before.versions, **changes.versions}
        if len(versions) != changes.entries:  # some are gone, and nothing in the index says which
            versions = index.versions()
        return cls(mark, versions, before.size, before.vocabulary.with_more(changes.words, changes.labels))
