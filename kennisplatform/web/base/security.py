"""The headers that tell a browser what a page may do: nothing but show what this site itself sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from kennisplatform import outside
from kennisplatform.site import site_of
from kennisplatform.web.base import current

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap's style sheet draws the ticks of its form fields with data addresses
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}
"""For a year. Without `includeSubDomains`: names below this one may be somebody else's."""

FOR_ANY_HOST = frozenset({"health.alive", "health.ready", "metrics_page.numbers"})
"""Endpoints that who watches over the server asks for by whatever name or number the server has there."""

LARGEST_FORM = 2_000_000
"""Bytes of a form without files; a view that takes files sets its own bound."""


def register(app: Flask) -> None:
    """Send the headers with every answer; sign cookies, and send them to this site only."""
    settings = site_of(app).settings
    is_https = settings.is_https
    app.config.update(
        SECRET_KEY=site_of(app).secret_key,
        SESSION_COOKIE_NAME="__Host-sessie" if is_https else "sessie",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form may stand open for a day
        WTF_CSRF_SSL_STRICT=False,  # a page with a one-time link sends no referrer; the token protects its form
    )
    app.session_interface = _SessionCookie()
    if host := outside.host_of(settings.public_url):
        app.before_request(lambda: _refuse_other_hosts(host))
    if settings.trusted_proxies:
        number = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number)  # type: ignore[method-assign]
    app.jinja_env.globals["largest_request"] = _largest_request
    # Before anything reads the form, which the check of its token does.
    app.before_request(_make_room_for_files)
    headers = {**HEADERS, **(HTTPS_ONLY if is_https else {})}
    app.after_request(lambda response: _with_headers(response, headers))


class _CookieSigner(TimestampSigner):
    """Reads what was signed while the clock was ahead; how long a session lasts is known elsewhere."""

    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False) -> Any:  # noqa: ANN401
        """Return what was signed, however long ago or from now."""
        return super().unsign(signed_value, return_timestamp=return_timestamp)  # type: ignore[call-overload]


class _SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, for whatever the clock says."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs and reads the cookie."""
        serializer = super().get_signing_serializer(app)
        if serializer:
            serializer.signer = _CookieSigner
        return serializer


def _make_room_for_files() -> None:
    largest = _largest_request()
    if largest == LARGEST_FORM or request.mimetype != "multipart/form-data":
        return
    view = current_app.view_functions[str(request.endpoint)]
    account = current.account()
    if account and account.has_role(view.needed_role):  # type: ignore[union-attr]
        request.max_content_length = largest


def _largest_request() -> int:
    """Return how many bytes the view of this page takes; a script says so before more is sent."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "largest_request", LARGEST_FORM)


def _refuse_other_hosts(host: str) -> None:
    if request.endpoint not in FOR_ANY_HOST and outside.host_of(f"//{request.host}") != host:
        raise SecurityError(f"Host {request.host!r} is not trusted.")


def _with_headers(response: Response, headers: Mapping[str, str]) -> Response:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response
