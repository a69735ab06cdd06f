"""The answer of the desk for contacts in short, above the results of a search that asks whom to turn to."""

from __future__ import annotations

from kennisplatform.contacts.question.answer import Answer
from kennisplatform.contacts.question.question import Chosen
from kennisplatform.search.request import SearchRequest
from kennisplatform.site import site
from kennisplatform.web.base.page_memory import not_remembered
from kennisplatform.web.search.regional import as_question


def desk_card(asked: SearchRequest) -> Answer | None:
    """Return what the desk answers, for a first page about a place with a sector, or about an organisation."""
    question = as_question(asked)
    if question is None or asked.page > 1 or asked.filters:
        return None
    is_about_somebody = question.named and not question.guessed
    if not ((question.regions and (question.sectors or not question.without_places)) or is_about_somebody):
        return None
    not_remembered()  # who answers the telephone depends on the hour
    answer = site.front_desk.ask(asked.text, Chosen(), asked.viewer)
    return answer if answer.is_found else None
