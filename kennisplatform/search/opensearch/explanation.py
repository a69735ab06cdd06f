"""Why a result stands where it stands, in the figures of `weights`: worked out again from what the index keeps of it.

The order is OpenSearch's, whose arithmetic differs a little (see `clauses`), so that two results with nearly the same
score may stand the other way round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from kennisplatform.search import weights
from kennisplatform.search.engine import ExplainedWord, Explanation
from kennisplatform.search.opensearch import documents
from kennisplatform.search.opensearch.client import Body
from kennisplatform.search.opensearch.understanding import Layer, Understood
from kennisplatform.search.ranking.explanation import MOST_FORMS
from kennisplatform.search.ranking.meaning import Alternative, Concept, Order

GROUP = "groep."
"""Before the number of a group of `Preference`, among the names by which a hit came; the first has the highest."""
GROUPS = 3


def explanations(understood: Understood, hits: Sequence[Body]) -> list[Explanation]:
    """Explain hits, the best first."""
    return [_explanation(understood, hit) for hit in hits]


def _explanation(understood: Understood, hit: Body) -> Explanation:
    names = hit.get("matched_queries", ())
    source = hit["_source"]
    layer = _layer(understood, names)
    words, closeness, share = [], 0.0, 1.0
    if layer:
        figures = _Figures(source)
        pairs = list(zip(layer.concepts, layer.rarities, strict=True))
        words = [word for concept, rarity in pairs if (word := figures.word(concept, rarity))]
        closeness = sum(figures.closeness(*pair, *other) for pair, other in pairwise(pairs))
        met = {word.asked for word in words}
        share = sum(rarity for concept, rarity in pairs if concept.asked in met) / sum(layer.rarities)
    share **= weights.MISSING_WORD
    name = weights.NAME if understood.name in source["name"] else 0.0
    standing = float(source["standing"])
    return Explanation(
        slug=source["shown"]["display"]["slug"],
        score=(sum(word.value for word in words) * share + closeness + name) * standing,
        words=tuple(words),
        closeness=closeness,
        name=name,
        share=share,
        standing=standing,
        missing=understood.missing(len(understood.layers), names),
        group=min((GROUPS - int(name.removeprefix(GROUP)) for name in names if name.startswith(GROUP)), default=None),
    )


def _layer(understood: Understood, names: Collection[str]) -> Layer | None:
    """Return the reading of the text by which a hit came, the first of them."""
    for layer in understood.layers:
        if not layer.prefix or any(name.startswith(layer.prefix) for name in names):
            return layer
    return None


class _Figures:
    """What the words of one document bring."""

    def __init__(self, source: Body) -> None:
        self._weights: Mapping[str, float] = source["weights"]
        self._source = source

    def word(self, concept: Concept, rarity: float) -> ExplainedWord | None:
        """Return what a concept brings by the way of saying it that brings most, None when there is none."""
        brought = {number: self._brought(way) for number, way in enumerate(concept.alternatives)}
        number = max(brought, key=lambda number: brought[number], default=0)
        x = brought.get(number, 0.0)
        if not x:
            return None
        best = concept.alternatives[number]
        there = {form: weight for group in best.groups for form, weight in group if form in self._weights}
        forms = sorted(there.items(), key=lambda form: -form[1])[:MOST_FORMS]
        is_together = best.order is not Order.ANYWHERE and len(best.groups) > 1
        return ExplainedWord(concept.asked, rarity * x / (x + weights.SATURATION), tuple(forms), is_together)

    def closeness(self, concept: Concept, rarity: float, other: Concept, its: float) -> float:
        """Return what two concepts bring by standing near each other."""
        distance = self._distance(concept.forms, other.forms)
        return 0.0 if distance is None else weights.CLOSENESS * (rarity + its) / 2 / max(distance, 1)

    def _brought(self, alternative: Alternative) -> float:
        first, *others = ([form for form, _ in group] for group in alternative.groups)
        if alternative.order is not Order.ANYWHERE:
            distances = [self._distance(first, other) for other in others]
            if any(distance is None or distance > weights.NEAR for distance in distances):
                return 0.0
        return min(sum(weight * self._weights.get(form, 0.0) for form, weight in group) for group in alternative.groups)

    def _distance(self, forms: Iterable[str], others: Iterable[str]) -> int | None:
        """Return how many words lie between one of these and the nearest of the others, None when one is not there."""
        left = [place for place, _ in documents.places(self._source, dict.fromkeys(forms, 0))]
        right = [place for place, _ in documents.places(self._source, dict.fromkeys(others, 0))]
        return min((abs(one - other) for one in left for other in right), default=None)
