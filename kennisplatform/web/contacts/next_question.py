"""What the desk asks when a question does not say enough: one thing, with answers to choose or a field to type in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kennisplatform.contacts.question.answer import Answer
from kennisplatform.contacts.question.verdict import Missing
from kennisplatform.contacts.supply import named_places
from kennisplatform.search.request import Facet, SearchRequest
from kennisplatform.vocabulary import Sector, Term
from kennisplatform.web.search import search_url

MOST_CHOICES = 6
"""Of regions and places; who has more to choose from types, or takes the list in the form."""


@dataclass(frozen=True)
class Choice:
    """An answer to the question, and the address that gives it."""

    label: str
    url: str


@dataclass(frozen=True)
class NextQuestion:
    """The question, its choices, and whether a place can be typed as well."""

    text: str
    choices: tuple[Choice, ...] = ()
    takes_place: bool = False


def next_question(answer: Answer, asked: SearchRequest) -> NextQuestion | None:
    """Return what to ask next, None where the answer does not wait for anything."""
    question, missing = answer.question, answer.verdict.missing
    if question.guessed:
        names = (Choice(g.name, _url(replace(asked, text=question.corrected(g), page=1))) for g in question.guessed)
        return NextQuestion("Bedoelt u dit?", tuple(names), takes_place=missing is Missing.PLACE)
    match missing:
        case Missing.PLACE:
            return NextQuestion("In welke plaats?", tuple(_places(answer, asked)), takes_place=True)
        case Missing.REGION:
            regions = question.regions if len(question.regions) <= MOST_CHOICES else ()
            chosen = (Choice(r.label, _url(_with_only(asked, Facet.REGION, r))) for r in regions)
            return NextQuestion("Welke veiligheidsregio?", tuple(chosen), takes_place=True)
        case Missing.SUBJECT:
            chosen = (Choice(s.label, _url(_with_only(asked, Facet.SECTOR, s))) for s in question.sectors or Sector)
            return NextQuestion("Waar gaat het om?", tuple(chosen), takes_place=not question.regions)
        case Missing.COMPANY:
            return NextQuestion("Van welk bedrijf is de levering?", tuple(_companies(answer, asked)))
    return None


def with_place(asked: SearchRequest, place: str) -> SearchRequest:
    """Return the request with a place that was typed as the answer; `in` makes a place of Best and Echt."""
    return replace(asked, text=f"{asked.text} in {place}".strip(), page=1)


def _places(answer: Answer, asked: SearchRequest) -> list[Choice]:
    regions = answer.question.regions
    if len(regions) != 1:
        return []
    names = dict.fromkeys(name for network in answer.networks for name in named_places(network, regions[0]))
    return [Choice(name, _url(with_place(asked, name))) for name in names][:MOST_CHOICES]


def _companies(answer: Answer, asked: SearchRequest) -> Iterator[Choice]:
    for company in answer.verdict.candidates[:MOST_CHOICES]:
        text = f"{asked.text} {company.organisation}".strip()
        yield Choice(company.organisation, _url(replace(asked, text=text, page=1)))


def _with_only(asked: SearchRequest, facet: Facet, term: Term) -> SearchRequest:
    return replace(asked, page=1, filters={**asked.filters, facet: frozenset({term})})


def _url(asked: SearchRequest) -> str:
    return search_url.url(asked, "front_desk.front_desk")
