"""Reports and links are kept the same on SQLite and on PostgreSQL."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from kennisplatform.curation.link_client import Answer, Verdict
from kennisplatform.curation.links import CheckedLinks, Outcome
from kennisplatform.curation.reports import REPORTS_PER_PAGE, NewReport, ReportKind, Reports, ReportState
from kennisplatform.curation.tables import ReportRow
from kennisplatform.database.connection import Database
from kennisplatform.vocabulary import Sector, Theme

SENT = NewReport(
    ReportKind.SUGGESTION,
    "Titel",
    "Tekst\nmet ‘tekens’ 😀",
    "",
    "https://a.example/",
    (Theme.ALERTING,),
    (Sector.GAS,),
    "r@l.nl",
)


@pytest.fixture
def database(database_url, tmp_path):
    database = Database(database_url, tmp_path / "lock")
    yield database
    database.close()


def test_reports(database):
    reports = Reports(database)
    numbers = [reports.add(SENT) for _ in range(REPORTS_PER_PAGE + 1)]
    assert reports.by_id(numbers[0]).sent == SENT
    assert [report.id for report in reports.unhandled()] == numbers
    reports.answer(numbers[0], ReportState.HANDLED, "Klaar")
    assert reports.unhandled_count() == REPORTS_PER_PAGE
    assert [report.id for report in reports.page(ReportState.HANDLED, 1).reports] == numbers[:1]
    everything = reports.page(None, 99)
    assert (everything.number, everything.page_count, [report.id for report in everything.reports]) == (
        2,
        2,
        numbers[:1],
    )
    with database.transaction() as session:
        session.execute(update(ReportRow).values(handled_at=datetime.now(UTC) - timedelta(days=31)))
    reports.forget_old()
    with database.transaction() as session:
        assert {row.email for row in session.query(ReportRow)} == {None}


def test_links(database):
    links = CheckedLinks(database)
    first, second = date(2026, 1, 1), date(2026, 1, 2)
    links.note("https://a.example/", Answer(Verdict.FAILED, "weg"), first)
    links.note("https://b.example/", Answer(Verdict.MOVED, "verhuisd", "https://c.example/"), first)
    broken = links.note("https://a.example/", Answer(Verdict.UNREACHABLE, "weg"), second)
    assert (broken.outcome, broken.failing_since, broken.checked_on) == (Outcome.BROKEN, first, second)
    assert links.all()["https://b.example/"].moved_to == "https://c.example/"
    links.forget_all_but(["https://b.example/"])
    assert list(links.all()) == ["https://b.example/"]
