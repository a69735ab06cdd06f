"""The form in which a curator says what must happen to the chosen entries."""

from __future__ import annotations

from datetime import date

from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional

from kennisplatform.curation.writing.bulk import TERMS_OF, Action, ActionKind, TagField
from kennisplatform.web.base.forms import SiteForm
from kennisplatform.web.display.form_fields import DayField

LONGEST_KEYWORD = 100
LONGEST_REMARK = 300


class BulkForm(SiteForm):
    """An action, with the tag, the keyword or the date that it needs."""

    actie = SelectField(
        "Wat wilt u doen?",
        choices=[SelectChoice("", "Kies een actie"), *(SelectChoice(term, term.label) for term in ActionKind)],
    )
    tag = SelectField(
        "Thema, sector of veiligheidsregio",
        choices=[
            SelectChoice("", "Geen van deze"),
            *(
                SelectChoice(f"{field}:{term}", term.label, optgroup=field.label)
                for field, terms in TERMS_OF.items()
                for term in terms
            ),
        ],
    )
    trefwoord = StringField(
        "Of een trefwoord", [Length(max=LONGEST_KEYWORD, message="Dit trefwoord is te lang: hoogstens %(max)d tekens.")]
    )
    datum = DayField("Nakijken vóór", [Optional()])
    opmerking = StringField(
        "Opmerking voor de geschiedenis (hoeft niet)",
        [Length(max=LONGEST_REMARK, message="Deze opmerking is te lang: hoogstens %(max)d tekens.")],
    )

    def action(self, today: date) -> Action | None:
        """Return what must be done; None when the form does not say so completely, with the reason at its field."""
        if not self.validate():
            return None
        if not self.actie.data:
            self._refuse(self.actie, "Kies wat er moet gebeuren.")
            return None
        kind = ActionKind(self.actie.data)
        if kind is ActionKind.REVIEW:
            day: date | None = self.datum.data
            if day is None or day < today:
                self._refuse(self.datum, "Kies een datum vanaf vandaag.")
                return None
            return Action(kind, day=day)
        if kind not in (ActionKind.ADD, ActionKind.REMOVE):
            return Action(kind)
        keyword = " ".join((self.trefwoord.data or "").split())
        if bool(keyword) == bool(self.tag.data):
            self._refuse(self.tag, "Kies óf een thema, sector of regio, óf schrijf een trefwoord.")
            return None
        if keyword:
            return Action(kind, TagField.KEYWORD, keyword)
        field, _, value = self.tag.data.partition(":")
        return Action(kind, TagField(field), value)

    def _refuse(self, field: SelectField | DayField, reason: str) -> None:
        field.errors = [*field.errors, reason]
