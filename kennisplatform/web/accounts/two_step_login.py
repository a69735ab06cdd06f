"""The second step of logging in: asks for the code. For whoever just passed the first."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from kennisplatform.accounts import throttle
from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.throttle import Counter
from kennisplatform.site import site
from kennisplatform.web.accounts import pending_login, signing_in
from kennisplatform.web.base import current, throttling
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.forms import SiteForm

blueprint = Blueprint("two_step_login", __name__)

WRONG_CODE = (
    "Deze code klopt niet, of is al gebruikt. Wacht tot uw app een nieuwe code laat zien. Klopt die ook niet? "
    "Kijk dan of de klok van uw telefoon gelijk loopt."
)
WRONG_RECOVERY_CODE = "Deze herstelcode klopt niet, of is al gebruikt. Elke herstelcode werkt één keer."


class CodeForm(SiteForm):
    """A code of the app, or a recovery code."""

    code = StringField("Code", [InputRequired("Vul de code in."), Length(max=50)])


@blueprint.route("/inloggen/code", methods=["GET", "POST"])
@for_everyone
def ask() -> str | Response:
    """Ask for the code, and log in."""
    pending = pending_login.present()
    account = site.accounts.by_id(pending.account_id) if pending else None
    if pending is None or account is None or account.is_blocked:
        return redirect(url_for("login.log_in"))
    form = CodeForm()
    if form.validate_on_submit():
        problem = problem_with_code(account, form.code.data)
        if problem is None:
            signing_in.open_session(account, trusts_device=pending.trusts_device)
            current.record("ingelogd", "", "met een tweede stap")
            return redirect(pending.onward)
        site.audit_log.record(None, "tweede stap mislukt", account.name)
        form.code.errors = [problem]
    return render_template("accounts/two_step_login.html", form=form)


def problem_with_code(account: Account, code: str) -> str | None:
    """Use a code up; return what is wrong with it, None when it is right. Who keeps guessing has to wait."""
    guesses = Counter(throttle.WRONG_CODES_OF_ACCOUNT, str(account.id))
    throttling.wait_for(guesses)
    if "".join(code.split()).isdigit():
        problem = None if site.two_step.accepts(account.id, code) else WRONG_CODE
    elif site.two_step.accepts_recovery(account.id, code):
        problem = None
        left = site.two_step.state(account.id).recovery_codes_left
        site.audit_log.record(account, "herstelcode gebruikt", account.name, f"nog {left} over")
    else:
        problem = WRONG_RECOVERY_CODE
    if problem:
        site.throttle.count(guesses)
    return problem
