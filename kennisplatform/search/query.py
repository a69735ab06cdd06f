"""What somebody typed, as clauses: words, "exact phrases", begin* and -exclusions. Anything else is just text.

Nothing that can be typed is an error; length and number of clauses are bounded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kennisplatform.search.analysis import STOP_WORDS, Word, words
from kennisplatform.search.request import LONGEST_TEXT

MOST_CLAUSES = 32
SHORTEST_PREFIX = 2

CLAUSE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]+)"|(?P<chunk>[^\s"]+))')
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))


@dataclass(frozen=True)
class WordClause:
    """The word, in its exact form or any form with the same stem."""

    word: Word


@dataclass(frozen=True)
class PhraseClause:
    """These exact forms, next to each other."""

    exact_forms: tuple[str, ...]


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


def parse_query(text: str) -> Query:
    """Read a text as a query; never fails."""
    text = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).translate(QUOTES).replace("\0", " ")
    required: list[Clause] = []
    excluded: list[Clause] = []
    for found in CLAUSE.finditer(text):
        into = excluded if found["minus"] else required
        into.extend(_phrase(found["phrase"]) if found["phrase"] else _chunk(found["chunk"], bool(found["minus"])))
    return Query(
        required=tuple(_without_stop_words(_unique(required))[:MOST_CLAUSES]),
        excluded=tuple(_unique(excluded)[:MOST_CLAUSES]),
        is_empty=not text.strip(),
    )


def _phrase(text: str) -> Iterator[Clause]:
    exact_forms = tuple(word.exact for word in words(text))
    if exact_forms:
        yield PhraseClause(exact_forms)


def _chunk(text: str, is_excluded: bool) -> Iterator[Clause]:
    found = list(words(text))
    if text.endswith("*") and found and len(found[-1].exact) >= SHORTEST_PREFIX:
        yield PrefixClause(found.pop().exact)
    if is_excluded and len(found) > 1:
        # `-nl-alert` means the term as a whole, not every text with `nl`.
        yield PhraseClause(tuple(word.exact for word in found))
        return
    yield from map(WordClause, found)


def _unique(clauses: list[Clause]) -> list[Clause]:
    by_meaning = {_meaning(clause): clause for clause in reversed(clauses)}
    return list(reversed(by_meaning.values()))


def _meaning(clause: Clause) -> object:
    return clause.word.exact if isinstance(clause, WordClause) else clause


def _without_stop_words(clauses: list[Clause]) -> list[Clause]:
    """Leave `de`, `van` and the like out, unless nothing else was asked."""
    telling = [clause for clause in clauses if not (isinstance(clause, WordClause) and clause.word.exact in STOP_WORDS)]
    return telling or clauses
