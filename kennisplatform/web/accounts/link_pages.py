"""The pages behind one-time links: the first administrator, an invitation, a new password. For who holds the link.

Opening a page uses nothing up, because programs that check mail open links too; sending its form does. The pages tell
no other site where they are, and are not kept by the browser.
"""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    after_this_request,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from kennisplatform.accounts.directory import AccountExists
from kennisplatform.accounts.one_time_links import InvalidLink, Purpose
from kennisplatform.site import site
from kennisplatform.web.accounts import device_cookie, signing_in
from kennisplatform.web.accounts.account_fields import NewPasswordForm, email_field, name_field
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.mailing import link_addresses

blueprint = Blueprint("link_pages", __name__)
link_addresses.keep_secret(blueprint)

ADDRESS_TAKEN = "Er is al een account met dit e-mailadres. Log daarmee in, of vraag een nieuw wachtwoord aan."


class SetUpForm(NewPasswordForm):
    """What is asked of the first administrator."""

    name = name_field()
    email = email_field("Uw e-mailadres")


class AcceptForm(NewPasswordForm):
    """What is asked of who is invited; all else stands in the invitation."""

    name = name_field()


@blueprint.errorhandler(InvalidLink)
def _gone(_: InvalidLink) -> Response:
    return make_response(render_template("accounts/link_gone.html", endpoint=request.endpoint), 410)


@blueprint.route("/eerste-beheerder/<token>", methods=["GET", "POST"])
@for_everyone
def set_up(token: str) -> ResponseReturnValue:
    """Make the first administrator, and log them in."""
    site.account_links.find(token, Purpose.SET_UP)
    form = SetUpForm()
    if form.validate_on_submit():
        try:
            account = site.account_links.set_up(token, form.email.data, form.name.data, form.password.data)
        except AccountExists:
            form.email.errors = [ADDRESS_TAKEN]
        else:
            signing_in.open_session(account)
            current.record("eerste beheerder gemaakt", account.name)
            flash("U bent nu beheerder. Nodig hier de anderen uit.")
            return redirect(url_for("administration.overview"))
    return render_template("accounts/set_up.html", form=form)


@blueprint.route("/uitnodiging/<token>", methods=["GET", "POST"])
@for_everyone
def accept_invitation(token: str) -> ResponseReturnValue:
    """Make the account that the invitation describes, and log its owner in."""
    link = site.account_links.find(token, Purpose.INVITATION)
    form = AcceptForm(link.email, name=link.name)
    if form.validate_on_submit():
        try:
            account = site.account_links.accept(token, form.name.data, form.password.data)
        except AccountExists:
            form.name.errors = [ADDRESS_TAKEN]
        else:
            signing_in.open_session(account)
            current.record("uitnodiging aangenomen", account.name, account.role)
            flash("Uw account is klaar en u bent ingelogd.")
            return redirect(url_for("home.home"))
    return render_template("accounts/accept_invitation.html", form=form, link=link)


@blueprint.route("/nieuw-wachtwoord/<token>", methods=["GET", "POST"])
@for_everyone
def choose_password(token: str) -> ResponseReturnValue:
    """Let somebody choose a new password. They log in with it themselves, so that a second step is asked as ever.

    Who holds the link reads the mail of the account, so this browser counts as known from now on: guesses from
    elsewhere do not keep its owner out.
    """
    link = site.account_links.find(token, Purpose.RESET)
    after_this_request(device_cookie.remembering(link.email))
    form = NewPasswordForm(link.email)
    if form.validate_on_submit():
        account = site.account_links.choose_password(token, form.password.data)
        site.audit_log.record(account, "nieuw wachtwoord gekozen", account.name)
        flash("Uw nieuwe wachtwoord is opgeslagen. Log ermee in.")
        return redirect(url_for("login.log_in"))
    return render_template("accounts/choose_password.html", form=form, link=link)
