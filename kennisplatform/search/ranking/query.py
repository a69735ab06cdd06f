"""What somebody typed, as clauses: words, "exact phrases", begin* and -exclusions. Anything else is just text.

Nothing that can be typed is an error; length and number of clauses are bounded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kennisplatform.search.dutch.analysis import ASKING, QUESTION_WORDS, STOP_WORDS, fold, forms, words
from kennisplatform.search.request import LONGEST_TEXT

MOST_CLAUSES = 32
SHORTEST_PREFIX = 2
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
    """Return a text as queries are read: bounded, in Unicode form NFC, with one kind of quotation mark."""
    return unicodedata.normalize("NFC", text[:LONGEST_TEXT]).translate(QUOTES).replace("\0", " ")


def parse_query(text: str) -> Query:
    """Read a text as a query; never fails."""
    text = normalised(text)
    required: list[Clause] = []
    excluded: list[Clause] = []
    for found in CLAUSE.finditer(text):
        into = excluded if found["minus"] else required
        into.extend(_phrase(found["phrase"]) if found["phrase"] else _chunk(found["chunk"], bool(found["minus"])))
    is_question = _is_question(text, required)
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
    yield from (WordClause(form, text[start:end]) for start, end, form, _ in found)


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
