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
class DeskWords:
    """Per term of a vocabulary the words that mean it, and the words that mean haste or the business of a customer."""

    meanings: Mapping[Term, tuple[Words, ...]] = field(default_factory=dict)
    haste: frozenset[str] = frozenset()
    customers: tuple[Words, ...] = ()

    def terms(self, vocabulary: type[TermType], typed: Sequence[str], compounds: Compounds) -> tuple[TermType, ...]:
        """Return the terms of a vocabulary that these folded words mean, in the order of the vocabulary."""
        return tuple(
            term
            for term in vocabulary
            if any(_is_said(words, typed, compounds) for words in self.meanings.get(term, ()))
        )

    @cached_property
    def single(self) -> Mapping[Words, str]:
        """The words that mean a sector by themselves, to find the one that a mistyped word must be."""
        of_sectors = (words for term, said in self.meanings.items() if isinstance(term, Sector) for words in said)
        return {words: words[0] for words in of_sectors if len(words) == 1}

    def is_urgent(self, typed: Sequence[str]) -> bool:
        """Tell whether somebody is needed now."""
        return not self.haste.isdisjoint(typed)

    def is_of_customer(self, typed: Sequence[str], compounds: Compounds) -> bool:
        """Tell whether it is about an account, a bill or a complaint: no line for emergencies is for that."""
        return any(_is_said(words, typed, compounds) for words in self.customers)


def _is_said(words: Words, typed: Sequence[str], compounds: Compounds) -> bool:
    if len(words) > 1:
        stems = tuple(map(stem, words))
        return any(tuple(map(stem, run)) == stems for run in _runs(typed, len(words)))
    word = words[0]
    return any(word == one or stem(word) in _stems(one) or compounds.holds(one, word) for one in typed)


def _stems(form: str) -> tuple[str, str]:
    """Return the stem of a word, and that of the verb it may be: the stemmer leaves the t of `waarschuwt`."""
    return stem(form), stem(form.removesuffix("t"))


def _runs(typed: Sequence[str], length: int) -> Iterator[Sequence[str]]:
    return (typed[start : start + length] for start in range(len(typed) - length + 1))


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
