"""Fields that more than one form has: a date that may stay empty, and words of a vocabulary to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from kennisplatform.clean_text import clean
from kennisplatform.entries import dates
from kennisplatform.vocabulary import Term

NOT_A_DATE = f"Dit is geen datum. Schrijf bijvoorbeeld {dates.EXAMPLES}."
NOT_A_CHOICE = "Kies een van de mogelijkheden."


def stripped(text: str | None) -> str:
    """Return what is typed in a field, clean and without the white space around it; '' for nothing."""
    return clean(text or "").replace("\r\n", "\n").strip()


class DayField(DateField):  # type: ignore[misc]
    """A date that may stay empty, in any of the ways in which dates are written here."""

    data: Any

    def process_formdata(self, values: list[str]) -> None:
        """Read the date."""
        text = stripped(values[0]) if values else ""
        self.data = dates.read_day(text)
        if text and self.data is None:
            raise ValueError(NOT_A_DATE)


class TicksField(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, as ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def choices_of(terms: Iterable[Term]) -> list[SelectChoice]:
    """Return the words of a vocabulary, to choose from."""
    return [SelectChoice(term, term.label) for term in terms]
