"""From a text to the documents that fit it, for one viewer: read, understand, correct, match.

A finder belongs to one generation and one state of the thesaurus, and remembers what it found: ticking a filter or
turning a page asks for the same documents again.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from cachetools import LRUCache

from kennisplatform.permissions import Viewer
from kennisplatform.search.dutch.analysis import name_key
from kennisplatform.search.dutch.thesaurus import Thesaurus
from kennisplatform.search.index.generation import Generation
from kennisplatform.search.ranking.correction import correction
from kennisplatform.search.ranking.meaning import Concept, Meanings
from kennisplatform.search.ranking.query import Clause, Query, WordClause, name_of, normalised, parse_query
from kennisplatform.search.ranking.scoring import Column, Matches, Perspective

MOST_REMEMBERED = 16_000_000
"""Bytes of answers that are kept."""
MOST_ALIKE = 5
"""Documents that resemble another one."""
MOST_RELATED = 4_000
"""Entries of which is kept what resembles them: a handful of numbers each, and as much work as a search of 40 words."""
MOST_PERSPECTIVES = 16
Instead = Mapping[WordClause, tuple[WordClause, ...]]
_NO_MARKS = str.maketrans('"“”*', "    ")


@dataclass(frozen=True)
class Found:
    """The documents for a text, and how it was understood. `corrected` is the text that was searched for instead."""

    matches: Matches
    corrected: str | None = None
    name: str = ""
    """The text as a name, to which entries of that name owe their place."""


class Finder:
    """Answers texts from one generation. Safe to share between threads."""

    def __init__(self, generation: Generation, thesaurus: Thesaurus) -> None:
        self.generation = generation
        self.thesaurus = thesaurus
        self._with_thesaurus = Meanings(generation, thesaurus)
        self._literally = Meanings(generation, Thesaurus())
        self._lock = threading.Lock()
        self._remembered: LRUCache[tuple[str, bool, frozenset[str]], Found] = LRUCache(MOST_REMEMBERED, _bytes_of)
        self._related: LRUCache[tuple[int, frozenset[str]], list[int]] = LRUCache(MOST_RELATED)
        self._perspectives: LRUCache[frozenset[str], Perspective] = LRUCache(MOST_PERSPECTIVES)

    def perspective(self, viewer: Viewer) -> Perspective:
        """Return the generation as this viewer sees it."""
        with self._lock:
            found = self._perspectives.get(viewer.audiences)
            if found is None:
                found = Perspective(self.generation, self.generation.visible_to(viewer))
                self._perspectives[viewer.audiences] = found
            return found

    def find(self, text: str, viewer: Viewer, is_literal: bool = False) -> Found:
        """Return what fits a text; `is_literal` takes the words as they are typed: no corrections, no thesaurus."""
        key = (text, is_literal, viewer.audiences)
        with self._lock:
            found = self._remembered.get(key)
        if found is None:
            meanings = self._literally if is_literal else self._with_thesaurus
            found = understand(text, meanings, self.perspective(viewer), is_literal)
            with self._lock:
                if _bytes_of(found) <= MOST_REMEMBERED:
                    self._remembered[key] = found
        return found

    def related(self, slug: str, viewer: Viewer) -> list[int]:
        """Return the documents that share most with this one, the best first: the words of its title and summary."""
        number = self.generation.number_of(slug)
        if number is None:
            return []
        key = (number, viewer.audiences)
        with self._lock:
            related = self._related.get(key)
        if related is None:
            related = self._related_to(number, viewer)
            with self._lock:
                self._related[key] = related
        return related

    def _related_to(self, number: int, viewer: Viewer) -> list[int]:
        display = self.generation.display(number)
        query = parse_query(without_marks(f"{display['title']} {display['summary']}"))
        perspective, meanings = self.perspective(viewer), self._literally
        columns = {concept.asked: perspective.column(concept) for concept in meanings.plainly(query.required)}
        alone = {asked for asked, column in columns.items() if len(column.documents) < 2}
        concepts = meanings.plainly(shared(query.required, alone, meanings))
        found = [columns.get(concept.asked) or perspective.column(concept) for concept in concepts]
        matches = perspective.matches(concepts, found, "", is_question=True)
        order = matches.documents[np.argsort(-matches.scores, kind="stable")]
        return [other for other in order[: MOST_ALIKE + 1].tolist() if other != number][:MOST_ALIKE]


def without_marks(text: str) -> str:
    """Return a text of which nothing is a phrase or a beginning when it is asked."""
    return text.translate(_NO_MARKS)


def understand(text: str, meanings: Meanings, perspective: Perspective, is_literal: bool) -> Found:
    """Read a text, correct typing errors and take unknown compounds apart (unless literally), and match."""
    query = parse_query(text)
    if query.is_empty:
        return Found(perspective.everything())
    asked = _Asked.of(query.required, meanings, perspective)
    instead: str | None = None
    if not is_literal and (corrections := asked.corrections()):
        asked = asked.with_words({clause: (replace(clause, form=form),) for clause, form in corrections.items()})
        instead = with_corrections(text, corrections)
    name = name_key(name_of(instead or text))
    matches = asked.matches(query, name)
    if not is_literal and matches.are_few and (compounds := asked.compounds()):
        # A compound that stands in few texts, or in none: its parts say what else comes near.
        matches = matches.before(asked.with_words(compounds).matches(query, name))
    if query.excluded:
        matches = perspective.without(matches, meanings.plainly(query.excluded))
    return Found(matches, instead, name)


@dataclass(frozen=True)
class _Asked:
    """Clauses with what they mean and what meets them."""

    clauses: tuple[Clause, ...]
    concepts: tuple[Concept, ...]
    columns: tuple[Column, ...]
    meanings: Meanings
    perspective: Perspective

    @classmethod
    def of(cls, clauses: tuple[Clause, ...], meanings: Meanings, perspective: Perspective) -> _Asked:
        concepts = tuple(meanings.of(clauses))
        return cls(clauses, concepts, tuple(map(perspective.column, concepts)), meanings, perspective)

    def unmet_words(self) -> list[WordClause]:
        """Return the words that are nowhere, in no form."""
        pairs = zip(self.concepts, self.columns, strict=True)
        return [concept.word for concept, column in pairs if concept.word and not len(column.documents)]

    def corrections(self) -> dict[WordClause, str]:
        """Return the words that must be typing errors, with what was meant."""
        perspective = self.perspective
        found = {
            clause: correction(clause.form, perspective.generation, perspective.frequencies)
            for clause in self.unmet_words()
        }
        return {clause: better for clause, better in found.items() if better}

    def compounds(self) -> dict[WordClause, tuple[WordClause, ...]]:
        """Return the words, written without hyphens, that can be taken apart, with their parts."""
        words = (concept.word for concept in self.concepts if concept.word and not concept.word.parts)
        parts_of = {word: self.meanings.apart(word) for word in words}
        return {clause: parts for clause, parts in parts_of.items() if len(parts) > 1}

    def with_words(self, instead: Instead) -> _Asked:
        """Return the same with other words in the place of these."""
        return _Asked.of(with_clauses(self.clauses, instead), self.meanings, self.perspective)

    def matches(self, query: Query, name: str) -> Matches:
        """Return the documents that fit, for words that must not be there alone everything else."""
        if not self.concepts and query.excluded:
            return self.perspective.everything()
        return self.perspective.matches(self.concepts, self.columns, name, query.is_question)


def with_clauses(clauses: Iterable[Clause], instead: Instead) -> tuple[Clause, ...]:
    """Return clauses with other words in the place of some."""
    return tuple(
        new
        for clause in clauses
        for new in (instead.get(clause, (clause,)) if isinstance(clause, WordClause) else (clause,))
    )


def shared(clauses: Sequence[Clause], alone: Collection[str], meanings: Meanings) -> tuple[Clause, ...]:
    """Return the words of an entry by which others may resemble it.

    Words that stand in it `alone` say nothing of others, so they go; the parts of which they are made take their place.
    """
    words = (clause for clause in clauses if isinstance(clause, WordClause) and clause.form in alone)
    return with_clauses(clauses, {word: parts if len(parts := meanings.apart(word)) > 1 else () for word in words})


def with_corrections(text: str, corrections: Mapping[WordClause, str]) -> str:
    """Return a text with what was meant in the place of words as they were typed."""
    text = normalised(text)
    for clause, better in corrections.items():
        text = text.replace(clause.typed, better)
    return text


def _bytes_of(found: Found) -> int:
    matches = found.matches
    met = sum(documents.nbytes for documents in matches.met)
    return 2_000 + matches.size // 8 + matches.documents.nbytes + matches.scores.nbytes + met
