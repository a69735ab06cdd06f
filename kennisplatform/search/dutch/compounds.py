"""Dutch compounds: which words `nooddrinkwatervoorziening` is made of, and whether `drinkwater` is one of them.

A word splits into known words, with the linking s, e, en or n between them. Known are frequent words of general Dutch
(the word list that pyspellchecker keeps, counted in film subtitles) and the words of our own content.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from math import log10

from kennisplatform.search.dutch.analysis import word_set

SHORTEST_PART = 3
DEEPEST = 3
"""Parts that are looked for behind the first two."""
LONGEST_COMPOUND = 60
"""Letters; what is longer is not looked into, so that no text can make this slow."""
COMMON = 1_000
"""A word counted as often as this in general Dutch is a word of its own: `minister` is no `mini` with a `ster`."""
LEAST_COUNT = {3: 400, 4: 50, 5: 50, 6: 50, 7: 50}
"""How often a part must be counted, by its letters; of longer words the list has too many to keep."""
LEAST_COUNT_LONG = 60
LINKS = ("", "s", "e", "en", "n")
ENDINGS = ("s", "e", "en", "n", "es", "er", "je", "tje")
NO_PARTS = word_set(
    "aan achter bij binnen boven buiten door een elk hem hen her het heen hier ing ings isch langs lijk loos mede met "
    "mee mis naar neer niet onder ons ont open over rond samen sel ster tegen ten ter terug toe tot tussen uit van "
    "vast ver vol voor vrij waar weg zeer zin teit dat den der des die dit dan als was wat wel wie zij zijn ene ring "
    "sing ming ting ling ning ding eren eert eerd sten eden ering atie nen ren sen ken gen len men pen tie heid baar "
    "zaam haar achtig"
)
"""Prefixes, endings and small words that are no part of a compound, however often they are counted."""


@cache
def general_dutch() -> Mapping[str, int]:
    """Return frequent words of general Dutch with their count in the corpus of the word list."""
    packed = files("spellchecker").joinpath("resources/nl.json.gz").read_bytes()
    # One JSON object of words and counts. Reading it pair by pair keeps the greater part, which is rare, out of memory.
    pairs = (
        (found[1].decode(), int(found[2])) for found in re.finditer(rb'"([^"\\]+)": ?(\d+)', gzip.decompress(packed))
    )
    return {word: count for word, count in pairs if count >= LEAST_COUNT.get(len(word), LEAST_COUNT_LONG)}


class Compounds:
    """Takes compounds apart, with the words of one state of the content beside general Dutch."""

    def __init__(self, is_ours: Callable[[str], bool]) -> None:
        self._is_ours = is_ours
        self._general = general_dutch()
        self.parts = lru_cache(maxsize=20_000)(self._parts)
        self._is_part = lru_cache(maxsize=50_000)(self._can_be_part)
        self._makes_words = lru_cache(maxsize=50_000)(self._can_be_words)

    def _parts(self, word: str) -> tuple[str, ...]:
        """Return the words that make up a compound, the fewest possible; a word that is whole comes back alone."""
        if len(word) > LONGEST_COMPOUND or self._is_common(word):
            return (word,)
        return self._fewest(word, 0) or (word,)

    def holds(self, word: str, part: str) -> bool:
        """Tell whether a word is a compound with another one as a part: `nooddrinkwater` holds `drinkwater`."""
        start = word.find(part)
        if start < 0 or part == word or len(part) < SHORTEST_PART:
            return False
        if len(word) > LONGEST_COMPOUND or self._is_common(word):
            return False
        while start >= 0:
            before, after = word[:start], word[start + len(part) :]
            if self._can_stand_before(before) and self._can_stand_after(after) and (before or after not in ENDINGS):
                return True
            start = word.find(part, start + 1)
        return False

    def _is_common(self, word: str) -> bool:
        return self._general.get(word, 0) >= COMMON

    def is_word(self, word: str) -> bool:
        """Tell whether this is a word that somebody may have meant: of general Dutch, or of our own content."""
        return word in self._general or self._is_ours(word)

    def _can_be_part(self, word: str) -> bool:
        if len(word) < SHORTEST_PART or word in NO_PARTS or not word.isalpha():
            return False
        return word in self._general or (len(word) > SHORTEST_PART and self._is_ours(word))

    def _fewest(self, word: str, depth: int) -> tuple[str, ...] | None:
        best: tuple[str, ...] | None = None
        least = (0, 0.0)
        for first, link, rest in self._beginnings(word):
            others = (rest,) if self._is_part(rest) else self._fewest(rest, depth + 1) if depth < DEEPEST else None
            if others is None:
                continue
            found = (first, *others)
            # Few parts; then the rarest part says how likely the whole is, and a link makes it ten times less so.
            rarest = min(self._general.get(part, LEAST_COUNT_LONG) for part in found)
            cost = (len(found), len(link) - log10(rarest))
            if best is None or cost < least:
                best, least = found, cost
        return best

    def _beginnings(self, word: str) -> Iterator[tuple[str, str, str]]:
        for end in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            first = word[:end]
            if not self._is_part(first):
                continue
            for link in LINKS:
                rest = word[end:]
                if rest.startswith(link) and len(rest) - len(link) >= SHORTEST_PART:
                    yield first, link, rest[len(link) :]

    def _can_stand_before(self, text: str) -> bool:
        return not text or any(
            text.endswith(link) and self._makes_words(text.removesuffix(link) if link else text) for link in LINKS
        )

    def _can_stand_after(self, text: str) -> bool:
        return (
            not text
            or text in ENDINGS
            or any(text.startswith(link) and self._makes_words(text[len(link) :]) for link in LINKS)
        )

    def _can_be_words(self, text: str) -> bool:
        return self._is_part(text) or any(self._makes_words(rest) for _, _, rest in self._beginnings(text))
