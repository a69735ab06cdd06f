"""Whoever saved sees what they saved, whichever process of whichever host answers them next.

An answer after which the history is another one names its last revision in a signed cookie, for the seconds in which
others may lag. A process that does not have that revision yet looks first; nobody else waits.
"""

from __future__ import annotations

from contextlib import suppress

from flask import Flask, Response, g, request
from itsdangerous import BadSignature, Signer

from kennisplatform.entries.history.repository import HistoryUnusable
from kennisplatform.site import site, site_of
from kennisplatform.web.base.current import WITHOUT_CONTENT

SECONDS_OTHERS_MAY_LAG = 15
SECONDS_TO_WAIT = 3.0
"""At most; then the page is given as it is."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Look before anything is answered, so register that first."""
    signer = Signer(site_of(app).secret_key, salt="own-saves")
    name = "__Host-bewaard" if site_of(app).settings.is_https else "bewaard"
    app.before_request(lambda: _look_first(request.cookies.get(name, ""), signer))
    app.after_request(lambda response: _with_revision(response, name, signer))


def _look_first(cookie: str, signer: Signer) -> None:
    if request.endpoint in WITHOUT_CONTENT:
        return
    site.follower.ensure_following()
    is_reading = request.method in READING
    if not is_reading:
        g.head_before = site.history.head()
    with suppress(BadSignature, HistoryUnusable):
        revision = signer.unsign(cookie).decode() if cookie else ""
        if _lags(revision) or (not is_reading and site.sharing and site.sharing.is_behind()):
            site.follower.look_now(SECONDS_TO_WAIT)


def _lags(revision: str) -> bool:
    """Tell whether a revision that was seen elsewhere is not in what this process answers from."""
    if not revision or site.history.has(revision, at=site.follower.seen):
        return False
    if site.sharing and not site.history.has(revision):
        site.sharing.ask()
    return True


def _with_revision(response: Response, name: str, signer: Signer) -> Response:
    head_before = g.pop("head_before", None)
    if head_before is None:
        return response
    head = site.history.head()
    if head != head_before:
        response.set_cookie(
            name,
            signer.sign(head).decode(),
            max_age=SECONDS_OTHERS_MAY_LAG,
            httponly=True,
            samesite="Lax",
            secure=site.settings.is_https,
        )
    return response
