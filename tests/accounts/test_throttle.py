"""Guessing passwords soon stops; the owner of an account is not locked out by it."""

from __future__ import annotations

import re
import time

import pytest
from flask import Flask

from kennisplatform.accounts import throttle
from kennisplatform.accounts.throttle import Allowance, Counter, Throttle
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
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
    monkeypatch.setattr("limits.storage.memory.time", clock)
    monkeypatch.setattr("limits.strategies.time", clock)
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


def test_logging_in_often_is_no_guessing(app, ria, clock):
    for _ in range(PER_ADDRESS.tries + 5):
        assert "Uitloggen" in Guesser(app).log_in(ria).text


def test_the_window_moves_with_each_try(clock):
    counted, counter = Throttle(), Counter(Allowance("try", tries=2, minutes=1), "somebody")
    assert counted.take(counter) == 0
    clock.now += 40
    assert counted.take(counter) == 0
    assert counted.take(counter) == 20
    clock.now += 21
    assert counted.take(counter) == 0
    assert counted.take(counter) == 39
    assert counted.seconds_to_wait(Counter(counter.allowance, "somebody else")) == 0


def test_a_clock_that_is_set_back_locks_nobody_out(clock):
    counted, counter = Throttle(), Counter(Allowance("try", tries=2, minutes=1), "somebody")
    counted.count(counter, counter)
    clock.now -= 24 * 3600
    assert [counted.take(counter) for _ in range(3)] == [0, 0, 60]


def test_the_cookie_of_a_known_browser_is_out_of_reach_of_scripts(app, ria):
    visitor = Visitor(app)
    visitor.log_in(ria)
    cookie = visitor.client.get_cookie("browser")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert not re.search("ria|voorbeeld", cookie.value)
