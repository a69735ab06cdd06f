"""What was checked, confirmed, tried or written cannot have been so on a day that is still to come."""

import pytest

from kennisplatform.entries.entry_store import EntryStore


@pytest.mark.parametrize(
    ("folder", "fields", "doubtful"),
    [
        ("menukaart", {"bijgewerkt": "2206-01-01"}, {"bijgewerkt"}),
        ("menukaart", {"bijgewerkt": "2016-01-01"}, set()),
        ("menukaart", {"herzien-voor": "2206-01-01"}, set()),
        ("menukaart", {"periode": {"van": "2206"}}, set()),
        (
            "menukaart",
            {"bronnen": [{"titel": "Oud", "datum": "2015-03"}, {"titel": "Later", "datum": "2206"}]},
            {"bronnen"},
        ),
        ("menukaart", {"beproefd": [{"soort": "proef", "wat": "Iets", "datum": "2206-03"}]}, {"beproefd"}),
        ("contacten", {"bevestigd-op": "2206-01-01"}, {"bevestigd-op"}),
    ],
)
def test_a_day_that_is_still_to_come_is_reported_and_the_entry_stays(content, folder, fields, doubtful):
    content.entry(folder, "a", **{"eigenaar": "Team", **fields} if folder == "contacten" else fields)
    store = EntryStore(content.path)
    store.refresh()
    catalogue = store.catalogue
    assert {p.field for p in catalogue.problems if "nog niet geweest" in p.reason} == doubtful
    assert "a" in catalogue.entries
    assert not any(problem.left_out for problem in catalogue.problems)
