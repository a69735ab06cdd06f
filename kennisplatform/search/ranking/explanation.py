"""Why a result stands where it stands: what each part of the query brought it, in the figures of `weights`."""

from __future__ import annotations

import numpy as np

from kennisplatform.permissions import Viewer
from kennisplatform.search.engine import Explanation
from kennisplatform.search.ranking.finder import Finder


def explain(finder: Finder, text: str, viewer: Viewer, count: int) -> list[Explanation]:
    """Explain the first `count` results for a text."""
    found = finder.find(text, viewer)
    matches, generation = found.matches, finder.generation
    perspective = finder.perspective(viewer)
    columns = [perspective.column(concept) for concept in matches.concepts]
    explanations = []
    for place in np.argsort(-matches.scores, kind="stable")[:count]:
        number, score = int(matches.documents[place]), float(matches.scores[place])
        words = []
        for concept, column in zip(matches.concepts, columns, strict=True):
            spot = np.flatnonzero(column.documents == number)
            if len(spot):
                there = [form for form in concept.forms if number in generation.words.postings(form).documents]
                words.append((f"{concept.asked} ({', '.join(there[:8])})", float(column.scores[spot[0]])))
        alone = np.array([number])
        closeness = float(perspective.closeness(matches.concepts, columns, alone)[0])
        name = float(perspective.name_bonus(found.name, alone)[0])
        standing = float(generation.standing[number])
        if matches.lift and not matches.missing(number):
            score -= matches.lift
        brought = (sum(value for _, value in words) + closeness + name) * standing
        slug = str(generation.display(number)["slug"])
        explanations.append(
            Explanation(slug, score, tuple(words), closeness, name, score / brought if brought else 1.0, standing)
        )
    return explanations
