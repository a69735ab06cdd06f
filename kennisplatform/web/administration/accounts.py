"""Looking after accounts: who there are, inviting, roles and networks, blocking and deleting. For administrators.

Each change is written in the audit log. A link that lets somebody in is mailed, or else shown once to be handed over.
"""

from __future__ import annotations

from typing import cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kennisplatform.accounts.account_links import INVITED_FOR, RESET_FOR
from kennisplatform.accounts.directory import Account, AccountExists, LastAdministrator
from kennisplatform.accounts.one_time_links import Purpose
from kennisplatform.mail import Mail
from kennisplatform.site import site
from kennisplatform.web.administration import change_words
from kennisplatform.web.administration.forms import (
    AccountForm,
    DeleteForm,
    InvitationForm,
    SelectionForm,
    network_titles,
)
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_administrators, reauthenticated, reauthenticated_to_save
from kennisplatform.web.mailing import link_addresses, texts
from kennisplatform.web.mailing.delivery import delivered

blueprint = Blueprint("administration", __name__)

ADDRESS_TAKEN = "Er is al een account met dit e-mailadres."
LAST_ADMINISTRATOR = "Dit is de enige beheerder. Maak eerst iemand anders beheerder."


@blueprint.get("/beheer")
@for_administrators
def overview() -> str:
    """Show what there is to look after."""
    accounts = site.accounts.all()
    return render_template(
        "administration/overview.html",
        total=len(accounts),
        blocked=sum(account.is_blocked for account in accounts),
        invitations=len(site.account_links.open_invitations()),
    )


@blueprint.get("/beheer/gebruikers")
@for_administrators
def accounts() -> str:
    """Show the accounts that are asked for, and the open invitations."""
    form = SelectionForm.of_request()
    found = form.selection().of(site.accounts.all())
    return render_template(
        "administration/accounts.html",
        form=form,
        found=found,
        invitations=site.account_links.open_invitations(),
        titles=network_titles(),
    )


@blueprint.route("/beheer/gebruikers/uitnodigen", methods=["GET", "POST"])
@for_administrators
@reauthenticated_to_save
def invite() -> str:
    """Invite somebody by a link that makes an account of this role and these networks."""
    form = InvitationForm()
    if form.validate_on_submit():
        new, days = form.account(), INVITED_FOR.days
        try:
            token = site.account_links.invite(new.email, new.role, new.networks, name=new.name)
        except AccountExists:
            form.email.errors = [ADDRESS_TAKEN]
        else:
            current.record("uitgenodigd", new.name or "iemand zonder naam", change_words.invitation(new))
            address = link_addresses.address_of(current_app, Purpose.INVITATION, token)
            return _hand_over(texts.invitation(new.email, new.role, address, days), address, f"{days} dagen", None)
    return render_template("administration/invite.html", form=form, is_mailed=site.mailer.is_configured)


@blueprint.post("/beheer/uitnodigingen/<number:number>/intrekken")
@for_administrators
def withdraw(number: int) -> ResponseReturnValue:
    """Let an invitation work no more."""
    invitation = site.account_links.withdraw(number)
    if invitation and invitation.role:
        current.record("uitnodiging ingetrokken", invitation.name or "iemand zonder naam", invitation.role.label)
        flash(f"De uitnodiging van {invitation.email} is ingetrokken. De link werkt niet meer.")
    else:
        flash("Deze uitnodiging is al aangenomen, ingetrokken of verlopen.")
    return redirect(url_for(".accounts"))


@blueprint.route("/beheer/gebruikers/<number:number>", methods=["GET", "POST"])
@for_administrators
@reauthenticated_to_save
def account(number: int) -> ResponseReturnValue:
    """Show an account, and change its name, address, role and networks."""
    found = _account_or_404(number)
    form = AccountForm.of_account(found)
    if form.validate_on_submit():
        try:
            changed = site.accounts.change(number, form.account())
        except AccountExists:
            form.email.errors = [ADDRESS_TAKEN]
        except LastAdministrator:
            form.role.errors = [LAST_ADMINISTRATOR]
        else:
            words = change_words.change(found, changed)
            if words:
                current.record("gebruiker gewijzigd", changed.name, words)
            done = f"De gegevens van {changed.name} zijn gewijzigd. Dat geldt meteen."
            flash(done if words else "Er is niets veranderd.")
            return redirect(url_for(".account", number=number))
    return render_template(
        "administration/account.html",
        found=found,
        form=form,
        is_own=_is_own(found),
        has_two_step=site.two_step.is_on(number),
    )


