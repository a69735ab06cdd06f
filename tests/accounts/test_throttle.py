"""Guessing passwords soon stops; the owner of an account is not locked out by it."""

from __future__ import annotations

import hashlib
import itertools
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from kennisplatform.accounts import throttle
from kennisplatform.accounts.tables import CountedTryRow
from kennisplatform.accounts.throttle import Allowance, Counter, Throttle
from kennisplatform.database import connection
from kennisplatform.database.connection import Database
from kennisplatform.database.engines import make_engine
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.processes import served
from tests.sites import site_on
from tests.visitor import PASSWORD, Visitor

PER_ACCOUNT = throttle.WRONG_PASSWORDS_OF_ACCOUNT
PER_ADDRESS = throttle.WRONG_PASSWORDS_FROM_ADDRESS


class Clock:
    """A clock that stands until somebody moves it."""

    def __init__(self) -> None:
        self.now = time.time()

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("kennisplatform.accounts.throttle.time", clock)
    return clock


@pytest.fixture
def ria(app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    """An account; passwords are compared without a slow hash, because these tests guess many times."""
    monkeypatch.setattr("kennisplatform.accounts.passwords.hashed", lambda password: password)
    monkeypatch.setattr("kennisplatform.accounts.passwords.fits", lambda password, kept: password == kept)
    monkeypatch.setattr("kennisplatform.accounts.passwords.is_outdated", lambda kept: False)
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    return "ria@voorbeeld.nl"


class Guesser(Visitor):
    """Somebody who tries passwords from some address."""

    def __init__(self, app: Flask, address: str = "203.0.113.1") -> None:
        super().__init__(app)
        self.client.environ_base["REMOTE_ADDR"] = address

    def guess(self, email: str, times: int) -> list[int]:
        token = self.page("/inloggen").select_one("form[method=post] input[name=csrf_token]")["value"]
        values = {"csrf_token": token, "email": email, "password": "fout"}
        return [self.client.post("/inloggen", data=values).status_code for _ in range(times)]


def kept_tries(app: Flask) -> Sequence[CountedTryRow]:
    with site_of(app).database.transaction() as session:
        rows = session.scalars(select(CountedTryRow)).all()
        session.expunge_all()
    return rows


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    """Let another program write in the database, and take its time."""
    engine = make_engine(site_of(app).settings.database)
    holds = {"postgresql": "LOCK TABLE counted_try IN EXCLUSIVE MODE", "sqlite": "BEGIN IMMEDIATE"}
    with engine.connect() as other:
        other.exec_driver_sql(holds[engine.dialect.name])
        yield
    engine.dispose()


def test_an_account_takes_so_many_guesses_wherever_they_come_from(app, ria, clock):
    for number in range(PER_ACCOUNT.tries):
        assert Guesser(app, f"203.0.113.{number}").guess(ria, 1) == [200]
    guesser = Guesser(app, "198.51.100.1")
    assert guesser.guess(ria, 1) == [429]
    assert guesser.log_in(ria).status_code == 429, "also with the right password: an answer would tell"
    clock.now += PER_ACCOUNT.minutes * 60 + 1
    assert "Uitloggen" in guesser.log_in(ria).text


def test_an_address_takes_so_many_guesses_whatever_the_account(app, clock):
    guesser = Guesser(app)
    answers = [guesser.guess(f"nr{number}@voorbeeld.nl", 1)[0] for number in range(PER_ADDRESS.tries + 1)]
    assert answers == [200] * PER_ADDRESS.tries + [429]
    assert Guesser(app, "203.0.113.2").guess("nr1@voorbeeld.nl", 1) == [200]


def test_a_visitor_with_a_whole_ipv6_network_counts_as_one_address(app, clock):
    for number in range(PER_ADDRESS.tries):
        Guesser(app, f"2001:db8::{number:x}").guess(f"nr{number}@voorbeeld.nl", 1)
    assert Guesser(app, "2001:db8::ffff").guess("x@voorbeeld.nl", 1) == [429]
    assert Guesser(app, "2001:db8:0:1::1").guess("x@voorbeeld.nl", 1) == [200]


@pytest.mark.slow
def test_many_networks_of_one_party_count_together(app, clock):
    bound = throttle.WRONG_PASSWORDS_FROM_NETWORK.tries
    for number in range(bound):
        assert Guesser(app, f"2001:db8:5:{number:x}::1").guess(f"nr{number}@voorbeeld.nl", 1) == [200]
    assert Guesser(app, "2001:db8:5:ffff::1").guess("x@voorbeeld.nl", 1) == [429]
    assert Guesser(app, "2001:db8:6::1").guess("x@voorbeeld.nl", 1) == [200]


def test_the_page_says_how_long_to_wait(app, ria, clock):
    guesser = Guesser(app)
    guesser.guess(ria, PER_ACCOUNT.tries)
    clock.now += 60
    response = guesser.log_in(ria)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) == (PER_ACCOUNT.minutes - 1) * 60
    assert "Wacht nog 14 minuten" in response.text
    assert ria not in response.text


def test_who_guesses_does_not_lock_the_owner_out_of_a_browser_that_is_known(app, ria, clock):
    owner = Guesser(app, "203.0.113.50")
    owner.log_in(ria)
    owner.submit("/", {}, action="/uitloggen")
    for _ in range(3):
        Guesser(app).guess(ria, PER_ACCOUNT.tries)
    Guesser(app, "203.0.113.50").guess("x@voorbeeld.nl", PER_ADDRESS.tries)
    assert "Uitloggen" in owner.log_in(ria).text


