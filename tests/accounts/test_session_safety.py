"""A session belongs to the browser that logged in, for as long as its owner is there and welcome."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from kennisplatform import create_app
from kennisplatform.accounts.sessions import LONGEST_IDLE, LONGEST_OPEN
from kennisplatform.accounts.tables import LoginSessionRow
from kennisplatform.config import Settings, SettingsError, read_settings
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import PASSWORD, Visitor, logged_in

PUBLIC_URL = "https://kennis.example"


def is_in(visitor):
    return "Uitloggen" in visitor.get("/").text


def cookies(visitor):
    return dict(visitor.client._cookies)


def log_in_from_another_tab(visitor, email):
    """Send the form of a log-in page that was opened before its reader was logged in."""
    token = visitor.page("/account").select_one("[name=csrf_token]")["value"]
    visitor.client.post("/inloggen", data={"csrf_token": token, "email": email, "password": PASSWORD})


def with_cookies(app, copied):
    visitor = Visitor(app)
    visitor.client._cookies.update(copied)
    return visitor


def long_ago(app, column, how_long):
    with site_of(app).database.transaction() as session:
        session.execute(update(LoginSessionRow).values({column: datetime.now(UTC) - how_long}))


@pytest.fixture
def ria(app):
    return logged_in(app, Role.MEMBER, name="Ria")


def test_a_cookie_that_was_planted_before_logging_in_is_worthless_after(app):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    thief = Visitor(app)
    thief.get("/inloggen")
    victim = with_cookies(app, cookies(thief))
    victim.log_in("ria@voorbeeld.nl")
    assert is_in(victim)
    assert not is_in(thief)
    assert not is_in(with_cookies(app, cookies(thief)))


def test_logging_in_as_somebody_in_an_open_session_ends_that_session(app, ria):
    site_of(app).accounts.add("bea@voorbeeld.nl", "Bea", Role.MEMBER, password=PASSWORD)
    old = cookies(ria)
    log_in_from_another_tab(ria, "bea@voorbeeld.nl")
    assert "Bea" in ria.get("/account").text
    assert not is_in(with_cookies(app, old))


def test_logging_in_again_gives_another_session(app, ria):
    old = cookies(ria)
    log_in_from_another_tab(ria, "ria@voorbeeld.nl")
    assert is_in(ria)
    assert not is_in(with_cookies(app, old))


def test_a_form_of_before_logging_in_is_worthless_after(app):
    """Otherwise whoever planted the cookie knows the token of the forms."""
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    visitor = Visitor(app)
    token = visitor.page("/inloggen").select_one("[name=csrf_token]")["value"]
    visitor.log_in("ria@voorbeeld.nl")
    other = {"csrf_token": token, "present": PASSWORD, "password": "lantaarn-kwartel-zeewier"}
    answer = visitor.client.post("/account/wachtwoord", data={**other, "repeated": other["password"]})
    assert answer.status_code == 400
    assert site_of(app).accounts.by_password("ria@voorbeeld.nl", PASSWORD)


def test_who_is_blocked_is_out_at_once(app, ria, administrator):
    site_of(app).accounts.block(1)
    assert not is_in(ria)
    site_of(app).accounts.unblock(1)
    assert not is_in(ria), "the session ended, it does not wait"


def test_a_changed_role_counts_at_once(app, administrator):
    second = logged_in(app, Role.ADMINISTRATOR, name="Bea")
    site_of(app).accounts.set_role_and_networks(2, Role.MEMBER, [])
    assert second.get("/beheer/logboek").status_code == 403


def test_who_is_deleted_is_out_at_once(app, ria, administrator):
    site_of(app).accounts.delete(1)
    assert not is_in(ria)


@pytest.mark.parametrize(("column", "longest"), [("seen_at", LONGEST_IDLE), ("opened_at", LONGEST_OPEN)])
def test_a_session_ends_when_it_is_idle_or_open_too_long(app, ria, column, longest):
    long_ago(app, column, longest - timedelta(minutes=5))
    assert is_in(ria)
    long_ago(app, column, longest + timedelta(minutes=5))
    assert not is_in(ria)


def test_looking_up_a_session_that_is_over_removes_nothing_so_a_clock_that_was_wrong_ends_none(app, ria):
    long_ago(app, "seen_at", LONGEST_IDLE + timedelta(hours=1))  # as it looks when the clock is ahead
    assert not is_in(ria)
    long_ago(app, "seen_at", -timedelta(hours=1))  # as it looks afterwards
    assert is_in(ria)
    assert site_of(app).login_sessions.erase_expired() == 0


def test_being_there_keeps_a_session_from_being_idle(app, ria):
    long_ago(app, "seen_at", LONGEST_IDLE - timedelta(minutes=5))
    ria.get("/")
    with site_of(app).database.transaction() as session:
        seen_at = session.scalars(select(LoginSessionRow.seen_at)).one()
    assert seen_at > datetime.now(UTC) - timedelta(minutes=1)


@pytest.mark.parametrize(
    "change", [lambda value: value[:-2] + ("A" if value[-2] != "A" else "B") + value[-1], lambda value: "x"]
)
def test_a_cookie_that_was_changed_opens_nothing(app, ria, change):
    value = ria.client.get_cookie("sessie").value
    visitor = Visitor(app)
    visitor.client.set_cookie("sessie", change(value))
    assert not is_in(visitor)


def test_the_database_holds_nothing_that_opens_a_session(app, ria):
    with site_of(app).database.transaction() as session:
        (kept,) = session.connection().exec_driver_sql("SELECT token_hash FROM login_session").scalars()
    with ria.client.session_transaction() as session:
        assert session["_user_id"] != kept
    visitor = Visitor(app)
    with visitor.client.session_transaction() as session:
        session["_user_id"] = kept
    assert not is_in(visitor)


@pytest.fixture
def public_app(content, tmp_path):
    app = create_app(Settings(content_dir=content.path, instance_dir=tmp_path / "instance", public_url=PUBLIC_URL))
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def test_cookies_go_over_https_to_this_site_only_and_scripts_do_not_see_them(public_app):
    site_of(public_app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    client = public_app.test_client()
    set_cookies = list(client.get("/inloggen", base_url=PUBLIC_URL).headers.getlist("Set-Cookie"))
    page = client.get("/inloggen", base_url=PUBLIC_URL).text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    data = {"csrf_token": token, "email": "ria@voorbeeld.nl", "password": PASSWORD}
    answer = client.post("/inloggen", data=data, base_url=PUBLIC_URL, headers={"Referer": f"{PUBLIC_URL}/inloggen"})
    assert answer.status_code == 302
    set_cookies += answer.headers.getlist("Set-Cookie")
    assert len(set_cookies) >= 2
    for cookie in set_cookies:
        name, *flags = [part.strip() for part in cookie.split(";")]
        assert name.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
        assert not [flag for flag in flags if flag.lower().startswith("domain")]


def test_pages_of_who_is_logged_in_are_kept_nowhere(ria):
    for address in ("/", "/account", "/zoeken", "/contacten"):
        assert ria.get(address).headers["Cache-Control"] == "no-store"


def test_a_host_that_is_not_ours_is_refused_and_appears_in_nothing(public_app):
    ours = "kennis.example"
    for host in ("kwaad.example", f"{ours}.kwaad.example", "kwaad.example:443", f"{ours}@kwaad.example", "localhost"):
        for address in ("/", "/inloggen", "/account", "/sitemap.xml", "/api/v1/zoeken", "/bestaat-niet"):
            answer = public_app.test_client().get(address, base_url=PUBLIC_URL, headers={"Host": host})
            assert answer.status_code == 400, (host, address)
            assert "kwaad" not in answer.text, (host, address)
            assert "kwaad" not in answer.headers.get("Location", ""), (host, address)


@pytest.mark.parametrize("host", ["kennis.example", "KENNIS.example:443", "kennis.example.", "kennis.example.:443"])
def test_our_host_may_be_written_as_browsers_write_it(public_app, host):
    assert public_app.test_client().get("/", base_url=PUBLIC_URL, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["10.0.0.5:5000", "localhost:5000", "127.0.0.1", "kennis.example", "kwaad.example"])
def test_who_watches_over_the_server_may_ask_by_any_name(public_app, host):
    for address in ("/healthz", "/readyz"):
        answer = public_app.test_client().get(address, base_url=PUBLIC_URL, headers={"Host": host})
        assert answer.status_code in (200, 503), (host, address)
        assert answer.get_json()["status"]


def test_browsers_are_told_to_use_https_only_when_the_site_does(public_app, app):
    over_https = public_app.test_client().get("/", base_url=PUBLIC_URL).headers
    assert over_https["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in app.test_client().get("/").headers


@pytest.mark.parametrize(
    "address",
    [
        "https://vr.example/kennis",
        "https://vr.example?x=1",
        "https://vr.example#x",
        "https://naam:wachtwoord@vr.example",
        "https://vr.example:99999",
        "vr.example",
        "ftp://vr.example",
        "https://",
        "https://a b",
        "http://[",
    ],
)
def test_an_address_that_is_not_that_of_a_site_is_refused_at_the_start(monkeypatch, address):
    monkeypatch.setenv("PUBLIC_URL", address)
    with pytest.raises(SettingsError, match=r"PUBLIC_URL.*docs/operations\.md"):
        read_settings()


@pytest.mark.parametrize(
    ("address", "read", "is_https"),
    [
        ("HTTPS://VR.example", "https://vr.example", True),
        ("https://vr.example/", "https://vr.example", True),
        ("https://vr.example.", "https://vr.example", True),
        ("http://vr.example:8080", "http://vr.example:8080", False),
    ],
)
def test_the_address_of_the_site_is_read_whatever_its_capitals(monkeypatch, address, read, is_https):
    monkeypatch.setenv("PUBLIC_URL", address)
    settings = read_settings()
    assert (settings.address, settings.is_https) == (read, is_https)


def test_what_a_proxy_says_counts_only_when_proxies_are_trusted(app):
    answer = app.test_client().get(
        "/sitemap.xml", headers={"X-Forwarded-Host": "kwaad.example", "X-Forwarded-Proto": "https"}
    )
    assert "kwaad.example" not in answer.text
    assert "https://localhost" not in answer.text
