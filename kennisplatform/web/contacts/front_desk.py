"""The one desk for contacts: a question answered with whom to turn to, and the whole list below it. For everyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform import dutch_time
from kennisplatform.contacts.calling.call_order import Step
from kennisplatform.contacts.calling.lines import best_line, lines_of
from kennisplatform.contacts.question import wording
from kennisplatform.contacts.question.answer import FALLBACK, Answer
from kennisplatform.contacts.question.question import Question
from kennisplatform.contacts.supply import has_the_rest, named_places
from kennisplatform.entries.confirmation import is_confirmed
from kennisplatform.entries.models import Contact
from kennisplatform.search.dutch.analysis import fold
from kennisplatform.search.request import Facet, SearchPage, SearchRequest, Sorting
from kennisplatform.site import site
from kennisplatform.vocabulary import Kind, Sector, Term
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.page_memory import not_remembered, remembered
from kennisplatform.web.contacts import question_url
from kennisplatform.web.contacts.next_question import next_question, with_place
from kennisplatform.web.contacts.openings import count_opening
from kennisplatform.web.reading.entry_page import render_entry
from kennisplatform.web.search import search_url

blueprint = Blueprint("front_desk", __name__)

CONTACTS_PER_PAGE = 100
"""More than there are organisations in the project: the list is one page."""
CHOICES = {
    Facet.SECTOR: ("Sector", "Alle sectoren"),
    Facet.REGION: ("Veiligheidsregio", "Alle regio’s"),
    Facet.THEME: ("Thema", "Alle thema’s"),
}
"""What can be chosen beside the question: its label, and the words for 'no choice'."""
EXAMPLE_QUESTIONS = ("stroom Zwolle", "drinkwater VRIJ", "wie belt Gasunie", "wie waarschuwt de bevolking in Rotterdam")
PLACE = "plaats"
"""The parameter with a place that was typed as an answer to the desk."""
LONGEST_PLACE = 80


@dataclass(frozen=True)
class Part:
    """A part of what was understood, and the field with which to change it."""

    facet: Facet
    label: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class OrganisationChoice:
    """A type of organisation to narrow the list by: how many contacts it has, and where ticking or unticking leads."""

    term: Term
    count: int
    is_chosen: bool
    url: str


def register(app: Flask) -> None:
    """Let templates say which numbers a contact has, whether they were confirmed, and what answers whatever happens."""
    app.jinja_env.globals.update(
        always_answering=always_answering,
        lines_of=lines_of,
        best_line=best_line,
        is_confirmed=lambda contact: is_confirmed(contact, dutch_time.today()),
    )


def always_answering(sectors: Iterable[Sector] = ()) -> tuple[Step, ...]:
    """Return what answers the viewer whatever happens, as far as it is for these sectors."""
    return site.front_desk.always_answering(sectors, current.viewer())


@blueprint.get("/contacten")
@for_everyone
@remembered
def front_desk() -> ResponseReturnValue:
    """Answer the question, and show all contacts that fit."""
    asked = search_url.read(request.args, current.viewer())
    if place := request.args.get(PLACE, "")[:LONGEST_PLACE].strip():
        return redirect(search_url.url(with_place(asked.request, place), "front_desk.front_desk"))
    answer = site.front_desk.ask(asked.request.text, question_url.chosen(asked.request), current.viewer())
    if not answer.question.is_empty:
        not_remembered()  # who answers the telephone depends on the hour
    page = site.engine.search(_contacts_of(asked.request))
    return render_template(
        "contacts/front_desk.html",
        answer=answer,
        parts=list(_parts(answer.question)),
        served=served_places(answer),
        next_question=next_question(answer, asked.request),
        ask_url=_ask_url(answer),
        page=page,
        contacts=_by_letter(_entries(page)) if answer.question.is_empty else {"": _entries(page)},
        asked=asked.request,
        unknown=asked.unknown,
        choices=CHOICES,
        organisation_types=list(_organisation_types(asked.request, page)),
        examples=EXAMPLE_QUESTIONS,
        wording=wording,
        search_url=search_url,
        take_along_url=partial(search_url.url, replace(asked.request, page=1)),
    )


@blueprint.get("/contacten/<slug>")
@for_everyone
def contact(slug: str) -> str:
    """Show a contact, and count that a member saw how to reach it."""
    found = visibility.entry_or_404(Contact, slug)
    page = render_entry(found)
    count_opening(found)
    return page


def served_places(answer: Answer) -> dict[str, str]:
    """Return in words per company, by slug, in which places of the regions that were asked it is known to supply."""
    served: dict[str, str] = {}
    for contact in answer.verdict.candidates:
        own = [network for network in answer.networks if network.organisation == contact.organisation]
        cells = [(network, region) for network in own for region in answer.question.regions]
        names = dict.fromkeys(name for network, region in cells for name in named_places(network, region))
        rest = ["de rest van de regio"] if any(has_the_rest(network, region) for network, region in cells) else []
        served[contact.slug] = wording.listed([*names, *rest])
    return served


def _parts(question: Question) -> Iterator[Part]:
    found: dict[Facet, tuple[Term, ...]] = {
        Facet.SECTOR: question.sectors,
        Facet.REGION: question.regions,
        Facet.THEME: question.themes,
    }
    for facet, terms in found.items():
        if terms:
            yield Part(facet, CHOICES[facet][0], terms)


def _with_only(asked: SearchRequest, facet: Facet, term: Term) -> SearchRequest:
    return replace(asked, page=1, filters={**asked.filters, facet: frozenset({term})})


def _url(asked: SearchRequest) -> str:
    return search_url.url(asked, "front_desk.front_desk")


def _organisation_types(asked: SearchRequest, page: SearchPage) -> Iterator[OrganisationChoice]:
    facet = Facet.ORGANISATION_TYPE
    for count in page.facets[facet]:
        if count.is_chosen:
            yield OrganisationChoice(count.term, count.count, True, _url(search_url.without(asked, facet, count.term)))
        elif count.count:
            yield OrganisationChoice(count.term, count.count, False, _url(_with_only(asked, facet, count.term)))


def _ask_url(answer: Answer) -> str | None:
    """Return where to put the question to the desk, written already: by mail if its address may be seen, or a form."""
    desk = answer.fallback
    if desk is None:
        return None
    text = "" if answer.question.is_empty else wording.question_for_the_desk(answer.question)
    if desk.email:
        return f"mailto:{quote(desk.email, safe='@')}?subject={quote('Vraag aan het loket')}&body={quote(text)}"
    return url_for("reader_reports.report", slug=FALLBACK, tekst=text or None)


def _contacts_of(asked: SearchRequest) -> SearchRequest:
    return replace(
        asked,
        filters={**asked.filters, Facet.KIND: frozenset({Kind.CONTACT})},
        sorting=Sorting.RELEVANCE if asked.text else Sorting.TITLE,
        per_page=CONTACTS_PER_PAGE,
    )


def _by_letter(contacts: Sequence[Contact]) -> dict[str, list[Contact]]:
    """Return contacts by the first letter of their organisation, for a list from A to Z."""
    found: dict[str, list[Contact]] = {}
    for contact in sorted(contacts, key=lambda contact: fold(contact.organisation)):
        found.setdefault(fold(contact.organisation)[:1].upper(), []).append(contact)
    return found


def _entries(page: SearchPage) -> list[Contact]:
    found = visibility.visible_by_slug(hit.slug for hit in page.hits)
    return [entry for entry in found if isinstance(entry, Contact)]
