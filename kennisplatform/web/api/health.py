"""Two questions for whoever watches over the server: does the process live, and can it answer. For everyone."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from kennisplatform.site import site
from kennisplatform.web.base.access import for_everyone

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@for_everyone
def alive() -> Response:
    """Answer as soon as the process serves."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@for_everyone
def ready() -> tuple[Response, int]:
    """Answer 200 when the index is open and holds exactly the entries as last read, else 503."""
    if site.follower.is_in_step():
        return jsonify(status="ok", vermeldingen=len(site.catalogue.entries)), 200
    return jsonify(status="niet gereed"), 503
