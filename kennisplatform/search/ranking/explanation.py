"""Why a result stands where it stands: what each part of the query brought it, in the figures of `weights`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kennisplatform.search.engine import ExplainedWord, Explanation
from kennisplatform.search.index.term_pool import Numbers
from kennisplatform.search.ranking.finder import Found
from kennisplatform.search.ranking.meaning import Concept, Order
from kennisplatform.search.ranking.scoring import Column, Perspective

MOST_FORMS = 8
"""Words of an entry that are named beside one of the query, those that count most first."""


def explain(perspective: Perspective, found: Found, groups: Sequence[Numbers], count: int) -> list[Explanation]:
    """Explain the first `count` documents that were found; `groups` are those that came first because of a place."""
    matches = found.matches
    columns = [perspective.column(concept) for concept in matches.concepts]
    order = np.argsort(-matches.with_first(*groups).scores, kind="stable")
    explanations = []
    for place in order[:count]:
        number, score = int(matches.documents[place]), float(matches.scores[place])
        missing = matches.missing(number)
        pairs = zip(matches.concepts, columns, strict=True)
        words = tuple(_word(perspective, *pair, number) for pair in pairs if number in pair[1].documents)
        alone = np.array([number])
        closeness = float(perspective.closeness(matches.concepts, columns, alone)[0])
        name = float(perspective.name_bonus(found.name, alone)[0])
        standing = float(perspective.generation.standing[number])
        if matches.lift and not missing:
            score -= matches.lift
        brought = (sum(word.value for word in words) + closeness + name) * standing
        explanations.append(
            Explanation(
                slug=str(perspective.generation.display(number)["slug"]),
                score=score,
                words=words,
                closeness=closeness,
                name=name,
                share=score / brought if brought else 1.0,
                standing=standing,
                missing=missing,
                group=next((group for group, documents in enumerate(groups) if number in documents), None),
            )
        )
    return explanations


def _word(perspective: Perspective, concept: Concept, column: Column, number: int) -> ExplainedWord:
    value = float(column.scores[np.searchsorted(column.documents, number)])
    best = max(concept.alternatives, key=lambda alternative: float(perspective.brought(alternative)[number]))
    postings = perspective.generation.words.postings
    there = {form: weight for group in best.groups for form, weight in group if number in postings(form).documents}
    forms = sorted(there.items(), key=lambda form: -form[1])[:MOST_FORMS]
    return ExplainedWord(concept.asked, value, tuple(forms), best.order is not Order.ANYWHERE and len(best.groups) > 1)
