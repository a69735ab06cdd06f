"""Who is looking: the viewer, account and session of the present request, and the line in the audit log about them."""

from __future__ import annotations

from typing import cast

import flask_login
from flask import Flask, abort, request

from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.sessions import LoginSession
from kennisplatform.entries.history.repository import Author
from kennisplatform.permissions import ANONYMOUS, Viewer
from kennisplatform.site import site

WITHOUT_CONTENT = frozenset(
    {"static", "bootstrap.static", "health.alive", "feeds.robots"} | {"offline.service_worker", "offline.manifest"}
)
"""Endpoints that answer without entries, also while the index is being made."""


def register(app: Flask) -> None:
    """Follow the files from the first request on, in every worker process; let templates know who is logged in."""
    app.before_request(_follow_the_files)
    app.context_processor(lambda: {"account": account(), "is_curator": viewer().is_curator})


def login_session() -> LoginSession | None:
    """Return the session of the logged-in user, None for a visitor."""
    user = flask_login.current_user
    return cast(LoginSession, user.session) if user.is_authenticated else None


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
