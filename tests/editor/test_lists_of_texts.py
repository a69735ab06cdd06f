"""What separates the texts of a list is a property of the field, however many lines there are."""

import pytest

from kennisplatform.curation.editor.fields import fields_of
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.form_values import metadata_of
from kennisplatform.entries.menu_card.model import MenuCardEntry

MINISTRY = "Ministerie van Landbouw, Visserij, Voedselzekerheid en Natuur"


def read(key, typed, base=None):
    """Return what a field of the form means for a file that has `base`."""
    field = next(field for field in fields_of(MenuCardEntry) if field.key == key)
    return metadata_of(FormData({key: (typed,)}), [field], {key: base} if base else {}).get(key)


@pytest.mark.parametrize(
    ("key", "typed", "base", "meant"),
    [
        ("organisaties", MINISTRY, None, [MINISTRY]),
        ("organisaties", f"{MINISTRY}\nVitens", None, [MINISTRY, "Vitens"]),
        ("organisaties", MINISTRY, [MINISTRY, "Vitens"], [MINISTRY]),
        ("trefwoorden", "water, stroom", None, ["water", "stroom"]),
        ("trefwoorden", "water, stroom\ngas", None, ["water", "stroom", "gas"]),
        ("trefwoorden", "water,\n\n ,stroom, water", None, ["water", "stroom"]),
        ("trefwoorden", "water, zoet\nstroom", ["water, zoet"], ["water, zoet", "stroom"]),
    ],
)
def test_a_comma_separates_where_the_field_says_so(key, typed, base, meant):
    assert read(key, typed, base) == meant
