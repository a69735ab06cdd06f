"""What people see of their own account, where they are logged in, and how they show once more who they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from kennisplatform.accounts.tables import LoginSessionRow
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from kennisplatform.web.display.browsers import browser_in_words
from tests.visitor import PASSWORD, Visitor, logged_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def ria(app):
    return logged_in(app, Role.MEMBER, ("vitens",), name="Ria")


@pytest.fixture
def elsewhere(app, ria):
    """Return Ria in another browser."""
    visitor = Visitor(app)
    visitor.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    visitor.log_in("ria@voorbeeld.nl")
    return visitor


def is_in(visitor):
    return "Uitloggen" in visitor.get("/").text


def moved_back(app, column, by):
    """Let a moment of every session be longer ago."""
    with site_of(app).database.transaction() as session:
        session.execute(update(LoginSessionRow).values({column: datetime.now(UTC) - by}))


def test_it_shows_who_they_are_to_the_site(app, content):
    content.entry("netwerken", "vitens", "Drinkwaternetwerk Vitens")
    shown = logged_in(app, Role.MEMBER, ("vitens",), name="Ria").page("/account").select_one("main").text
    assert all(word in shown for word in ("Ria", "ria@voorbeeld.nl", "Lid", "Drinkwaternetwerk Vitens"))


def test_it_lists_the_open_sessions_in_plain_words(ria, elsewhere):
    rows = [row.text for row in ria.page("/account").select(".session-list li")]
    assert len(rows) == 2
    assert sum("deze browser" in row for row in rows) == 1
    assert sum("Firefox op Windows" in row for row in rows) == 1


def test_one_session_can_be_ended_from_elsewhere(ria, elsewhere):
    (form,) = ria.page("/account").select(".session-list form")
    ria.send(form["action"], form, {})
    assert is_in(ria)
    assert not is_in(elsewhere)


def test_all_others_can_be_ended_at_once(ria, elsewhere):
    ria.submit("/account", {}, action="/account/sessies/einde")
    assert is_in(ria)
    assert not is_in(elsewhere)


def test_nobody_ends_a_session_of_somebody_else(app, ria, elsewhere, curator):
    reference = ria.page("/account").select_one(".session-list form")["action"]
    logged_in(app, Role.CURATOR, name="tweede").get("/account")
    second = Visitor(app)
    second.log_in("curator@voorbeeld.nl")
    form = curator.page("/account").select_one(".session-list form")
    assert curator.send(reference, form, {}).status_code == 404
    assert is_in(ria)
    assert is_in(elsewhere)


def test_a_page_never_holds_what_opens_a_session(ria):
    shown = ria.get("/account").text
    with ria.client.session_transaction() as session:
        assert session["_user_id"]
        assert session["_user_id"] not in shown


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox op Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome op Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge op Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari op een iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari op een Mac"),
        ("Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36", "Samsung Internet op Android"),
        ("curl/8.5.0", "Onbekende browser"),
        ("", "Onbekende browser"),
    ],
)  # fmt: skip
def test_browsers_are_named_as_people_know_them(user_agent, words):
    assert browser_in_words(user_agent) == words


def test_something_dangerous_asks_who_is_there_when_that_is_long_ago(app, ria):
    assert ria.get("/account/twee-stappen").request.path == "/account/twee-stappen"
    moved_back(app, "confirmed_at", timedelta(minutes=11))
    asked = ria.get("/account/twee-stappen")
    assert asked.request.path == "/account/bevestigen"
    wrong = ria.submit(asked.request.full_path, {"proof": "fout"})
    assert "niet uw wachtwoord" in wrong.text
    assert ria.get("/account/twee-stappen").request.path == "/account/bevestigen"
    done = ria.submit(asked.request.full_path, {"proof": PASSWORD})
    assert done.request.path == "/account/twee-stappen"
    assert ria.get("/account/twee-stappen").request.path == "/account/twee-stappen"


def test_a_form_that_was_opened_in_time_may_be_sent_a_little_later(app, administrator):
    form = administrator.page("/account/twee-stappen").select_one("main form")
    moved_back(app, "confirmed_at", timedelta(minutes=11))
    assert "Deze code klopt niet" in administrator.send("/account/twee-stappen", form, {"code": "0"}).text


def test_a_form_that_is_sent_too_late_does_nothing_and_leads_back_to_itself(app, administrator):
    form = administrator.page("/account/twee-stappen").select_one("main form")
    moved_back(app, "confirmed_at", timedelta(minutes=21))
    administrator.client.environ_base["HTTP_REFERER"] = "http://localhost/account/twee-stappen"
    asked = administrator.send("/account/twee-stappen", form, {"code": "0"})
    assert asked.request.path == "/account/bevestigen"
    assert asked.request.args["verder"] == "/account/twee-stappen"


def test_the_way_back_never_leads_elsewhere(app, administrator):
    form = administrator.page("/account/twee-stappen").select_one("main form")
    moved_back(app, "confirmed_at", timedelta(minutes=21))
    administrator.client.environ_base["HTTP_REFERER"] = "https://kwaad.example/account"
    asked = administrator.send("/account/twee-stappen", form, {"code": "0"})
    assert asked.request.args["verder"] == "/account"


def test_guessing_the_password_of_an_open_session_is_slowed_down(app, ria):
    for _ in range(10):
        assert ria.submit("/account/bevestigen", {"proof": "fout"}).status_code == 200
    assert ria.submit("/account/bevestigen", {"proof": PASSWORD}).status_code == 429
