"""Completing what is being typed: the same completions, points and variety as the embedded engine's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from kennisplatform.search.engine import Suggestion
from kennisplatform.search.index.vocabulary import Words
from kennisplatform.search.opensearch.clauses import (
    Clause,
    any_of,
    best_of,
    constant,
    sum_of,
    terms,
    times,
)
from kennisplatform.search.opensearch.client import Body
from kennisplatform.search.ranking.suggestions import MOST_CANDIDATES, TITLE_BEGINS, completions, typed_words, varied
from kennisplatform.search.request import Facet
from kennisplatform.search.weights import SUGGESTED_KINDS

A_WORD_MORE = 1_000.0
"""Added for each typed word that fits: more than all else together."""


def suggestions(text: str, labels: Words, ask: Callable[[Body], Body]) -> list[Suggestion]:
    """Return at most ten visible entries that every typed word fits, else as many of them as possible."""
    typed = typed_words(text)
    words = [list(_fitting(completions(word, labels))) for word in typed]
    fitting = [clauses for clauses in words if clauses]
    if not fitting:
        return []
    begins = constant({"prefix": {"title": typed[0]}}, TITLE_BEGINS)
    points = {"bool": {"must": [sum_of(map(best_of, fitting))], "should": [begins]}}
    counted = [constant(any_of(clauses), A_WORD_MORE) for clauses in fitting]
    answer = ask(
        {
            "query": {"bool": {"must": [_by_kind(points)], "should": counted}},
            "sort": [{"_score": "desc"}, {"title": "asc"}],
            "size": MOST_CANDIDATES,
            "_source": ["shown.display"],
        }
    )
    hits = answer["hits"]["hits"]
    most = max((hit["_score"] // A_WORD_MORE for hit in hits), default=0)
    return varied(
        [Suggestion.of(hit["_source"]["shown"]["display"]) for hit in hits if hit["_score"] // A_WORD_MORE == most]
    )


def _fitting(found: Iterable[tuple[str, float]]) -> Iterator[Clause]:
    """Yield the entries with a word that one typed word may become, with how much that counts."""
    by_weight: defaultdict[float, list[str]] = defaultdict(list)
    for word, weight in found:
        by_weight[weight].append(word)
    yield from (constant(terms("label", words), weight) for weight, words in by_weight.items())


def _by_kind(clause: Clause) -> Clause:
    kinds = SUGGESTED_KINDS.items()
    return times(clause, *({"filter": terms(Facet.KIND.value, [kind]), "weight": weight} for kind, weight in kinds))
