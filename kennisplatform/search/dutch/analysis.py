"""How Dutch text becomes words: fold, join what is written in several ways, stem.

The index holds the exact forms only. What else a word may mean (its other forms, compounds, synonyms) is looked up in
the index's own lexicon when somebody asks, so that knowledge of Dutch can grow without making the index anew.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache

import Stemmer
from whoosh.lang.stopwords import stoplists

from kennisplatform.clean_text import ascii_of, clean


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text that are divided by spaces, as a set."""
    return frozenset(text.split())


STOP_WORDS = frozenset(stoplists["nl"]) | word_set(
    "bij na tot per tegen tussen via vanaf sinds tijdens hebt heb we wij jij hun mij ons onze jullie uw deze dit die "
    "dat zo ook nog al iets"
)
INTERROGATIVES = word_set("wie wat waar wanneer waarom waarmee waarvoor hoe hoeveel hoelang welk welke")
ASKING = INTERROGATIVES | word_set("kunt kan kun mag moet heeft bestaat ik")
"""Words that a question begins with."""
QUESTION_WORDS = ASKING | word_set(
    "moeten kunnen mogen wil willen zal zou zijn is doe doet doen ga gaat gaan hebben krijg krijgt krijgen word wordt "
    "weet weten vind vinden zoek zoeken vertel vertellen zeg leg maak breng bestaan betekent "
    "graag alstublieft alsjeblieft svp aub bedankt dank hallo beste goedemorgen goedendag "
    "iemand mensen je jij u mij mijn me er ergens waarin lang snel vaak veel eerste precies eigenlijk"
)
"""Words that make a question or are polite. They say nothing about what is looked for."""

WORD = re.compile(r"\d+(?:\.\d{3})+(?!\w)|[^\W_]+(?:['’][^\W_]+)*")
"""`365.000` is one number; `0900-8844` and `NL-Alert` are words with a hyphen between them."""
HYPHENATED = re.compile(rf"(?:{WORD.pattern})(?:[-‐‑–/](?:{WORD.pattern}))*")
_POSSESSIVE = re.compile(r"['’]s$")
_ARTICLE = word_set("art artikel artikelen")
_BETWEEN_ARTICLES = word_set("en of tot")
LONGEST_HYPHENATED = 4
"""Words; what has more hyphens is no word, but a code or an address."""

_stemmer = Stemmer.Stemmer("dutch")
_stemmer_lock = threading.Lock()


Word = tuple[int, int, str, str | None]
"""A word of a text: where it starts and ends (characters), its folded form, and another form that stands here or None.

The other form is all words of a hyphenated one together (`nlalert` at the `NL` of `NL-Alert`), or the number of an
article of law (`artikel10` at the `10` of `art. 10`).
"""


def words(text: str) -> Iterator[Word]:
    """Yield the words of a clean text, in which the places count."""
    previous = before = ""
    for found in HYPHENATED.finditer(text):
        written = found[0]
        is_one_word = written.isalpha()
        # Most words are folded as they are written, and to see so takes half the time of looking it up.
        form = written if is_one_word and written.isascii() and written.islower() else fold(written)
        if not form:  # Letters that have no sound in ASCII, such as ᐧ.
            continue
        if is_one_word:
            start, end = found.span()
            yield start, end, form, None
        elif len(parts := _parts(written, found.start())) > 1:
            if len(parts) <= LONGEST_HYPHENATED:
                start, end, first, _ = parts[0]
                parts[0] = start, end, first, "".join(part for _, _, part, _ in parts)
            yield from parts
            form, previous = parts[-1][2], parts[-2][2]
        elif form.isdigit() and (previous in _ARTICLE or (previous in _BETWEEN_ARTICLES and before.isdigit())):
            yield found.start(), found.end(), form, f"artikel{form}"
        else:
            yield found.start(), found.end(), form, None
        previous, before = form, previous


def _parts(hyphenated: str, start: int) -> list[Word]:
    found = ((start + part.start(), start + part.end(), fold(part[0]), None) for part in WORD.finditer(hyphenated))
    return [part for part in found if part[2]]


def forms(text: str) -> tuple[str, ...]:
    """Return the folded forms of the words of a text, clean or not."""
    return tuple(form for _, _, form, _ in words(clean(text)))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return the word in small ASCII letters and digits, by its sound, without a possessive 's."""
    word = word.casefold()
    if word.isascii() and word.isalnum():
        return word
    return "".join(filter(str.isalnum, ascii_of(_POSSESSIVE.sub("", word)).lower()))


@lru_cache(maxsize=100_000)
def stem(form: str) -> str:
    """Return the stem of a folded word: Snowball's Dutch (Kraaij-Pohlmann), with verbs in -ueren as their nouns."""
    with _stemmer_lock:
        found: str = _stemmer.stemWord(form)
    return _as_noun(form, found)


def stems(forms: Sequence[str]) -> list[str]:
    """Return the stems of many folded words, in one call."""
    with _stemmer_lock:
        found: list[str] = _stemmer.stemWords(forms)
    return list(map(_as_noun, forms, found))


def _as_noun(form: str, stem: str) -> str:
    # The stemmer makes evacueer of `evacuatie`, but evacuer of `evacueren`.
    return f"{stem[:-2]}eer" if form.endswith("ueren") and stem.endswith("uer") else stem


def name_key(text: str) -> str:
    """Return a text as a name: stems without stop words, so that small differences do not matter; '' for none."""
    found = [form for form in forms(text) if form not in STOP_WORDS]
    return " ".join(map(stem, found or forms(text)))
