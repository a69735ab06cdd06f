"""Reading a list of actions into a plan: choose the file, say what its columns hold, see what will happen, confirm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from kennisplatform import outside
from kennisplatform.dutch_text import counted
from kennisplatform.plans.exchange.reading.applying import Applied, apply
from kennisplatform.plans.exchange.reading.changes import Change, Outcome, changes
from kennisplatform.plans.exchange.reading.kept import ReadList, whole_list
from kennisplatform.plans.exchange.reading.kinds import Kind
from kennisplatform.plans.exchange.reading.upload import LARGEST_FILE, UnreadableList, tables_of
from kennisplatform.plans.life.differences import FieldDifference, field_differences
from kennisplatform.plans.plan import Plan
from kennisplatform.plans.rows import PlanFull
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_members, takes_files
from kennisplatform.web.base.forms import SiteForm, opened_at
from kennisplatform.web.plans.plan_access import FULL, me, plan_to_write

blueprint = Blueprint("plan_list", __name__)

LARGEST_REQUEST = 2 * LARGEST_FILE
"""Bytes. More than a file may have: who sends one that is too large gets the form back, with the reason."""
EXAMPLES = 3
LONGEST_EXAMPLE = 60
GONE = (
    "Deze lijst is er niet meer: hij is al ingelezen, of ouder dan een dag. Kijk in uw plan. Staat hij daar niet in? "
    "Kies het bestand dan opnieuw."
)
NO_SENTENCE = "Zeg welke kolom de actie is."
NOTHING_CHOSEN = "Kies ten minste één regel."


class ListForm(SiteForm):
    """The file."""

    file = FileField("Bestand", [FileRequired("Kies een bestand.")])


@dataclass(frozen=True)
class ShownColumn:
    """A column as it is asked about: its name, some of its cells, and what it is taken for."""

    name: str
    examples: list[str]
    kind: Kind


@dataclass(frozen=True)
class ShownChange:
    """A row of the list as it is shown: what will become of it, and for an action that is there what will differ."""

    change: Change
    differences: tuple[FieldDifference, ...]

    @property
    def is_offered(self) -> bool:
        """Tell whether it can be confirmed."""
        return self.change.outcome in {Outcome.NEW, Outcome.CHANGED}


@blueprint.route("/plannen/<number:number>/inlezen", methods=["GET", "POST"])
@for_members
@takes_files(LARGEST_REQUEST)
def choose(number: int) -> Response | str:
    """Ask for a file, and read it."""
    plan = plan_to_write(number)
    form = ListForm()
    if form.validate_on_submit():
        try:
            tables = tables_of(form.file.data.stream.read(LARGEST_FILE + 1))
        except UnreadableList as unreadable:
            form.file.errors = [str(unreadable)]
        else:
            site.plan_lists.keep(number, me().id, whole_list(tables))
            return redirect(url_for("plan_list.check", number=number))
    waits = site.plan_lists.read(number, me().id) is not None
    return render_template("plans/read_list.html", plan=plan, form=form, waits=waits)


@blueprint.get("/plannen/<number:number>/inlezen/lijst")
@for_members
def check(number: int) -> Response | str:
    """Show what the columns are taken for and what would become of each row; nothing is written yet."""
    plan = plan_to_write(number)
    read = site.plan_lists.read(number, me().id)
    if read is None:
        return _start_again(number)
    shown = [ShownChange(change, _differences(plan, change)) for change in _changes(plan, read)]
    counts = {outcome: sum(row.change.outcome is outcome for row in shown) for outcome in Outcome}
    return render_template(
        "plans/check_list.html",
        plan=plan,
        read=read,
        columns=list(_columns(read)),
        kinds=list(Kind),
        rows=shown,
        counts=counts,
        no_sentence="" if Kind.SENTENCE in read.kinds or Kind.MARK in read.kinds else NO_SENTENCE,
    )


@blueprint.post("/plannen/<number:number>/inlezen/kolommen")
@for_members
def set_columns(number: int) -> Response:
    """Keep which table is the list, or what its columns hold."""
    plan_to_write(number)
    read = site.plan_lists.read(number, me().id)
    if read is None:
        return _start_again(number)
    table = outside.number(request.form.get("tabel", ""), 0, len(read.tables) - 1)
    if table is not None and table != read.chosen:
        read = read.with_table(table)
    else:
        read = read.with_kinds(
            [_kind(request.form.get(f"kolom-{place}"), kind) for place, kind in enumerate(read.kinds)]
        )
    site.plan_lists.keep(number, me().id, read)
    return redirect(url_for("plan_list.check", number=number, _anchor="regels"))


@blueprint.post("/plannen/<number:number>/inlezen/zet")
@for_members
def confirm(number: int) -> Response:
    """Put the rows that are ticked into the plan."""
    plan = plan_to_write(number)
    read = site.plan_lists.read(number, me().id)
    if read is None:
        return _start_again(number)
    ticked = set(request.form.getlist("regel"))
    chosen = [change for change in _changes(plan, read) if str(change.row.place) in ticked]
    if not chosen:
        flash(NOTHING_CHOSEN, "error")
        return redirect(url_for("plan_list.check", number=number, _anchor="regels"))
    try:
        applied = apply(site.plans, number, chosen, me(), opened_at())
    except PlanFull:
        flash(FULL, "error")
        return redirect(url_for("plan_list.check", number=number))
    site.plan_lists.forget(number, me().id)
    current.record("lijst ingelezen in een plan", f"plan {number}")
    _say(applied)
    return redirect(url_for("plan.plan", number=number))


@blueprint.post("/plannen/<number:number>/inlezen/weg")
@for_members
def discard(number: int) -> Response:
    """Throw the list away."""
    plan_to_write(number)
    site.plan_lists.forget(number, me().id)
    flash("Er is niets ingelezen. Het bestand is weg.")
    return redirect(url_for("plan.plan", number=number))


def _start_again(number: int) -> Response:
    flash(GONE, "error")
    return redirect(url_for("plan_list.choose", number=number))


def _changes(plan: Plan, read: ReadList) -> list[Change]:
    return changes(read.rows(), plan, lambda number, version: site.plans.action_text(plan.id, number, version, me()))


def _columns(read: ReadList) -> Iterator[tuple[int, ShownColumn]]:
    """Yield the columns in which something stands, each with its place."""
    heading = read.heading
    for place, kind in enumerate(read.kinds):
        cells = (row[place] for row in read.table.rows[heading.rows :] if place < len(row) and row[place])
        examples = [cell[:LONGEST_EXAMPLE] for cell, _ in zip(dict.fromkeys(cells), range(EXAMPLES), strict=False)]
        if examples or heading.names[place]:
            yield place, ShownColumn(heading.names[place] or f"Kolom {place + 1}", examples, kind)


def _kind(text: str | None, now: Kind) -> Kind:
    if text is None:
        return now
    if text not in list(Kind):
        abort(400)
    return Kind(text)


def _differences(plan: Plan, change: Change) -> tuple[FieldDifference, ...]:
    """Return what differs from the action that is there."""
    if change.there is None or change.action is None:
        return ()
    return field_differences(change.there.action, change.action, plan.points)


def _say(applied: Applied) -> None:
    parts = [
        f"{counted(applied.new, 'actie staat', 'acties staan')} erbij" if applied.new else "",
        f"{counted(applied.changed, 'actie is', 'acties zijn')} gewijzigd" if applied.changed else "",
    ]
    if any(parts):
        flash(f"De lijst is ingelezen: {' en '.join(filter(None, parts))}.")
    if applied.left:
        labels = ", ".join(there.label for there in applied.left)
        flash(
            f"Niet gewijzigd: {labels}. Iemand anders veranderde daar intussen hetzelfde. Kijk die acties na.", "error"
        )
