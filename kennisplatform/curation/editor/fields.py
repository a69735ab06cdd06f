"""The fields of a form, made from a model of an entry: there is no second description of them.

What kind of field it becomes follows from its type, its label and hint from the note that stands with it in the model.
A field that is added to a model appears in the form by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, HttpUrl
from pydantic.fields import FieldInfo

from kennisplatform.entries.document import TEXT
from kennisplatform.entries.form_labels import Choice, DialledNumber, FieldLabel, Group, NotInForms
from kennisplatform.entries.models import Entry
from kennisplatform.entries.parts import PARTIAL_DATE_PATTERN, SLUG_PATTERN, Day
from kennisplatform.vocabulary import Kind, Term

_DAY_TYPE = get_args(Day)[0]
UNKNOWN = "Niet bekend"


class Widget(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    MARKDOWN = "markdown"
    NUMBER = "number"
    DAY = "day"
    PARTIAL_DAY = "partial-day"
    TELEPHONE = "telephone"
    CHOICE = "choice"
    TICKS = "ticks"
    LINES = "lines"
    REFERENCES = "references"
    ROWS = "rows"
    PARTS = "parts"


@dataclass(frozen=True)
class FormField:
    """One field. `key` is the key in the front matter; `default` what a file means that does not have it."""

    key: str
    label: str
    hint: str
    group: Group
    widget: Widget
    is_required: bool = False
    rows: int = 1
    longest: int | None = None
    most: int | None = None
    default: str = ""
    choices: tuple[Choice, ...] = ()
    kinds: tuple[Kind, ...] = ()
    parts: tuple[FormField, ...] = ()
    is_url: bool = False
    has_commas: bool = False
    """In a list of words a comma ends one, as the end of a line does."""

    @property
    def is_single(self) -> bool:
        """Tell whether only one of several ticks may be chosen."""
        return self.widget is Widget.TICKS and self.most == 1

    @property
    def is_group(self) -> bool:
        """Tell whether it is a set of controls rather than one."""
        return self.widget in {Widget.TICKS, Widget.REFERENCES, Widget.ROWS, Widget.PARTS}


@lru_cache(maxsize=64)
def fields_of(model: type[BaseModel]) -> tuple[FormField, ...]:
    """Return the fields of the form for a model, by group and then in the order of the model."""
    found = [field for name, info in model.model_fields.items() if (field := _field(model, name, info))]
    return tuple(sorted(found, key=lambda field: list(Group).index(field.group)))


def grouped(fields: tuple[FormField, ...]) -> Iterator[tuple[Group, list[FormField]]]:
    """Yield the groups that have fields."""
    for group in Group:
        if found := [field for field in fields if field.group is group]:
            yield group, found


def _field(model: type[BaseModel], name: str, info: FieldInfo) -> FormField | None:
    inner, notes = _peeled(info.annotation, info.metadata)
    if any(isinstance(note, NotInForms) for note in notes) or get_origin(inner) is Literal:
        return None
    key = TEXT if name == "body" else info.alias or name
    shown = next(
        (note for note in notes if isinstance(note, FieldLabel)), FieldLabel(key.replace("-", " ").capitalize())
    )
    choices = shown.choices
    if not choices and isinstance(inner, type) and issubclass(inner, Term):
        choices = _choices(inner)
    if inner is Kind and issubclass(model, Entry):
        choices = tuple(choice for choice in choices if choice.value in model.kinds)
        if len(choices) == 1:
            return None
    items, item_notes = _peeled(get_args(inner)[0], []) if get_origin(inner) is tuple else (inner, notes)
    is_list = get_origin(inner) is tuple
    widget = _widget(name, is_list, items, item_notes, shown)
    if widget is Widget.TICKS:
        choices = _choices(items)
    default = _default(info, choices)
    if widget is Widget.CHOICE and not info.is_required() and not default and all(one.value for one in choices):
        choices = (Choice("", UNKNOWN), *choices)  # what was chosen can be let go of
    return FormField(
        key=key,
        label=shown.label,
        hint=shown.hint,
        group=shown.group,
        widget=widget,
        is_required=info.is_required(),
        rows=shown.rows,
        longest=None if is_list else _bound(notes, "max_length"),
        most=_bound(notes, "max_length") if is_list else None,
        default=default,
        choices=choices,
        kinds=shown.kinds,
        parts=fields_of(items) if widget in {Widget.ROWS, Widget.PARTS} else (),
        is_url=items is HttpUrl,
        has_commas=shown.has_commas,
    )


def _peeled(annotation: Any, notes: list[Any]) -> tuple[Any, list[Any]]:  # noqa: ANN401 -- any type there is
    """Return a type without its notes and without `| None`, and all notes that were on it."""
    found = list(notes)
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            found += annotation.__metadata__
            annotation = annotation.__origin__
        elif origin in (Union, UnionType):
            annotation = next(part for part in get_args(annotation) if part is not NoneType)
        else:
            return annotation, found


def _widget(name: str, is_list: bool, items: Any, notes: list[Any], shown: FieldLabel) -> Widget:  # noqa: ANN401
    is_part = isinstance(items, type) and issubclass(items, BaseModel)
    is_term = isinstance(items, type) and issubclass(items, Term)
    pattern = next((note.pattern for note in notes if getattr(note, "pattern", None)), None)
    if is_list:
        if is_part:
            return Widget.ROWS
        if is_term:
            return Widget.TICKS
        return Widget.REFERENCES if pattern == SLUG_PATTERN else Widget.LINES
    if name == "body":
        return Widget.MARKDOWN
    if is_part:
        return Widget.PARTS
    if is_term:
        return Widget.CHOICE
    if items is _DAY_TYPE:
        return Widget.DAY
    if pattern == PARTIAL_DATE_PATTERN:
        return Widget.PARTIAL_DAY
    if items is int:
        return Widget.NUMBER
    if any(isinstance(note, DialledNumber) for note in notes):
        return Widget.TELEPHONE
    return Widget.LONG_TEXT if shown.rows > 1 else Widget.TEXT


def _bound(notes: list[Any], name: str) -> int | None:
    return next((value for note in notes if (value := getattr(note, name, None)) is not None), None)


def _choices(terms: type[Term]) -> tuple[Choice, ...]:
    return tuple(Choice(str(term), term.label, term.definition) for term in terms)


def _default(info: FieldInfo, choices: tuple[Choice, ...]) -> str:
    if any(choice.value == "" for choice in choices):
        return ""  # saying nothing is a choice of its own
    return str(info.default) if isinstance(info.default, Term) else ""
