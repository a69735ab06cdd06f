"""How long an answer may be kept: a page until the next question (by entity tag), a versioned file for ever."""

from __future__ import annotations

from flask import Flask, Response, request

from kennisplatform.web.base import current

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"


def register(app: Flask) -> None:
    """Give every answer its cache headers."""
    app.after_request(_with_cache_headers)


def _with_cache_headers(response: Response) -> Response:
    if response.status_code not in {200, 206, 304} or request.method not in {"GET", "HEAD"}:
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    if response.cache_control.no_store:
        return response  # the view says that it is not to be kept
    is_file = (request.endpoint or "").endswith("static")
    if not is_file and current.account():
        response.headers["Cache-Control"] = "no-store"  # after logging out, the back button shows nothing
        return response
    response.headers["Cache-Control"] = FOR_EVER if is_file and "v" in request.args else ASK_AGAIN
    if not is_file:
        response.add_etag()
        response.make_conditional(request)
    return response
