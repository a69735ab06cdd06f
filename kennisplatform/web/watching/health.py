"""Two questions for whoever watches over the server: does the process live, and can it answer. For everyone.

A host stays ready while readers get answers: who would take it out because nobody can log in takes reading away too.
"""

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
    """Answer 200 when the search answers from exactly the entries as last read, else 503; and name what fails.

    A process that is about to stop says so with 503, so that a balancer goes elsewhere.
    """
    is_ready = site.follower.is_in_step() and not site.health.stopping.is_set()
    troubles = [part.slug for part in site.health.look()]
    status = "niet gereed" if not is_ready else "beperkt" if troubles else "ok"
    status = "stopt" if site.health.stopping.is_set() else status
    return jsonify(status=status, werktNiet=troubles), 200 if is_ready else 503