def test_a_known_browser_has_a_bound_too_and_knows_no_other_account(app, ria, clock):
    site_of(app).accounts.add("jan@voorbeeld.nl", "Jan", Role.MEMBER, password=PASSWORD)
    owner = Guesser(app)
    owner.log_in(ria)
    owner.submit("/", {}, action="/uitloggen")
    bound = throttle.WRONG_PASSWORDS_IN_KNOWN_BROWSER.tries
    assert owner.guess(ria, bound + 1) == [200] * bound + [429]
    assert owner.guess("jan@voorbeeld.nl", PER_ACCOUNT.tries + 1)[-1] == 429


@pytest.mark.parametrize("value", ["", "x", "WzFd.x.y", "a" * 3000, "ITEyMw"])
def test_a_made_up_cookie_makes_no_browser_known(app, ria, clock, value):
    Guesser(app).guess(ria, PER_ACCOUNT.tries)
    guesser = Guesser(app, "203.0.113.9")
    guesser.client.set_cookie("browser", value)
    assert guesser.log_in(ria).status_code == 429


@pytest.mark.slow
def test_logging_in_often_is_no_guessing(app, ria, clock):
    for _ in range(PER_ADDRESS.tries + 5):
        assert "Uitloggen" in Guesser(app).log_in(ria).text


@pytest.fixture
def counted(database_url: str, tmp_path: Path) -> Iterator[Throttle]:
    database = Database(database_url, tmp_path / "lock")
    yield Throttle(database, "a key")
    database.close()


def test_the_window_moves_with_each_try(counted, clock):
    counter = Counter(Allowance("try", tries=2, minutes=1), "somebody")
    assert counted.take(counter) == 0
    clock.now += 40
    assert counted.take(counter) == 0
    assert counted.take(counter) == 20
    clock.now += 21
    assert counted.take(counter) == 0
    assert counted.take(counter) == 39
    assert counted.seconds_to_wait(Counter(counter.allowance, "somebody else")) == 0


def test_a_clock_that_is_set_back_locks_nobody_out(counted, clock):
    counter = Counter(Allowance("try", tries=2, minutes=1), "somebody")
    counted.count(counter, counter)
    clock.now -= 24 * 3600
    assert [counted.take(counter) for _ in range(3)] == [0, 0, 60]


def test_tries_that_are_over_and_the_oldest_of_too_many_leave_the_database(app, clock, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_KEPT", 5)
    allowance = Allowance("try", tries=2, minutes=1)
    for number in range(20):
        site_of(app).throttle.count(Counter(allowance, f"somebody {number}"))
    assert len(kept_tries(app)) == 5
    clock.now += 61
    site_of(app).throttle.count(Counter(allowance, "somebody else"))
    assert len(kept_tries(app)) == 1


def test_the_database_does_not_tell_who_tried(app, ria, clock):
    Guesser(app, "203.0.113.77").guess(ria, 1)
    kept = [value for row in kept_tries(app) for value in (row.counter_hash, f"{row.made_at}", f"{row.over_at}")]
    assert kept
    assert not any("ria" in value or "203.0.113" in value for value in kept)
    by_anybody = {hashlib.sha256(f"{PER_ADDRESS.name} 203.0.113.77".encode()).hexdigest()}
    assert not by_anybody & set(kept), "a hash without a key is found by trying all addresses"


def test_what_cannot_be_written_still_counts(app, clock, monkeypatch):
    monkeypatch.setattr(connection, "MILLISECONDS_TO_WAIT", 50)
    counter = Counter(Allowance("try", tries=3, minutes=1), "somebody")
    counted = site_of(app).throttle
    assert counted.take(counter) == 0
    with locked(app):
        assert [counted.take(counter) for _ in range(3)] == [0, 0, 60]
    assert counted.take(counter) == 60
    clock.now += 61
    assert counted.take(counter) == 0


@pytest.mark.slow
def test_an_account_takes_so_many_guesses_whichever_process_answers(content, tmp_path, database_url):
    instance = tmp_path / "instance"
    with site_on(content.path, instance, database_url) as app:
        site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    settings = {"CONTENT_DIR": content.path, "INSTANCE_DIR": instance, "DATABASE_URL": database_url}
    with ExitStack() as running:
        hosts = [running.enter_context(served(**settings)).address for _ in range(3)]
        browser = requests.Session()
        page = BeautifulSoup(browser.get(f"{hosts[0]}/inloggen", timeout=60).text, "html.parser")
        token = page.select_one("form[method=post] input[name=csrf_token]")["value"]
        values = {"csrf_token": token, "email": "ria@voorbeeld.nl", "password": "fout"}
        answers = [
            browser.post(f"{host}/inloggen", data=values, timeout=60).status_code
            for host in itertools.islice(itertools.cycle(hosts), PER_ACCOUNT.tries + 3)
        ]
    assert answers == [200] * PER_ACCOUNT.tries + [429] * 3


def test_the_cookie_of_a_known_browser_is_out_of_reach_of_scripts(app, ria):
    visitor = Visitor(app)
    visitor.log_in(ria)
    cookie = visitor.client.get_cookie("browser")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert not re.search("ria|voorbeeld", cookie.value)
