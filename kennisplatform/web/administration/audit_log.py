"""The audit log for administrators: to look through, and as a file for a spreadsheet."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for
from wtforms import SearchField, SelectField
from wtforms.validators import Length, Optional

from kennisplatform import dutch_time, outside
from kennisplatform.accounts.audit import NOBODY, AuditFilter, AuditLog
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.site import site
from kennisplatform.web.administration import audit_lines
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_administrators, reauthenticated
from kennisplatform.web.base.forms import QueryForm
from kennisplatform.web.display import csv_format
from kennisplatform.web.display.form_fields import DayField

blueprint = Blueprint("audit_log", __name__)

LAST_PAGE = 1_000_000

HEADER = ("Moment (UTC)", "Persoon", "Nummer", "Handeling", "Onderwerp", "Toelichting")


class AuditForm(QueryForm):
    """What to show of the log."""

    persoon = SelectField("Persoon", [Optional()], default="")
    handeling = SelectField("Handeling", [Optional()], default="")
    onderwerp = SearchField("Onderwerp bevat", [Length(max=200)], default="")
    vanaf = DayField("Vanaf", [Optional()])
    tot_en_met = DayField("Tot en met", [Optional()], name="tot-en-met")

    @classmethod
    def of_request(cls, log: AuditLog) -> AuditForm:
        """Return the form as the address fills it in, with what there is to choose."""
        form = cls(request.args)
        people = [(str(number), name) for number, name in log.actors()]
        form.persoon.choices = [("", "Iedereen"), (str(NOBODY), "Niet ingelogd"), *people]
        form.handeling.choices = [("", "Alles"), *((action, action) for action in log.actions())]
        return form

    def asked(self) -> AuditFilter:
        """Return what is asked for."""
        last_day: date | None = self.tot_en_met.data
        return AuditFilter(
            actor_id=int(self.persoon.data) if self.persoon.data else None,
            action=self.handeling.data or "",
            subject=(self.onderwerp.data or "").strip(),
            since=_start_of(self.vanaf.data) if self.vanaf.data else None,
            until=_start_of(last_day + timedelta(days=1)) if last_day and last_day < date.max else None,
        )


@blueprint.get("/beheer/logboek")
@for_administrators
def log() -> str:
    """Show a page of the log, newest first."""
    form = AuditForm.of_request(site.audit_log)
    asked = form.asked() if form.validate() else AuditFilter()
    number = outside.number(request.args.get("pagina", ""), 1, LAST_PAGE) or 1
    page = site.audit_log.page(asked, number)
    lines = audit_lines.shown(page.entries)
    return render_template(
        "administration/audit_log.html",
        form=form,
        page=page,
        lines=lines,
        page_url=_page_url,
        export_url=f"{url_for('.export')}?{urlencode(_chosen())}",
    )


@blueprint.get("/beheer/logboek.csv")
@for_administrators
@reauthenticated
def export() -> Response:
    """Send the log, or what the filters leave of it."""
    form = AuditForm.of_request(site.audit_log)
    if not form.validate():
        abort(400)
    current.record("logboek geëxporteerd", "")
    lines = (
        (
            line.at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00"),
            line.actor,
            str(line.actor_id or ""),
            line.action,
            line.subject,
            line.detail,
        )
        for line in site.audit_log.all(form.asked())
    )
    return csv_format.csv_response(f"logboek-{dutch_time.today()}.csv", HEADER, lines)


def _page_url(number: int) -> str:
    return f"{url_for('audit_log.log')}?{urlencode([*_chosen(), ('pagina', str(number))])}"


def _chosen() -> list[tuple[str, str]]:
    """Return the filters in the address. Not as arguments of `url_for`, which has names of its own (`endpoint`)."""
    return [(name, value) for name, value in request.args.items() if value and name != "pagina"]


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), DUTCH_TIME).astimezone(UTC)
