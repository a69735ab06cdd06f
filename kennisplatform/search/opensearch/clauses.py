"""Concepts as OpenSearch's queries: which documents meet one, how much it counts there, and how near others stand.

A score is the embedded engine's (docs/search.md) with what OpenSearch can do without scripts: the forms of a word are
not added up before they are evened out, but after it, with `BESIDES` of what comes besides the best of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kennisplatform.search import weights
from kennisplatform.search.index.vocabulary import Words
from kennisplatform.search.ranking.meaning import Alternative, Concept, Forms, Order

Clause = dict[str, Any]

MOST_CLAUSES = 700
"""OpenSearch takes 1,024 in one query as it is installed; words beyond these count a little, whatever their weight."""
BESIDES = 0.3
MOST = 0.95
"""What one word may bring at most, as a share of its rarity: so much as a text full of it brings."""
STEPS = (1, 2, 4, 8)
"""Distances between two words at which closeness is told apart."""
NOTHING: Clause = {"match_none": {}}
EVERYTHING: Clause = {"match_all": {}}


def any_of(clauses: Iterable[Clause]) -> Clause:
    """Return what one of these meets at least."""
    found = list(clauses)
    return found[0] if len(found) == 1 else {"bool": {"should": found, "minimum_should_match": 1}} if found else NOTHING


def all_of(clauses: Iterable[Clause]) -> Clause:
    """Return what all of these meet."""
    found = list(clauses)
    return found[0] if len(found) == 1 else {"bool": {"filter": found}}


def none_of(clauses: Iterable[Clause]) -> Clause:
    """Return what meets none of these."""
    return {"bool": {"must_not": list(clauses)}}


def sum_of(clauses: Iterable[Clause]) -> Clause:
    """Return what meets one of these, with all their scores together."""
    return {"bool": {"should": list(clauses)}}


def best_of(clauses: Iterable[Clause], besides: float = 0.0) -> Clause:
    """Return what meets one of these, with the highest of their scores."""
    found = list(clauses)
    return found[0] if len(found) == 1 else {"dis_max": {"queries": found, "tie_breaker": besides}}


def constant(clause: Clause, score: float, name: str | None = None) -> Clause:
    """Return the same with one score; a hit tells by which of the names it came."""
    return {"constant_score": {"filter": clause, "boost": score, **({"_name": name} if name else {})}}


def times(clause: Clause, *functions: Clause) -> Clause:
    """Return the same with its score multiplied by each function that is true of a document."""
    modes = {"score_mode": "multiply", "boost_mode": "multiply"}
    return {"function_score": {"query": clause, "functions": list(functions), **modes}}


def at_least(clause: Clause, score: float) -> Clause:
    """Return what has this score at least."""
    return {"function_score": {"query": clause, "min_score": score}}


def terms(field: str, values: Iterable[str]) -> Clause:
    """Return what has one of these values."""
    return {"terms": {field: list(values)}}


@dataclass(frozen=True)
class Wording:
    """Puts concepts into queries for an index with these words; `count` of them share what a query may hold."""

    words: Words
    count: int

    @property
    def _scored(self) -> int:
        """Forms of one word whose weight in a document counts."""
        return max(2, MOST_CLAUSES // max(1, self.count) // 3)

    @property
    def _placed(self) -> int:
        """Forms of one word whose places count."""
        return max(1, self._scored // 4)

    @property
    def _close(self) -> int:
        return max(1, self._scored // 8)

    def meets(self, concept: Concept) -> Clause:
        """Return the documents that meet a concept."""
        return any_of(self._holds(alternative) for alternative in concept.alternatives)

    def score(self, concept: Concept, rarity: float) -> Clause:
        """Return those documents, each with what it gains by that."""
        return best_of(self._brings(alternative, rarity) for alternative in concept.alternatives)

    def closeness(self, one: Concept, other: Concept, rarity: float) -> Clause:
        """Return the documents in which two concepts are near each other, with what that brings."""
        groups = [self._known(tuple((form, 1.0) for form in concept.forms))[: self._close] for concept in (one, other)]
        return best_of(constant(self._near(groups, step), weights.CLOSENESS * rarity / step) for step in STEPS)

    def _holds(self, alternative: Alternative) -> Clause:
        groups = [self._known(group) for group in alternative.groups]
        if not all(groups):
            return NOTHING
        everywhere = [terms("words", (form for form, _ in group)) for group in groups]
        if alternative.order is Order.ANYWHERE or len(groups) == 1:
            return all_of(everywhere)
        placed = [group[: self._placed] for group in groups]
        if alternative.order is Order.PHRASE:
            return {"span_near": {"clauses": list(map(_span, placed)), "slop": 0, "in_order": True}}
        return all_of(self._near([placed[0], other], weights.NEAR) for other in placed[1:])

    def _near(self, groups: Sequence[Forms], distance: int) -> Clause:
        if not all(groups):
            return NOTHING
        return {"span_near": {"clauses": list(map(_span, groups)), "slop": distance - 1, "in_order": False}}

    def _brings(self, alternative: Alternative, rarity: float) -> Clause:
        groups = [self._known(group) for group in alternative.groups]
        if not all(groups):
            return NOTHING
        share = rarity / len(groups)
        scored = [self._weighed(group, share) for group in groups]
        if len(scored) == 1:
            return scored[0]
        return {"bool": {"filter": [self._holds(alternative)], "should": scored}}

    def _weighed(self, group: Forms, share: float) -> Clause:
        """Return the documents with one of these forms, with what the best of them and the others bring."""
        found = [_feature(form, weight, share) for form, weight in group[: self._scored]]
        if rest := group[self._scored :]:
            least = min(weight for _, weight in rest)
            found.append(constant(terms("words", (form for form, _ in rest)), share * _evened(least)))
        return _at_most(best_of(found, BESIDES), share * MOST) if len(found) > 1 else found[0]

    def _known(self, group: Forms) -> Forms:
        """Return the forms that are words of the index, what counts most first."""
        return tuple(sorted((pair for pair in group if pair[0] in self.words), key=lambda pair: -pair[1]))


def _feature(form: str, weight: float, share: float) -> Clause:
    # share × weight × w / (weight × w + k1), with w what the word counts in the document.
    pivot = weights.SATURATION / weight
    return {"rank_feature": {"field": f"weights.{form}", "boost": share, "saturation": {"pivot": pivot}}}


def _evened(weight: float) -> float:
    return weight / (weight + weights.SATURATION)


def _at_most(clause: Clause, score: float) -> Clause:
    return {"function_score": {"query": clause, "functions": [{"weight": score}], "boost_mode": "min"}}


def _span(group: Forms) -> Clause:
    spans = [{"span_term": {"text": form}} for form, _ in group]
    return spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}}


def lifted(clause: Clause, groups: Mapping[int, Clause], step: float, name: str = "") -> Clause:
    """Return the same with the documents of a group before the others: by the highest of their numbers, times `step`.

    With a name, hits tell of which groups they are: the name and the number.
    """
    if not groups:
        return clause
    first = best_of(
        constant(group, number * step, f"{name}{number}" if name else None) for number, group in groups.items()
    )
    return {"bool": {"must": [clause], "should": [first]}}