@blueprint.post("/beheer/gebruikers/<number:number>/blokkeren")
@for_administrators
@reauthenticated
def block(number: int) -> ResponseReturnValue:
    """Keep somebody out, at once."""
    found = _account_or_404(number)
    if _is_own(found):
        flash("U kunt uzelf niet blokkeren. Vraag het aan een andere beheerder.")
        return redirect(url_for(".account", number=number))
    try:
        site.accounts.block(number)
    except LastAdministrator:
        flash(LAST_ADMINISTRATOR)
    else:
        current.record("gebruiker geblokkeerd", found.name)
        flash(f"{found.name} is uitgelogd en kan niet meer inloggen.")
    return redirect(url_for(".account", number=number))


@blueprint.post("/beheer/gebruikers/<number:number>/deblokkeren")
@for_administrators
@reauthenticated
def unblock(number: int) -> ResponseReturnValue:
    """Let somebody in again."""
    found = _account_or_404(number)
    site.accounts.unblock(number)
    current.record("gebruiker gedeblokkeerd", found.name)
    flash(f"{found.name} kan weer inloggen.")
    return redirect(url_for(".account", number=number))


@blueprint.post("/beheer/gebruikers/<number:number>/uitloggen")
@for_administrators
@reauthenticated
def end_sessions(number: int) -> ResponseReturnValue:
    """Log somebody out everywhere."""
    found = _account_or_404(number)
    site.login_sessions.end_all(number)
    current.record("gebruiker overal uitgelogd", found.name)
    flash(f"{found.name} is in alle browsers uitgelogd.")
    return redirect(url_for(".account", number=number))


@blueprint.post("/beheer/gebruikers/<number:number>/nieuw-wachtwoord")
@for_administrators
@reauthenticated
def reset(number: int) -> ResponseReturnValue:
    """Make a link with which somebody chooses a new password."""
    found = _account_or_404(number)
    if found.is_blocked:
        flash(f"{found.name} is geblokkeerd. Deblokkeer eerst.")
        return redirect(url_for(".account", number=number))
    address = link_addresses.address_of(current_app, Purpose.RESET, site.account_links.make_reset(found))
    current.record("link voor nieuw wachtwoord gemaakt", found.name)
    hours = RESET_FOR.days * 24
    return _hand_over(texts.new_password(found.email, found.name, address, hours), address, f"{hours} uur", found)


@blueprint.post("/beheer/gebruikers/<number:number>/twee-stappen-uit")
@for_administrators
@reauthenticated
def switch_off_two_step(number: int) -> ResponseReturnValue:
    """Let somebody in without the second step who lost both the app and the recovery codes."""
    found = _account_or_404(number)
    site.two_step.switch_off(number)
    current.record("twee stappen uitgezet", found.name, "door een beheerder")
    flash(f"{found.name} kan nu inloggen zonder code.")
    return redirect(url_for(".account", number=number))


@blueprint.route("/beheer/gebruikers/<number:number>/verwijderen", methods=["GET", "POST"])
@for_administrators
@reauthenticated_to_save
def delete(number: int) -> ResponseReturnValue:
    """Ask whether it is meant, and delete an account."""
    found = _account_or_404(number)
    form = DeleteForm()
    if _is_own(found):
        flash("U kunt uw eigen account niet verwijderen. Vraag het aan een andere beheerder.")
        return redirect(url_for(".account", number=number))
    if not form.validate_on_submit():
        return render_template("administration/delete.html", found=found, form=form)
    try:
        site.accounts.delete(number)
    except LastAdministrator:
        flash(LAST_ADMINISTRATOR)
        return redirect(url_for(".account", number=number))
    current.record("gebruiker verwijderd", found.name)
    flash(f"Het account van {found.name} is verwijderd.")
    return redirect(url_for(".accounts"))


def _account_or_404(number: int) -> Account:
    return site.accounts.by_id(number) or abort(404)


def _is_own(account: Account) -> bool:
    return account.id == cast(Account, current.account()).id


def _hand_over(mail: Mail, address: str, valid_for: str, account: Account | None) -> str:
    """Answer with what became of a link: that it was mailed, or the link itself, this once."""
    delivery = delivered(mail, address)
    return render_template(
        "administration/hand_over.html",
        to=mail.to,
        address=delivery.shown,
        text=mail.text,
        valid_for=valid_for,
        problem=delivery.problem,
        found=account,
    )
