"""A member may stay logged in on a device of their own; others may not, and it ends where and when they want."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from kennisplatform.accounts.sessions import LONGEST_IDLE, TRUSTED_FOR
from kennisplatform.accounts.tables import LoginSessionRow
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import PASSWORD, Visitor, logged_in


def moved_back(app, **columns):
    values = {name: datetime.now(UTC) - ago for name, ago in columns.items()}
    with site_of(app).database.transaction() as session:
        session.execute(update(LoginSessionRow).values(values))


def is_in(visitor):
    return "Uitloggen" in visitor.get("/").text


def stays(app, role=Role.MEMBER, email="ria@voorbeeld.nl"):
    site_of(app).accounts.add(email, "Ria", role, password=PASSWORD)
    visitor = Visitor(app)
    visitor.submit("/inloggen", {"email": email, "password": PASSWORD, "stay": "y"})
    return visitor


def test_a_member_stays_logged_in_although_nobody_was_there_for_weeks(app):
    ria = stays(app)
    cookie = ria.client.get_cookie("sessie")
    assert cookie.expires > datetime.now(UTC) + TRUSTED_FOR - timedelta(days=1)
    moved_back(app, seen_at=timedelta(days=50), opened_at=timedelta(days=50))
    assert is_in(ria)
    moved_back(app, seen_at=timedelta(), opened_at=TRUSTED_FOR + timedelta(minutes=1))
    assert not is_in(ria)


def test_without_the_tick_nobody_stays(app):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    ria = Visitor(app)
    ria.log_in("ria@voorbeeld.nl")
    assert ria.client.get_cookie("sessie").expires is None
    moved_back(app, seen_at=LONGEST_IDLE + timedelta(minutes=1))
    assert not is_in(ria)


@pytest.mark.parametrize("role", [Role.CURATOR, Role.ADMINISTRATOR])
def test_who_may_change_something_logs_in_every_day(app, role):
    visitor = stays(app, role)
    assert is_in(visitor)
    moved_back(app, seen_at=LONGEST_IDLE + timedelta(minutes=1))
    assert not is_in(visitor)


def test_a_member_who_becomes_a_curator_does_not_stay(app):
    ria = stays(app)
    moved_back(app, seen_at=timedelta(days=2))
    site_of(app).accounts.set_role_and_networks(1, Role.CURATOR, ())
    assert not is_in(ria)


def test_a_device_is_listed_and_can_be_logged_out_from_elsewhere(app):
    device = stays(app)
    other = Visitor(app)
    other.log_in("ria@voorbeeld.nl")
    page = other.page("/account")
    assert page.select_one(".session-list").get_text().count("blijft ingelogd tot") == 1
    action = page.select_one(".session-list form")["action"]
    other.submit("/account", {}, action=action)
    assert not is_in(device)


def test_what_is_over_goes_and_what_stays_is_kept(app):
    ria = stays(app)
    logged_in(app, Role.MEMBER, name="Kees")
    moved_back(app, seen_at=timedelta(days=20), opened_at=timedelta(days=20))
    assert site_of(app).login_sessions.erase_expired() == 1
    assert is_in(ria)


def test_the_tick_counts_after_the_second_step_too(app):
    import time

    import pyotp

    account = site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    secret = site_of(app).two_step.secret(account.id)
    assert site_of(app).two_step.switch_on(account.id, pyotp.TOTP(secret).now())
    ria = Visitor(app)
    ria.submit("/inloggen", {"email": account.email, "password": PASSWORD, "stay": "y"})
    ria.submit("/inloggen/code", {"code": pyotp.TOTP(secret).at(time.time() + 30)})
    moved_back(app, seen_at=timedelta(days=20))
    assert is_in(ria)
