"""Logging in with a password, and logging out. For everyone."""

from __future__ import annotations

import flask_login
from flask import Blueprint, abort, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from kennisplatform.accounts.directory import AccountBlocked
from kennisplatform.site import site
from kennisplatform.web.accounts import signing_in
from kennisplatform.web.accounts.signing_in import FirstStep
from kennisplatform.web.base import current, unsent_forms
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.forms import SiteForm

blueprint = Blueprint("login", __name__)

WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het opnieuw."
BLOCKED = "Uw account is geblokkeerd. Vraag uw beheerder waarom."


class LogInForm(SiteForm):
    """Address and password, and whether this device may stay logged in."""

    email = EmailField("E-mailadres", [InputRequired("Vul uw e-mailadres in."), Length(max=254)])
    password = PasswordField("Wachtwoord", [InputRequired("Vul uw wachtwoord in."), Length(max=1000)])
    stay = BooleanField("Blijf ingelogd op dit toestel")


@blueprint.route("/inloggen", methods=["GET", "POST"])
@for_everyone
def log_in() -> str | Response:
    """Ask for address and password, and go on to where the visitor was going."""
    form = LogInForm()
    if form.validate_on_submit():
        email, password = form.email.data, form.password.data
        try:
            account = signing_in.account_by_password(email, password)
        except AccountBlocked:
            form.email.errors = [BLOCKED]
        else:
            if account:
                return signing_in.proceed(FirstStep(account, signing_in.onward(), trusts_device=form.stay.data))
            # Without what was typed, which may be a password in the wrong field: only whose account it was tried on.
            tried = site.accounts.by_email(email)
            current.record("inloggen mislukt", tried.name if tried else "")
            form.password.errors = [WRONG]
    elif current.account() and not form.is_submitted():
        return redirect(signing_in.onward())
    return render_template("accounts/log_in.html", form=form)


@blueprint.post("/uitloggen")
@for_everyone
def log_out() -> Response:
    """End the session, whatever the token of the form and whatever else fails: nobody stays logged in unwillingly."""
    if unsent_forms.comes_from_elsewhere():
        abort(400)
    user = current.account()
    if token := session.get("_user_id"):  # where flask-login keeps it
        site.login_sessions.end(token)
    flask_login.logout_user()
    session.clear()
    if user:
        site.audit_log.record(user, "uitgelogd", "")
    flash("U bent uitgelogd.")
    answer = redirect(url_for("home.home"))
    # The copy for when there is no internet, among others. Pages of who is logged in are never cached; clearing the
    # cache of a browser that holds much would make it stand still.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer
