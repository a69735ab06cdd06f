"""The words by which the desk recognises what a question is about, kept by curators in `content/loket.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from kennisplatform.search.dutch.analysis import forms, stem
from kennisplatform.search.dutch.compounds import Compounds
from kennisplatform.vocabulary import OrganisationType, Sector, Term, Theme

TermType = TypeVar("TermType", bound=Term)

Words = tuple[str, ...]
"""The folded words of one thing that people say."""


@dataclass(frozen=True)
class Asked:
    """The folded words of a question; their stems are worked out once, however many words of the desk are tried."""

    words: Sequence[str]
    compounds: Compounds

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        return tuple(map(stem, self.words))

    @cached_property
    def _any_stem(self) -> frozenset[str]:
        """The stem of each word, and of the verb it may be: the stemmer leaves the t of `waarschuwt`."""
        return frozenset((*self._stems, *(stem(word.removesuffix("t")) for word in self.words)))

    def says(self, words: Words) -> bool:
        """Tell whether this is among them: in any form, or as a part of a compound; several words as they follow."""
        if len(words) > 1:
            return tuple(map(stem, words)) in zip(*(self._stems[place:] for place in range(len(words))), strict=False)
        word = words[0]
        if word in self.words or stem(word) in self._any_stem:
            return True
        return any(self.compounds.holds(typed, word) for typed in self.words if word in typed)


@dataclass(frozen=True)
class DeskWords:
    """Per term of a vocabulary the words that mean it, and the words that mean haste or the business of a customer."""

    meanings: Mapping[Term, tuple[Words, ...]] = field(default_factory=dict)
    haste: frozenset[str] = frozenset()
    customers: tuple[Words, ...] = ()

    def terms(self, vocabulary: type[TermType], asked: Asked) -> tuple[TermType, ...]:
        """Return the terms of a vocabulary that were asked for, in the order of the vocabulary."""
        return tuple(term for term in vocabulary if any(map(asked.says, self.meanings.get(term, ()))))

    @cached_property
    def single(self) -> Mapping[Words, str]:
        """The words that mean a sector by themselves, to find the one that a mistyped word must be."""
        of_sectors = (words for term, said in self.meanings.items() if isinstance(term, Sector) for words in said)
        return {words: words[0] for words in of_sectors if len(words) == 1}

    def is_urgent(self, typed: Sequence[str]) -> bool:
        """Tell whether somebody is needed now."""
        return not self.haste.isdisjoint(typed)

    def is_of_customer(self, asked: Asked) -> bool:
        """Tell whether it is about an account, a bill or a complaint: no line for emergencies is for that."""
        return any(map(asked.says, self.customers))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sectoren: dict[Sector, list[str]] = {}
    themas: dict[Theme, list[str]] = {}
    organisaties: dict[OrganisationType, list[str]] = {}
    spoed: list[str] = []
    klanten: list[str] = []


EXPECTED = "hier horen lijsten met woorden per sector, thema of soort organisatie, en bij ‘spoed’ en ‘klanten’"


def read(content: object) -> DeskWords:
    """Make the words of the file's content; raise pydantic's `ValidationError` when it is not what is expected."""
    file = _File.model_validate(content)
    said: Iterator[tuple[Term, list[str]]] = chain(
        file.sectoren.items(), file.themas.items(), file.organisaties.items()
    )
    return DeskWords(
        meanings={term: tuple(words for text in texts if (words := forms(text))) for term, texts in said},
        haste=frozenset(form for text in file.spoed for form in forms(text)),
        customers=tuple(words for text in file.klanten if (words := forms(text))),
    )
