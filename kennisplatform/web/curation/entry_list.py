"""The list of all entries for curators, and changing many of them at once: choose, look, do, and undo."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath
from urllib.parse import parse_qsl

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kennisplatform import dutch_time, outside
from kennisplatform.curation.worklist.completeness import RULE_LABELS
from kennisplatform.curation.worklist.entry_list import ListPage, ListRequest, Need, Sorting, listed
from kennisplatform.curation.worklist.link_check import Outcome
from kennisplatform.curation.worklist.worklist import checked_links
from kennisplatform.curation.writing import bulk
from kennisplatform.dutch_text import counted
from kennisplatform.entries.history.repository import Revision, RevisionUnknown
from kennisplatform.site import site
from kennisplatform.vocabulary import Kind, Sector, Status, Theme, Visibility
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.curation import list_url
from kennisplatform.web.curation.bulk_form import BulkForm

blueprint = Blueprint("entry_list", __name__, url_prefix="/redactie/lijst")

SORTING_LABELS = {
    Sorting.TITLE: "Titel (a–z)",
    Sorting.REVIEW: "Eerst na te kijken",
    Sorting.UPDATED: "Langst niet nagekeken",
    Sorting.KIND: "Soort",
    Sorting.STATUS: "Status",
}
NAMED_IN_A_MESSAGE = 8
"""How many titles a message names before it only counts."""


@blueprint.get("")
@for_curators
def overview() -> str:
    """Show the entries that the address asks for."""
    return _list_page(list_url.read(request.args), BulkForm(formdata=None), done=_done())


@blueprint.post("/bekijk")
@for_curators
def preview() -> str:
    """Show exactly what an action will change; nothing changes yet."""
    asked = _asked()
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
    asked = _asked()
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
        flash(f"Overgeslagen, omdat iemand dit intussen wijzigde: {_named(done.left_alone)}.", "error")
    return redirect(list_url.url(asked, done.revision.id if done.revision else None))


@blueprint.post("/ongedaan/<revision_id>")
@for_curators
def undo(revision_id: str) -> ResponseReturnValue:
    """Put everything of a revision back, except what somebody changed since."""
    try:
        undone = site.editing.undo(revision_id, current.author())
    except RevisionUnknown:
        abort(404)
    if undone.restored:
        current.record("wijziging ongedaan gemaakt", revision_id[:10], ", ".join(map(_slug_of, undone.restored)))
        flash(f"Teruggezet zoals het was: {_named(map(_slug_of, undone.restored))}.")
    if undone.skipped:
        flash(f"Niet teruggezet, omdat iemand het intussen wijzigde: {_named(map(_slug_of, undone.skipped))}.", "error")
    return redirect(list_url.url(_asked()))


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
    return listed(catalogue.entries.values(), asked, dutch_time.today(), slugs)


def _asked() -> ListRequest:
    """Return the list from which a form was sent; it carries its address along."""
    address = outside.split_url(request.form.get("lijst", ""))
    return list_url.read(MultiDict(parse_qsl(address.query if address else "")))


def _done() -> Revision | None:
    revision_id = request.args.get("gedaan", "")
    try:
        return site.history.revision(revision_id) if revision_id else None
    except RevisionUnknown:
        return None


def _slug_of(path: str) -> str:
    return PurePosixPath(path).stem


def _named(slugs: Collection[str] | map[str]) -> str:
    every = list(slugs)
    entries = site.catalogue.entries
    titles = [entries[slug].title if slug in entries else slug for slug in every[:NAMED_IN_A_MESSAGE]]
    more = len(every) - len(titles)
    return "; ".join([*titles, *([f"en nog {more}"] if more else [])])
