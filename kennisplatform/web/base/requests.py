"""What a request carries, made harmless before any view reads it, and the numbers of records in addresses.

Control characters are left out of every value of an address and a form: PostgreSQL refuses NUL, XML most others. An
address whose path holds one is of no page. A number in an address is one that both databases can hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.routing import BaseConverter, ValidationError

from kennisplatform import outside

MOST_VALUES = 5_000
"""Values of one form. Two megabytes hold a million, and each is work for whatever reads them."""
_ASCII = "".join(map(chr, range(128)))
LARGEST_NUMBER = 2**31 - 1
"""Of a record: what an integer of PostgreSQL holds."""


class CleanValues(ImmutableMultiDict[str, object]):
    """The values of an address or a form without control characters."""

    def __init__(self, pairs: Iterable[tuple[str, object]] = ()) -> None:
        cleaned = [(_clean(name), _clean(value)) for name, value in pairs]
        if len(cleaned) > MOST_VALUES:
            raise RequestEntityTooLarge
        super().__init__(cleaned)  # type: ignore[arg-type]


class SiteRequest(Request):
    """A request whose values are clean, and whose query can be read as text."""

    parameter_storage_class = CleanValues

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **named)
        # Werkzeug decodes the query as UTF-8 and fails on other bytes, which a client may send as they are.
        self.query_string = quote_from_bytes(self.query_string, safe=_ASCII).encode()


class RecordNumber(BaseConverter):
    """The number of a record in an address."""

    regex = r"[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """Return the number; an address with one that no record can have is of no page."""
        found = outside.number(value, 1, LARGEST_NUMBER)
        if found is None:
            raise ValidationError
        return found


def register(app: Flask) -> None:
    """Let the app read its requests this way."""
    app.request_class = SiteRequest
    app.url_map.converters["number"] = RecordNumber
    app.before_request(_refuse_control_characters)


def _refuse_control_characters() -> None:
    if outside.without_control_characters(request.path) != request.path:
        abort(404)


def _clean(value: object) -> object:
    return outside.without_control_characters(value) if isinstance(value, str) else value
