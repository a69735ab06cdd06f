"""What is done is done, whether or not a line about it can be written; and that line comes as soon as it can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kennisplatform.accounts.audit import AuditFilter
from kennisplatform.vocabulary import Role
from kennisplatform.web.base import throttling
from tests.postgresql import stoppable_server
from tests.trouble import troubles
from tests.trouble.world import World, world_on
from tests.visitor import PASSWORD, Visitor

pytestmark = pytest.mark.slow

ENTRY = "/redactie/voorbeeld-1"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_on(tmp_path / "content", tmp_path / "instance") as world:
        yield world


def with_the_cookie_of(world, name):
    thief = Visitor(world.app)
    thief.client._cookies = dict(world.viewers[name].client._cookies)
    return thief


def is_in(visitor):
    return "Uitloggen" in visitor.get("/").text


def log_out(visitor):
    """Send the form that was on the page before the trouble."""
    token = visitor.page("/").select_one("[data-log-out] [name=csrf_token]")["value"]
    return lambda: visitor.client.post("/uitloggen", data={"csrf_token": token})


def lines(world):
    return [(line.action, line.actor) for line in world.site.audit_log.page(AuditFilter()).entries]


def test_whoever_logs_out_while_the_database_is_locked_is_out_and_stays_out(world):
    member, send = world.viewers["lid"], log_out(world.viewers["lid"])
    copy = with_the_cookie_of(world, "lid")
    with troubles.locked(world):
        assert send().status_code == 302
        assert not is_in(member)
        assert not is_in(copy), "the session itself ended, not only the cookie"
    assert not is_in(copy)
    world.site.health.work()
    assert not is_in(copy)
    assert lines(world) == [("uitgelogd", "Lid")]


def test_whoever_logs_out_while_the_database_is_away_is_out_and_stays_out(tmp_path):
    with stoppable_server() as server, world_on(tmp_path / "content", tmp_path / "instance", server.address) as world:
        member, send = world.viewers["lid"], log_out(world.viewers["lid"])
        copy = with_the_cookie_of(world, "lid")
        server.stop()
        assert send().status_code == 302
        assert "hoeft niet opnieuw in te loggen" not in member.get("/").text
        server.start()
        assert not is_in(copy)
        world.site.health.work()
        assert not is_in(copy)
        assert is_in(world.viewers["curator"])


def test_a_wrong_password_is_told_and_a_save_is_kept_while_the_log_cannot_be_written(world):
    curator = world.viewers["curator"]
    world.site.accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    form = curator.page(ENTRY).select_one("form[method=post]:not([data-log-out])")
    wrong = Visitor(world.app)
    page = wrong.page("/inloggen").select_one("form[method=post]")
    with troubles.locked(world):
        answer = wrong.send("/inloggen", page, {"email": "ria@voorbeeld.nl", "password": "verkeerd"})
        assert (answer.status_code, "horen niet bij elkaar" in answer.text) == (200, True)
        saved = curator.send(ENTRY, form, {"titel": "Noodwater, vernieuwd", "doe": "bewaar"})
        assert (saved.status_code, saved.request.path) == (200, "/menukaart/voorbeeld-1")
        assert "Noodwater, vernieuwd" in saved.text
    assert "/menukaart/voorbeeld-1" in Visitor(world.app).get("/zoeken?q=vernieuwd").text
    world.site.health.work()
    assert lines(world) == [("vermelding opgeslagen", "Curator"), ("inloggen mislukt", "")]


def test_a_preview_needs_no_draft_and_says_that_none_is_kept(world):
    curator = world.viewers["curator"]
    form = curator.page(ENTRY).select_one("form[method=post]:not([data-log-out])")
    with troubles.locked(world):
        answer = curator.send(ENTRY, form, {"tekst": "Een **nieuwe** zin.", "doe": "bekijk"})
        assert answer.status_code == 200
        assert "<strong>nieuwe</strong>" in answer.text
        assert "kan nu niet als concept worden bewaard" in answer.text


def test_a_rename_takes_the_members_of_a_network_along_as_soon_as_it_can(world):
    member = world.site.accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, ["netwerk-1"])
    curator = world.viewers["curator"]
    form = curator.page("/redactie/netwerk-1/hernoemen").select_one("form[method=post]:not([data-log-out])")
    with troubles.locked(world):
        renamed = curator.send("/redactie/netwerk-1/hernoemen", form, {"adres": "netwerk-2"})
        assert (renamed.status_code, renamed.request.path) == (200, "/netwerken/netwerk-2")
    world.site.health.work()
    assert world.site.accounts.by_id(member.id).networks == {"netwerk-2"}


def test_a_form_that_cannot_be_kept_is_shown_again_filled_in_and_can_be_sent_later(world):
    visitor = world.viewers["bezoeker"]
    form = visitor.page("/voorstel").select_one("form[method=post]")
    with troubles.locked(world):
        answer = visitor.send("/voorstel", form, {"title": "Waterzakken", "text": "Uitdelen per wijk."})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "Alles wat u invulde staat er nog" in answer.text
    again = BeautifulSoup(answer.text, "html.parser").select_one("form[method=post]")
    assert "Uitdelen per wijk." in again.text
    assert "Bedankt" in visitor.send("/voorstel", again, {}).text
    assert [report.sent.title for report in world.site.reports.unhandled()] == ["Waterzakken"]


def test_what_could_not_be_kept_does_not_count_as_sent(world):
    visitor = world.viewers["bezoeker"]
    form = visitor.page("/voorstel").select_one("form[method=post]")
    with troubles.locked(world):
        for _ in range(throttling.REPORTS_PER_HOUR.tries):
            assert visitor.send("/voorstel", form, {"title": "Waterzakken", "text": "Per wijk."}).status_code == 503
    assert "Bedankt" in visitor.send("/voorstel", form, {"title": "Waterzakken", "text": "Per wijk."}).text


def test_what_a_member_typed_is_shown_again_while_nobody_can_know_who_they_are(world):
    curator = world.viewers["curator"]
    form = curator.page(ENTRY).select_one("form[method=post]:not([data-log-out])")
    with troubles.database_damaged(world):
        answer = curator.send(ENTRY, form, {"tekst": "Een lang verhaal.", "doe": "bewaar"})
        assert answer.status_code == 503
        assert "Een lang verhaal." in answer.text
        assert "Alles wat u invulde staat er nog" in answer.text
    again = BeautifulSoup(answer.text, "html.parser").select_one("form[method=post]:not([data-log-out])")
    assert "Een lang verhaal." in curator.send(ENTRY, again, {}).text


def test_no_password_is_shown_again(world):
    visitor = world.viewers["bezoeker"]
    form = visitor.page("/inloggen").select_one("form[method=post]")
    with troubles.database_damaged(world):
        answer = visitor.send("/inloggen", form, {"email": "ria@voorbeeld.nl", "password": "mijn geheime zin"})
    assert (answer.status_code, "ria@voorbeeld.nl" in answer.text) == (503, True)
    assert "geheime" not in answer.text
