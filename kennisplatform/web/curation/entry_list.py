"""The list of all entries for curators, and changing many of them at once: choose, look, do, and undo."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kennisplatform import dutch_time
from kennisplatform.curation.versions import entry_versions
from kennisplatform.curation.worklist.completeness import RULE_LABELS
from kennisplatform.curation.worklist.entry_list import ListPage, ListRequest, Need, Sorting, listed
from kennisplatform.curation.worklist.link_check import Outcome
from kennisplatform.curation.worklist.worklist import checked_links
from kennisplatform.curation.writing import bulk
from kennisplatform.dutch_text import counted
from kennisplatform.entries.history.repository import Revision
from kennisplatform.site import site
from kennisplatform.vocabulary import Kind, Sector, Status, Theme, Visibility
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.curation import list_url, onward
from kennisplatform.web.curation.bulk_form import BulkForm
from kennisplatform.web.display.titles import named

blueprint = Blueprint("entry_list", __name__, url_prefix="/redactie/lijst")

SORTING_LABELS = {
    Sorting.TITLE: "Titel (a–z)",
    Sorting.REVIEW: "Eerst na te kijken",
    Sorting.UPDATED: "Langst niet nagekeken",
    Sorting.KIND: "Soort",
    Sorting.STATUS: "Status",
}


@blueprint.get("")
@for_curators
def overview() -> str:
    """Show the entries that the address asks for."""
    return _list_page(list_url.read(request.args), BulkForm(formdata=None), done=onward.just_made())


@blueprint.post("/bekijk")
@for_curators
def preview() -> str:
    """Show exactly what an action will change; nothing changes yet."""
    asked = list_url.read_from_form()
    form = BulkForm()
    action = form.action(dutch_time.today())
    found = _found(asked)
    ticked = request.form.getlist("slug")
    chosen = found.slugs if request.form.get("keuze") == "alle" else ticked
    entries = site.catalogue.entries
    plan = (
        bulk.plan(action, [entries[slug] for slug in dict.fromkeys(chosen) if slug in entries], site.editing.store)
        if action
        else None
    )
    if plan is None or not (plan.proposals or plan.not_applicable):
        return _list_page(asked, form, ticked, is_nothing_chosen=not chosen)
    return render_template("curation/bulk.html", plan=plan, form=form, back=list_url.url(asked))


@blueprint.post("/doen")
@for_curators
def carry_out() -> ResponseReturnValue:
    """Do what was shown, as far as nobody changed it since, in one revision."""
    asked = list_url.read_from_form()
    form = BulkForm()
    action = form.action(dutch_time.today())
    versions = dict(pair.split(":", 1) for pair in request.form.getlist("versie") if ":" in pair)
    if action is None or not versions:
        return _list_page(asked, form, list(versions), is_nothing_chosen=not versions)
    remark = (
        form.opmerking.data or ""
    ).strip() or f"{action.done} ({counted(len(versions), 'vermelding', 'vermeldingen')})"
    done = bulk.carry_out(action, versions, site.editing, current.author(), remark)
    for entry in done.changed:
        current.record(action.done.lower(), entry.slug, remark)
    if done.left_alone:
        flash(f"Overgeslagen, omdat iemand dit intussen wijzigde: {named(done.left_alone)}.", "error")
    return redirect(list_url.url(asked, done.revision.id if done.revision else None))


def _list_page(
    asked: ListRequest,
    form: BulkForm,
    ticked: Collection[str] = (),
    *,
    is_nothing_chosen: bool = False,
    done: Revision | None = None,
) -> str:
    return render_template(
        "curation/entry_list.html",
        page=_found(asked),
        form=form,
        ticked=frozenset(ticked),
        is_nothing_chosen=is_nothing_chosen,
        done=done,
        can_be_undone=done is not None and entry_versions.can_be_undone(done),
        list_url=list_url,
        today=dutch_time.today(),
        vocabularies={"soort": Kind, "status": Status, "thema": Theme, "sector": Sector, "zichtbaar": Visibility},
        needs={**{str(need): need.label for need in Need}, **RULE_LABELS},
        sorting_labels=SORTING_LABELS,
    )


def _found(asked: ListRequest) -> ListPage:
    catalogue = site.catalogue
    dead = checked_links(catalogue, site.link_checker.checked.all(), (Outcome.BROKEN, Outcome.SUSPECT, Outcome.MOVED))
    slugs = {slug for one in dead for slug in one.slugs}
    prepared = {change.slug: change for change in site.prepared_changes.all() if change.slug}
    return listed(catalogue.entries.values(), asked, dutch_time.today(), slugs, prepared)
