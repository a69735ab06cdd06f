"""Which documents fit a query and how well: the arithmetic of search on arrays.

BM25F (Robertson and Zaragoza 2009) with all forms of a word taken together as one word, plus what the closeness of the
words, the name of the entry and its standing add. What the viewer may not see takes no part, not even in how rare a
word is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kennisplatform.search import weights
from kennisplatform.search.index import document_set
from kennisplatform.search.index.document_set import DocumentSet
from kennisplatform.search.index.generation import Generation
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.ranking.meaning import Alternative, Concept, Forms, Order

Scores = npt.NDArray[np.float64]
DECIMALS = 6
"""To which scores are rounded, so that no order hangs on the last bit of a sum."""
ROUNDING = 1e-9
"""Shares that differ by no more are the same."""


@dataclass(frozen=True)
class Column:
    """Per document that meets a concept (ascending), how much it counts; `rarity` is BM25's idf in what is visible."""

    documents: Numbers
    scores: Scores
    rarity: float


@dataclass(frozen=True)
class Matches:
    """The documents that fit, ascending, each with its score.

    `met` holds per concept the documents that meet it; it is empty when each of them meets all. `lift` is what stands
    in the score of each complete document on top, so that it comes before every other.
    """

    documents: Numbers
    scores: Scores
    size: int
    concepts: tuple[Concept, ...] = ()
    met: tuple[Numbers, ...] = ()
    lift: float = 0.0

    @cached_property
    def as_set(self) -> DocumentSet:
        """The documents as a set."""
        return document_set.of_numbers(self.documents, self.size)

    @property
    def is_complete(self) -> bool:
        """Whether each of them has everything that was asked."""
        return not self.met

    @property
    def are_few(self) -> bool:
        """Whether there is room for what fits less well."""
        return len(self.documents) < weights.ENOUGH or not self.is_complete

    @property
    def whole(self) -> Numbers:
        """The documents that have everything that was asked."""
        return self.documents if self.is_complete else reduce(np.intersect1d, self.met, self.documents)

    def with_first(self, *groups: Numbers) -> Matches:
        """Return these with the documents of the first group before all others, then those of the next, and so on."""
        step = float(np.ptp(self.scores)) + 1.0 if len(self.scores) else 0.0
        lifted = np.zeros(self.size)
        for place, group in enumerate(reversed(groups), 1):
            lifted[group] = place * step
        return replace(self, scores=self.scores + lifted[self.documents])

    def before(self, others: Matches) -> Matches:
        """Return these followed by those of the others that are not among them, each group in its order.

        What others miss is told in the words of `others`, of which these have all that they had before.
        """
        own = _found(others.documents, self.documents)
        more, scores = others.documents[~own], others.scores[~own]
        if not len(more):
            return self
        whole = self.documents if self.is_complete else self.documents[self.scores > self.lift]
        lift = float(scores.max()) - min(float(self.scores.min(initial=0.0)), 0.0)
        documents = np.concatenate([self.documents, more])
        order = np.argsort(documents)
        return replace(
            others,
            documents=documents[order],
            scores=np.concatenate([self.scores + lift, scores])[order],
            met=tuple(np.union1d(met, whole) for met in others.met or (others.documents,) * len(others.concepts)),
            lift=lift,
        )

    def missing(self, number: int) -> tuple[str, ...]:
        """Return what was asked and is not in this document, as it was typed."""
        pairs = zip(self.concepts, self.met, strict=False)
        return tuple(concept.as_typed for concept, met in pairs if not _found(np.array([number]), met)[0])


