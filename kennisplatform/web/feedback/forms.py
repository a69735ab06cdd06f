"""The forms in which readers report something, and in which curators answer them.

No puzzles for readers: a field that people do not see and programs fill in, bounds on every field, and a throttle.
"""

from __future__ import annotations

from wtforms import (
    EmailField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from kennisplatform.curation.feedback.reports import LONGEST_TEXT, ReportState
from kennisplatform.outside import LONGEST_URL
from kennisplatform.vocabulary import Sector, Theme
from kennisplatform.web.base.forms import TOO_LONG, EmailAddress, SiteForm, WebAddress
from kennisplatform.web.display.form_fields import TicksField, choices_of, stripped


class ReaderForm(SiteForm):
    """What every form for readers asks: how to reach them, if they like, and the field that people do not see."""

    email = EmailField(
        "Uw e-mailadres (hoeft niet)",
        [
            Optional(),
            EmailAddress(),
        ],
        filters=[stripped],
    )
    homepage = StringField("Laat dit veld leeg")

    @property
    def is_suspect(self) -> bool:
        """Tell whether the field was filled in that people do not see; their browsers do so now and then."""
        return bool(self.homepage.data)


class ReportForm(ReaderForm):
    """What is not right on a page."""

    text = TextAreaField(
        "Wat klopt er niet?",
        [DataRequired("Schrijf wat er niet klopt."), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[stripped],
    )


class QuestionForm(ReaderForm):
    """A question to the desk itself."""

    text = TextAreaField(
        "Wat is uw vraag?",
        [DataRequired("Schrijf uw vraag op."), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[stripped],
    )


class SuggestionForm(ReaderForm):
    """An example that belongs on the menu card."""

    title = StringField(
        "Wat is het?",
        [DataRequired("Geef het voorbeeld een korte naam."), Length(max=200, message=TOO_LONG)],
        filters=[stripped],
    )
    text = TextAreaField(
        "Wat kunnen anderen ervan leren?",
        [DataRequired("Schrijf in een paar zinnen wat het is."), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[stripped],
    )
    source = StringField(
        "Waar kunnen wij het nalezen? (hoeft niet)",
        [Optional(), Length(max=LONGEST_URL, message=TOO_LONG), WebAddress()],
        filters=[stripped],
    )
    themes = TicksField("Bij welke thema’s hoort het? (hoeft niet)", choices=choices_of(Theme))
    sectors = TicksField("Bij welke sectoren hoort het? (hoeft niet)", choices=choices_of(Sector))


class AnswerForm(SiteForm):
    """How far a curator is with a report."""

    state = RadioField("Status", choices=choices_of(ReportState))
    note = TextAreaField(
        "Aantekening (alleen voor de redactie)", [Length(max=LONGEST_TEXT, message=TOO_LONG)], filters=[stripped]
    )
