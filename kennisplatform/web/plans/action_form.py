"""The form of an action: what, who and when first. Rows (milestones, partners, costs) end with empty ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from kennisplatform import outside
from kennisplatform.plans import moments
from kennisplatform.plans.action import (
    LONGEST_ACTION,
    LONGEST_DESCRIPTION,
    LONGEST_LINE,
    MOST_MILESTONES,
    MOST_ROWS,
    Action,
    CostLine,
    Financing,
    Milestone,
    Owner,
    Partner,
)
from kennisplatform.plans.plan import Plan
from kennisplatform.plans.words import Capacity, Certainty, CostKind, Level, Priority
from kennisplatform.vocabulary import Recurrence, Term, Theme
from kennisplatform.web.base.forms import TOO_LONG, QueryForm, SiteForm
from kennisplatform.web.display.form_fields import TicksField, choices_of, stripped

TermType = TypeVar("TermType", bound=Term)

MOST_VERSIONS = 100_000
"""Changes of one action, to bound what a form says of them."""
EMPTY_ROWS = 2
NOT_A_MOMENT = "Schrijf een dag als 31-3-2027, of een kwartaal als K2 2027."
NOT_AN_AMOUNT = "Schrijf een heel getal zonder komma, van 0 tot {}."
NOT_A_HUNDRED = "Samen moet dit 100 zijn. Weet u het nog niet? Laat alle drie leeg."
FIRST_HIGHER = "Het eerste bedrag is hoger dan het tweede. Wissel ze om."
NAME_IT = "Schrijf er ook bij wat het is."
ENDS_BEFORE = "‘Gereed’ ligt vóór ‘Begin’. Kijk beide na."


class MomentField(StringField):  # type: ignore[misc]
    """A day or a quarter, that may stay empty; `data` is the text that an action keeps."""

    def process_formdata(self, values: list[str]) -> None:
        """Read what was typed; what is no moment stays as it was typed."""
        typed = stripped(values[0]) if values else ""
        self.data: str = moments.read(typed) or typed

    def _value(self) -> str:
        """Return what stands in the field: a moment as people write it, anything else as it was typed."""
        return moments.written(self.data) if self.data and moments.read(self.data) == self.data else self.data or ""

    def pre_validate(self, form: object) -> None:
        """Refuse what is no moment."""
        if self.data and moments.read(self.data) is None:
            raise ValidationError(NOT_A_MOMENT)


class AmountField(IntegerField):  # type: ignore[misc]
    """A whole number from 0 that may stay empty, with its mistake in Dutch."""

    def __init__(self, label: str, most: int = 999_999_999, **options: Any) -> None:  # noqa: ANN401
        self._most = most
        super().__init__(label, **options)

    def process_formdata(self, values: list[str]) -> None:
        """Read the number; points between thousands are no harm."""
        typed = "".join(stripped(values[0]).split()).replace(".", "") if values else ""
        self.data = outside.number(typed, 0, self._most)
        if typed and self.data is None:
            raise ValueError(NOT_AN_AMOUNT.format(self._most))


def _line(label: str, longest: int = LONGEST_LINE, *validators: object) -> StringField:
    return StringField(label, [Length(max=longest, message=TOO_LONG), *validators], filters=[stripped])


def sentence_field(label: str) -> StringField:
    """Return the field for what an action is, in one sentence; it must be filled in."""
    return _line(label, LONGEST_ACTION, DataRequired("Schrijf in één zin wat er gebeurt."))


def text_field(label: str) -> TextAreaField:
    """Return a field for a longer text of an action."""
    return TextAreaField(label, [Length(max=LONGEST_DESCRIPTION, message=TOO_LONG)], filters=[stripped])


def _choice(label: str, words: type[Term], nothing: str = "nog niet gekozen") -> SelectField:
    choices = [SelectChoice("", nothing), *choices_of(words)]
    return SelectField(label, choices=choices, default="", validate_choice=True)


class Row(QueryForm):
    """A row of the form; without a `name` it is empty, and then nothing else may stand in it."""

    def validate_name(self, field: Field) -> None:
        """Refuse a row of which the rest would be lost."""
        others = (other for other in self if other is not field and not isinstance(other, SelectField))
        if not field.data and any(other.data not in (None, "", False) for other in others):
            raise ValidationError(NAME_IT)


class MilestoneRow(Row):
    """A milestone."""

    name = _line("Mijlpaal")
    due = MomentField("Wanneer")
    is_done = BooleanField("Gedaan")


class PartnerRow(Row):
    """A partner."""

    name = _line("Organisatie")
    brings = _line("Wat brengt die in?")


class CostRow(Row):
    """A line of cost; its name is the kind of cost."""

    name = _choice("Soort", CostKind, "kies")
    low = AmountField("Van")
    high = AmountField("Tot")
    recurrence = SelectField("Keer", choices=choices_of(Recurrence), default=Recurrence.ONCE)
    certainty = SelectField("Hoe zeker?", choices=choices_of(Certainty), default=Certainty.GUESS)
    source = _line("Bron")

    def validate_high(self, field: AmountField) -> None:
        """Refuse amounts in the wrong order."""
        if self.low.data is not None and field.data is not None and self.low.data > field.data:
            raise ValidationError(FIRST_HIGHER)


ContactName = tuple[str, str, str]
"""Slug, organisation and function of a contact."""


class EssentialsForm(SiteForm):
    """What of an action comes first: what, who and when. `base_version` is the version that was opened."""

    base_version = HiddenField()
    sentence = sentence_field("Actie")
    theme = _choice("Thema", Theme)
    owner_organisation = _line("Organisatie van de eigenaar")
    owner_function = _line("Functie van de eigenaar")
    start = MomentField("Begin")
    due = MomentField("Gereed")

    def __init__(self, action: Action, **options: Any) -> None:  # noqa: ANN401
        """Fill the form with an action, unless something was sent."""
        super().__init__(data=_data(action), **options)

    def validate_due(self, field: MomentField) -> None:
        """Refuse an end before the begin."""
        start, due = moments.read(self.start.data or ""), moments.read(field.data or "")
        if start and due and moments.last_day(due) < moments.first_day(start):
            raise ValidationError(ENDS_BEFORE)

    def action(self, opened: Action, contacts: Iterable[ContactName]) -> Action:
        """Return the action as it was filled in; what the form does not ask stays as it was opened."""
        owner = (self.owner_organisation.data, self.owner_function.data)
        return opened.model_copy(
            update={
                "sentence": self.sentence.data,
                "theme": _word(Theme, self.theme.data),
                "owner": Owner(
                    organisation=owner[0],
                    function=owner[1],
                    contact=next((slug for slug, *names in contacts if tuple(names) == owner), ""),
                ),
                "start": self.start.data or "",
                "due": self.due.data or "",
            }
        )


class ActionForm(EssentialsForm):
    """All of an action."""

    points = TicksField("Bij welke agendapunten?", coerce=int, choices=())
    occasion = _line("Andere aanleiding")
    description = text_field("Omschrijving")
    level = _choice("Niveau", Level)
    priority = _choice("Prioriteit", Priority)
    milestones = FieldList(FormField(MilestoneRow), max_entries=MOST_MILESTONES)
    partners = FieldList(FormField(PartnerRow), max_entries=MOST_ROWS)
    capacity = SelectField("Wat kost het?", choices=choices_of(Capacity), default=Capacity.UNKNOWN)
    costs = FieldList(FormField(CostRow), max_entries=MOST_ROWS)
    company = AmountField("Bedrijf (%)", most=100)
    region = AmountField("Regio (%)", most=100)
    state = AmountField("Rijk (%)", most=100)
    depends_on = _line("Hangt af van")
    examples = TicksField("Voorbeelden", choices=())
    evidence = text_field("Bewijs")
    outcome = text_field("Uitkomst")

    def __init__(self, plan: Plan, action: Action, **options: Any) -> None:  # noqa: ANN401
        """Fill the form with an action of a plan, unless something was sent."""
        super().__init__(action, **options)
        self.points.choices = [SelectChoice(point.number, point.title) for point in plan.points]
        self.examples.choices = [SelectChoice(example.slug, example.title) for example in action.examples]
        for rows in (self.milestones, self.partners, self.costs):
            _leave_room(rows)

    def validate_state(self, _: IntegerField) -> None:
        """Refuse shares that are not the whole."""
        shares = self._shares()
        if any(share is not None for share in shares) and sum(share or 0 for share in shares) != 100:
            raise ValidationError(NOT_A_HUNDRED)

    def action(self, opened: Action, contacts: Iterable[ContactName]) -> Action:
        """Return the action as it was filled in."""
        shares = self._shares()
        return (
            super()
            .action(opened, contacts)
            .model_copy(
                update={
                    "description": self.description.data,
                    "points": tuple(self.points.data or ()),
                    "occasion": self.occasion.data,
                    "level": _word(Level, self.level.data),
                    "examples": tuple(one for one in opened.examples if one.slug in (self.examples.data or ())),
                    "partners": tuple(
                        Partner(organisation=row.name.data, brings=row.brings.data) for row in _filled(self.partners)
                    ),
                    "priority": _word(Priority, self.priority.data),
                    "milestones": tuple(
                        Milestone(title=row.name.data, due=row.due.data or "", is_done=row.is_done.data)
                        for row in _filled(self.milestones)
                    ),
                    "capacity": Capacity(self.capacity.data),
                    "costs": tuple(_cost(row) for row in _filled(self.costs)),
                    "financing": None
                    if all(share is None for share in shares)
                    else Financing(company=shares[0] or 0, region=shares[1] or 0, state=shares[2] or 0),
                    "depends_on": self.depends_on.data,
                    "evidence": self.evidence.data,
                    "outcome": self.outcome.data,
                }
            )
        )

    def _shares(self) -> tuple[int | None, int | None, int | None]:
        return self.company.data, self.region.data, self.state.data


def _word(words: type[TermType], text: str) -> TermType | None:
    return words(text) if text else None


def _cost(row: CostRow) -> CostLine:
    low = row.low.data if row.low.data is not None else row.high.data or 0
    high = row.high.data if row.high.data is not None else low
    return CostLine(
        kind=CostKind(row.name.data),
        low=low,
        high=high,
        recurrence=Recurrence(row.recurrence.data),
        certainty=Certainty(row.certainty.data),
        source=row.source.data,
    )


def _filled(rows: FieldList) -> list[Any]:
    """Return the forms of the rows that have a name: the others are empty."""
    return [entry.form for entry in rows if entry.form.name.data]


def _leave_room(rows: FieldList) -> None:
    """Let the rows end with empty ones, as far as an action may have more."""
    empty = sum(not entry.form.name.data for entry in rows)
    for _ in range(min(EMPTY_ROWS - empty, rows.max_entries - len(rows.entries))):
        rows.append_entry()


def _data(action: Action) -> dict[str, Any]:
    data = action.fields()
    financing = data.pop("financing") or {}
    owner = data.pop("owner")
    names = {"milestones": "title", "partners": "organisation", "costs": "kind"}
    rows = {field: [{**row, "name": row[name]} for row in data[field]] for field, name in names.items()}
    return {
        **data,
        **financing,
        **rows,
        "owner_organisation": owner["organisation"],
        "owner_function": owner["function"],
        "examples": [example["slug"] for example in data["examples"]],
        "theme": data["theme"] or "",
        "level": data["level"] or "",
        "priority": data["priority"] or "",
    }