class Perspective:
    """A generation as one viewer sees it."""

    def __init__(self, generation: Generation, visible: DocumentSet) -> None:
        self.generation = generation
        self.visible = visible
        self.mask = document_set.mask_of(visible, generation.size)
        """Of each document whether it is visible."""
        self._count = visible.bit_count()

    def frequencies(self, forms: Iterable[str]) -> Mapping[str, int]:
        """Return the number of visible documents with each of these words."""
        documents = {form: self.generation.words.postings(form).documents for form in forms}
        return {form: int(np.count_nonzero(self.mask[found])) for form, found in documents.items()}

    def everything(self) -> Matches:
        """Return all that is visible, with nothing asked."""
        documents = np.flatnonzero(self.mask)
        return Matches(documents, np.zeros(len(documents)), self.generation.size)

    def column(self, concept: Concept) -> Column:
        """Return the visible documents that meet a concept."""
        total = np.zeros(self.generation.size)
        for alternative in concept.alternatives:
            np.maximum(total, self.brought(alternative), out=total)
        total *= self.mask
        documents = np.flatnonzero(total)
        values = total[documents]
        rarity = float(np.log(1 + (self._count - len(documents) + 0.5) / (len(documents) + 0.5)))
        return Column(documents, rarity * values / (values + weights.SATURATION), rarity)

    def matches(self, concepts: Sequence[Concept], columns: Sequence[Column], name: str, is_question: bool) -> Matches:
        """Return the documents with all concepts first, then, until there are enough, those that miss the least.

        What a document misses is weighed by the rarity of what it lacks (its share, to the power `MISSING_WORD`). A
        question asks for an answer and not for its words, so of a question what is complete does not come first.
        """
        total = np.zeros(self.generation.size)
        met = np.zeros(self.generation.size)
        for column in columns:
            total[column.documents] += column.scores
            met[column.documents] += column.rarity
        documents = np.flatnonzero(met)
        if not len(documents):
            return _none(self.generation.size)
        share = met[documents] / sum(column.rarity for column in columns)
        is_whole = share > 1 - ROUNDING
        kept = share >= _least_share(share, is_whole, weights.LEAST_OF_A_QUESTION if is_question else 0.0) - ROUNDING
        documents, share, is_whole = documents[kept], share[kept], is_whole[kept]
        scores = total[documents] * share**weights.MISSING_WORD
        ranked = self._ranked(concepts, columns, documents, scores, name)
        if is_whole.all():
            return ranked
        lift = 0.0 if is_question else float(ranked.scores.max())
        return replace(
            ranked,
            scores=ranked.scores + lift * is_whole,
            met=tuple(column.documents for column in columns),
            lift=lift,
        )

    def without(self, matches: Matches, excluded: Sequence[Concept]) -> Matches:
        """Return the matches that meet none of these concepts."""
        keep = np.ones(len(matches.documents), np.bool_)
        for concept in excluded:
            keep &= ~_found(matches.documents, self.column(concept).documents)
        return replace(matches, documents=matches.documents[keep], scores=matches.scores[keep])

    def brought(self, alternative: Alternative) -> Scores:
        """Return per document what an alternative brings: of several words, what the least of them brings."""
        least = self._weight_of(alternative.groups[0])
        for group in alternative.groups[1:]:
            np.minimum(least, self._weight_of(group), out=least)
        if alternative.order is Order.ANYWHERE or len(alternative.groups) == 1:
            return least
        candidates = (least > 0) & self.mask
        find = self._phrases if alternative.order is Order.PHRASE else self._near_each_other
        held = np.zeros(self.generation.size, np.bool_)
        held[find(alternative.groups, candidates) >> 16] = True
        return np.asarray(least * held)

    def _weight_of(self, forms: Forms) -> Scores:
        """Return per document how much all forms of one word count together."""
        total = np.zeros(self.generation.size)
        for form, weight in forms:
            postings = self.generation.words.postings(form)
            total[postings.documents] += weight * postings.weights.astype(np.float64)
        return total

    def _phrases(self, groups: tuple[Forms, ...], candidates: npt.NDArray[np.bool_]) -> Numbers:
        """Return the places where the words follow each other."""
        starts = self._places(_words(groups[0]), candidates)
        for place, group in enumerate(groups[1:], 1):
            starts = np.intersect1d(starts, self._places(_words(group), candidates) - place)
        return starts

    def _near_each_other(self, groups: tuple[Forms, ...], candidates: npt.NDArray[np.bool_]) -> Numbers:
        """Return the places of the first word that have each of the others near."""
        starts = self._places(_words(groups[0]), candidates)
        for group in groups[1:]:
            others = self._places(_words(group), candidates)
            if not len(others):
                return others
            starts = starts[_nearest(starts, others) <= weights.NEAR]
        return starts

    def _places(self, forms: Iterable[str], candidates: npt.NDArray[np.bool_]) -> Numbers:
        """Return where these words stand in the candidates: document times 65,536 plus position, ascending."""
        found = []
        for form in forms:
            postings = self.generation.words.postings(form)
            wanted = candidates[postings.documents]
            if wanted.any():
                documents = np.repeat(postings.documents.astype(np.int64) << 16, postings.counts)
                keys = documents + postings.positions
                found.append(keys if wanted.all() else keys[np.repeat(wanted, postings.counts)])
        return np.sort(np.concatenate(found)) if found else np.empty(0, np.int64)

    def _ranked(
        self, concepts: Sequence[Concept], columns: Sequence[Column], documents: Numbers, total: Scores, name: str
    ) -> Matches:
        if len(documents):
            total = total + self.closeness(concepts, columns, documents)
            total += self.name_bonus(name, documents)
            total = np.round(total * self.generation.standing[documents], DECIMALS)
        return Matches(documents, total, self.generation.size, tuple(concepts))

    def name_bonus(self, name: str, documents: Numbers) -> Scores:
        """Return per document what it gains because the query is its name."""
        return np.where(np.isin(documents, self.generation.names.postings(name).documents), weights.NAME, 0.0)

    def closeness(self, concepts: Sequence[Concept], columns: Sequence[Column], documents: Numbers) -> Scores:
        """Return per document what it gains because words that were asked together stand together."""
        gained = np.zeros(len(documents))
        if len(concepts) < 2:
            return gained
        candidates = np.zeros(self.generation.size, np.bool_)
        candidates[documents] = True
        places = [self._places(concept.forms, candidates) for concept in concepts]
        for (one, other), (left, right) in zip(pairwise(columns), pairwise(places), strict=True):
            if len(left) and len(right):
                nearest = _nearest(left, right)
                closest = np.full(self.generation.size, np.inf)
                np.minimum.at(closest, left >> 16, nearest)
                gained += weights.CLOSENESS * (one.rarity + other.rarity) / 2 / np.maximum(closest[documents], 1.0)
        return gained


