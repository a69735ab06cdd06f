"""What people and programs get to see when something goes wrong: what happened and how to go on, never how it broke."""

from __future__ import annotations

import logging
import math

from flask import Flask, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError, TooManyRequests
from werkzeug.wrappers import Response

from kennisplatform.curation.writing.editing import CannotWrite
from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.dutch_text import counted
from kennisplatform.entries.entry_store import ContentAway
from kennisplatform.entries.history.repository import HistoryUnusable
from kennisplatform.search.engine import SearchUnavailable
from kennisplatform.site import site
from kennisplatform.web.base import unsent_forms
from kennisplatform.web.base.current import ViewerUnknown
from kennisplatform.web.base.unsent_forms import NotTaken
from kennisplatform.web.display import problem_details

EXPLANATIONS = {
    400: ("Dit adres klopt niet", "Er staat iets in het adres dat wij niet kunnen lezen. Zoek opnieuw."),
    403: (
        "Hier hebt u geen toegang toe",
        "Uw account mag dit niet. Denkt u van wel? Vraag het aan uw beheerder.",
    ),
    404: (
        "Deze pagina is er niet",
        "Misschien is het adres niet juist overgenomen, of is de pagina weg. Zoek hem hier.",
    ),
    410: (
        "Deze vermelding is gearchiveerd",
        "Zij staat niet meer op de site.",
    ),
    405: ("Dit kan hier niet", "Deze pagina kunt u alleen bekijken."),
    413: (
        "Dit is te groot om te versturen",
        "Er is niets verstuurd. Ga terug in uw browser: de meeste laten dan weer zien wat u had ingevuld. Kies een "
        "kleiner bestand of maak de tekst korter.",
    ),
    414: ("Dit adres is te lang", "Maak uw zoekvraag korter."),
    500: (
        "Er ging iets mis bij ons",
        "Dit ligt niet aan u. De fout is vastgelegd. Probeer het over een minuut opnieuw.",
    ),
    503: (
        "Zoeken kan nu even niet",
        "De zoekindex wordt opnieuw gemaakt. Probeer het over een minuut opnieuw. De overzichten werken wel.",
    ),
}
"""Title and advice per status; others get those of the hundred they belong to."""

EXPIRED_FORM = (
    "Dit formulier is verlopen",
    "Er is niets verstuurd. Open de pagina opnieuw en vul het formulier daar in.",
)

DATABASE_UNAVAILABLE = "Dit lukt nu even niet"
VIEWER_UNKNOWN = "Wij kunnen nu niet nagaan wie u bent"
DATABASE_ADVICE = (
    "Onze database werkt nu niet goed. Zoeken en lezen werken wel. Probeer het over een paar minuten opnieuw; u hoeft "
    "niet opnieuw in te loggen."
)
NOTHING_LOST = (
    "Onze database werkt nu niet goed, dus dit is niet verstuurd. Alles wat u invulde staat er nog: verstuur het over "
    "een paar minuten opnieuw."
)

STILL_THERE = "Wat u invulde staat er nog."
NOT_TAKEN = "Dit is niet gelukt"

OWNER_KEPT_OUT = (
    "Probeerde iemand anders uw wachtwoord te raden, en moet u er nu in? Vraag bij ‘Wachtwoord vergeten’ een link aan: "
    "wie die link in de eigen mail opent, kan meteen weer inloggen."
)
OWNER_KEPT_OUT_WITHOUT_MAIL = (
    "Probeerde iemand anders uw wachtwoord te raden, en moet u er nu in? Vraag uw beheerder om een link voor een nieuw "
    "wachtwoord: wie die opent, kan meteen weer inloggen."
)
TOO_MANY_TRIES = ("Te veel pogingen", "Wacht nog {} en probeer het dan opnieuw.")

BARE_PAGE = """<!doctype html>
<html lang="nl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Kennisplatform</title></head>
<body><main><h1>{title}</h1><p>{advice}</p><p>Noem dit nummer als u dit meldt: {number}</p>
<p><a href="/">Naar de startpagina</a></p></main></body>
</html>
"""
"""What is left when even the page that tells of an error cannot be made."""

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Give every error its page, or under `/api/` its problem details."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NotTaken, _not_taken)
    app.register_error_handler(SearchUnavailable, _search_unavailable)
    app.register_error_handler(DatabaseUnavailable, _database_unavailable)
    app.register_error_handler(CannotWrite, _cannot_write)
    app.register_error_handler(HistoryUnusable, _history_unusable)
    app.register_error_handler(ContentAway, _content_away)
    app.register_error_handler(Exception, _failure)


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())  # a redirect, for instance
    if isinstance(error, SecurityError):
        public_url = site.settings.public_url
        return make_response(render_template("errors/other_host.html", public_url=public_url), 400)
    if isinstance(error, CSRFError):
        return expired_form()
    if isinstance(error, TooManyRequests) and isinstance(error.retry_after, int):
        return _wait(error.retry_after)
    response = answer(error.code)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(error.valid_methods or ())
    return response


