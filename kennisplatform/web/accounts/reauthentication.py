"""'Bevestig dat u het bent': asks who is there before something dangerous (`access.reauthenticated`). For members.

A password when the account has one, else a code of the second step; who has neither logs in again.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from kennisplatform.accounts.directory import Account
from kennisplatform.site import site
from kennisplatform.web.accounts import signing_in, two_step_login
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_members
from kennisplatform.web.base.forms import SiteForm

blueprint = Blueprint("reauthentication", __name__)

WRONG_PASSWORD = "Dit is niet uw wachtwoord. Probeer het opnieuw."  # noqa: S105


class PasswordForm(SiteForm):
    """The password once more."""

    proof = PasswordField("Uw wachtwoord", [InputRequired("Vul uw wachtwoord in."), Length(max=1000)])


class CodeForm(SiteForm):
    """A code of the second step."""

    proof = StringField("Code uit uw app", [InputRequired("Vul de code uit uw app in."), Length(max=50)])


@blueprint.route("/account/bevestigen", methods=["GET", "POST"])
@for_members
def confirm() -> str | Response:
    """Ask who is there, and go on to the page that wanted to know."""
    session = current.signed_in()
    account = session.account
    form = PasswordForm() if account.has_password else CodeForm()
    if form.validate_on_submit():
        problem = _problem(account, form.proof.data)
        if problem is None:
            site.login_sessions.confirm(session.token)
            return redirect(signing_in.onward())
        current.record("bevestigen mislukt", account.name)
        form.proof.errors = [problem]
    can_confirm = account.has_password or site.two_step.is_on(account.id)
    return render_template(
        "accounts/reauthenticate.html", form=form, can_confirm=can_confirm, onward=signing_in.onward()
    )


def _problem(account: Account, proof: str) -> str | None:
    if not account.has_password:
        return two_step_login.problem_with_code(account, proof)
    return None if signing_in.account_by_password(account.email, proof) else WRONG_PASSWORD
