"""The forms in which a plan can be taken along: what each is for, and how its file is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, request

from kennisplatform import dutch_time, outside
from kennisplatform.plans.exchange.as_json import plan_as_json
from kennisplatform.plans.exchange.columns import TITLES, table
from kennisplatform.plans.exchange.ical import plan_as_calendar
from kennisplatform.plans.exchange.parts import Source
from kennisplatform.plans.exchange.pdf import NotSet, plan_as_pdf
from kennisplatform.plans.exchange.spreadsheet import plan_as_workbook
from kennisplatform.plans.exchange.word import plan_as_word
from kennisplatform.plans.plan import Plan
from kennisplatform.plans.rows import MOST_ACTIONS
from kennisplatform.web.base import visibility
from kennisplatform.web.display.csv_format import csv_lines
from kennisplatform.web.display.navigation import entry_url
from kennisplatform.web.plans.plan_access import action_or_404

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileForm:
    """A form in which a plan can be taken along; `content` makes the file."""

    title: str
    use: str
    icon: str
    extension: str
    mimetype: str
    content: Callable[[Plan], bytes]


def _pdf(plan: Plan) -> bytes:
    try:
        return plan_as_pdf(plan, _sources(plan), dutch_time.today())
    except NotSet:
        abort(503)


def _owner(plan: Plan) -> str | None:
    """Return whose dates are asked: no name stands in an address, since addresses are logged."""
    if "van" not in request.args:
        return None
    there = action_or_404(plan, outside.number(request.args["van"], 1, MOST_ACTIONS) or 0)
    return there.action.owner.organisation


def _sources(plan: Plan) -> list[Source]:
    """Return the examples of the plan, each once, with the address for what this reader may see."""
    titles = {example.slug: example.title for action in plan.actions for example in action.action.examples}
    kinds = {entry.slug: entry.kind for entry in visibility.visible_by_slug(titles)}
    return [
        Source(title, entry_url(kinds[slug], slug, _external=True) if slug in kinds else "")
        for slug, title in titles.items()
    ]


FORMS = {
    "word": FileForm(
        "Word-bestand",
        "Om in het netwerk te bespreken en verder te bewerken. Met titelblad, inhoud, overzicht, een bladzijde per "
        "actie en de bronnen.",
        "file-earmark-word",
        "docx",
        f"{OFFICE}.wordprocessingml.document",
        lambda plan: plan_as_word(plan, _sources(plan), dutch_time.today()),
    ),
    "pdf": FileForm(
        "PDF",
        "Om te versturen, te drukken of voor te laten lezen: er verandert niets meer aan.",
        "file-earmark-pdf",
        "pdf",
        "application/pdf",
        _pdf,
    ),
    "excel": FileForm(
        "Excel-bestand",
        "Om acties te sorteren, te tellen en aan te vullen. U kunt het later weer inlezen.",
        "file-earmark-spreadsheet",
        "xlsx",
        f"{OFFICE}.spreadsheetml.sheet",
        plan_as_workbook,
    ),
    "csv": FileForm(
        "CSV-bestand",
        "Dezelfde kolommen als het Excel-bestand, voor andere programma’s.",
        "filetype-csv",
        "csv",
        "text/csv",
        lambda plan: "".join(csv_lines(TITLES, table(plan))).encode(),
    ),
    "agenda": FileForm(
        "Agendabestand",
        "Wanneer acties en mijlpalen klaar moeten zijn, voor Outlook en andere agenda’s.",
        "calendar-event",
        "ics",
        "text/calendar",
        lambda plan: plan_as_calendar(plan, request.host, _owner(plan)),
    ),
    "json": FileForm(
        "JSON",
        "Alle velden, voor een programma dat het plan leest.",
        "filetype-json",
        "json",
        "application/json",
        lambda plan: plan_as_json(plan, dutch_time.now()),
    ),
}
