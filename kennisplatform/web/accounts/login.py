"""Logging in and out. For everyone.

flask-login carries the token of a session in the signed cookie; what it means is in the database, so that a session
can be seen and ended from elsewhere.
"""

from __future__ import annotations

from datetime import datetime

import flask_login
from flask import (
    Blueprint,
    Flask,
    after_this_request,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from kennisplatform.accounts import throttle
from kennisplatform.accounts.directory import Account, normalised
from kennisplatform.accounts.sessions import LoginSession
from kennisplatform.accounts.throttle import Counter
from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.site import site
from kennisplatform.web.accounts import device_cookie, pending_login
from kennisplatform.web.base import current, throttling
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.forms import SiteForm

blueprint = Blueprint("login", __name__)


class SignedIn(flask_login.UserMixin):  # type: ignore[misc]
    """What flask-login calls a user: an open session."""

    def __init__(self, session: LoginSession) -> None:
        self.session = session

    def get_id(self) -> str:
        """Return what flask-login keeps in the cookie."""
        return self.session.token


class LogInForm(SiteForm):
    """Address and password."""

    email = EmailField("E-mailadres", [InputRequired("Vul uw e-mailadres in."), Length(max=254)])
    password = PasswordField("Wachtwoord", [InputRequired("Vul uw wachtwoord in."), Length(max=1000)])


def register(app: Flask) -> None:
    """Let flask-login find who is logged in."""
    manager = flask_login.LoginManager(app)
    manager.session_protection = None  # tokens are random, looked up, and can be ended
    manager.user_loader(_signed_in)


def _signed_in(token: str) -> SignedIn | None:
    """Return who this is, to flask-login, which asks once per request; nobody when that cannot be known now."""
    try:
        found = site.login_sessions.find(token)
    except DatabaseUnavailable as error:
        current.note_unknown(error)
        return None
    return SignedIn(found) if found else None


@blueprint.route("/inloggen", methods=["GET", "POST"])
@for_everyone
def log_in() -> str | Response:
    """Ask for address and password, and go on to where the visitor was going."""
    form = LogInForm()
    if form.validate_on_submit():
        account = account_by_password(form.email.data, form.password.data)
        if account:
            return proceed(account, onward())
        current.record("inloggen mislukt", "")  # without what was typed: people type passwords in the wrong field
        form.password.errors = ["Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw."]
    return render_template("accounts/log_in.html", form=form)


@blueprint.post("/uitloggen")
@for_everyone
def log_out() -> Response:
    """End the session, whatever else fails: also when it cannot be known now whose it is."""
    user = current.account()
    if token := session.get("_user_id"):  # where flask-login keeps it
        site.login_sessions.end(token)
    flask_login.logout_user()
    session.clear()
    if user:
        site.audit_log.record(user, "uitgelogd", "")
    answer = redirect(url_for("home.home"))
    # The copy for when there is no internet, among others. Pages of who is logged in are never cached; clearing the
    # cache of a browser that holds much would make it stand still.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


def account_by_password(email: str, password: str) -> Account | None:
    """Return the account whose address and password these are; answer "wait" when there were too many wrong ones.

    Only wrong ones count: a whole office may log in from one address. A browser that is known counts for itself.
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


def proceed(account: Account, onward: str, detail: str = "", confirmed_at: datetime | None = None) -> Response:
    """Log in whoever passed the first step, or ask for the second when the account has one.

    `confirmed_at` is for who showed earlier, and elsewhere, who they are.
    """
    if site.two_step.is_on(account.id):
        pending_login.begin(account, onward)
        return redirect(url_for("second_step.ask"))
    open_session(account, confirmed_at)
    current.record("ingelogd", "", detail)
    return redirect(onward)


def open_session(account: Account, confirmed_at: datetime | None = None) -> None:
    """Log somebody in, when all that is asked was answered.

    Nothing of the session before is kept, so that none can be planted; if somebody was logged in, that ends.
    """
    before = current.login_session()
    if before:
        site.login_sessions.end(before.token)
    session.clear()
    flask_login.login_user(SignedIn(site.login_sessions.open(account, request.user_agent.string, confirmed_at)))
    after_this_request(device_cookie.remembering(account.email))


def onward() -> str:
    """Return where to go after logging in: a path of this site, never an address elsewhere."""
    path = request.args.get("verder", "")
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours else url_for("home.home")
