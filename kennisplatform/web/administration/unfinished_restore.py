"""A site that is half put back answers nothing but that: whoever worked on half of it would record the rest as gone."""

from __future__ import annotations

from flask import Flask, g, make_response, request
from werkzeug.wrappers import Response

from kennisplatform.backup.installation import is_restore_unfinished
from kennisplatform.site import site
from kennisplatform.web.base.errors import BARE_PAGE

TITLE = "Deze site wordt teruggezet"
ADVICE = (
    "De beheerder zet een reservekopie terug. Dat is nog niet klaar. Probeer het over een kwartier opnieuw. Bent u de "
    "beheerder, en is het terugzetten afgebroken? Geef opnieuw: flask --app app restore BESTAND"
)
_ALIVE = "health.alive"


def register(app: Flask) -> None:
    """Let no request come further as long as it lasts, but the question whether the process lives."""
    app.before_request(_refuse)


def _refuse() -> Response | None:
    if request.endpoint == _ALIVE or not is_restore_unfinished(site.settings.instance_dir):
        return None
    response = make_response(BARE_PAGE.format(title=TITLE, advice=ADVICE, number=g.request_number), 503)
    response.headers["Retry-After"] = "60"
    return response
