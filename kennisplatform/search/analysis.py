"""How Dutch text becomes the terms of the index: fold, drop the possessive 's, stem.

Each word gives two terms at one position: its exact form and, behind `STEM_MARK`, its stem. So a query can prefer the
exact form, a phrase can ask for exact forms only, and `begin*` never runs into stems.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer
from whoosh.analysis import Analyzer, Token
from whoosh.lang.stopwords import stoplists

STEM_MARK = "~"
STOP_WORDS: frozenset[str] = frozenset(stoplists["nl"])
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_stemmer = Stemmer.Stemmer("dutch")
_stemmer_lock = threading.Lock()


@dataclass(frozen=True)
class Word:
    """A word of a text: its place (characters), its folded exact form and its stem."""

    start: int
    end: int
    exact: str
    stem: str


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in Unicode form NFC, in which the places count."""
    for found in WORD.finditer(text):
        exact = fold(found.group())
        yield Word(found.start(), found.end(), exact, stem(exact))


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return the word without case, diacritics, apostrophes and possessive 's: `Regio’s` and `regio` meet."""
    word = word.casefold().replace("’", "'").removesuffix("'s").replace("'", "")
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def stem(exact: str) -> str:
    """Return the stem of a folded word by Snowball's Dutch (Kraaij-Pohlmann) stemmer, `STEM_MARK` in front."""
    with _stemmer_lock:
        found: str = _stemmer.stemWord(exact)
    return STEM_MARK + found


class DutchAnalyzer(Analyzer):  # type: ignore[misc]
    """Gives Whoosh the exact form and the stem of each word, at the same position."""

    def __call__(self, value: str, positions: bool = False, start_pos: int = 0, **_: object) -> Iterator[Token]:
        """Yield one token object again and again, as Whoosh expects of an analyzer."""
        token = Token(positions, removestops=False)
        for position, word in enumerate(words(value), start_pos):
            for text in (word.exact, word.stem):
                token.text = text
                token.boost = 1.0
                token.stopped = False
                token.pos = position
                yield token
