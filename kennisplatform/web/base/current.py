"""Who is looking: the viewer, account and session of the present request, and the line in the audit log about them."""

from __future__ import annotations

import logging
from typing import cast

import flask_login
from flask import Flask, abort, g, request

from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.sessions import LoginSession
from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.entries.history.repository import Author
from kennisplatform.permissions import ANONYMOUS, Viewer
from kennisplatform.site import site


class ViewerUnknown(DatabaseUnavailable):
    """Somebody who may be logged in asks for what needs rights, and their rights cannot be known now."""


WITHOUT_CONTENT = frozenset(
    {"static", "bootstrap.static", "health.alive", "metrics_page.numbers", "feeds.robots"}
    | {"offline.service_worker", "offline.manifest"}
)
"""Endpoints that answer without entries, also while the index is being made."""

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Follow the files from the first request on, in every worker process; let templates know who is logged in."""
    app.before_request(_follow_the_files)
    app.context_processor(lambda: {"account": account(), "is_curator": viewer().is_curator})


def login_session() -> LoginSession | None:
    """Return the session of the logged-in user, None for a visitor; it is looked up once per request.

    None as well when the database cannot tell: see `is_unknown`.
    """
    user = flask_login.current_user
    return cast(LoginSession, user.session) if user.is_authenticated else None


def note_unknown(error: DatabaseUnavailable) -> None:
    """Go on without knowing who is looking: as for a visitor."""
    log.warning("Niet na te gaan wie er kijkt: %s", error)
    g.viewer_is_unknown = True


def is_unknown() -> bool:
    """Tell whether somebody may be logged in of whom it cannot be known now who they are and what they may see."""
    return login_session() is None and "viewer_is_unknown" in g


def refuse_unknown() -> None:
    """Raise `ViewerUnknown` instead of sending somebody to log in who did so already."""
    if is_unknown():
        raise ViewerUnknown


def signed_in() -> LoginSession:
    """Return the session, in a view that only lets in logged-in users."""
    return cast(LoginSession, flask_login.current_user.session)


def account() -> Account | None:
    """Return the account of the logged-in user, None for a visitor."""
    session = login_session()
    return session.account if session else None


def author() -> Author:
    """Return under whose name the history records this request; 403 for a visitor."""
    user = account()
    if user is None:
        abort(403)
    return Author(user.name, user.id)


def viewer() -> Viewer:
    """Return whose permissions apply."""
    user = account()
    return user.viewer if user else ANONYMOUS


def record(action: str, subject: str, detail: str = "") -> None:
    """Add a line to the audit log: what the logged-in user did to which object."""
    site.audit_log.record(account(), action, subject, detail)


def _follow_the_files() -> None:
    if request.endpoint not in WITHOUT_CONTENT:
        site.follower.ensure_following()
