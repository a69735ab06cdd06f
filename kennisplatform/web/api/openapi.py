"""The OpenAPI 3.1 description of the JSON API, made from the same models that the answers are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
from pydantic.json_schema import models_json_schema

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Contact, Network, RoleDescription
from kennisplatform.search.request import FACET_TERMS, LAST_PAGE, LONGEST_TEXT, Facet, Sorting
from kennisplatform.vocabulary import Kind
from kennisplatform.web.api.schemas import DeskAnswer, SearchAnswer, SuggestionAnswer
from kennisplatform.web.contacts import question_url
from kennisplatform.web.display import problem_details

API_VERSION = "1.0.0"
ENTRY_MODELS = (MenuCardEntry, RoleDescription, Contact, Network, Agenda)


def server_url() -> str:
    """Return the address below which the paths of the description lie."""
    return url_for("api.description", _external=True).removesuffix("/openapi.json")


def description(server: str) -> dict[str, Any]:
    """Return the description as JSON-ready data."""
    _, schemas = models_json_schema(
        [
            (SearchAnswer, "serialization"),
            (SuggestionAnswer, "serialization"),
            (DeskAnswer, "serialization"),
            *((model, "serialization") for model in ENTRY_MODELS),
        ],
        by_alias=True,
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kennisplatform Continuïteit van de Samenleving",
            "version": API_VERSION,
            "description": "Zoek op de menukaart en haal vermeldingen op. Alleen openbare vermeldingen.",
            "contact": {"name": "Het loket", "url": url_for("front_desk.front_desk", _external=True)},
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "tags": [
            {"name": "menukaart", "description": "Zoeken en lezen"},
            {"name": "loket", "description": "Bij wie moet u zijn?"},
        ],
        "paths": {
            "/zoeken": {"get": _search_operation()},
            "/loket": {"get": _desk_operation()},
            "/suggesties": {"get": _suggest_operation()},
            "/{soort}/{slug}": {"get": _entry_operation()},
        },
        "components": {"schemas": {**schemas["$defs"], "Problem": PROBLEM}},
    }


PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
    "required": ["title", "status"],
}


def _search_operation() -> dict[str, Any]:
    page = {"type": "integer", "minimum": 1, "maximum": LAST_PAGE}
    return {
        "operationId": "zoeken",
        "tags": ["menukaart"],
        "summary": "Zoek vermeldingen",
        "parameters": [
            _query_parameter(
                "q", {"type": "string", "maxLength": LONGEST_TEXT}, 'Woorden, "woordgroep", -zonder, begin*'
            ),
            *map(_facet_parameter, FACET_TERMS),
            _query_parameter("sorteer", _or_empty(_one_of(Sorting)), "Volgorde"),
            _query_parameter("letterlijk", _or_empty(_one_of(["1"])), "Niets verbeteren, geen andere woorden"),
            _query_parameter("pagina", _or_empty(page), "Bladzijde, vanaf 1"),
        ],
        "responses": {
            "200": _json("Een bladzijde resultaten", {"$ref": "#/components/schemas/SearchAnswer"}),
            "400": _problem("Een waarde is niet bekend"),
        },
    }


def _desk_operation() -> dict[str, Any]:
    asked = {"type": "string", "maxLength": LONGEST_TEXT}
    return {
        "operationId": "loket",
        "tags": ["loket"],
        "summary": "Vraag bij wie u moet zijn",
        "parameters": [
            _query_parameter(question_url.QUESTION, asked, "Een vraag in gewone woorden: stroom zwolle"),
            *map(_facet_parameter, question_url.CHOICES),
        ],
        "responses": {
            "200": _json("Netwerken, contacten en rollen", {"$ref": "#/components/schemas/DeskAnswer"}),
            "400": _problem("Een waarde is niet bekend"),
        },
    }


def _suggest_operation() -> dict[str, Any]:
    return {
        "operationId": "suggesties",
        "tags": ["menukaart"],
        "summary": "Vul aan wat iemand typt",
        "parameters": [_query_parameter("q", {"type": "string"}, "Het begin van een of meer woorden")],
        "responses": {"200": _json("Hoogstens tien", {"$ref": "#/components/schemas/SuggestionAnswer"})},
    }


def _entry_operation() -> dict[str, Any]:
    one_of = [{"$ref": f"#/components/schemas/{model.__name__}"} for model in ENTRY_MODELS]
    return {
        "operationId": "vermelding",
        "tags": ["menukaart"],
        "summary": "Haal een vermelding op",
        "parameters": [
            _path_parameter("soort", _one_of(Kind)),
            _path_parameter("slug", {"type": "string"}),
        ],
        "responses": {
            "200": _json("De velden van de vermelding, met daarbij labels, tekst, html en url", {"anyOf": one_of}),
            "404": _problem("Deze vermelding is er niet"),
        },
    }


def _facet_parameter(facet: Facet) -> dict[str, Any]:
    text = "Herhaal de parameter voor meer waarden (OF); tussen parameters geldt EN."
    values = {"type": "array", "items": _or_empty(_one_of(FACET_TERMS[facet]))}
    return _query_parameter(facet.value, values, text)


def _one_of(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": [str(value) for value in values]}


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow a parameter without a value as well, as forms send it; it counts as absent."""
    return {"anyOf": [schema, {"type": "string", "maxLength": 0}]}


def _query_parameter(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}


def _path_parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _json(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    header = {"API-Version": {"schema": {"type": "string"}, "description": "Versie van de API"}}
    return {"description": text, "headers": header, "content": {"application/json": {"schema": schema}}}


def _problem(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {problem_details.MEDIA_TYPE: {"schema": schema}}}
