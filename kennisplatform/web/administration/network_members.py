"""Who is a member of a network, all at once. For administrators."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kennisplatform.dutch_text import counted
from kennisplatform.entries.models import Network
from kennisplatform.site import site
from kennisplatform.web.administration.forms import MembersForm
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_administrators, reauthenticated_to_save

blueprint = Blueprint("network_members", __name__)


@blueprint.get("/beheer/netwerken")
@for_administrators
def overview() -> str:
    """List the networks with how many members each has."""
    accounts = site.accounts.all()
    networks = sorted(visibility.visible(site.catalogue.of_type(Network)), key=lambda network: network.title)
    counts = {network.slug: sum(network.slug in account.networks for account in accounts) for network in networks}
    return render_template("administration/networks.html", networks=networks, counts=counts)


@blueprint.route("/beheer/netwerken/<slug>", methods=["GET", "POST"])
@for_administrators
@reauthenticated_to_save
def members(slug: str) -> ResponseReturnValue:
    """Show who is a member of a network, and change that."""
    network = visibility.entry_or_404(Network, slug)
    form = MembersForm(slug, site.accounts.all())
    if form.validate_on_submit():
        came, went = site.accounts.set_members(slug, {int(number) for number in form.members.data})
        for account in came:
            current.record("gebruiker gewijzigd", account.name, f"nu lid van {network.title}")
        for account in went:
            current.record("gebruiker gewijzigd", account.name, f"niet meer lid van {network.title}")
        flash(f"Opgeslagen. Erbij: {counted(len(came), 'lid', 'leden')}. Eraf: {counted(len(went), 'lid', 'leden')}.")
        return redirect(url_for(".members", slug=slug))
    return render_template("administration/network_members.html", network=network, form=form)
