"""The steps in the life of an entry, taken from the panel above its page. For curators.

A step that lacks a remark, or about which something must be asked, is not taken yet: the page comes back with the panel
open and what was typed in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, flash, g, redirect, request
from flask.typing import ResponseReturnValue

from kennisplatform.curation.worklist.last_steps import LastStep
from kennisplatform.curation.writing import workflow
from kennisplatform.curation.writing.doubts import Doubt, doubts
from kennisplatform.curation.writing.editing import Change, VersionConflict
from kennisplatform.curation.writing.workflow import Transition
from kennisplatform.entries.models import Entry
from kennisplatform.site import site
from kennisplatform.vocabulary import Status
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.base.forms import confirmed_doubts, typed_line
from kennisplatform.web.base.unsent_forms import NotTaken
from kennisplatform.web.curation import onward
from kennisplatform.web.display.navigation import url_of
from kennisplatform.web.display.titles import named
from kennisplatform.web.reading.entry_page import render_entry

blueprint = Blueprint("steps", __name__, url_prefix="/redactie")

LONGEST_REMARK = 500
SOMEBODY_SAVED = "Iemand wijzigde deze vermelding intussen. Bekijk haar nog eens en kies dan opnieuw."
WAITS = "De wijziging die is voorbereid, kan niet op de site zolang deze vermelding daar niet staat."


@dataclass(frozen=True)
class AskedStep:
    """A step that was chosen and is not taken yet: what is typed, and what stands in the way."""

    step: Transition
    remark: str
    error: str = ""
    doubts: tuple[Doubt, ...] = ()


def register(app: Flask) -> None:
    """Let templates show the steps of an entry (`curation/_workflow.html`), and the last one that was taken."""
    app.jinja_env.globals.update(
        transitions_from=workflow.transitions_from,
        version_of=lambda entry: site.catalogue.versions.get(entry.slug, ""),
        last_step_of=_last_step,
    )


@blueprint.post("/<slug>/status")
@for_curators
def take(slug: str) -> ResponseReturnValue:
    """Take an entry to another status; the remark becomes the message in its history."""
    entry = visibility.entry_or_404(Entry, slug)
    back = redirect(onward.page_of_desk() or url_of(entry))
    wanted = request.form.get("status", "")
    step = workflow.transition(entry.status, Status(wanted)) if wanted in Status.__members__.values() else None
    remark = " ".join(typed_line("opmerking", LONGEST_REMARK).split())
    if step is None:
        told = f"Deze stap kan niet (meer): de vermelding is nu {entry.status.label.lower()}."
        if remark:
            raise NotTaken(told)
        flash(told, "error")
        return back
    if step.needed_remark and not remark:
        return _ask(entry, AskedStep(step, remark, f"Schrijf {step.needed_remark}."))
    asked = _doubts(entry, step)
    if not confirmed_doubts().issuperset(doubt.text for doubt in asked):
        return _ask(entry, AskedStep(step, remark, doubts=asked))
    try:
        document, present = site.editing.store.document(entry)
        version = request.form.get("versie", present)
        change = Change(entry, workflow.with_status(document, step.target), version)
        site.editing.save([change], current.author(), step.message(remark, entry.title))
    except VersionConflict:
        if remark:
            raise NotTaken(SOMEBODY_SAVED) from None
        flash(SOMEBODY_SAVED, "error")
        return back
    current.record("status gewijzigd", slug, f"{step.origin} → {step.target}. {remark}".strip())
    flash(f"‘{entry.title}’ is {step.done}.")
    return back


def _ask(entry: Entry, asked: AskedStep) -> ResponseReturnValue:
    g.asked_step = asked
    return render_entry(entry), 422


def _doubts(entry: Entry, step: Transition) -> tuple[Doubt, ...]:
    if step.target is Status.PUBLISHED:
        return doubts(entry.model_copy(update={"status": step.target}), entry)
    if step.takes_off_the_site and not step.needed_remark:
        mentions = site.editing.mentions(entry.slug)
        referred = f" Er wordt naar verwezen in: {named(mentions)}." if mentions else ""
        prepared = f" {WAITS}" if site.prepared_changes.of(entry.slug) else ""
        return (Doubt("status", f"Lezers kunnen deze pagina dan niet meer openen.{referred}{prepared}"),)
    return ()


def _last_step(entry: Entry) -> LastStep | None:
    """Return the step that brought an entry where it is, when it came with something to read."""
    last = site.last_steps.of(site.store.name_of(entry))
    return last if last and last.step.needed_remark else None
