"""Somebody's own page: who they are to this site, how they log in, and where they are logged in. For members."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kennisplatform.site import site
from kennisplatform.web.base import current, unsent_forms, visibility
from kennisplatform.web.base.access import for_members

blueprint = Blueprint("own_account", __name__)


@blueprint.get("/account")
@for_members
def overview() -> str:
    """Show what the site knows of who is looking, and their open sessions."""
    here = current.signed_in()
    return render_template(
        "accounts/own_account.html",
        here=here,
        sessions=site.login_sessions.open_sessions(here.account),
        networks=visibility.visible_by_slug(sorted(here.account.networks)),
        two_step=site.two_step.state(here.account.id),
    )


@blueprint.get("/account/formulier")
@for_members
def unsent_form() -> Response:
    """Lead back to a form that was sent before its sender had logged in, or confirmed who they are."""
    return unsent_forms.give_back()


@blueprint.post("/account/sessies/<reference>/einde")
@for_members
def end_session(reference: str) -> Response:
    """Log out one browser of one's own."""
    here = current.signed_in()
    if not site.login_sessions.end_one(here.account.id, reference):
        abort(404)
    current.record("sessie beëindigd", here.account.name)
    flash("Die browser is uitgelogd.")
    return redirect(url_for("own_account.overview"))


@blueprint.post("/account/sessies/einde")
@for_members
def end_other_sessions() -> Response:
    """Log out every browser but this one."""
    here = current.signed_in()
    number = site.login_sessions.end_all(here.account.id, except_token=here.token)
    current.record("andere sessies beëindigd", here.account.name, str(number))
    flash("U bent nu alleen nog in deze browser ingelogd.")
    return redirect(url_for("own_account.overview"))
