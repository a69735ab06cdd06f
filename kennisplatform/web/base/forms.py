"""What every form of the site stands on: a text is clean, and its length is checked before anything else looks at it.

WTForms runs all validators of a field, also after one failed, so a pattern would still run over a megabyte that
`Length` refused. Here the length comes first and ends it, and a text field that names no `Length` has one as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from flask import request
from flask_wtf import FlaskForm
from itsdangerous import BadData
from markupsafe import Markup
from wtforms import Field, Form, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.i18n import get_translations
from wtforms.validators import Length, StopValidation, ValidationError

from kennisplatform.clean_text import clean
from kennisplatform.outside import LONGEST_EMAIL, is_email, web_address
from kennisplatform.web.base import unsent_forms
from kennisplatform.web.base.unsent_forms import NotTaken
from kennisplatform.web.display.form_fields import NOT_A_CHOICE, stripped

LONGEST_LINE = 1000
"""Characters of a field that names no bound of its own."""
SHOWN_OF_LONG = 40
TOO_LONG = "Dit is te lang: hoogstens %(max)d tekens."
NOT_AN_EMAIL_ADDRESS = "Dit is geen e-mailadres. Schrijf het zoals naam@voorbeeld.nl."
OUR_WORDS = {
    "Not a valid choice.": NOT_A_CHOICE,
    "Invalid Choice: could not coerce.": NOT_A_CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": NOT_A_CHOICE,
    "'%(value)s' is not a valid choice for this field.": NOT_A_CHOICE,
    "Not a valid integer value.": "Schrijf een heel getal.",
}
"""By what WTForms says."""
NOT_A_WEB_ADDRESS = "Dit is geen webadres. Schrijf het zoals https://www.voorbeeld.nl."


CONFIRMED_FIELD = "toch"
"""The hidden field with the text of a doubt that a page showed: who sends it has read it."""


def confirmed_doubts() -> frozenset[str]:
    """Return the texts of the doubts that were shown with the form that was just sent."""
    return frozenset(request.form.getlist(CONFIRMED_FIELD))


def typed_line(name: str, longest: int, unsent: str = "") -> str:
    """Return the line in a field of a form that has no class, as `stripped` does; what is too long is not taken."""
    text = request.form.get(name)
    line = unsent if text is None else stripped(text)
    if len(line) > longest:
        raise NotTaken(f"{line[:SHOWN_OF_LONG]}…: dit is te lang, hoogstens {longest} tekens.")
    return line


def opened_at() -> datetime:
    """Return when the form that was sent was made, rounded down to a second; its token says so, signed by this site.

    A browser or a proxy may send a form again when its answer does not come. What its sender made since then, and says
    exactly the same, is what the form made the first time (docs/decisions/0074-a-form-makes-a-thing-once.md).
    """
    try:
        _, made_at = unsent_forms.token_signer().loads(request.form.get(unsent_forms.TOKEN, ""), return_timestamp=True)
    except BadData:
        return datetime.now(UTC)
    return cast(datetime, made_at)


class EmailAddress:
    """Refuses what is not one e-mail address, as WTForms wants it said."""

    field_flags: Mapping[str, object] = {"maxlength": LONGEST_EMAIL}

    def __call__(self, _: BaseForm, field: Field) -> None:
        """Check what is typed, without the white space around it."""
        if not is_email((field.data or "").strip()):
            raise ValidationError(NOT_AN_EMAIL_ADDRESS)


class WebAddress:
    """Refuses what is not the address of a site; writes `https://` before one that begins with `www.`."""

    field_flags: Mapping[str, object] = {}

    def __call__(self, _: BaseForm, field: Field) -> None:
        """Check what is typed, and keep it as an entry will."""
        address = web_address((field.data or "").strip())
        if address is None:
            raise ValidationError(NOT_A_WEB_ADDRESS)
        field.data = address


class SourceTextField(TextAreaField):  # type: ignore[misc]
    """The text of a file, which is kept to the letter and made clean when it is read."""


TO_THE_LETTER = (PasswordField, HiddenField, SourceTextField)


def _clean(text: str | None) -> str | None:
    return clean(text) if text else text


class _BoundedFirst:
    """The checks of the length of a field, which end the chain of its validators when one of them fails."""

    def __init__(self, lengths: list[Length]) -> None:
        self._lengths = lengths

    def __call__(self, form: BaseForm, field: Field) -> None:
        try:
            for length in self._lengths:
                length(form, field)
        except ValidationError as error:
            raise StopValidation(str(error)) from error


class _OurWords:
    """What the library says of a value that no field can have, in our words; the rest in its own Dutch."""

    _library = get_translations(["nl"])

    def gettext(self, text: str) -> str:
        """Return a sentence of the library in Dutch."""
        return OUR_WORDS.get(text) or str(self._library.gettext(text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return a sentence about one or more things."""
        return OUR_WORDS.get(singular) or str(self._library.ngettext(singular, plural, number))


class _BoundedMeta:
    """What both kinds of forms do with their fields; stands before the `Meta` of the library."""

    def bind_field(self, form: BaseForm, unbound_field: Any, options: dict[str, Any]) -> Field:  # noqa: ANN401
        """Bind a field; a text is made clean, and its length is checked first."""
        field: Field = super().bind_field(form, unbound_field, options)  # type: ignore[misc]
        if isinstance(field, StringField):
            if not isinstance(field, TO_THE_LETTER):
                field.filters = (_clean, *field.filters)
            lengths = [check for check in field.validators if isinstance(check, Length)]
            if not any(length.max >= 0 for length in lengths):
                lengths.append(Length(max=LONGEST_LINE, message=TOO_LONG))
            others = [check for check in field.validators if not isinstance(check, Length)]
            field.validators = [_BoundedFirst(lengths), *others]
        return field

    def get_translations(self, _: BaseForm) -> _OurWords:
        """Return the words of what a field itself refuses."""
        return _OurWords()

    def render_field(self, field: Field, options: dict[str, Any]) -> Markup:
        """Write a field; not how long a text may be, for browsers cut off what is pasted there without a word."""
        if isinstance(field, TextAreaField):
            options = {**options, "maxlength": False}
        return cast(Markup, super().render_field(field, options))  # type: ignore[misc]


class SiteForm(FlaskForm):  # type: ignore[misc]
    """A form that is sent with POST."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        """Fill the form with what was sent, also when it is shown again because it could not be taken."""
        unsent = unsent_forms.values() if "formdata" not in options else None
        super().__init__(**options if unsent is None else {**options, "formdata": unsent})
        self.is_shown_again = unsent is not None

    class Meta(_BoundedMeta, FlaskForm.Meta):  # type: ignore[misc]
        """The bounds, and the token of the library."""


class QueryForm(Form):  # type: ignore[misc]
    """A form that is an address: filters."""

    class Meta(_BoundedMeta, Form.Meta):  # type: ignore[misc]
        """The bounds."""
