"""What is wrong with a content file, in Dutch: where it is, which field, why, and so what to do.

The same list serves the log, `flask content check` and the curator's desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kennisplatform.entries.document import Document, DocumentError
from kennisplatform.entries.folders import MODEL_BY_FOLDER

UNKNOWN_TERM = "{shown} is geen bekende waarde; kies uit {expected}"
NO_NUMBER = "{shown} is geen toegestaan getal"
NO_DATE = "{shown} is geen datum; schrijf jaar-maand-dag, bijvoorbeeld 2026-03-31"
NO_GROUP = "{shown} is geen groep van velden"

REASONS = {
    "missing": "dit verplichte veld ontbreekt",
    "enum": UNKNOWN_TERM,
    "literal_error": UNKNOWN_TERM,
    "string_too_long": "de tekst is te lang ({length} tekens); hoogstens {max_length} tekens",
    "string_too_short": "dit veld mag niet leeg zijn",
    "string_pattern_mismatch": "{shown} heeft niet de juiste vorm",
    "string": "{shown} is geen tekst",
    "too_short": "noem er minstens {min_length}",
    "too_long": "noem er hoogstens {max_length}",
    "tuple": "{shown} is geen lijst; schrijf [een, twee] of elke waarde op een eigen regel achter '- '",
    "model": NO_GROUP,
    "dict": NO_GROUP,
    "greater_than_equal": NO_NUMBER,
    "less_than_equal": NO_NUMBER,
    "int": NO_NUMBER,
    "value_error": "{error}",
    "date": NO_DATE,
    "datetime": NO_DATE,
    "url": "{shown} is geen webadres; het begint met https:// of http://",
}
"""Dutch for pydantic's error types (https://docs.pydantic.dev/latest/errors/validation_errors/), whole or by family."""

KEY_BY_NAME = {
    name: info.alias for model in MODEL_BY_FOLDER.values() for name, info in model.model_fields.items() if info.alias
}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to repair. `path` is relative to the content folder; `line` counts from 1, None where unknown.

    With `left_out` the whole file does not appear on the site; otherwise only the field is doubtful. With
    `asks_for_more` nothing is wrong yet: something is not filled in that must be.
    """

    path: str
    line: int | None
    field: str | None
    reason: str
    left_out: bool = True
    asks_for_more: bool = False

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        field = f"{self.field}: " if self.field else ""
        return f"{place}: {field}{self.reason}"


def from_document_error(path: str, error: DocumentError) -> Problem:
    """Report a file whose front matter cannot be read."""
    return Problem(path, error.line, error.field, error.reason)


def from_validation_error(path: str, document: Document, error: ValidationError) -> Iterator[Problem]:
    """Report each field that broke a rule of its model."""
    for detail in error.errors(include_url=False):
        keys = [part for part in detail["loc"] if isinstance(part, str)]
        # What a rule says of a field that is absent comes under its English name.
        field = KEY_BY_NAME.get(keys[0], keys[0]) if keys else None
        reason = ": ".join(filter(None, (", ".join(keys[1:]), in_dutch(detail))))
        yield Problem(path, document.line_of(field) if field else None, field, reason)


def in_dutch(detail: ErrorDetails) -> str:
    """Return what pydantic found wrong, in Dutch."""
    error_type = detail["type"]
    context = {
        "expected": "",
        **detail.get("ctx", {}),
        "shown": _shortened(detail["input"]),
        "length": len(str(detail["input"])),
    }
    template = REASONS.get(error_type) or REASONS.get(error_type.split("_")[0], "{shown} is niet geldig")
    return template.format(**context).replace("' or '", "' of '")


def _shortened(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def from_unknown_keys(path: str, document: Document, keys: list[str]) -> Iterator[Problem]:
    """Report fields that no model knows; they are kept, and may well be a typing error."""
    for key in keys:
        yield Problem(path, document.line_of(key), key, "dit veld is niet bekend; kijk of het goed is gespeld", False)


def as_sentence(reason: str) -> str:
    """Return a reason as a sentence of its own, for beside a field."""
    return reason[:1].upper() + reason[1:] + ("" if reason.endswith(".") else ".")
