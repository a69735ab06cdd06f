"""Reports, drafts, prepared changes and links are kept the same on SQLite and on PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from kennisplatform.accounts.directory import Accounts
from kennisplatform.accounts.one_time_links import InvalidLink
from kennisplatform.curation.editor.drafts import Draft, Drafts, key_of_report, new_key
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.feedback.organisation_reviews import OrganisationReviews
from kennisplatform.curation.feedback.reports import (
    FORGOTTEN,
    KEPT_FOR,
    REPORTS_PER_PAGE,
    NewReport,
    Proposal,
    ReportKind,
    Reports,
    ReportState,
)
from kennisplatform.curation.prepared.prepared_changes import (
    Claim,
    PreparedChanges,
    PreparedText,
    SomebodyWasFirst,
    State,
    Step,
)
from kennisplatform.curation.tables import ReportRow
from kennisplatform.curation.worklist.link_check import CheckedLinks, Outcome
from kennisplatform.curation.worklist.link_client import Answer, Verdict
from kennisplatform.database.connection import Database
from kennisplatform.entries.history.repository import Author
from kennisplatform.vocabulary import Role, Sector, Theme

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
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
    assert len(set(reports.unhandled_subjects())) == REPORTS_PER_PAGE
    assert [report.id for report in reports.page(ReportState.HANDLED, 1).reports] == numbers[:1]
    everything = reports.page(None, 99)
    assert (everything.number, everything.page_count, [report.id for report in everything.reports]) == (
        2,
        2,
        numbers[:1],
    )
    with database.transaction() as session:
        session.execute(update(ReportRow).values(handled_at=datetime.now(UTC) - timedelta(days=31)))
    reports.erase_expired()
    with database.transaction() as session:
        assert {row.email for row in session.query(ReportRow)} == {None}


def test_what_an_organisation_answered_is_forgotten_with_what_was_made_of_it(database):
    reports, drafts = Reports(database), Drafts(database)
    owner = Accounts(database).add("ria@voorbeeld.nl", "Ria", Role.CURATOR).id
    answer = NewReport(ReportKind.BY_ORGANISATION, "T", "Bel Jan", "water", proposed=(Proposal("functie", "Jan"),))
    numbers = [reports.add(answer) for _ in range(12)]
    reader = reports.add(NewReport(ReportKind.CORRECTION, "T", "Tekst van een lezer", "water"))
    for number in (numbers[0], numbers[10], numbers[11]):  # 1 is where 11 and 12 begin
        drafts.keep(owner, Draft(key_of_report(number), "contact", f"s{number}", "", FormData(), datetime.now(UTC)))
    drafts.keep(owner, Draft(new_key(), "contact", "own", "", FormData(), datetime.now(UTC)))
    for number in (numbers[0], reader):
        reports.answer(number, ReportState.HANDLED, "")
    with database.transaction() as session:
        session.execute(
            update(ReportRow)
            .where(ReportRow.handled_at.is_not(None))
            .values(handled_at=datetime.now(UTC) - KEPT_FOR - timedelta(days=1))
        )
    assert (reports.by_id(numbers[0]).sent.text, reports.by_id(numbers[0]).sent.proposed) == (FORGOTTEN, ())
    assert (reports.erase_expired(), reports.erase_expired()) == (1, 0)
    with database.transaction() as session:
        assert (session.get(ReportRow, numbers[0]).text, session.get(ReportRow, numbers[0]).proposed) == (FORGOTTEN, {})
    assert reports.by_id(numbers[10]).sent == answer
    assert reports.by_id(reader).sent.text == "Tekst van een lezer"
    assert {draft.slug for draft in drafts.of(owner)} == {"own", f"s{numbers[10]}", f"s{numbers[11]}"}


def test_of_many_links_that_are_made_at_once_for_one_contact_one_works(database):
    corrections = OrganisationReviews(database)
    corrections.ask("stroom")
    tokens: list[str] = []
    start = threading.Barrier(6)

    def ask() -> None:
        start.wait()
        tokens.append(corrections.ask("stroom"))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tokens) == 6
    assert sum(works(corrections, token) for token in tokens) == 1


def works(corrections, token):
    try:
        return corrections.find(token).subject == "stroom"
    except InvalidLink:
        return False


RIA, BAS = Author("Ria", 1), Author("Bas", 2)
TYPED = FormData({"titel": ("Water\nin ‘zakken’ 😀",), "regios": ("utrecht", "flevoland")})


@pytest.fixture
def prepared(database):
    return PreparedChanges(database)


def test_of_each_entry_one_change_is_kept_to_the_letter_and_who_is_overtaken_changes_nothing(prepared):
    first = prepared.start(PreparedText("water", "voorbeeld", "v1", TYPED, "Kijk", asks_review=True), RIA)
    assert prepared.of("water") == prepared.by_id(first.id) == first
    assert (first.typed, first.state, first.author, first.remark) == (TYPED, State.IN_REVIEW, RIA, "Kijk")
    assert prepared.urgent_keys() == {"water"}
    with pytest.raises(SomebodyWasFirst):
        prepared.start(PreparedText("water", "voorbeeld", "v1", TYPED), BAS)
    second = prepared.rewrite(first, PreparedText("water", "voorbeeld", "v2", TYPED), BAS)
    assert (second.author, second.also_by, second.base_version) == (RIA, ("Bas",), "v2")
    assert (second.state, second.changed_by) == (State.IN_REVIEW, "Ria"), "it was she who asked"
    for overtaken in (
        lambda: prepared.rewrite(first, PreparedText("water", "voorbeeld", "v1", TYPED), RIA),
        lambda: prepared.take(first, Step(State.RETURNED), RIA),
        lambda: prepared.claim(first, Claim(NOW, "x", "y")),
        lambda: prepared.discard(first),
    ):
        with pytest.raises(SomebodyWasFirst):
            overtaken()
    assert prepared.all() == [second]
    prepared.discard(second)
    again = prepared.start(PreparedText("water", "voorbeeld", "v2", TYPED), BAS)
    assert again.tag != first.tag, "a form that is old must not be about another change"


def test_of_many_who_publish_at_once_one_does(prepared):
    change = prepared.start(PreparedText("water", "voorbeeld", "v1", TYPED), RIA)
    change = prepared.take(change, Step(State.SCHEDULED, publish_at=NOW, confirmed=frozenset({"b", "a"})), BAS)
    assert (change.publish_at, change.confirmed) == (NOW, {"a", "b"})
    assert prepared.due(NOW - timedelta(seconds=1)) == []
    assert prepared.due(NOW) == [change]
    together = threading.Barrier(4)

    def publish(_):
        together.wait()
        try:
            return prepared.claim(change, Claim(NOW, "tag", "revision"))
        except SomebodyWasFirst:
            return None

    with ThreadPoolExecutor(4) as pool:
        claimed = [one for one in pool.map(publish, range(4)) if one]
    assert len(claimed) == 1
    assert prepared.due(NOW) == []
    assert prepared.claimed_before(NOW) == []
    assert prepared.claimed_before(NOW + timedelta(seconds=1)) == claimed
    kept = prepared.give_up(claimed[0], "De schijf is vol.")
    assert (kept.claim, kept.hindrance, prepared.due(NOW)) == (None, "De schijf is vol.", [kept])
    prepared.finish(kept)
    assert prepared.all() == []


def test_a_change_follows_its_entry_and_never_becomes_that_of_another(prepared):
    water = prepared.start(PreparedText("water", "voorbeeld", "v1", TYPED), RIA)
    gas = prepared.start(PreparedText("gas", "voorbeeld", "v1", TYPED), RIA)
    prepared.follow("water", "gas")
    assert prepared.of("gas").id == water.id
    assert (prepared.by_id(gas.id).slug, prepared.by_id(gas.id).last_slug) == (None, "gas")
    prepared.follow("gas", None)
    assert prepared.of("gas") is None and len(prepared.all()) == 2
    prepared.follow(None, "gas")
    assert prepared.of("gas") is None
    assert prepared.urgent_keys() == {str(water.id), str(gas.id)}
    prepared.attach(prepared.by_id(water.id), "gas")
    with pytest.raises(SomebodyWasFirst):
        prepared.attach(prepared.by_id(gas.id), "gas")


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
