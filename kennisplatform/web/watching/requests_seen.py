"""What is noted of each request: a number by which people report it, how long it took, and how it ended.

The number stands on pages that tell of a failure and in every line of the log about it. A proxy that is trusted may
give it (`X-Request-ID`), so that one number goes through both logs.
"""

from __future__ import annotations

import logging
import re
import secrets
import time

from flask import Flask, Response, current_app, g, request

from kennisplatform.running import metrics
from kennisplatform.running.logs import REQUEST
from kennisplatform.site import site

HEADER = "X-Request-ID"
SLOW_FROM = 1.0
"""Seconds from which on an answer is named in the log."""
KINDS_OF_SEARCH = {
    "search.results": "zoeken",
    "entries.menu_card": "menukaart",
    "front_desk.front_desk": "contacten",
    "api.search": "api",
    "api.suggestions": "suggesties",
    "api.desk": "api-loket",
}
NO_ENDPOINT = "none"
_NUMBER = re.compile(r"[A-Za-z0-9-]{6,64}")

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Note all requests: registered first, it sees a request before all others and its answer after them."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def _begin() -> None:
    if "request_number" in g:
        return  # an address that is asked for within a request, to show its form again
    g.request_started = time.perf_counter()
    given = request.headers.get(HEADER, "") if site.settings.trusted_proxies else ""
    g.request_number = given if _NUMBER.fullmatch(given) else secrets.token_hex(5)
    REQUEST.set(g.request_number)


def _forget(_: BaseException | None) -> None:
    REQUEST.set("")


def _end(response: Response) -> Response:
    endpoint = request.endpoint or NO_ENDPOINT
    seconds = time.perf_counter() - g.request_started
    metrics.REQUESTS.labels(endpoint, f"{response.status_code // 100}xx").inc()
    metrics.REQUEST_SECONDS.labels(endpoint).observe(seconds)
    if kind := KINDS_OF_SEARCH.get(endpoint):
        metrics.SEARCH_SECONDS.labels(kind).observe(seconds)
    if response.status_code == 429:
        metrics.REFUSED.labels(endpoint).inc()
    if getattr(current_app.view_functions.get(endpoint), "is_remembered", False):
        metrics.REMEMBERED.labels("memory" if g.get("page_from_memory") else "made").inc()
    if seconds >= SLOW_FROM:
        milliseconds = round(seconds * 1000)
        about = {"endpoint": endpoint, "status": response.status_code, "milliseconds": milliseconds}
        log.warning("Traag antwoord: %s, %d ms", endpoint, milliseconds, extra=about)
    response.headers[HEADER] = g.request_number
    return response
