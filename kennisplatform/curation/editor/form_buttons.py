"""What the buttons within a form do to what is typed: rows come and go, entries are chosen and let go.

They work without JavaScript, by a round trip; scripts do the same in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kennisplatform.curation.editor.fields import FormField
from kennisplatform.curation.editor.form_data import FormData

_NAME = re.compile(r"[a-z0-9-]{1,120}")


def apply_button(deed: str, typed: FormData, fields: Iterable[FormField]) -> FormData:
    """Return what is typed after a press of a button; a deed that is not known changes nothing."""
    what, _, about = deed.partition(":")
    name, _, more = about.partition(":")
    if not _NAME.fullmatch(name):
        return typed
    match what:
        case "rij-erbij":
            field = next((field for field in fields if field.key == name and field.parts), None)
            if field is None:
                return typed
            return typed.changed({f"{name}-{next_row(typed, name, more)}-{field.parts[0].key}": ("",)})
        case "rij-weg":
            return typed.without(name)
        case "kies":
            return typed.changed({name: (*typed.all(name), more), f"zoek:{name}": ("",)})
        case "haal-weg":
            return typed.changed({name: tuple(value for value in typed.all(name) if value != more)})
    return typed


def next_row(typed: FormData, name: str, least: str = "") -> int:
    """Return the number of a new row; never one that a row of the file has, gone or not."""
    from_file = int(least) if least.isascii() and least.isdigit() and len(least) < 4 else 0
    return max([from_file, *(number + 1 for number in typed.rows(name))])


def chosen_instead(typed: FormData, theirs: FormData) -> tuple[FormData, bool]:
    """Take the other side of the conflicts for which somebody ticked so; tells whether there was any."""
    taken = [name.removeprefix("keuze:") for name, values in typed.values.items() if _is_theirs(name, values)]
    for name in taken:
        typed = FormData({**typed.without(name).values, **theirs.only(name)})
    rest = {name: values for name, values in typed.values.items() if not name.startswith("keuze:")}
    return FormData(rest), bool(taken)


def _is_theirs(name: str, values: tuple[str, ...]) -> bool:
    return name.startswith("keuze:") and values == ("ander",)
