"""The second step of logging in, as people meet it, and as those meet it who only have the password."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from kennisplatform import create_app
from kennisplatform.accounts.two_step import fitting_step
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import PASSWORD, Visitor, logged_in

SETTINGS = "/account/twee-stappen"


def code_of(secret, steps=0):
    """Return the code that the app shows so many half minutes from now."""
    return pyotp.TOTP(secret).at(time.time() + 30 * steps)


def shown_secret(visitor):
    return visitor.page(SETTINGS).select_one(".secret").text.replace(" ", "")


def switched_on(visitor):
    """Switch it on as people do; return the secret and the recovery codes."""
    secret = shown_secret(visitor)
    shown = visitor.submit(SETTINGS, {"code": code_of(secret)}).text
    codes = [code.text for code in BeautifulSoup(shown, "html.parser").select(".recovery-codes code")]
    assert len(set(codes)) == 10
    return secret, codes


@pytest.fixture
def ria(app):
    return logged_in(app, Role.MEMBER, name="Ria")


@pytest.fixture
def secret_and_codes(ria):
    return switched_on(ria)


@pytest.fixture
def thief(app, secret_and_codes):
    """Return somebody who knows the password and got past the first step."""
    visitor = Visitor(app)
    visitor.log_in("ria@voorbeeld.nl")
    return visitor


def is_in(visitor):
    return "Uitloggen" in visitor.get("/").text


def test_it_is_switched_on_with_a_code_and_then_asked_for(app, secret_and_codes):
    visitor = Visitor(app)
    asked = visitor.submit("/inloggen?verder=/rollen", {"email": "ria@voorbeeld.nl", "password": PASSWORD})
    assert asked.request.path == "/inloggen/code"
    assert not is_in(visitor)
    arrived = visitor.submit("/inloggen/code", {"code": code_of(secret_and_codes[0], 1)})
    assert arrived.request.path == "/rollen"
    assert is_in(visitor)


def test_a_wrong_code_does_not_switch_it_on(ria):
    secret = shown_secret(ria)
    assert "Deze code klopt niet" in ria.submit(SETTINGS, {"code": code_of(secret, 5)}).text
    assert shown_secret(ria) == secret, "the app that was just set up goes on working"


def test_the_picture_is_drawn_by_the_site_itself(ria):
    drawing = ria.page(SETTINGS).select_one("svg.qr-code")
    assert drawing["aria-label"].startswith("QR-code voor uw app") and drawing.find("path")


def test_the_secret_and_the_codes_are_never_shown_again(ria, secret_and_codes):
    secret, codes = secret_and_codes
    for address in (SETTINGS, "/account"):
        page = ria.get(address).text
        assert not [shown for shown in [secret, secret[:4] + " " + secret[4:8], *codes] if shown in page]


@pytest.mark.parametrize("address", ["/account", "/account/bevestigen", SETTINGS, "/account/wachtwoord"])
def test_the_password_alone_opens_nothing(thief, address):
    assert thief.client.get(address).status_code in (302, 404)
    assert "Ria" not in thief.get(address).text


def test_a_code_works_once(app, thief, secret_and_codes):
    code = code_of(secret_and_codes[0], 1)
    owner = Visitor(app)
    owner.log_in("ria@voorbeeld.nl")
    owner.submit("/inloggen/code", {"code": code})
    assert is_in(owner)
    assert "al gebruikt" in thief.submit("/inloggen/code", {"code": code}).text
    assert not is_in(thief)


def test_an_older_code_does_not_work_after_a_newer_one(app, thief, secret_and_codes):
    with site_of(app).database.transaction() as session:
        session.execute(text("UPDATE two_step SET last_step = 0"))  # as if it was switched on long ago
    owner = Visitor(app)
    owner.log_in("ria@voorbeeld.nl")
    owner.submit("/inloggen/code", {"code": code_of(secret_and_codes[0], 1)})
    assert is_in(owner)
    thief.submit("/inloggen/code", {"code": code_of(secret_and_codes[0])})
    assert not is_in(thief)


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_differ_half_a_minute(steps, fits):
    secret, moment = pyotp.random_base32(), datetime(2026, 11, 24, 12, 0, 29, tzinfo=UTC)
    code = pyotp.TOTP(secret).at(moment + timedelta(seconds=30 * steps))
    step = pyotp.TOTP(secret).timecode(moment)
    assert fitting_step(secret, f"{code[:3]} {code[3:]}", moment) == (step + steps if fits else None)


@pytest.mark.parametrize("typed", ["", "٠١٢٣٤٥", "12345", "1234567", "abcdef", "é"])
def test_what_is_no_code_fits_nothing(typed):
    assert fitting_step(pyotp.random_base32(), typed, datetime.now(UTC)) is None


def test_who_keeps_guessing_has_to_wait_even_with_the_right_code(thief, secret_and_codes):
    for _ in range(10):
        assert thief.submit("/inloggen/code", {"code": "aaaa-aaaa-aaaa-aaaa"}).status_code == 200
    refused = thief.submit("/inloggen/code", {"code": code_of(secret_and_codes[0], 1)})
    assert refused.status_code == 429
    assert not is_in(thief)


def test_each_recovery_code_works_once_and_is_recorded(app, thief, administrator, secret_and_codes):
    code = secret_and_codes[1][3]
    owner = Visitor(app)
    owner.log_in("ria@voorbeeld.nl")
    owner.submit("/inloggen/code", {"code": f" {code.upper().replace('-', ' ')} "})
    assert is_in(owner)
    assert "Elke herstelcode werkt één keer" in thief.submit("/inloggen/code", {"code": code}).text
    assert not is_in(thief)
    assert "nog 9 over" in administrator.get("/beheer/logboek?handeling=herstelcode+gebruikt").text


def test_new_recovery_codes_replace_the_old_ones(app, ria, thief, secret_and_codes):
    shown = ria.submit(SETTINGS, {}, action=f"{SETTINGS}/herstelcodes").text
    new = [code.text for code in BeautifulSoup(shown, "html.parser").select(".recovery-codes code")]
    assert not set(new) & set(secret_and_codes[1])
    thief.submit("/inloggen/code", {"code": secret_and_codes[1][0]})
    assert not is_in(thief)
    thief.submit("/inloggen/code", {"code": new[0]})
    assert is_in(thief)


def test_recovery_codes_are_kept_as_hashes_only(app, secret_and_codes):
    with site_of(app).database.transaction() as session:
        kept = session.connection().exec_driver_sql("SELECT code_hash FROM recovery_code").scalars().all()
    assert len(kept) == 10
    assert not [code for code in secret_and_codes[1] for row in kept if code.replace("-", "") in row]


def test_it_can_be_switched_off(app, ria, secret_and_codes):
    ria.submit(SETTINGS, {}, action=f"{SETTINGS}/uit")
    visitor = Visitor(app)
    visitor.log_in("ria@voorbeeld.nl")
    assert is_in(visitor)
    assert shown_secret(ria) != secret_and_codes[0], "a new start has a new secret"


def test_who_is_blocked_between_the_steps_stays_out(app, thief, secret_and_codes, administrator):
    form = thief.page("/inloggen/code").select_one("main form")
    site_of(app).accounts.block(1)
    sent = thief.send("/inloggen/code", form, {"code": code_of(secret_and_codes[0], 1)})
    assert sent.request.path == "/inloggen"
    site_of(app).accounts.unblock(1)
    assert not is_in(thief)


def test_the_time_between_the_steps_is_short(thief, monkeypatch):
    monkeypatch.setattr("kennisplatform.web.accounts.pending_login.LASTS", timedelta(seconds=-1))
    thief.log_in("ria@voorbeeld.nl")
    assert thief.get("/inloggen/code").request.path == "/inloggen"


def test_nothing_happens_at_the_second_step_without_the_first(visitor, secret_and_codes):
    assert visitor.get("/inloggen/code").request.path == "/inloggen"


@pytest.fixture
def strict_app(content, tmp_path):
    settings = Settings(
        content_dir=content.path, instance_dir=tmp_path / "instance", two_step_required=(Role.ADMINISTRATOR,)
    )
    app = create_app(settings)
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()


@pytest.mark.slow
def test_a_role_that_must_have_it_can_use_nothing_else_before(strict_app):
    site_of(strict_app).accounts.add("bea@voorbeeld.nl", "Bea", Role.ADMINISTRATOR, password=PASSWORD)
    bea = Visitor(strict_app)
    assert bea.log_in("bea@voorbeeld.nl").request.path == SETTINGS
    for rule in strict_app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and not rule.rule.startswith(("/healthz", "/api/", SETTINGS)):
            assert bea.get(rule.rule).request.path in (SETTINGS, "/account/bevestigen"), rule.rule
    assert bea.get("/api/v1/zoeken").status_code == 403
    switched_on(bea)
    assert bea.get("/beheer/logboek").status_code == 200
    bea.client.post(f"{SETTINGS}/uit")
    assert not bea.page(SETTINGS).select(f"form[action$='{SETTINGS}/uit']")


def test_other_roles_are_left_free(strict_app):
    assert is_in(logged_in(strict_app, Role.CURATOR))


def test_an_administrator_lets_in_who_lost_everything(app, administrator, ria, secret_and_codes):
    page = "/beheer/gebruikers/2"
    administrator.submit(page, {}, action=f"{page}/twee-stappen-uit")
    visitor = Visitor(app)
    visitor.log_in("ria@voorbeeld.nl")
    assert is_in(visitor)
    assert "door een beheerder" in administrator.get("/beheer/logboek").text
    assert not administrator.page(page).select("form[action$=twee-stappen-uit]")


def test_a_code_of_a_clock_that_was_ahead_keeps_nobody_out_once_it_is_right(app, ria, secret_and_codes, caplog):
    secret, _ = secret_and_codes
    two_hours_on = 240
    with site_of(app).database.transaction() as session:
        session.execute(text(f"UPDATE two_step SET last_step = {int(time.time()) // 30 + two_hours_on}"))
    visitor = Visitor(app)
    visitor.log_in("ria@voorbeeld.nl")
    code = code_of(secret)
    visitor.submit("/inloggen/code", {"code": code})
    assert is_in(visitor)
    assert "klok" in caplog.text
    thief = Visitor(app)
    thief.log_in("ria@voorbeeld.nl")
    assert "al gebruikt" in thief.submit("/inloggen/code", {"code": code}).text, "it still works once"


def test_two_windows_that_open_the_page_at_once_get_the_same_secret(app):
    account = site_of(app).accounts.add("kees@voorbeeld.nl", "Kees", Role.MEMBER)
    start, secrets = threading.Barrier(4), []

    def open_page() -> None:
        start.wait()
        secrets.append(site_of(app).two_step.secret(account.id))

    threads = [threading.Thread(target=open_page) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(secrets) == 4 and len(set(secrets)) == 1


def test_recovery_codes_can_be_taken_along_as_a_file(ria, secret_and_codes):
    _, codes = secret_and_codes
    token = ria.page(SETTINGS).select_one("[name=csrf_token]")["value"]
    sent = {"csrf_token": token, "code": [*codes, "<script>", "x" * 5000]}
    file = ria.client.post(f"{SETTINGS}/herstelcodes.txt", data=sent)
    assert file.mimetype == "text/plain"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert [line for line in file.text.split("\r\n") if line in codes] == codes
    assert "script" not in file.text
