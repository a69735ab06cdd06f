"""A question to the desk for contacts as an address: its text and what is chosen beside it."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from kennisplatform.contacts.question.question import Chosen
from kennisplatform.search.request import Facet, SearchRequest
from kennisplatform.vocabulary import Region, Sector, Theme

QUESTION = "vraag"
"""The parameter of the API with the question; the page calls it `q`, as every search does."""
CHOICES = (Facet.SECTOR, Facet.REGION, Facet.THEME)
"""What can be chosen beside the text."""


def search_arguments(arguments: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return the arguments of the API as those of a search; others mean nothing here."""
    found = MultiDict({"q": arguments.get(QUESTION, "")})
    for facet in CHOICES:
        found.setlist(facet.value, arguments.getlist(facet.value))
    return found


def chosen(asked: SearchRequest) -> Chosen:
    """Return what is chosen beside the text."""
    sectors, regions, themes = (asked.filters.get(facet, frozenset()) for facet in CHOICES)
    return Chosen(frozenset(map(Sector, sectors)), frozenset(map(Region, regions)), frozenset(map(Theme, themes)))
