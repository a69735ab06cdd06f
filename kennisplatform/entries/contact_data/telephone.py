"""Telephone numbers: files hold them as E.164 (`+31881234567`), people read them as they are dialled (`088 123 4567`).

What cannot be read as a number is kept and shown as it was written; `flask content check` asks to repair it.
Rules of numbers: libphonenumber's, which follow the numbering plans of the countries.
"""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

HOME = "NL"
WITHIN_THE_COUNTRY = frozenset({PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})
"""What cannot be called from abroad, also by the number with its country's code."""


@lru_cache(maxsize=4096)
def e164(text: str) -> str | None:
    """Return a number, written in any usual way, as E.164; a short one such as `112` as it is dialled.

    None for what is no number that exists in its country's numbering plan.
    """
    number = _read(text)
    if number is None:
        return None
    if phonenumbers.is_valid_number(number) and not number.extension:
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return str(number.national_number) if phonenumbers.is_valid_short_number_for_region(number, HOME) else None


@lru_cache(maxsize=4096)
def dutch(text: str) -> str:
    """Return a number as it is dialled here: `088 123 4567`, with the country's code when it is abroad."""
    number = _read(e164(text) or "")
    if number is None:
        return text
    if number.country_code != phonenumbers.country_code_for_region(HOME):
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)


@lru_cache(maxsize=4096)
def url(text: str) -> str | None:
    """Return the address that calls a number, None for a text that is no number.

    A number that only works within the country (112, 14 020, 0800 9009) stands there as it is dialled: telephones do
    not know the `phone-context` that RFC 3966 asks for.
    """
    number = _read(e164(text) or "")
    if number is None:
        return None
    if phonenumbers.number_type(number) in WITHIN_THE_COUNTRY and phonenumbers.region_code_for_number(number) == HOME:
        return f"tel:{dutch(text).replace(' ', '')}"
    if phonenumbers.is_valid_number(number) and phonenumbers.can_be_internationally_dialled(number):
        return f"tel:{e164(text)}"
    return f"tel:{number.national_number}"


def _read(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
