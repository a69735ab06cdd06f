"""Dates are read as Dutch people write them."""

from datetime import date

import pytest

from kennisplatform.entries.dates import read_day, read_partial, written


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


@pytest.mark.parametrize("text", ["", "31-02-2026", "13-2026-01", "morgen", "31 foo 2026", "0000-01-01"])
def test_what_is_no_date_is_not_read(text):
    assert read_partial(text) is None


def test_a_date_is_shown_in_the_order_in_which_it_is_written():
    assert [written(text) for text in ("2026-03-31", "2026-03", "2026", "iets")] == [
        "31-03-2026",
        "03-2026",
        "2026",
        "iets",
    ]
