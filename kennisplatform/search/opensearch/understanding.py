"""How a text was understood for one viewer, as a query: corrected, taken apart and, where little has it all, widened.

The same steps as the embedded engine's (`finder.understand`), with OpenSearch to count what it has arrays for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import log

from kennisplatform.search import weights
from kennisplatform.search.dutch.analysis import name_key
from kennisplatform.search.index.vocabulary import Vocabulary
from kennisplatform.search.opensearch.clauses import (
    EVERYTHING,
    NOTHING,
    Clause,
    Wording,
    all_of,
    any_of,
    at_least,
    best_of,
    constant,
    lifted,
    none_of,
    sum_of,
    terms,
    times,
)
from kennisplatform.search.opensearch.client import Body
from kennisplatform.search.ranking.correction import correction
from kennisplatform.search.ranking.finder import shared, with_clauses, with_corrections
from kennisplatform.search.ranking.meaning import Concept, Meanings
from kennisplatform.search.ranking.query import Clause as Asked
from kennisplatform.search.ranking.query import Query, WordClause, name_of, parse_query

Ask = Callable[[Sequence[Body]], list[Body]]
"""Asks OpenSearch several searches at once, of what the viewer may see."""
ROUNDING = 1e-5
"""Shares that differ by no more are the same: scores have some seven digits."""
STANDING: Clause = {"field_value_factor": {"field": "standing", "missing": 1}}
MOST_STANDING = 1.2
"""By which a score is multiplied at most, with some room."""


@dataclass(frozen=True)
class Layer:
    """What one reading of a text finds: what has it all, and with `least` what misses little."""

    concepts: tuple[Concept, ...]
    rarities: tuple[float, ...]
    wording: Wording
    name: str
    is_question: bool
    least: float = 1.0
    """The share of what was asked, by rarity, that a document needs."""
    prefix: str = ""
    """Before the number of a concept, in the names by which hits tell what they meet."""

    @cached_property
    def meets(self) -> tuple[Clause, ...]:
        """Per concept the documents that meet it."""
        return tuple(map(self.wording.meets, self.concepts))

    @property
    def is_whole(self) -> bool:
        """Whether everything it finds has all that was asked."""
        return self.least >= 1

    @property
    def whole(self) -> Clause:
        """The documents with all that was asked."""
        return all_of(self.meets)

    @property
    def kept(self) -> Clause:
        """The documents that it finds."""
        if self.is_whole:
            return self.whole
        return at_least(self.shares(), self.least * sum(self.rarities) * (1 - ROUNDING))

    def shares(self, is_named: bool = False) -> Clause:
        """Return the documents that meet any concept, with the rarity of what they meet as their score."""
        return sum_of(
            constant(clause, rarity, f"{self.prefix}{number}" if is_named else None)
            for number, (clause, rarity) in enumerate(zip(self.meets, self.rarities, strict=True))
        )

    @property
    def highest(self) -> float:
        """What a score is below."""
        words = sum(self.rarities)
        lift = 1 if self.is_whole or self.is_question else 2
        return lift * (words + weights.CLOSENESS * words + weights.NAME) * MOST_STANDING + 1

    @property
    def scored(self) -> Clause:
        """The documents that it finds, with their scores."""
        pairs = list(zip(self.concepts, self.rarities, strict=True))
        words = sum_of(self.wording.score(concept, rarity) for concept, rarity in pairs)
        if not self.is_whole:
            words = times(words, *self._shares_that_lack())
        near = [
            self.wording.closeness(one, other, (rarity + its) / 2) for (one, rarity), (other, its) in pairwise(pairs)
        ]
        called = constant(terms("name", [self.name]), weights.NAME)
        both: Clause = {"bool": {"filter": [self.kept], "should": [words, called, *near]}}
        score = times(both, STANDING)
        if self.is_whole and not self.prefix:
            return score
        named: Clause = {"bool": {"filter": [self.shares(is_named=True)]}}
        whole = {} if self.is_question or self.is_whole else {1: self.whole}
        return {"bool": {"must": [lifted(score, whole, self.highest / 2)], "should": [named]}}

    def _shares_that_lack(self) -> list[Clause]:
        """Return per concept by what a score is multiplied without it.

        Together that is nearly the share of what a document has, to the power `MISSING_WORD`.
        """
        rarities = sum(self.rarities)
        return [
            {"filter": none_of([clause]), "weight": max(1 - rarity / rarities, ROUNDING) ** weights.MISSING_WORD}
            for clause, rarity in zip(self.meets, self.rarities, strict=True)
        ]

    def missing(self, names: Collection[str]) -> tuple[str, ...]:
        """Return what was asked and is not in a hit that came by these names, as it was typed."""
        if not self.prefix:  # it was not widened
            return ()
        concepts = enumerate(self.concepts)
        return tuple(concept.as_typed for number, concept in concepts if f"{self.prefix}{number}" not in names)


@dataclass(frozen=True)
class Understood:
    """The documents for a text, best layer first; without layers everything that is visible, or nothing."""

    layers: tuple[Layer, ...] = ()
    excluded: tuple[Clause, ...] = ()
    finds_nothing: bool = False
    corrected: str | None = None
    name: str = ""

    @property
    def scored(self) -> Clause:
        """The documents with their scores: those of the first layer before those of the next."""
        if self.finds_nothing:
            return NOTHING
        if not self.layers:
            return constant(EVERYTHING, 0.0)
        first, *others = self.layers
        if not others:
            return first.scored
        (other,) = others
        return best_of([lifted(first.scored, {1: EVERYTHING}, other.highest), other.scored])

    @property
    def whole(self) -> Clause:
        """The documents with all that was asked."""
        if self.finds_nothing:
            return NOTHING
        return any_of(layer.whole for layer in self.layers) if self.layers else EVERYTHING

    def missing(self, shown: int, names: Collection[str]) -> tuple[str, ...]:
        """Return what a hit that came by these names does not have, in the words of the last layer that is shown."""
        if shown == 0 or not self.layers[0].missing(names):
            return ()
        return self.layers[shown - 1].missing(names)

    @property
    def highest(self) -> float:
        """What a score is below."""
        return sum(layer.highest for layer in self.layers) + 1


class Understanding:
    """Understands texts for one viewer, in one state of the index and the thesaurus."""

    def __init__(self, vocabulary: Vocabulary, ask: Ask) -> None:
        self._vocabulary = vocabulary
        self._ask = ask

    def of(self, text: str, meanings: Meanings, is_literal: bool) -> Understood:
        """Read a text, correct typing errors and take compounds apart (unless literally), and count what has it all."""
        query = parse_query(text)
        if query.is_empty:
            return Understood()
        excluded = self._excluded(query, meanings)
        if not query.required:
            return Understood(excluded=excluded, finds_nothing=not excluded)
        asked = self._counted(query.required, meanings.of(query.required))
        instead: str | None = None
        if not is_literal and (corrections := self._corrections(asked)):
            words = {clause: (replace(clause, form=form),) for clause, form in corrections.items()}
            corrected = with_clauses(query.required, words)
            asked = self._counted(corrected, meanings.of(corrected))
            instead = with_corrections(text, corrections)
        name = name_key(name_of(instead or text))
        layers = self._layers(asked, meanings, query, name, is_literal)
        return Understood(layers, excluded, not layers, instead, name)

    def resembling(self, text: str, meanings: Meanings) -> Understood:
        """Return what shares most with a text, as an answer to a question does."""
        words = parse_query(text).required
        asked = self._counted(words, meanings.plainly(words))
        alone = {concept.asked for concept, count in zip(asked.concepts, asked.counts, strict=True) if count < 2}
        words = shared(words, alone, meanings)
        if not words:
            return Understood(finds_nothing=True)
        asked = self._counted(words, meanings.plainly(words))
        layers = self._widened([self._layer(asked, "", is_question=True)])
        return Understood(layers, finds_nothing=not layers)

    def frequencies(self, words: Collection[str]) -> Mapping[str, int]:
        """Return in how many visible documents each word stands."""
        if not words:
            return {}
        asked = {"field": "words", "include": list(words), "size": len(words)}
        (answer,) = self._ask([{"size": 0, "aggs": {"n": {"terms": asked}}}])
        return {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["n"]["buckets"]}

    def _layers(
        self, asked: _Counted, meanings: Meanings, query: Query, name: str, is_literal: bool
    ) -> tuple[Layer, ...]:
        layers = [self._layer(asked, name, query.is_question)]
        if asked.whole < weights.ENOUGH and not is_literal:
            words = (concept.word for concept in asked.concepts if concept.word and not concept.word.parts)
            parts = {word: found for word in words if len(found := meanings.apart(word)) > 1}
            if parts:
                apart = with_clauses(asked.clauses, parts)
                layers.append(self._layer(self._counted(apart, meanings.of(apart)), name, query.is_question))
        if asked.whole < weights.ENOUGH:
            return self._widened(layers)
        return tuple(layers)

    def _layer(self, asked: _Counted, name: str, is_question: bool) -> Layer:
        rarities = tuple(log(1 + (asked.visible - n + 0.5) / (n + 0.5)) for n in asked.counts)
        return Layer(asked.concepts, rarities, asked.wording, name, is_question)

    def _widened(self, layers: Sequence[Layer]) -> tuple[Layer, ...]:
        """Return the layers that find something, each with the share at which it finds enough, if it has to widen."""
        wordings = [Wording(layer.wording.words, sum(len(each.concepts) for each in layers)) for layer in layers]
        layers = [
            replace(layer, wording=wording, prefix=f"{number}.")
            for number, (layer, wording) in enumerate(zip(layers, wordings, strict=True))
        ]
        answers = self._ask([{"query": layer.shares(), "size": weights.ENOUGH, "_source": False} for layer in layers])
        found = [
            replace(layer, least=_least(layer, answer["hits"]))
            for layer, answer in zip(layers, answers, strict=True)
            if answer["hits"]["hits"]
        ]
        return tuple(found)

    def _corrections(self, asked: _Counted) -> dict[WordClause, str]:
        """Return the words that must be typing errors, with what was meant."""
        pairs = zip(asked.concepts, asked.counts, strict=True)
        unmet = [concept.word for concept, count in pairs if concept.word and not count]
        found = {clause: correction(clause.form, self._vocabulary, self.frequencies) for clause in unmet}
        return {clause: better for clause, better in found.items() if better}

    def _excluded(self, query: Query, meanings: Meanings) -> tuple[Clause, ...]:
        concepts = meanings.plainly(query.excluded)
        wording = Wording(self._vocabulary.words, len(concepts))
        return tuple(map(wording.meets, concepts))

    def _counted(self, clauses: tuple[Asked, ...], concepts: Sequence[Concept]) -> _Counted:
        wording = Wording(self._vocabulary.words, len(concepts))
        meets = {str(number): wording.meets(concept) for number, concept in enumerate(concepts)}
        visible, counts = self._counts({**meets, "whole": all_of(meets.values())})
        numbers = tuple(counts[name] for name in meets)
        return _Counted(clauses, tuple(concepts), numbers, counts["whole"], visible, wording)

    def _counts(self, clauses: Mapping[str, Clause]) -> tuple[int, dict[str, int]]:
        """Return how many documents are visible, and how many of them are of each clause."""
        if not clauses:
            return 0, {}
        body = {"size": 0, "track_total_hits": True, "aggs": {"n": {"filters": {"filters": dict(clauses)}}}}
        (answer,) = self._ask([body])
        buckets = answer["aggregations"]["n"]["buckets"]
        counts = {name: int(bucket["doc_count"]) for name, bucket in buckets.items()}
        return int(answer["hits"]["total"]["value"]), counts


@dataclass(frozen=True)
class _Counted:
    """Clauses with what they mean, and in how many visible documents each is met."""

    clauses: tuple[Asked, ...]
    concepts: tuple[Concept, ...]
    counts: tuple[int, ...]
    whole: int
    visible: int
    wording: Wording


def _least(layer: Layer, hits: Body) -> float:
    """Return the share of what was asked that a document needs: the highest at which there are enough of them.

    It is 1 also when there are fewer, and all of them have it all.
    """
    total = sum(layer.rarities)
    shares: list[float] = [hit["_score"] / total for hit in hits["hits"]]
    if shares[-1] >= 1 - ROUNDING:
        return 1.0
    least = min(weights.LEAST_OF_A_QUESTION if layer.is_question else 0.0, shares[0])
    return max(shares[-1], least) if len(shares) == weights.ENOUGH else max(least, ROUNDING)
