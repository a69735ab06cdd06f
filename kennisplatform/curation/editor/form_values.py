"""From the file of an entry to what its form shows, and back.

On the way back a field that nobody touched keeps the value that the file has, to the letter; so do keys that no form
knows. What cannot be read (a date that is none) is handed on as it was typed, for the model to refuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kennisplatform import outside
from kennisplatform.clean_text import clean
from kennisplatform.curation.editor.fields import FormField, Widget
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.entries import dates
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.document import TEXT, Document

_ABSENT = object()


def form_data_of(document: Document, fields: Iterable[FormField]) -> FormData:
    """Return what the form of a file shows."""
    values: dict[str, tuple[str, ...]] = {}
    for field in fields:
        value = document.body if field.key == TEXT else document.metadata.get(field.key)
        values |= _spread(field, value, field.key)
    return FormData(values)


def body_of(typed: FormData, base: str = "") -> str:
    """Return the text that was typed, to the letter that of the file when it is the same but for what nobody sees."""
    text = typed.one(TEXT).strip()
    return base if text == _shown(base).strip() else text


def metadata_of(typed: FormData, fields: Iterable[FormField], base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the front matter that a filled form means for a file that had `base`."""
    found = dict(base)
    for field in fields:
        if field.key == TEXT:
            continue
        value = _collected(field, typed, field.key, base.get(field.key, _ABSENT))
        if value is _ABSENT:
            found.pop(field.key, None)
        else:
            found[field.key] = value
    return found


def _spread(field: FormField, value: Any, name: str) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 -- front matter
    match field.widget:
        case Widget.TICKS | Widget.REFERENCES:
            return {name: _texts(value)}
        case Widget.LINES:
            return {name: ("\n".join(_texts(value)),)}
        case Widget.PARTS:
            return _spread_parts(field, value, name)
        case Widget.ROWS:
            found: dict[str, tuple[str, ...]] = {}
            for number, item in enumerate(value if isinstance(value, list) else []):
                found |= _spread_parts(field, item, f"{name}-{number}")
            return found
        case Widget.DAY | Widget.PARTIAL_DAY:
            return {name: ("" if value is None else dates.written(str(value)),)}
        case Widget.TELEPHONE if value is not None:
            return {name: (telephone.dutch(str(value)),)}
    return {name: (field.default if value is None else _shown(str(value)),)}


def _spread_parts(field: FormField, value: Any, name: str) -> dict[str, tuple[str, ...]]:  # noqa: ANN401
    item = value if isinstance(value, Mapping) else {}
    found: dict[str, tuple[str, ...]] = {}
    for part in field.parts:
        found |= _spread(part, item.get(part.key), f"{name}-{part.key}")
    return found


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    items = value if isinstance(value, list) else [value]
    return tuple(_shown(str(item)) for item in items if item is not None)


def _shown(text: str) -> str:
    """Return a text of a file as its form sends it back."""
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def _collected(field: FormField, typed: FormData, name: str, base: Any) -> Any:  # noqa: ANN401
    before = FormData(_spread(field, None if base is _ABSENT else base, name))
    if base is not _ABSENT and _meaning(field, typed.only(name)) == _meaning(field, before.only(name)):
        return base
    match field.widget:
        case Widget.TICKS | Widget.REFERENCES:
            return _kept_order(typed.all(name), before.all(name)) or _nothing(field)
        case Widget.LINES:
            return _lines(field, typed.one(name), _texts(None if base is _ABSENT else base)) or _nothing(field)
        case Widget.PARTS:
            return _parts(field, typed, name, base) or _nothing(field)
        case Widget.ROWS:
            items = base if isinstance(base, list) else []
            rows = [
                _parts(field, typed, f"{name}-{number}", items[number] if number < len(items) else None)
                for number in typed.rows(name)
            ]
            return [row for row in rows if row] or _nothing(field)
    text = typed.one(name).strip()
    if not text or (base is _ABSENT and text == field.default):
        return _nothing(field)
    return _value(field, text)


def _value(field: FormField, text: str) -> Any:  # noqa: ANN401
    match field.widget:
        case Widget.DAY:
            day = dates.read_day(text)
            return day.isoformat() if day else text
        case Widget.PARTIAL_DAY:
            return dates.read_partial(text) or text
        case Widget.TELEPHONE:
            return telephone.e164(text) or text
    if field.is_url:
        return outside.web_address(text) or text
    return text


def _nothing(field: FormField) -> Any:  # noqa: ANN401
    """Return what stands for an empty field: a required one must be missed under its own name."""
    if not field.is_required or field.widget in {Widget.CHOICE, Widget.NUMBER}:
        return _ABSENT
    return [] if field.is_group or field.widget is Widget.LINES else ""


def _parts(field: FormField, typed: FormData, name: str, base: Any) -> dict[str, Any]:  # noqa: ANN401
    known = dict(base) if isinstance(base, Mapping) else {}
    if not any(value.strip() for values in typed.only(name).values() for value in values):
        return {}
    for part in field.parts:
        value = _collected(part, typed, f"{name}-{part.key}", known.get(part.key, _ABSENT))
        if value is _ABSENT:
            known.pop(part.key, None)
        else:
            known[part.key] = value
    return known


def _meaning(field: FormField, values: Mapping[str, tuple[str, ...]]) -> object:
    """Return what two fillings have in common when they mean the same: order of ticks and empty rows do not matter."""
    if field.widget is Widget.TICKS:
        return frozenset(value for many in values.values() for value in many)
    if field.widget is Widget.LINES:
        return _lines(field, "\n".join(value for many in values.values() for value in many))
    return {name: kept for name, many in values.items() if (kept := tuple(v.strip() for v in many if v.strip()))}


def _kept_order(now: tuple[str, ...], before: tuple[str, ...]) -> list[str]:
    """Return what is chosen now: what was there already in its old order, then what is new."""
    chosen = dict.fromkeys(now)
    return [value for value in before if value in chosen] + [value for value in chosen if value not in before]


def _lines(field: FormField, text: str, known: Iterable[str] = ()) -> list[str]:
    """Return the texts of a list, one a line; what the file has already is one, whatever is in it."""
    lines = (line.strip() for line in text.split("\n"))
    whole = frozenset(known) if field.has_commas else ()
    parts = (
        part.strip()
        for line in lines
        for part in (line.split(",") if field.has_commas and line not in whole else (line,))
    )
    return list(dict.fromkeys(part for part in parts if part))
