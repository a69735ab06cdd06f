"""A search as an address and back: every state of a list is a link that can be shared.

Reading never fails: values that no vocabulary knows are set apart, so that a page can say so and the API can refuse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import url_for
from werkzeug.datastructures import MultiDict

from kennisplatform import outside
from kennisplatform.clean_text import clean
from kennisplatform.permissions import Viewer
from kennisplatform.search.request import FACET_TERMS, LAST_PAGE, LONGEST_TEXT, Facet, SearchRequest, Sorting
from kennisplatform.vocabulary import Term

LONGEST_SHOWN_VALUE = 60


@dataclass(frozen=True)
class UnknownValue:
    """A value in the address that means nothing there."""

    parameter: str
    value: str


@dataclass(frozen=True)
class ReadSearch:
    """The request in an address, and what in the address could not be used."""

    request: SearchRequest
    unknown: tuple[UnknownValue, ...]
    is_too_long: bool = False
    """The text was longer than counts; the request has the beginning of it."""


def read(arguments: MultiDict[str, str], viewer: Viewer) -> ReadSearch:
    """Read the parameters `q`, `letterlijk`, `sorteer`, `pagina` and the facets; empty ones count as absent."""
    unknown: list[UnknownValue] = []

    def refuse(parameter: str, value: str) -> None:
        unknown.append(UnknownValue(parameter, value[:LONGEST_SHOWN_VALUE]))

    filters: dict[Facet, frozenset[Term]] = {}
    for facet, terms in FACET_TERMS.items():
        chosen = set()
        for value in dict.fromkeys(arguments.getlist(facet.value)):
            if value in terms.__members__.values():
                chosen.add(terms(value))
            elif value:
                refuse(facet.value, value)
        if chosen:
            filters[facet] = frozenset(chosen)

    sorting = Sorting.RELEVANCE
    if value := arguments.get("sorteer", ""):
        if value in Sorting.__members__.values():
            sorting = Sorting(value)
        else:
            refuse("sorteer", value)

    page = 1
    if value := arguments.get("pagina", ""):
        asked_page = outside.number(value, 1, LAST_PAGE)
        if asked_page is None:
            refuse("pagina", value)
        page = asked_page or 1

    text = clean(arguments.get("q", ""))
    is_literal = arguments.get("letterlijk", "") == "1"
    if (value := arguments.get("letterlijk", "")) not in ("", "1"):
        refuse("letterlijk", value)
    request = SearchRequest(text[:LONGEST_TEXT].strip(), filters, sorting, page, viewer=viewer, is_literal=is_literal)
    return ReadSearch(request, tuple(unknown), is_too_long=len(text) > LONGEST_TEXT)


def url(request: SearchRequest, endpoint: str = "search.results", _external: bool = False) -> str:
    """Return the address of a request, as short as it can be and always the same for the same request."""
    parameters: dict[str, object] = {"q": request.text or None}
    for facet, terms in FACET_TERMS.items():
        if chosen := request.filters.get(facet):
            parameters[facet.value] = [str(term) for term in terms if term in chosen]
    parameters["sorteer"] = None if request.sorting is Sorting.RELEVANCE else request.sorting.value
    parameters["letterlijk"] = "1" if request.is_literal else None
    parameters["pagina"] = None if request.page == 1 else request.page
    return url_for(endpoint, _external=_external, **parameters)  # type: ignore[arg-type]


def narrowed_to(*terms: Term) -> SearchRequest:
    """Return the request for these terms, each in the facet of its vocabulary."""
    filters: dict[Facet, frozenset[Term]] = {}
    for facet, vocabulary in FACET_TERMS.items():
        if chosen := frozenset(term for term in terms if isinstance(term, vocabulary)):
            filters[facet] = chosen
    return SearchRequest(filters=filters)


def without(request: SearchRequest, facet: Facet, term: Term) -> SearchRequest:
    """Return the request with one value of a facet no longer ticked, back on the first page."""
    return replace(request, page=1, filters={**request.filters, facet: request.filters[facet] - {term}})


def chosen(request: SearchRequest) -> Iterable[tuple[Facet, Term]]:
    """Yield the ticked values in the order of the vocabularies."""
    for facet, terms in FACET_TERMS.items():
        for term in terms:
            if term in request.filters.get(facet, frozenset()):
                yield facet, term


def literally(request: SearchRequest, is_literal: bool) -> SearchRequest:
    """Return the request with its words taken as typed, or not, back on the first page."""
    return replace(request, page=1, is_literal=is_literal)


def on_page(request: SearchRequest, page: int) -> SearchRequest:
    """Return the same request for another page of its results."""
    return replace(request, page=page)
