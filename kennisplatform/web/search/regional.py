"""Places in a search, understood as the desk for contacts does: they prefer a region, and need not be in the text."""

from __future__ import annotations

from dataclasses import replace

from kennisplatform.contacts.question.names import is_everyday
from kennisplatform.contacts.question.question import Question
from kennisplatform.search.dutch.analysis import forms
from kennisplatform.search.request import Preference, SearchRequest
from kennisplatform.site import site

OPERATORS = frozenset('"“”*')
"""Signs of somebody who knows exactly what must be in the text."""


def preferring_region(asked: SearchRequest) -> SearchRequest:
    """Return the search without the places in it; what names them or lies in their regions comes first."""
    question = with_place(asked)
    if question is None:
        return asked
    names = " ".join(place.name for place in question.places)
    preference = Preference(asked.text, names, frozenset(question.regions))
    return replace(asked, text=question.without_places, preference=preference)


def with_place(asked: SearchRequest) -> Question | None:
    """Return a search as a question, where it names a place beside what it is about; None for any other search."""
    question = as_question(asked)
    has_both = question and question.places and question.regions and question.without_places
    return question if has_both else None


def as_question(asked: SearchRequest) -> Question | None:
    """Return a search as the desk would understand it, None for one that must be taken by the letter."""
    if asked.is_literal or not asked.text or OPERATORS & set(asked.text) or " -" in f" {asked.text}":
        return None
    question = site.front_desk.understand(asked.text, asked.viewer)
    # A first word has a capital anyway: `Best practices` are not in Best.
    first = forms(asked.text)[:1]
    begins_with_place = len(forms(asked.text)) > 1 and any(first in place.names for place in question.places)
    return None if begins_with_place and is_everyday(first[0]) else question
