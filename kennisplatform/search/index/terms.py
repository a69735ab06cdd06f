"""The terms of one field: which there are, which begin with, hold or share a stem with what, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from heapq import merge
from itertools import chain, groupby, islice

import numpy as np

from kennisplatform.search.dutch import analysis
from kennisplatform.search.index.codec import ArrayReader
from kennisplatform.search.index.lexicon import Lexicon, Places
from kennisplatform.search.index.term_pool import Numbers, Postings

NOWHERE = Postings(np.empty(0, np.int32), np.empty(0, np.float16), np.empty(0, np.uint8), np.empty(0, np.uint16))


AT_ONCE = 2_000
"""Terms of which the stems are found at once, so that opening an index needs little memory."""


class LexiconTerms:
    """The terms of a lexicon, without where they stand. Never changes; safe to share between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.containing = lru_cache(maxsize=2_000)(self._containing)

    def __contains__(self, term: str) -> bool:
        return term in self.lexicon

    def beginning_with(self, prefix: str, limit: int) -> list[str]:
        """Return at most `limit` terms that begin like this, in order."""
        return list(islice(self.lexicon.beginning_with(prefix), limit))

    def prepare(self) -> None:
        """Do now what the first question about a word or a stem would wait for."""
        _ = "" in self.lexicon, self._by_stem

    @cached_property
    def _by_stem(self) -> Places:
        """Where the terms with a stem are."""
        firsts = range(0, len(self.lexicon), AT_ONCE)
        return Places(stem for first in firsts for stem in analysis.stems(self.lexicon[first : first + AT_ONCE]))

    def with_stem(self, stem: str) -> list[str]:
        """Return the terms with this stem, in order."""
        found = map(self.lexicon.__getitem__, self._by_stem.of(stem))
        return [term for term in found if analysis.stem(term) == stem]

    def _containing(self, piece: str) -> tuple[str, ...]:
        return tuple(self.lexicon.containing(piece))


class SegmentTerms(LexiconTerms):
    """The terms of a field in one segment."""

    def __init__(self, reader: ArrayReader, field: str) -> None:
        super().__init__(reader.terms_of(field))
        self._reader = reader
        self._field = field

    def postings(self, term: str) -> Postings | None:
        """Return where a term stands, None when it does not."""
        number = self.lexicon.number_of(term)
        return None if number is None else self._reader.postings(self._field, number)


class TermsOfAll:
    """The terms of several lexicons together."""

    def __init__(self, parts: Sequence[LexiconTerms]) -> None:
        self._parts = parts

    def __contains__(self, term: str) -> bool:
        return any(term in part for part in self._parts)

    def with_stem(self, stem: str) -> list[str]:
        """Return the terms with this stem."""
        return _unique([part.with_stem(stem) for part in self._parts])

    def containing(self, piece: str) -> list[str]:
        """Return the terms in which these letters stand somewhere."""
        return _unique([part.containing(piece) for part in self._parts])

    def beginning_with(self, prefix: str, limit: int) -> list[str]:
        """Return at most `limit` terms that begin like this, in order."""
        found = merge(*(part.lexicon.beginning_with(prefix) for part in self._parts))
        return [term for term, _ in islice(groupby(found), limit)]

    @cached_property
    def lexicon(self) -> Lexicon:
        """All terms, in order."""
        if len(self._parts) == 1:
            return self._parts[0].lexicon
        return Lexicon.of(term for part in self._parts for term in part.lexicon)


class Terms(TermsOfAll):
    """The terms of a field in a whole generation; `offsets` say with which document number each segment begins."""

    def __init__(self, segments: Sequence[SegmentTerms], offsets: Sequence[int]) -> None:
        super().__init__(segments)
        self._segments = segments
        self._offsets = offsets
        self.postings = lru_cache(maxsize=500)(self._postings)

    def documents(self, terms: Iterable[str]) -> Numbers:
        """Return the documents in which any of these terms stands, in no order, some of them more than once."""
        found = [
            postings.documents + offset
            for term in terms
            for segment, offset in self._in_place()
            if (postings := segment.postings(term)) is not None
        ]
        return np.concatenate([NOWHERE.documents, *found])

    def _postings(self, term: str) -> Postings:
        """Return where a term stands, in documents that may since be deleted."""
        of_segments = [(segment.postings(term), offset) for segment, offset in self._in_place()]
        found = [(postings, offset) for postings, offset in of_segments if postings is not None]
        if not found:
            return NOWHERE
        if len(found) == 1:
            ((postings, offset),) = found
            documents = postings.documents + offset if offset else postings.documents
            return Postings(documents, postings.weights, postings.counts, postings.positions)
        return Postings(
            np.concatenate([postings.documents + offset for postings, offset in found]),
            np.concatenate([postings.weights for postings, _ in found]),
            np.concatenate([postings.counts for postings, _ in found]),
            np.concatenate([postings.positions for postings, _ in found]),
        )

    def _in_place(self) -> Iterator[tuple[SegmentTerms, int]]:
        return zip(self._segments, self._offsets, strict=True)


def _unique(terms_of_parts: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(terms_of_parts)))
