"""Dates are read as Dutch people write them."""

from datetime import date

import pytest

from kennisplatform.entries.dates import read_day, read_partial, written
from kennisplatform.entries.entry_store import EntryStore


@pytest.mark.parametrize(
    "text", ["2026-03-31", "31-03-2026", "31/3/2026", "31.3.2026", "31 maart 2026", "31 mrt 2026", " 31 Maart 2026 "]
)
def test_a_day_may_be_written_in_several_ways(text):
    assert read_day(text) == date(2026, 3, 31)
    assert read_partial(text) == "2026-03-31"


@pytest.mark.parametrize(
    ("text", "read"), [("2015", "2015"), ("2015-03", "2015-03"), ("03-2015", "2015-03"), ("maart 2015", "2015-03")]
)
def test_a_date_may_be_known_to_the_month_or_the_year(text, read):
    assert read_partial(text) == read
    assert read_day(text) is None


@pytest.mark.parametrize(
    "text", ["", "31-02-2026", "13-2026-01", "morgen", "31 foo 2026", "0000-01-01", "2026-13", "３１-０３-２０２６"]
)
def test_what_is_no_date_is_not_read(text):
    assert read_partial(text) is None


def test_a_date_is_shown_in_the_order_in_which_it_is_written():
    assert [written(text) for text in ("2026-03-31", "2026-03", "2026", "iets")] == [
        "31-03-2026",
        "03-2026",
        "2026",
        "iets",
    ]


@pytest.mark.parametrize("text", ["2015-02-31", "2015-13", "2015-00", "0000", "0000-01-01"])
@pytest.mark.parametrize("field", ["bijgewerkt", "periode", "bronnen", "beproefd"])
def test_a_date_that_no_calendar_has_is_reported_in_any_field(content, field, text):
    fields = {
        "bijgewerkt": text if text.count("-") == 2 else "2015-02-30",
        "periode": {"van": text},
        "bronnen": [{"titel": "Rapport", "datum": text}],
        "beproefd": [{"soort": "proef", "wat": "Iets", "datum": text}],
    }
    content.entry("menukaart", "a", **{field: fields[field]})
    store = EntryStore(content.path)
    store.refresh()
    [problem] = [problem for problem in store.catalogue.problems if problem.left_out]
    assert problem.field == field
    assert problem.reason.endswith("is een datum die niet bestaat")
