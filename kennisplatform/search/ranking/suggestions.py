"""Completing what is being typed: topics, titles, keywords and organisations, by the beginnings of their words.

Also inside compounds (`water` is completed to nooddrinkwater), and with a typing error when nothing else fits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kennisplatform.search.dutch.analysis import STOP_WORDS, forms
from kennisplatform.search.engine import Suggestion
from kennisplatform.search.index.terms import Terms
from kennisplatform.search.index.vocabulary import Words
from kennisplatform.search.ranking.scoring import Perspective
from kennisplatform.search.request import Sorting
from kennisplatform.vocabulary import Kind, Sector, Theme

MOST_SUGGESTIONS = 10
MOST_OF_A_KIND = 3
"""Of one kind, as long as there are others."""
MOST_CANDIDATES = 40
LONGEST_TEXT = 100
"""Characters; more is not the beginning of a name."""
MOST_WORDS = 8
MOST_COMPLETIONS = 100
"""Words to which one beginning is completed."""
SHORTEST_INSIDE = 3
"""Letters from which on a beginning is also looked for inside words."""
SHORTEST_MISTYPED = 4

WHOLE, BEGINNING, INSIDE, MISTYPED = 6.0, 4.0, 1.0, 0.5
"""How much a completion counts: the word itself, its beginning, a piece of it, a beginning with an error."""
TITLE_BEGINS = 3.0
"""Added when the title begins with what was typed."""
TOPICS: tuple[type[Theme] | type[Sector], ...] = (Sector, Theme)
"""What is suggested besides entries."""


def suggestions(text: str, perspective: Perspective) -> list[Suggestion]:
    """Return at most ten visible entries that every typed word fits, else as many of them as possible; the best first.

    A first word that is nowhere (the name of a place) so does not take away what the others find.
    """
    typed = typed_words(text)
    if not typed:
        return []
    generation = perspective.generation
    brought = np.stack([_brought(word, generation.labels, generation.size) for word in typed])
    fitting = np.where(perspective.mask, np.count_nonzero(brought, axis=0), 0)
    numbers = np.flatnonzero((fitting > 0) & (fitting == fitting.max(initial=0)))
    scores = brought.sum(axis=0)[numbers] + TITLE_BEGINS * generation.titled(typed[0])[numbers]
    scores *= generation.standing_while_typing[numbers]
    best = numbers[np.lexsort((generation.ranks[Sorting.TITLE][numbers], -scores))][:MOST_CANDIDATES]
    return varied([Suggestion.of(generation.display(number)) for number in best.tolist()])


def suggested_topics(text: str) -> list[Theme | Sector]:
    """Return the sectors and themes in whose label every typed word begins a word."""
    typed = typed_words(text)
    return [
        term
        for terms in TOPICS
        for term in terms
        if typed and all(any(form.startswith(word) for form in forms(term.label)) for word in typed)
    ]


def typed_words(text: str) -> tuple[str, ...]:
    """Return the words typed so far, bounded, without small ones but the last."""
    typed = forms(text[:LONGEST_TEXT])[:MOST_WORDS]
    return tuple(form for form in typed[:-1] if form not in STOP_WORDS) + typed[-1:]


def varied(suggestions: list[Suggestion]) -> list[Suggestion]:
    """Return the first suggestions, without letting one kind (ten networks of drinking water) push the others out."""
    seen: Counter[Kind] = Counter()
    late: dict[Suggestion, bool] = {}
    for suggestion in suggestions:
        late[suggestion] = seen[suggestion.kind] >= MOST_OF_A_KIND
        seen[suggestion.kind] += 1
    return sorted(suggestions, key=late.__getitem__)[:MOST_SUGGESTIONS]


def _brought(word: str, labels: Terms, size: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    brought = np.zeros(size)
    found: dict[float, list[str]] = {}
    for completion, weight in completions(word, labels):
        found.setdefault(weight, []).append(completion)
    for weight, terms in sorted(found.items()):  # the most that a document brings counts
        brought[labels.documents(terms)] = weight
    return brought


def completions(word: str, labels: Words) -> Iterator[tuple[str, float]]:
    """Yield the words that this may become; with errors only when it becomes nothing without."""
    beginning = labels.beginning_with(word, MOST_COMPLETIONS)
    yield from ((term, WHOLE if term == word else BEGINNING) for term in beginning)
    inside = labels.containing(word)[:MOST_COMPLETIONS] if len(word) >= SHORTEST_INSIDE else []
    yield from ((term, INSIDE) for term in inside)
    if not beginning and not inside and len(word) >= SHORTEST_MISTYPED:
        # Who makes an error rarely makes it in the first letter; that leaves few words to compare.
        candidates = labels.beginning_with(word[0], len(labels.lexicon))
        cut = {number: term[: len(word)] for number, term in enumerate(candidates)}
        near = process.extract(word, cut, scorer=OSA.distance, score_cutoff=1 + (len(word) > 6), limit=MOST_COMPLETIONS)
        yield from ((candidates[number], MISTYPED) for _, _, number in near)
