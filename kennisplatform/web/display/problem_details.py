"""Errors for programs, as RFC 9457 describes them (https://www.rfc-editor.org/rfc/rfc9457)."""

from __future__ import annotations

import json

from flask import Response, request

MEDIA_TYPE = "application/problem+json"


def response(status: int, title: str, detail: str, **more: object) -> Response:
    """Return an answer with the problem; `more` holds members of our own, such as the values that were not known."""
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path}
    return Response(json.dumps({**problem, **more}, ensure_ascii=False), status, mimetype=MEDIA_TYPE)
