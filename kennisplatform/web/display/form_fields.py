"""Fields that more than one form has: a date that may stay empty, and words of a vocabulary to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import DateField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from kennisplatform.clean_text import clean
from kennisplatform.vocabulary import Term

NOT_A_DATE = "Dit is geen datum. Schrijf hem als 2026-11-24."
NOT_A_CHOICE = "Kies een van de mogelijkheden."


def stripped(text: str | None) -> str:
    """Return what is typed in a field, clean and without the white space around it; '' for nothing."""
    return clean(text or "").replace("\r\n", "\n").strip()


class DayField(DateField):  # type: ignore[misc]
    """A date that may stay empty, with its mistake in Dutch."""

    def process_formdata(self, values: list[str]) -> None:
        """Read the date."""
        try:
            super().process_formdata(values)
        except ValueError as error:
            raise ValueError(NOT_A_DATE) from error


class TicksField(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, as ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def choices_of(terms: Iterable[Term]) -> list[SelectChoice]:
    """Return the words of a vocabulary, to choose from."""
    return [SelectChoice(term, term.label) for term in terms]
