"""The judged queries, and the measures by which an answer to them is weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import mean

import yaml

Search = Callable[[str], Sequence[str]]
"""Gives the slugs that an engine finds for a query, the best first."""


@dataclass(frozen=True)
class JudgedQuery:
    """A query with the grade (3 to 1) of each entry that answers it. Weights are learnt on the tuning half only."""

    text: str
    category: str
    is_for_tuning: bool
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Quality:
    """How well queries were answered, on average over them: all between 0 and 1."""

    ndcg_at_10: float
    success_at_1: float
    recall_at_20: float
    zero_hits: float


def judged_queries() -> list[JudgedQuery]:
    """Return all judged queries, in the order of the file."""
    by_category = yaml.safe_load((Path(__file__).parent / "judgements.yml").read_text())
    return [
        JudgedQuery(text, category, number % 2 == 0, grades)
        for category, queries in by_category.items()
        for number, query in enumerate(queries)
        for text, grades in query.items()
    ]


def quality(queries: Iterable[JudgedQuery], search: Search) -> Quality:
    """Ask the queries and weigh the answers."""
    answers = [(query, search(query.text)) for query in queries]
    return Quality(
        ndcg_at_10=mean(ndcg(query.grades, found, 10) for query, found in answers),
        success_at_1=mean(success(query.grades, found) for query, found in answers),
        recall_at_20=mean(recall(query.grades, found, 20) for query, found in answers),
        zero_hits=mean(not found for _, found in answers),
    )


def ndcg(grades: Mapping[str, int], found: Sequence[str], depth: int) -> float:
    """Return the normalised discounted cumulative gain, with gain 2^grade - 1 (Burges et al., ICML 2005)."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(slug, 0) for slug in found[:depth]]) / ideal


def success(grades: Mapping[str, int], found: Sequence[str]) -> bool:
    """Tell whether the first answer is one of the best that there are."""
    return bool(found) and grades.get(found[0], 0) == max(grades.values())


def recall(grades: Mapping[str, int], found: Sequence[str], depth: int) -> float:
    """Return the share of the entries with grade 2 or 3 (with any grade, where there are none) that were found."""
    wanted = {slug for slug, grade in grades.items() if grade >= 2} or set(grades)
    return len(wanted & set(found[:depth])) / len(wanted)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
