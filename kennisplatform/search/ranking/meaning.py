"""What a query means in this index: each word with its other forms, its compounds and what the thesaurus adds.

A concept is one thing that was asked for; an alternative is one way to meet it, with the words that do so and how much
each of them counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain, takewhile

from kennisplatform.search import weights
from kennisplatform.search.dutch.analysis import STOP_WORDS, forms, stem
from kennisplatform.search.dutch.compounds import SHORTEST_PART
from kennisplatform.search.dutch.families import relatives
from kennisplatform.search.dutch.thesaurus import LONGEST_TERM, Thesaurus
from kennisplatform.search.index.vocabulary import Vocabulary
from kennisplatform.search.ranking.query import Clause, PhraseClause, PrefixClause, WordClause

MOST_EXPANSIONS = 200
"""Words to which a prefix or the compounds of a word are expanded."""
MOST_WIDENED = 16
"""Words of a text up to which each is looked for in compounds, parts and synonyms as well: one of them takes as long as
ten that are taken by themselves, and a text with more says by its words what it is about."""
LONGEST_JOIN = 3
"""Words that may have been meant as one: `nood communicatie voorziening`."""

Forms = tuple[tuple[str, float], ...]
"""Words of the index, each with how much it counts."""


class Order(Enum):
    """How the words of an alternative must stand in a text."""

    ANYWHERE = auto()
    NEAR = auto()
    PHRASE = auto()


@dataclass(frozen=True)
class Alternative:
    """Per word its possible forms. Of each group one must be there, together in the way that `order` says."""

    groups: tuple[Forms, ...]
    order: Order = Order.ANYWHERE


@dataclass(frozen=True)
class Concept:
    """One thing that was asked for, and every way to meet it."""

    asked: str
    alternatives: tuple[Alternative, ...]
    added: tuple[str, ...] = ()
    """What the thesaurus added, as curators wrote it."""
    word: WordClause | None = None
    """The single word that it came from, which may be a typing error."""

    @property
    def as_typed(self) -> str:
        """What was asked, as it stands in the text."""
        return (self.word.typed if self.word else "") or self.asked

    @property
    def forms(self) -> tuple[str, ...]:
        """All words of the index that may help to meet it, each once; small words only where there are no others."""
        groups = (group for alternative in self.alternatives for group in alternative.groups)
        found = dict.fromkeys(form for group in groups for form, _ in group)
        return tuple(form for form in found if form not in STOP_WORDS) or tuple(found)


class Meanings:
    """Finds out what clauses mean with the words of one state of the index."""

    def __init__(self, vocabulary: Vocabulary, thesaurus: Thesaurus) -> None:
        self._vocabulary = vocabulary
        self._thesaurus = thesaurus

    def of(self, clauses: Sequence[Clause]) -> list[Concept]:
        """Return the concepts of the clauses, each of them once; in a long text the words are taken by themselves."""
        if len(clauses) > MOST_WIDENED:
            return self.plainly(clauses)
        found = {concept.asked: concept for concept in reversed(list(self._concepts(clauses)))}
        return list(reversed(found.values()))

    def apart(self, clause: WordClause) -> tuple[WordClause, ...]:
        """Return the parts of a compound as words that are asked for one by one."""
        return tuple(WordClause(part, part) for part in clause.parts or self._parts(clause.form))

    def plainly(self, clauses: Sequence[Clause]) -> list[Concept]:
        """Return the concepts of words taken by themselves, each once: in all their forms, not in compounds.

        It costs a tenth of `of`: enough for words that must not be there, and for the many of an entry as a whole.
        """
        return list({concept.asked: concept for concept in map(self._of_plain, clauses)}.values())

    def _of_plain(self, clause: Clause) -> Concept:
        if isinstance(clause, WordClause):
            return Concept(clause.form, (Alternative((self._inflected(clause.form),)),))
        return self._of_marked(clause)

    def _concepts(self, clauses: Sequence[Clause]) -> Iterator[Concept]:
        place = 0
        while place < len(clauses):
            clause = clauses[place]
            if not isinstance(clause, WordClause):
                yield self._of_marked(clause)
                place += 1
                continue
            run = _run(clauses, place)
            if article := _article(run):
                yield Concept(" ".join(run[0] + run[1]), (Alternative((self._inflected(article),)),))
                place += 2
            elif length := self._longest_term(run):
                yield self._of_term(tuple(chain.from_iterable(run[:length])))
                place += length
            elif clause.parts:
                yield self._of_hyphenated(clause)
                place += 1
            else:
                yield self._of_word(clause, joined=self._joined(clauses, place))
                place += 1

    def _of_marked(self, clause: Clause) -> Concept:
        match clause:
            case PhraseClause(found):
                groups = tuple(((form, weights.EXACT),) for form in found)
                return Concept(f'"{" ".join(found)}"', (Alternative(groups, Order.PHRASE),))
            case PrefixClause(prefix):
                beginning = self._vocabulary.words.beginning_with(prefix, MOST_EXPANSIONS)
                return Concept(f"{prefix}*", (Alternative((tuple((form, weights.EXACT) for form in beginning),)),))
            case WordClause():
                raise TypeError("a word is not marked")

    def _of_word(self, clause: WordClause, joined: Sequence[str]) -> Concept:
        form = clause.form
        alternatives = [Alternative((self._with_compounds(form),))]
        together = (*joined, clause.particle + form) if clause.particle else joined
        alternatives.extend(Alternative((_scaled(self._inflected(other), weights.JOINED),)) for other in together)
        parts = self._parts(form)
        if len(parts) > 1:
            groups = [self._with_compounds(part) for part in parts]
            alternatives.append(Alternative(tuple(_scaled(group, weights.SPLIT) for group in groups), Order.NEAR))
            if form not in self._vocabulary.words:
                alternatives.append(Alternative(tuple(_scaled(group, weights.SPLIT_APART) for group in groups)))
        added = self._thesaurus.lookup((form,))
        alternatives.extend(map(self._of_synonym, added))
        return Concept(form, tuple(alternatives), added, clause)

    def _of_hyphenated(self, clause: WordClause) -> Concept:
        """Return what `NL-Alert` means: one thing, written as one word, with a hyphen or with a space."""
        apart = [self._inflected(part) for part in clause.parts if part not in STOP_WORDS]
        alternatives = [Alternative((self._with_compounds(clause.form),))]
        if len(apart) > 1:
            alternatives.append(Alternative(tuple(apart), Order.NEAR))
            alternatives.append(Alternative(tuple(_scaled(group, weights.SPLIT) for group in apart)))
        added = dict.fromkeys((*self._thesaurus.lookup(clause.parts), *self._thesaurus.lookup((clause.form,))))
        alternatives.extend(map(self._of_synonym, added))
        return Concept(clause.form, tuple(alternatives), tuple(added), clause)

    def _of_term(self, term: tuple[str, ...]) -> Concept:
        added = self._thesaurus.lookup(term)
        itself = Alternative(tuple(self._inflected(form) for form in term if form not in STOP_WORDS))
        return Concept(" ".join(term), (itself, *map(self._of_synonym, added)), added)

    def _of_synonym(self, synonym: str) -> Alternative:
        found = forms(synonym)
        groups = tuple(_scaled(self._inflected(form), weights.SYNONYM) for form in found)
        return Alternative(groups, Order.PHRASE)

    def _longest_term(self, run: Sequence[tuple[str, ...]]) -> int:
        """Return how many clauses from the first on are together a term of the thesaurus; 0 for none."""
        for length in range(len(run), 1, -1):
            if self._thesaurus.lookup(tuple(chain.from_iterable(run[:length]))):
                return length
        return 0

    def _parts(self, form: str) -> tuple[str, ...]:
        """Return the parts of a compound; a part that stands nowhere in the index is taken apart itself."""
        parts = self._vocabulary.compounds.parts(form)
        if len(parts) == 1:
            return parts
        return tuple(
            smaller
            for part in parts
            for smaller in ((part,) if self._vocabulary.words.with_stem(stem(part)) else self._parts(part))
        )

    def _inflected(self, form: str) -> Forms:
        words = self._vocabulary.words
        found = dict.fromkeys(words.with_stem(stem(form)), weights.STEM)
        if form.endswith(("t", "s")) and self._vocabulary.compounds.is_word(form[:-1]):
            # The stemmer leaves `uitvalt` beside `uitval`, and `regios` beside `regio` (from `regio’s`).
            found |= dict.fromkeys(words.with_stem(stem(form[:-1])), weights.STEM)
        for relative in relatives(form):
            for other in words.with_stem(stem(relative)):
                found.setdefault(other, weights.FAMILY)
        found.pop(form, None)
        return ((form, weights.EXACT), *found.items())

    def _with_compounds(self, form: str) -> Forms:
        inflected = self._inflected(form)
        found = dict(inflected)
        pieces = [other for other, _ in inflected if len(other) >= SHORTEST_PART]
        # What holds `netwerken` holds `netwerk` too, so only the shortest forms have to be looked for.
        shortest = [piece for piece in pieces if not any(other in piece for other in pieces if other != piece)]
        for compound in dict.fromkeys(c for piece in shortest for c in self._vocabulary.words.containing(piece)):
            if len(found) >= MOST_EXPANSIONS:
                break
            # Most pieces are not in it at all, and to see so costs a tenth of taking it apart.
            inside = (piece for piece in pieces if piece in compound)
            if compound not in found and any(self._vocabulary.compounds.holds(compound, piece) for piece in inside):
                found[compound] = weights.PART
        return tuple(found.items())

    def _joined(self, clauses: Sequence[Clause], place: int) -> list[str]:
        """Return the words of the index that this one makes with its neighbours: `nlalert` for `nl` and for `alert`."""
        found = []
        for first in range(max(0, place - LONGEST_JOIN + 1), place + 1):
            for end in range(max(place, first + 1) + 1, min(first + LONGEST_JOIN, len(clauses)) + 1):
                neighbours = [clause for clause in clauses[first:end] if isinstance(clause, WordClause)]
                joined = "".join(clause.form for clause in neighbours)
                if len(neighbours) == end - first and self._vocabulary.words.with_stem(stem(joined)):
                    found.append(joined)
        return found


def _run(clauses: Sequence[Clause], place: int) -> list[tuple[str, ...]]:
    """Return the words of each clause from this one on, as far as they may be one term."""
    words = takewhile(lambda clause: isinstance(clause, WordClause), clauses[place : place + LONGEST_TERM])
    return [clause.words for clause in words if isinstance(clause, WordClause)]


def _article(run: Sequence[tuple[str, ...]]) -> str | None:
    if len(run) > 1 and run[0][0] in {"art", "artikel", "artikelen"} and run[1][0].isdigit():
        return f"artikel{run[1][0]}"
    return None


def _scaled(found: Forms, by: float) -> Forms:
    return tuple((form, weight * by) for form, weight in found)
