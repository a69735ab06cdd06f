"""What is typed and not saved: kept, listed, thrown away and put back; the last change counts, in whatever order it arrives."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from kennisplatform.accounts.directory import Accounts
from kennisplatform.curation.editor.drafts import MOST_OF_AN_ACCOUNT, Draft, Drafts
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.database.connection import Database
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import logged_in, sent_by

NOW = datetime.now(UTC)


@pytest.fixture
def database(database_url, tmp_path):
    database = Database(database_url, tmp_path / "lock")
    yield database
    database.close()


@pytest.fixture
def owner(database):
    return Accounts(database).add("ria@voorbeeld.nl", "Ria", Role.CURATOR).id


def draft(title, seconds=0, key="een"):
    return Draft(key, "pilot", "", "", FormData({"titel": (title,)}), NOW + timedelta(seconds=seconds))


def titles(drafts, owner):
    return [one.title for one in drafts.of(owner)]


def test_many_requests_at_once_keep_one_draft_and_the_last_change_of_it(database, owner):
    drafts = Drafts(database)
    with ThreadPoolExecutor(6) as pool:
        for _ in pool.map(lambda second: drafts.keep(owner, draft(f"Stand {second}", second)), range(40)):
            pass
    assert titles(drafts, owner) == ["Stand 39"]


def test_a_request_that_was_overtaken_changes_nothing(database, owner):
    drafts = Drafts(database)
    drafts.keep(owner, draft("Later", 2))
    drafts.keep(owner, draft("Eerder", 1))
    assert titles(drafts, owner) == ["Later"]


def test_what_arrives_after_saving_does_not_come_back_but_what_is_typed_after_it_does(database, owner):
    drafts = Drafts(database)
    saved = draft("Bewaard", 5)
    drafts.keep(owner, saved)
    drafts.close(owner, saved)
    for late in (3, 5):
        drafts.keep(owner, draft("Te laat", late))
    assert (drafts.of(owner), drafts.find(owner, "een"), drafts.thrown_away(owner)) == ([], None, [])
    drafts.keep(owner, draft("Verder getypt", 6))
    assert titles(drafts, owner) == ["Verder getypt"]
    drafts.close(owner, saved)
    assert titles(drafts, owner) == ["Verder getypt"]


def test_what_is_thrown_away_can_be_put_back_for_a_day(database, owner):
    drafts = Drafts(database)
    drafts.keep(owner, draft("Weg"))
    drafts.throw_away(owner, "een")
    assert (drafts.of(owner), [one.title for one in drafts.thrown_away(owner)]) == ([], ["Weg"])
    drafts.put_back(owner, "een")
    assert titles(drafts, owner) == ["Weg"]


@pytest.mark.slow
def test_an_account_has_so_many_drafts_and_others_keep_theirs(database, owner):
    drafts = Drafts(database)
    other = Accounts(database).add("jan@voorbeeld.nl", "Jan", Role.CURATOR).id
    drafts.keep(other, draft("Van Jan"))
    for number in range(MOST_OF_AN_ACCOUNT + 3):
        drafts.keep(owner, draft(f"Nummer {number}", number, key=f"k{number}"))
    kept = titles(drafts, owner)
    assert len(kept) == MOST_OF_AN_ACCOUNT and kept[-1] == "Nummer 3"
    assert titles(drafts, other) == ["Van Jan"]


def test_the_list_offers_to_put_back_what_was_thrown_away(curator):
    form = curator.page("/redactie/nieuw/pilot").select_one("form#editor")
    curator.send("/redactie/concepten/bewaren", form, {"titel": "Half af"})
    thrown = curator.submit("/redactie/concepten", {}, action="/redactie/concepten/weggooien")
    assert "Net verwijderd" in thrown.text
    back = curator.submit("/redactie/concepten", {}, action="/redactie/concepten/terugzetten")
    assert "Net verwijderd" not in back.text and "Half af" in back.text


def test_unsaved_work_stands_first_on_the_desk_with_its_date(curator):
    form = curator.page("/redactie/nieuw/pilot").select_one("form#editor")
    curator.send("/redactie/concepten/bewaren", form, {"titel": "Half af"})
    section = curator.page("/redactie").select_one("section")
    assert section.h2.text == "Verder waar u was"
    assert "Half af" in section.text and str(NOW.year) in section.text


def test_a_copy_that_somebody_else_left_in_the_browser_is_nobody_elses_draft(app, curator):
    form = curator.page("/redactie/nieuw/pilot").select_one("form#editor")
    other = logged_in(app, Role.CURATOR, name="Ans")
    own = other.page("/redactie/nieuw/pilot").select_one("form#editor")
    token = own.select_one("[name=csrf_token]")["value"]
    answer = other.client.post(
        "/redactie/concepten/bewaren", data={**sent_by(form), "csrf_token": token, "titel": "Geheim"}
    )
    assert answer.status_code == 403
    assert not site_of(app).drafts.of(2)