def _least_share(share: Scores, is_whole: npt.NDArray[np.bool_], floor: float) -> float:
    """Return the share of what was asked that a document needs: the highest at which there are enough of them."""
    if np.count_nonzero(is_whole) >= weights.ENOUGH:
        return 1.0
    least = min(floor, float(share.max()))
    if len(share) <= weights.ENOUGH:
        return least
    place = len(share) - weights.ENOUGH
    return max(float(np.partition(share, place)[place]), least)


def _words(group: Forms) -> Iterator[str]:
    return (form for form, _ in group)


def _nearest(left: Numbers, right: Numbers) -> Scores:
    """Return for each place on the left how far the nearest place on the right in the same document is."""
    after = np.minimum(np.searchsorted(right, left), len(right) - 1)
    before = np.maximum(after - 1, 0)
    distances = np.minimum(_distance(left, right[after]), _distance(left, right[before]))
    return np.asarray(distances)


def _distance(left: Numbers, right: Numbers) -> Scores:
    return np.where(left >> 16 == right >> 16, np.abs(left - right), np.inf)


def _found(wanted: Numbers, among: Numbers) -> npt.NDArray[np.bool_]:
    if not len(among):
        return np.zeros(len(wanted), np.bool_)
    places = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return np.asarray(among[places] == wanted)


def _none(size: int) -> Matches:
    return Matches(np.empty(0, np.int64), np.empty(0), size)


def best(matches: Matches, allowed: npt.NDArray[np.bool_], ranks: Numbers, by_score: bool, places: slice) -> Numbers:
    """Return the documents on these places: by score, and by rank among equals."""
    kept = allowed[matches.documents]
    documents = matches.documents[kept]
    scores = matches.scores[kept] if by_score else np.zeros(len(documents))
    order_in_ties = ranks[documents]
    last = places.stop
    if len(documents) > 4 * last:
        # Sorting everything for one page is what makes frequent words slow: keep only what can be on it.
        threshold = np.partition(scores, len(scores) - last)[len(scores) - last]
        better, equal = np.flatnonzero(scores > threshold), np.flatnonzero(scores == threshold)
        wanted = last - len(better)
        if len(equal) > wanted:
            equal = equal[np.argpartition(order_in_ties[equal], wanted - 1)[:wanted]]
        chosen = np.concatenate([better, equal])
        documents, scores, order_in_ties = documents[chosen], scores[chosen], order_in_ties[chosen]
    ordered: Numbers = documents[np.lexsort((order_in_ties, -scores))]
    return ordered[places]
