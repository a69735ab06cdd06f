"""The JSON API: the same search and the same entries as the pages, for programs. For everyone.

It follows the Dutch API Design Rules (https://gitdocumentatie.logius.nl/publicatie/api/adr/): the version in a header,
errors as problem details, an OpenAPI description that any site may read.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from kennisplatform import dutch_time
from kennisplatform.entries.menu_card.labels import labels_of
from kennisplatform.entries.models import Agenda, Entry
from kennisplatform.entries.text.rendering import render
from kennisplatform.search.ranking.suggestions import suggested_topics
from kennisplatform.search.request import LONGEST_TEXT
from kennisplatform.site import site
from kennisplatform.web.api import openapi
from kennisplatform.web.api.schemas import (
    DeskAnswer,
    LabelsItem,
    SearchAnswer,
    SuggestionAnswer,
    SuggestionItem,
    TopicItem,
)
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.contacts import question_url
from kennisplatform.web.display import problem_details
from kennisplatform.web.display.navigation import entry_url
from kennisplatform.web.reading.attachments import attachment_url
from kennisplatform.web.search import search_url
from kennisplatform.web.search.finder import EVERYTHING
from kennisplatform.web.search.search_url import ReadSearch

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

REFUSED = "De zoekvraag klopt niet"


@blueprint.get("/zoeken")
@for_everyone
def search() -> Response:
    """Answer a search; a filter value that no vocabulary knows is refused."""
    asked = search_url.read(request.args, current.viewer())
    if refused := _refused(asked):
        return refused
    return jsonify(SearchAnswer.of(EVERYTHING.search(asked)).model_dump(mode="json"))


@blueprint.get("/suggesties")
@for_everyone
def suggestions() -> Response:
    """Complete what is being typed in `q`."""
    typed = request.args.get("q", "")
    answer = SuggestionAnswer(
        onderwerpen=[TopicItem.of(term) for term in suggested_topics(typed)],
        suggesties=[SuggestionItem.of(found) for found in site.engine.suggest(typed, current.viewer())],
    )
    return jsonify(answer.model_dump(mode="json"))


@blueprint.get("/loket")
@for_everyone
def desk() -> Response:
    """Answer whom to turn to, as the page of the contacts does."""
    asked = search_url.read(question_url.search_arguments(request.args), current.viewer())
    if refused := _refused(asked):
        return refused
    answer = site.front_desk.ask(asked.request.text, question_url.chosen(asked.request), current.viewer())
    return jsonify(DeskAnswer.of(answer).model_dump(mode="json"))


@blueprint.get("/<soort>/<slug>")
@for_everyone
def entry(soort: str, slug: str) -> Response:
    """Show an entry with the keys of its file, its text as Markdown and as safe HTML."""
    found = visibility.entry_or_404(Entry, slug)
    if found.kind != soort:
        abort(404)
    return jsonify(_described(found))


@blueprint.get("/openapi.json")
@for_everyone
def description() -> Response:
    """Describe this API in OpenAPI 3.1."""
    response = jsonify(openapi.description(openapi.server_url()))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _refused(asked: ReadSearch) -> Response | None:
    """Return why a search is not answered, None when nothing is the matter with it."""
    if asked.is_too_long:
        return problem_details.response(400, REFUSED, f"De tekst mag hoogstens {LONGEST_TEXT} tekens lang zijn.")
    if not asked.unknown:
        return None
    refused = [{"parameter": value.parameter, "waarde": value.value} for value in asked.unknown]
    detail = "Deze waarden zijn niet bekend: " + ", ".join(f"{v['parameter']}={v['waarde']}" for v in refused)
    return problem_details.response(400, REFUSED, detail, onbekend=refused)


def _described(entry: Entry) -> dict[str, Any]:
    described = entry.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"body"})
    for attachment, listed in zip(entry.attachments, described["bijlagen"], strict=True):
        listed["url"] = attachment_url(entry, attachment, _external=True)
    for key in ("contacten", "verwant", "netwerken"):
        described[key] = _visible_slugs(described[key])
    for key in ("vervangen-door", "valt-terug-op"):
        if described.get(key) in site.catalogue.entries and not _visible_slugs([described[key]]):
            del described[key]
    if isinstance(entry, Agenda):
        for point in described["punten"]:
            point["voorbeelden"] = _visible_slugs(point["voorbeelden"])
    return {
        **described,
        "labels": LabelsItem.of(labels_of(entry, dutch_time.today())).model_dump(mode="json"),
        "tekst": entry.body,
        "html": render(entry.body).html,
        "url": entry_url(entry.kind, entry.slug, _external=True),
    }


def _visible_slugs(slugs: list[str]) -> list[str]:
    return [entry.slug for entry in visibility.visible_by_slug(slugs)]


@blueprint.after_app_request
def _with_version(response: Response) -> Response:
    if request.path.startswith("/api/"):
        response.headers["API-Version"] = openapi.API_VERSION
    return response
