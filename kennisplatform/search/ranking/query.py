"""What somebody typed, as clauses: words, "exact phrases", begin* and -exclusions. Anything else is just text.

Nothing that can be typed is an error; length and number of clauses are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kennisplatform.clean_text import clean
from kennisplatform.search.dutch.analysis import (
    ASKING,
    LONGEST_HYPHENATED,
    QUESTION_WORDS,
    STOP_WORDS,
    Word,
    fold,
    forms,
    words,
)
from kennisplatform.search.dutch.families import SEPARABLE
from kennisplatform.search.request import LONGEST_TEXT

MOST_CLAUSES = 32
SHORTEST_PREFIX = 2
PARTICLE_WITHIN = 4
"""Words between a verb and its particle: `het water valt morgen weer uit`."""
SHORTEST_QUESTION = 3
"""Words from which on a text that begins with a question word is a question, also without a question mark."""

CLAUSE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]+)"|(?P<chunk>[^\s"]+))')
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))


@dataclass(frozen=True)
class WordClause:
    """The word, in any of its forms and whatever means the same."""

    form: str
    typed: str = ""
    """As it stands in the text, to be replaced there when it is a typing error."""
    parts: tuple[str, ...] = ()
    """The words between the hyphens of one that is written with them; `form` is then all of them together."""

    particle: str = ""
    """What may belong before it, because it stands behind it: `uit` of `de stroom valt uit`."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of which it is made: itself, or its parts."""
        return self.parts or (self.form,)


@dataclass(frozen=True)
class PhraseClause:
    """These exact forms, next to each other."""

    forms: tuple[str, ...]


@dataclass(frozen=True)
class PrefixClause:
    """Any word that begins like this."""

    prefix: str


Clause = WordClause | PhraseClause | PrefixClause


@dataclass(frozen=True)
class Query:
    """A parsed text. `is_empty` asks for everything; without clauses and not empty it finds nothing."""

    required: tuple[Clause, ...]
    excluded: tuple[Clause, ...]
    is_empty: bool
    is_question: bool
    """Asked as a sentence: not every word of it has to be in an answer."""


def normalised(text: str) -> str:
    """Return a text as queries are read: bounded, clean, with one kind of quotation mark."""
    return clean(text[:LONGEST_TEXT]).translate(QUOTES)


def parse_query(text: str) -> Query:
    """Read a text as a query; never fails."""
    text = normalised(text)
    required: list[Clause] = []
    excluded: list[Clause] = []
    for found in CLAUSE.finditer(text):
        into = excluded if found["minus"] else required
        into.extend(_phrase(found["phrase"]) if found["phrase"] else _chunk(found["chunk"], bool(found["minus"])))
    is_question = _is_question(text, required)
    required = _with_particles(required[: 4 * MOST_CLAUSES])
    return Query(
        required=tuple(_telling(required)[:MOST_CLAUSES]),
        excluded=tuple(dict.fromkeys(excluded))[:MOST_CLAUSES],
        is_empty=not text.strip(),
        is_question=is_question,
    )


def _phrase(text: str) -> Iterator[Clause]:
    if found := forms(text):
        yield PhraseClause(found)


def _chunk(text: str, is_excluded: bool) -> Iterator[Clause]:
    found = list(words(text))
    if text.endswith("*") and found and len(found[-1][2]) >= SHORTEST_PREFIX:
        yield PrefixClause(found.pop()[2])
    if is_excluded and len(found) > 1:
        # `-nl-alert` means the term as a whole, not every text with `nl`.
        yield PhraseClause(tuple(form for _, _, form, _ in found))
        return
    place = 0
    while place < len(found):
        start, end, form, other = found[place]
        length = _hyphenated(found[place:])
        if length and other:
            parts = tuple(part for _, _, part, _ in found[place : place + length])
            yield WordClause(other, text[start : found[place + length - 1][1]], parts)
        else:
            yield WordClause(form, text[start:end])
        place += length or 1


def _hyphenated(found: Sequence[Word]) -> int:
    """Return of how many words the first one is the beginning, because they are written with hyphens; 0 for none."""
    joined, together = found[0][3], ""
    for length, (_, _, form, _) in enumerate(found[:LONGEST_HYPHENATED], 1):
        together += form
        if length > 1 and together == joined:
            return length
    return 0


def _with_particles(clauses: list[Clause]) -> list[Clause]:
    """Note with each word the particle that follows soon: verbs that are written apart may be meant as one."""
    noted: list[Clause] = []
    for place, clause in enumerate(clauses):
        if isinstance(clause, WordClause) and not clause.parts and clause.form not in STOP_WORDS:
            after = clauses[place + 1 : place + 1 + PARTICLE_WITHIN]
            particles = (word.form for word in after if isinstance(word, WordClause) and word.form in SEPARABLE)
            noted.append(replace(clause, particle=next(particles, "")))
        else:
            noted.append(clause)
    return noted


def _is_question(text: str, clauses: list[Clause]) -> bool:
    plain = [clause.form for clause in clauses if isinstance(clause, WordClause)]
    if len(plain) < SHORTEST_QUESTION or len(plain) < len(clauses):
        return False
    return text.rstrip().endswith("?") or plain[0] in ASKING


def _telling(clauses: list[Clause]) -> list[Clause]:
    """Leave `de`, `van`, `hoe` and the like out, unless nothing else was asked."""
    for silent in (STOP_WORDS | QUESTION_WORDS, STOP_WORDS):
        telling = [clause for clause in clauses if not (isinstance(clause, WordClause) and clause.form in silent)]
        if telling:
            return telling
    return clauses


def name_of(text: str) -> str:
    """Return what is left of a text when it is read as the name of something."""
    return " ".join(
        word for word in normalised(text).replace('"', " ").split() if fold(word.strip("?!.,")) not in QUESTION_WORDS
    )
