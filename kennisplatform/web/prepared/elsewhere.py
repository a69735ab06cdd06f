"""Where a prepared change goes when it is not published: to the drafts, to a new entry, beside its entry again.

For curators.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kennisplatform.curation.editor import drafts
from kennisplatform.curation.editor.drafts import Draft
from kennisplatform.curation.prepared.prepared_changes import PreparedChange, SomebodyWasFirst
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.prepared.review import SOMEBODY_CHANGED, can_attach, gone, show_change
from kennisplatform.web.prepared.review_form import form_of

blueprint = Blueprint("prepared_elsewhere", __name__, url_prefix="/redactie/voorbereid")


@blueprint.post("/<number:number>/verwijderen")
@for_curators
def discard(number: int) -> ResponseReturnValue:
    """Remove a change; its text can be put back for a day, as any draft that is thrown away."""
    change = site.prepared_changes.by_id(number)
    if change is None:
        return gone()
    draft = _moved_to_drafts(change, change.slug or "")
    if draft is None:
        return _changed(change)
    site.drafts.throw_away(_account_id(), draft.key)
    current.record("voorbereide wijziging verwijderd", change.last_slug)
    flash("De wijziging is verwijderd. U kunt de tekst hieronder nog een dag terugzetten.")
    return redirect(url_for("drafts.mine"), 303)


@blueprint.post("/<number:number>/nieuwe-vermelding")
@for_curators
def as_new(number: int) -> ResponseReturnValue:
    """Go on in the form of a new entry, with the text of a change whose entry is gone."""
    change = site.prepared_changes.by_id(number)
    if change is None:
        return gone()
    draft = None if change.slug in _present() else _moved_to_drafts(change, "")
    if draft is None:
        return _changed(change)
    current.record("voorbereide wijziging overgenomen", change.last_slug)
    flash("De tekst staat hieronder, en bij Verder waar u was.")
    return redirect(url_for("editor.new", soort=change.kind, concept=draft.key), 303)


@blueprint.post("/<number:number>/terug-bij-vermelding")
@for_curators
def attach(number: int) -> ResponseReturnValue:
    """Put a change whose entry was gone beside the entry that has that address now."""
    change = site.prepared_changes.by_id(number)
    if change is None:
        return gone()
    if not can_attach(change) or request.form.get("stand") != change.tag:
        return _changed(change)
    try:
        site.prepared_changes.attach(change, change.last_slug)
        flash("De wijziging hoort weer bij deze vermelding.")
    except SomebodyWasFirst:
        flash("Bij deze vermelding is intussen al een andere wijziging voorbereid.", "error")
    return redirect(url_for("prepared_review.show", number=number), 303)


def _changed(change: PreparedChange) -> ResponseReturnValue:
    return show_change(change, form_of(change), SOMEBODY_CHANGED, status=409)


def _moved_to_drafts(change: PreparedChange, slug: str) -> Draft | None:
    """Move a change, if it is still what was shown, to the drafts of who is logged in."""
    if request.form.get("stand") != change.tag:
        return None
    draft = Draft(drafts.new_key(), change.kind, slug, change.base_version if slug else "", change.typed, drafts.now())
    site.drafts.keep(_account_id(), draft)
    try:
        site.prepared_changes.discard(change)
    except SomebodyWasFirst:
        site.drafts.throw_away(_account_id(), draft.key)
        return None
    return draft


def _present() -> set[str]:
    return {*site.catalogue.entries, *site.catalogue.pages}


def _account_id() -> int:
    return current.signed_in().account.id
