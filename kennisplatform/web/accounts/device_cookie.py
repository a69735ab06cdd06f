"""Knowing a browser again in which an account logged in before.

Guesses from elsewhere stop when too many were wrong; a browser that is known keeps tries of its own. So somebody who
guesses cannot lock the owner out. (OWASP calls it a device cookie.) It opens nothing: the password is still needed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from kennisplatform.accounts.directory import normalised

KNOWN_FOR = timedelta(days=180)
MOST_ACCOUNTS = 5
"""Accounts that one browser is known for; the longest ago is forgotten first."""


@dataclass(frozen=True)
class KnownBrowser:
    """A browser with a random number, and (hashed) the addresses that logged in there."""

    number: str
    accounts: tuple[str, ...] = ()

    def knows(self, email: str) -> bool:
        """Tell whether this address logged in here before."""
        return _hash_of(email) in self.accounts


def present() -> KnownBrowser | None:
    """Return the browser of this request when it is a known one."""
    try:
        number, accounts = _signer().loads(
            request.cookies.get(_cookie_name(), ""), max_age=int(KNOWN_FOR.total_seconds())
        )
    except (BadSignature, ValueError, TypeError):
        return None
    return KnownBrowser(str(number), tuple(accounts))


def remembering(email: str) -> Callable[[Response], Response]:
    """Return what makes the browser that gets the answer known for this address."""
    before = present() or KnownBrowser(secrets.token_urlsafe(12))
    others = [account for account in before.accounts if account != _hash_of(email)]
    value = _signer().dumps([before.number, [*others, _hash_of(email)][-MOST_ACCOUNTS:]])

    def with_cookie(response: Response) -> Response:
        response.set_cookie(
            _cookie_name(),
            value,
            max_age=KNOWN_FOR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response

    return with_cookie


def _cookie_name() -> str:
    return "__Host-browser" if current_app.config["SESSION_COOKIE_SECURE"] else "browser"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="known-browser")


def _hash_of(email: str) -> str:
    return hashlib.sha256(normalised(email).encode()).hexdigest()[:16]
