"""Links to other sites that are not in order: replaced or removed in all entries at once. For curators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from kennisplatform import outside
from kennisplatform.curation.versions import entry_versions
from kennisplatform.curation.worklist import link_repair
from kennisplatform.curation.worklist.link_check import Outcome, external_links
from kennisplatform.curation.worklist.link_repair import Done, Repair
from kennisplatform.curation.worklist.worklist import checked_links
from kennisplatform.outside import LONGEST_URL
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import SiteForm, WebAddress
from kennisplatform.web.curation import onward
from kennisplatform.web.display.form_fields import stripped
from kennisplatform.web.display.titles import named, title_of

blueprint = Blueprint("dead_links", __name__, url_prefix="/redactie/links")

OUTCOMES = (Outcome.BROKEN, Outcome.MOVED, Outcome.SUSPECT, Outcome.REFUSED)
NOT_IN_USE = "Dit adres staat in geen enkele vermelding (meer). Er is niets veranderd."
SAME_ADDRESS = "Dit is hetzelfde adres. Schrijf het nieuwe adres."
TOO_LONG = "Dit adres is te lang: hoogstens %(max)d tekens."


class ReplaceForm(SiteForm):
    """An address, and what it becomes."""

    adres = HiddenField(validators=[Length(max=LONGEST_URL)])
    nieuw = StringField(
        "Nieuw adres",
        [
            DataRequired("Schrijf het nieuwe adres. Het begint met https://."),
            Length(max=LONGEST_URL, message=TOO_LONG),
            WebAddress(),
        ],
        filters=[stripped],
    )


class RemoveForm(SiteForm):
    """Removing an address from what was shown; `versie` is repeated, as `slug:version`."""

    adres = HiddenField(validators=[Length(max=LONGEST_URL)])


@blueprint.route("", methods=["GET", "POST"])
@for_curators
def overview() -> ResponseReturnValue:
    """Show every link to another site that is not simply in order; replace one of them everywhere."""
    form = ReplaceForm()
    if not form.is_submitted():
        return _list(form)
    if form.adres.data not in external_links(site.catalogue):
        flash(f"{NOT_IN_USE} U typte: {form.nieuw.data[:LONGEST_URL]}", "error")
        return redirect(url_for(".overview"))
    if not form.validate():
        return _list(form, 422)
    new = outside.normal_address(form.nieuw.data) or ""
    repair = Repair(form.adres.data or "", new)
    if new == repair.old:
        form.nieuw.errors = [SAME_ADDRESS]
        return _list(form, 422)
    return _after(repair, link_repair.carry_out(repair, site.editing, current.author()), "link vervangen")


@blueprint.route("/verwijderen", methods=["GET", "POST"])
@for_curators
def remove() -> ResponseReturnValue:
    """Show what removing an address changes, and remove it where nobody saved since that was shown."""
    repair = Repair(request.values.get("adres", "")[:LONGEST_URL])
    form = RemoveForm(adres=repair.old)
    if form.validate_on_submit():
        shown = dict(pair.split(":", 1) for pair in request.form.getlist("versie") if ":" in pair)
        done = link_repair.carry_out(repair, site.editing, current.author(), shown)
        return _after(repair, done, "link verwijderd")
    proposals = link_repair.plan(repair, site.store)
    return render_template("curation/remove_link.html", repair=repair, form=form, proposals=proposals)


@blueprint.post("/controle")
@for_curators
def check() -> ResponseReturnValue:
    """Begin a round of the link check, unless one is going on."""
    if site.link_rounds.start(everything=True):
        flash("De controle is begonnen. Dat kan een halfuur duren; u kunt intussen verder werken.")
    else:
        flash("De controle liep al. Er is geen tweede begonnen.")
    return redirect(url_for(".overview"))


def _after(repair: Repair, done: Done, deed: str) -> ResponseReturnValue:
    """Say what was done and what was not, and lead back to the list."""
    for proposal in done.changed:
        current.record(deed, proposal.content.slug, repair.message)
    if done.overtaken:
        flash(f"Overgeslagen, omdat iemand dit intussen wijzigde: {named(done.overtaken)}.", "error")
    for proposal in done.stays:
        flash(f"Niet veranderd in ‘{proposal.content.title}’: {'; '.join(proposal.stays)}. Wijzig dat zelf.", "error")
    return redirect(url_for(".overview", gedaan=done.revision.id if done.revision else None))


def _list(form: ReplaceForm, status: int = 200) -> ResponseReturnValue:
    known = site.link_checker.checked.all()
    found = checked_links(site.catalogue, known, OUTCOMES)
    done = onward.just_made()
    return render_template(
        "curation/dead_links.html",
        form=form,
        by_outcome={outcome: [one for one in found if one.link.outcome is outcome] for outcome in OUTCOMES},
        total=len(known),
        unknown=len(external_links(site.catalogue).keys() - known.keys()),
        titles=_titles(),
        last_check=site.link_checker.checked.last_day(),
        is_going_on=site.link_rounds.is_going_on(),
        was_offline=site.link_rounds.was_offline,
        done=done,
        can_be_undone=done is not None and entry_versions.can_be_undone(done),
    ), status


def _titles() -> Mapping[str, str]:
    catalogue = site.catalogue
    return {slug: title_of(slug) for slug in (*catalogue.entries, *catalogue.pages)}