def expired_form() -> Response:
    """Answer a form that cannot be trusted to come from who seems to send it: shown again, or refused."""
    return unsent_forms.show_again() or _page(400, *EXPIRED_FORM)


def _wait(seconds: int) -> Response:
    minutes = counted(math.ceil(seconds / 60), "minuut", "minuten")
    title, advice = TOO_MANY_TRIES
    advice = advice.format(minutes)
    if request.endpoint == "login.log_in":
        advice = f"{advice} {OWNER_KEPT_OUT if site.mailer.is_configured else OWNER_KEPT_OUT_WITHOUT_MAIL}"
    response = _page(429, title, advice)  # without the form: it says whose account is closed
    response.headers["Retry-After"] = str(seconds)
    return response


def _search_unavailable(error: SearchUnavailable) -> Response:
    log.error("Er kan niet worden gezocht: %s", error)
    response = answer(503)
    response.headers["Retry-After"] = "60"
    return response


def _database_unavailable(error: DatabaseUnavailable) -> Response:
    log.error("De database werkt niet bij %s %s: %s", request.method, _path(), error)
    site.health.look_soon()
    title = VIEWER_UNKNOWN if isinstance(error, ViewerUnknown) else DATABASE_UNAVAILABLE
    response = unsent_forms.show_unsaved(f"{title}. {NOTHING_LOST}", 503) or _answer_with(503, title, DATABASE_ADVICE)
    response.headers["Retry-After"] = "60"
    return response


def _cannot_write(error: CannotWrite) -> Response:
    return _answer_with(503, "Bewaren kan nu niet", f"Er is niets veranderd: {error}. Vertel het aan uw beheerder.")


def _history_unusable(error: HistoryUnusable) -> Response:
    log.error("De geschiedenis werkt niet: %s", error)
    return _answer_with(
        503,
        "De geschiedenis kan nu niet worden gelezen",
        f"De vermeldingen zelf staan gewoon op de site. Wat er is: {error}. Vertel het aan uw beheerder.",
    )


def _content_away(error: ContentAway) -> Response:
    log.error("De vermeldingen zijn er niet: %s", error)
    return _answer_with(
        503,
        "De bestanden zijn nu niet te openen",
        "De map met inhoud is weg; lezen gaat gewoon door. Vertel het aan uw beheerder.",
    )


def _failure(error: Exception) -> Response:
    log.error("Fout bij %s %s", request.method, _path(), exc_info=error)
    return answer(500)


def _not_taken(refused: NotTaken) -> Response:
    return _answer_with(409, NOT_TAKEN, refused.sentence)


def _path() -> str:
    # The path of a one-time link holds its token, which belongs in no log.
    has_token = request.url_rule is not None and "token" in (request.view_args or {})
    return request.url_rule.rule if request.url_rule and has_token else request.path


def answer(status: int, **told: object) -> Response:
    """Answer that something went wrong; `told` is for the page of that error."""
    title, advice = EXPLANATIONS.get(status) or EXPLANATIONS[status // 100 * 100]
    return _answer_with(status, title, advice, **told)


def _answer_with(status: int, title: str, advice: str, **told: object) -> Response:
    """Answer a form with all that was typed in it, anything else with the page of the error."""
    if request.path.startswith("/api/"):
        return problem_details.response(status, title, advice)
    form = unsent_forms.show_unsaved(f"{title}. {advice} {STILL_THERE}", status)
    return form or _page(status, title, advice, **told)


def _page(status: int, title: str, advice: str, **told: object) -> Response:
    try:
        page = render_template("errors/error.html", title=title, advice=advice, status=status, **told)
    except Exception:  # what surrounds every page may be what fails
        log.exception("De foutpagina kon niet worden gemaakt")
        page = BARE_PAGE.format(title=escape(title), advice=escape(advice), number=g.request_number)
    return make_response(page, status)
