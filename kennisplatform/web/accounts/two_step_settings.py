"""Switching the second step of logging in on and off, and the recovery codes. For members, each for themselves.

Roles in TWO_STEP_REQUIRED can use nothing else until they switched it on.
"""

from __future__ import annotations

from flask import Blueprint, Flask, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.two_step import RECOVERY_CODES, address_for_app, is_recovery_code
from kennisplatform.site import site
from kennisplatform.web.accounts import two_step_login
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_members, reauthenticated
from kennisplatform.web.base.forms import SiteForm
from kennisplatform.web.display import problem_details

blueprint = Blueprint("two_step_settings", __name__)

REQUIRED_FIRST = (
    "Zet eerst inloggen in twee stappen aan",
    "Uw rol vraagt dat u inlogt in twee stappen. Zet dat eerst aan op de pagina Mijn account.",
)
USABLE_BEFORE = frozenset(
    {
        "static",
        "bootstrap.static",
        "health.alive",
        "two_step_settings.settings",
        "reauthentication.confirm",
        "login.log_out",
    }
)
"""Endpoints for who still has to switch it on."""


class SwitchOnForm(SiteForm):
    """A code that shows that the app works."""

    code = StringField("Code uit de app", [InputRequired("Vul de code in die uw app laat zien."), Length(max=20)])


def register(app: Flask) -> None:
    """Keep who must have a second step from everything else until they do."""
    app.before_request(_require)


def is_required(account: Account) -> bool:
    """Tell whether the role of an account must log in with a second step."""
    return account.role in site.settings.two_step_required


@blueprint.route("/account/twee-stappen", methods=["GET", "POST"])
@for_members
@reauthenticated
def settings() -> str | Response:
    """Show how it stands; switch it on with a code that shows that the app works."""
    account = current.signed_in().account
    state = site.two_step.state(account.id)
    if state.is_on:
        return render_template("accounts/two_step_is_on.html", state=state, is_required=is_required(account))
    form = SwitchOnForm()
    if form.validate_on_submit():
        codes = site.two_step.switch_on(account.id, form.code.data)
        if codes:
            current.record("twee stappen aangezet", account.name)
            return render_template("accounts/recovery_codes.html", codes=codes, is_new=True)
        form.code.errors = [two_step_login.WRONG_CODE]
    secret = site.two_step.secret(account.id)
    return render_template(
        "accounts/two_step_switch_on.html",
        form=form,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        address=address_for_app(secret, account.email),
        is_required=is_required(account),
    )


@blueprint.post("/account/twee-stappen/herstelcodes")
@for_members
@reauthenticated
def recovery_codes() -> str:
    """Make new recovery codes and show them, this once; the old ones stop working."""
    account = current.signed_in().account
    if not site.two_step.is_on(account.id):
        abort(404)
    codes = site.two_step.new_recovery_codes(account.id)
    current.record("herstelcodes gemaakt", account.name)
    return render_template("accounts/recovery_codes.html", codes=codes, is_new=False)


@blueprint.post("/account/twee-stappen/herstelcodes.txt")
@for_members
def download_codes() -> Response:
    """Send the codes that the page shows back as a file; the site itself does not know them any more."""
    codes = [code for code in request.form.getlist("code")[:RECOVERY_CODES] if is_recovery_code(code)]
    if not codes:
        abort(404)
    lines = ["Herstelcodes voor het Kennisplatform. Elke code werkt een keer.", "", *codes, ""]
    response = make_response("\r\n".join(lines))
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = 'attachment; filename="herstelcodes-kennisplatform.txt"'
    return response


@blueprint.post("/account/twee-stappen/uit")
@for_members
@reauthenticated
def switch_off() -> Response:
    """Go back to logging in with a password only, unless the role needs more."""
    account = current.signed_in().account
    if is_required(account):
        abort(403)
    site.two_step.switch_off(account.id)
    current.record("twee stappen uitgezet", account.name)
    flash("Inloggen in twee stappen staat uit.")
    return redirect(url_for("own_account.overview"))


def _require() -> ResponseReturnValue | None:
    if request.endpoint in USABLE_BEFORE:
        return None
    account = current.account()
    if account is None or not is_required(account) or site.two_step.is_on(account.id):
        return None
    if request.path.startswith("/api/"):
        return problem_details.response(403, *REQUIRED_FIRST)
    return redirect(url_for("two_step_settings.settings"))
