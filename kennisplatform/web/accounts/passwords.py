"""Changing a password (for members), and asking for a new one when it is forgotten (for everyone).

Whether an address has an account is told to nobody: not by the answer, and not by how long it takes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from kennisplatform.accounts import throttle
from kennisplatform.accounts.directory import Account, normalised
from kennisplatform.accounts.one_time_links import Purpose
from kennisplatform.accounts.throttle import Counter
from kennisplatform.mail import Mail
from kennisplatform.site import site, site_of
from kennisplatform.web.accounts import signing_in
from kennisplatform.web.accounts.account_fields import NewPasswordForm
from kennisplatform.web.base import current, throttling
from kennisplatform.web.base.access import for_everyone, for_members
from kennisplatform.web.base.forms import SiteForm
from kennisplatform.web.mailing import link_addresses, texts

blueprint = Blueprint("passwords", __name__)

MAILED_RESET_FOR = timedelta(hours=2)


class ChangeForm(NewPasswordForm):
    """The present password and the new one."""

    present = PasswordField("Huidig wachtwoord", [InputRequired("Vul uw huidige wachtwoord in."), Length(max=1000)])


class ForgottenForm(SiteForm):
    """Whose password was forgotten."""

    email = EmailField("E-mailadres", [InputRequired("Vul uw e-mailadres in."), Length(max=254)])


@blueprint.route("/account/wachtwoord", methods=["GET", "POST"])
@for_members
def change() -> ResponseReturnValue:
    """Change one's own password; all other browsers are logged out, and this one goes on in a new session."""
    account = cast(Account, current.account())
    if not account.has_password:
        return render_template("accounts/no_password.html")
    form = ChangeForm(account.name, account.email)
    if form.validate_on_submit():
        if signing_in.account_by_password(account.email, form.present.data):
            site.accounts.set_password(account.id, form.password.data)
            site.login_sessions.end_all(account.id)
            signing_in.open_session(account)
            current.record("wachtwoord gewijzigd", account.name)
            flash("Uw wachtwoord is gewijzigd. Andere browsers zijn uitgelogd.")
            return redirect(url_for(".change"))
        form.present.errors = ["Dit is niet uw huidige wachtwoord. Probeer het opnieuw."]
    return render_template("accounts/change_password.html", form=form)


@blueprint.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@for_everyone
def forgotten() -> ResponseReturnValue:
    """Mail a link to choose a new password, when there is an account; the answer is always the same."""
    form = ForgottenForm()
    if not site.mailer.is_configured:
        return render_template("accounts/forgotten_without_mail.html")
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form)
    email = normalised(form.email.data)
    throttling.take(
        Counter(throttle.FORGOTTEN_PASSWORDS_OF_ACCOUNT, email),
        Counter(throttle.FORGOTTEN_PASSWORDS_FROM_ADDRESS, throttling.visitor_address().single),
    )
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    site.mailer.send_later(lambda: _mail_to(app, email))
    return render_template("accounts/forgotten_sent.html")


def _mail_to(app: Flask, email: str) -> Mail | None:
    """Return the mail for an address; None when it has no account that logs in with a password."""
    account = site_of(app).accounts.by_email(email)
    if account is None or account.is_blocked or not account.has_password:
        return None
    token = site_of(app).account_links.make_reset(account, MAILED_RESET_FOR)
    address = link_addresses.address_of(app, Purpose.RESET, token)
    return texts.new_password(account.email, account.name, address, MAILED_RESET_FOR // timedelta(hours=1))
