"""The form in which a curator decides about a prepared change."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from wtforms import HiddenField, StringField, TimeField
from wtforms.validators import Length, Optional

from kennisplatform import dutch_time
from kennisplatform.curation.prepared.prepared_changes import PreparedChange
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.web.base.forms import TOO_LONG, SiteForm
from kennisplatform.web.display.form_fields import DayField, stripped

LATEST = timedelta(days=2 * 365)
"""How long beforehand a change can be put on a date."""
NOT_A_TIME = "Dit is geen tijd. Schrijf haar als 9:00."


class _TimeField(TimeField):  # type: ignore[misc]
    """A time that may stay empty, with its mistake in Dutch."""

    def process_formdata(self, values: list[str]) -> None:
        """Read the time."""
        try:
            super().process_formdata(values)
        except ValueError as error:
            raise ValueError(NOT_A_TIME) from error


class ReviewForm(SiteForm):
    """What is decided: `stand` and `versie` say which change and which version of the entry were shown."""

    stand = HiddenField()
    versie = HiddenField()
    opmerking = StringField("Opmerking", [Length(max=500, message=TOO_LONG)], filters=[stripped])
    dag = DayField("Dag", [Optional()])
    tijd = _TimeField("Tijd (hoeft niet)", [Optional()], format=["%H:%M", "%H:%M:%S", "%H.%M"])

    def moment(self) -> datetime | None:
        """Return when the change must be on the site; None, with the reason at the field, when it cannot be then."""
        day = self.dag.data
        now = dutch_time.now()
        if self.tijd.errors:
            return None
        if day is None:
            self.dag.errors = [*self.dag.errors] or ["Kies een dag waarop de wijziging op de site komt."]
        elif day < now.date():
            self.dag.errors = ["Deze dag is al voorbij. Kies een latere dag, of kies ‘Publiceer nu’."]
        elif day > now.date() + LATEST:
            self.dag.errors = ["Dit is te ver weg. Kies een dag binnen twee jaar."]
        else:
            moment = datetime.combine(day, self.tijd.data or time.min, DUTCH_TIME)
            if moment > now:
                return moment
            self.tijd.errors = ["Dit moment is al voorbij. Kies een latere tijd, of kies ‘Publiceer nu’."]
        return None


def form_of(change: PreparedChange) -> ReviewForm:
    """Return the form with the moment that was chosen, if one was."""
    form = ReviewForm()
    if change.publish_at and not form.is_shown_again:
        there = change.publish_at.astimezone(DUTCH_TIME)
        form.dag.data, form.tijd.data = there.date(), there.time()
    return form
