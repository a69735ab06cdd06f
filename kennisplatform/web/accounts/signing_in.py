"""What all ways to log in come to: whose password it is, what is asked next, and the session that is opened.

flask-login carries the token of a session in the signed cookie; what it means is in the database, so that a session
can be seen and ended from elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import flask_login
from flask import Flask, after_this_request, redirect, request, session, url_for
from werkzeug.wrappers import Response

from kennisplatform.accounts import throttle
from kennisplatform.accounts.directory import Account, normalised
from kennisplatform.accounts.sessions import TRUSTED_FOR, LoginSession
from kennisplatform.accounts.throttle import Counter
from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.site import site
from kennisplatform.web.accounts import device_cookie, pending_login
from kennisplatform.web.base import current, throttling, unsent_forms

LONGEST_PATH = 500
"""Characters of an address to go on to after logging in."""
WITHOUT_RETURN = frozenset(
    {"login", "two_step_login", "single_sign_on", "passwords", "link_pages", "organisation_review"}
)
"""Blueprints whose pages nobody comes back to after logging in; the last three hold secrets in their addresses."""


class SignedIn(flask_login.UserMixin):  # type: ignore[misc]
    """What flask-login calls a user: an open session."""

    def __init__(self, session: LoginSession) -> None:
        self.session = session

    def get_id(self) -> str:
        """Return what flask-login keeps in the cookie."""
        return self.session.token


@dataclass(frozen=True)
class FirstStep:
    """A log-in of which the first step succeeded: who it is, where they were going, and what they asked for.

    `detail` is for the audit log; `confirmed_at` is when they showed who they are, if that was earlier and elsewhere.
    """

    account: Account
    onward: str
    detail: str = ""
    confirmed_at: datetime | None = None
    trusts_device: bool = False


def register(app: Flask) -> None:
    """Let flask-login find who is logged in, and pages lead to the log-in page and back."""
    manager = flask_login.LoginManager(app)
    manager.session_protection = None  # tokens are random, looked up, and can be ended
    manager.user_loader(_signed_in)
    app.config["PERMANENT_SESSION_LIFETIME"] = TRUSTED_FOR
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.jinja_env.globals["log_in_address"] = log_in_address


def _signed_in(token: str) -> SignedIn | None:
    """Return who this is, to flask-login, which asks once per request; nobody when that cannot be known now."""
    try:
        found = site.login_sessions.find(token)
    except DatabaseUnavailable as error:
        current.note_unknown(error)
        return None
    if found is None:
        return None
    unsent_forms.name_owner(found.account)
    return SignedIn(found)


def account_by_password(email: str, password: str) -> Account | None:
    """Return the account whose address and password these are; answer "wait" when there were too many wrong ones.

    Only wrong ones count: a whole office may log in from one address. A browser that is known counts for itself.
    Raises `AccountBlocked` after a right password.
    """
    browser = device_cookie.present()
    if browser and browser.knows(email):
        counters = [Counter(throttle.WRONG_PASSWORDS_IN_KNOWN_BROWSER, f"{browser.number} {normalised(email)}")]
    else:
        address = throttling.visitor_address()
        counters = [
            Counter(throttle.WRONG_PASSWORDS_OF_ACCOUNT, normalised(email)),
            Counter(throttle.WRONG_PASSWORDS_FROM_ADDRESS, address.single),
            Counter(throttle.WRONG_PASSWORDS_FROM_NETWORK, address.wide),
        ]
    throttling.wait_for(*counters)
    account = site.accounts.by_password(email, password)
    if account is None:
        site.throttle.count(*counters)
    return account


def proceed(first: FirstStep) -> Response:
    """Log in whoever passed the first step, or ask for the second when the account has one."""
    if site.two_step.is_on(first.account.id):
        pending_login.begin(first.account, first.onward, first.trusts_device)
        return redirect(url_for("two_step_login.ask"))
    open_session(first.account, first.confirmed_at, first.trusts_device)
    current.record("ingelogd", "", first.detail)
    return redirect(first.onward)


def open_session(account: Account, confirmed_at: datetime | None = None, trusts_device: bool = False) -> None:
    """Log somebody in, when all that is asked was answered.

    Nothing of the session before is kept, so that none can be planted; if somebody was logged in, that ends.
    """
    before = current.login_session()
    if before:
        site.login_sessions.end(before.token)
    session.clear()
    opened = site.login_sessions.open(account, request.user_agent.string, confirmed_at, trusts_device)
    session.permanent = opened.is_trusted  # the cookie outlives the browser's own session
    unsent_forms.name_owner(account)
    flask_login.login_user(SignedIn(opened))
    after_this_request(device_cookie.remembering(account.email))


def onward() -> str:
    """Return where to go after logging in: a path of this site, never an address elsewhere."""
    return own_path(request.args.get("verder", ""))


def own_path(path: str) -> str:
    """Return a path of this site as it is, and the front page for anything else."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours and len(path) <= LONGEST_PATH else url_for("home.home")


def log_in_address() -> str:
    """Return the address of the log-in page that leads back to the page of this request."""
    if request.blueprint in WITHOUT_RETURN:
        onward = request.args.get("verder", "")
    elif request.method == "GET" and request.path != url_for("home.home"):
        onward = request.full_path.rstrip("?")
    else:
        onward = ""
    fits = onward and own_path(onward) == onward
    return url_for("login.log_in", verder=onward if fits else None)
