"""What a model refuses, as a form says it: at the control where it was typed, in the words of that form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kennisplatform.curation.editor.fields import FormField, Widget
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.entries import problems
from kennisplatform.entries.document import TEXT

WHOLE_FORM = ""
"""Where errors go that belong to no field."""
Errors = Mapping[str, tuple[str, ...]]
"""Per name of a control what is wrong with it."""

_EMPTY = frozenset({"missing", "string_too_short"})
_CHOOSE = {Widget.CHOICE: "Kies er één.", Widget.TICKS: "Kies er minstens één."}
NO_URL = "Dit is geen webadres. Schrijf het zoals https://www.voorbeeld.nl."


def errors_of(error: ValidationError, fields: tuple[FormField, ...], typed: FormData) -> dict[str, tuple[str, ...]]:
    """Return the first thing that is wrong with each control."""
    errors: dict[str, tuple[str, ...]] = {}
    for detail in error.errors(include_url=False):
        name, field = _control(list(detail["loc"]), fields, typed)
        errors.setdefault(name, (_in_words(detail, field),))
    return errors


def labelled(errors: Errors, fields: tuple[FormField, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield the name, label and text of each error, in the order of the form."""
    for field in fields:
        for name in [one for one in errors if one == field.key or one.startswith(f"{field.key}-")]:
            inner = next((part.label for part in field.parts if name.endswith(f"-{part.key}")), "")
            yield name, f"{field.label}, {inner.lower()}" if inner else field.label, " ".join(errors[name])


def _control(place: list[int | str], fields: tuple[FormField, ...], typed: FormData) -> tuple[str, FormField | None]:
    """Return the control that a path within the values of a model leads to: the deepest one that the form has."""
    key = str(place[0]) if place else WHOLE_FORM
    key = TEXT if key == "body" else problems.KEY_BY_NAME.get(key, key)
    field = next((one for one in fields if one.key == key), None)
    if field is None:
        return WHOLE_FORM, None
    name, rest = key, place[1:]
    while rest and field.parts:
        if field.widget is Widget.ROWS and isinstance(rest[0], int):
            name = f"{name}-{_filled_rows(name, typed).get(rest[0], rest[0])}"
            rest = rest[1:]
        part = next((one for one in field.parts if rest and one.key == rest[0]), None)
        if part is None:
            break
        name, field, rest = f"{name}-{part.key}", part, rest[1:]
    return name, field


def _filled_rows(name: str, typed: FormData) -> Mapping[int, int]:
    """Return per place in the list that the form means the number of its row; empty rows are in no list."""
    filled = [
        number
        for number in typed.rows(name)
        if any(value.strip() for values in typed.only(f"{name}-{number}").values() for value in values)
    ]
    return dict(enumerate(filled))


def _in_words(detail: ErrorDetails, field: FormField | None) -> str:
    kind = detail["type"]
    if field and kind.startswith("url"):
        return NO_URL
    if field and (kind in _EMPTY or (kind == "too_short" and field.widget in _CHOOSE)):
        return _CHOOSE.get(field.widget, "Vul dit in.")
    reason = problems.in_dutch(detail)
    place = detail["loc"]
    # What no control of the form shows is named; a rule for the whole of it has no place.
    return problems.as_sentence(f"{place[0]}: {reason}" if place and field is None else reason)
