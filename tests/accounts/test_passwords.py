"""Which passwords are good enough, how they are kept, changed, and asked for anew."""

from __future__ import annotations

import argon2
import pytest

from kennisplatform.accounts import passwords
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import PASSWORD, Visitor, logged_in

OTHER_PASSWORD = "lantaarn-kwartel-zeewier"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kort", "ten minste 12"),
        ("x7Kp!qLm29v", "ten minste 12"),
        ("ab" * 101, "ten hoogste 200"),
        ("Wachtwoord1234", "makkelijk te raden"),
        ("Password123456", "makkelijk te raden"),
        ("Welkom01Welkom01", "makkelijk te raden"),
        ("aaaaaaaaaaaaaaa", "makkelijk te raden"),
        ("qwertyuiop123", "makkelijk te raden"),
        ("123456789012", "makkelijk te raden"),
        ("kennisplatform2026", "makkelijk te raden"),
        ("veiligheidsregio12", "makkelijk te raden"),
        ("riavanderheuvel1", "makkelijk te raden"),
        ("waterbedrijf123", "makkelijk te raden"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(password, said):
    assert said in passwords.weakness(password, ["Ria van der Heuvel", "ria.vanderheuvel@waterbedrijf.nl"])


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "paard batterij nietje juist", "x7Kp!qLm29vR", "ééncijferniethoofdletter", "k3r" * 3 + "7!zQpw" * 30],
)
def test_what_is_hard_to_guess_is_good_whatever_it_is_made_of(password):
    assert passwords.weakness(password, ["Ria"]) is None


def test_passwords_are_kept_as_argon2id(app):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    with site_of(app).database.transaction() as session:
        [kept] = session.connection().exec_driver_sql("SELECT password_hash FROM account").scalars()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_an_old_hash_is_made_anew_at_the_next_log_in(app, visitor):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER)
    old = argon2.PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    with site_of(app).database.transaction() as session:
        session.connection().exec_driver_sql(f"UPDATE account SET password_hash = '{old}'")
    assert "Uitloggen" in visitor.log_in("ria@voorbeeld.nl").text
    with site_of(app).database.transaction() as session:
        [kept] = session.connection().exec_driver_sql("SELECT password_hash FROM account").scalars()
    assert not passwords.is_outdated(kept)
    assert passwords.fits(PASSWORD, kept)


def change(visitor: Visitor, present: str = PASSWORD, new: str = OTHER_PASSWORD, again: str | None = None):
    return visitor.submit(
        "/account/wachtwoord", {"present": present, "password": new, "repeated": new if again is None else again}
    )


def test_changing_a_password_logs_out_all_other_browsers_and_renews_this_one(app, member):
    elsewhere = Visitor(app)
    elsewhere.log_in("lid@voorbeeld.nl")
    copied = Visitor(app)
    for cookie in member.client._cookies.values():
        copied.client._cookies[cookie._storage_key] = cookie
    assert "Uw wachtwoord is gewijzigd" in change(member).text
    assert "Uitloggen" in member.get("/").text
    assert "Uitloggen" not in elsewhere.get("/").text
    assert "Uitloggen" not in copied.get("/").text
    assert "horen niet bij elkaar" in Visitor(app).log_in("lid@voorbeeld.nl").text
    assert "Uitloggen" in Visitor(app).log_in("lid@voorbeeld.nl", OTHER_PASSWORD).text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"present": "fout"}, "niet uw huidige wachtwoord"),
        ({"present": ""}, "Vul uw huidige wachtwoord in"),
        ({"new": "wachtwoord12"}, "makkelijk te raden"),
        ({"again": "iets anders"}, "niet gelijk"),
    ],
)
def test_a_change_that_cannot_be_says_why_and_changes_nothing(app, member, values, said):
    assert said in change(member, **values).text
    assert "Uitloggen" in Visitor(app).log_in("lid@voorbeeld.nl").text


def test_guessing_the_present_password_is_slowed_down(member):
    token = member.page("/account/wachtwoord").select_one("main input[name=csrf_token]")["value"]
    values = {"csrf_token": token, "present": "fout", "password": OTHER_PASSWORD, "repeated": OTHER_PASSWORD}
    answers = [member.client.post("/account/wachtwoord", data=values).status_code for _ in range(12)]
    assert answers[-1] == 429


def test_who_has_no_password_is_told_where_it_is_changed(app, visitor):
    member = logged_in(app, Role.MEMBER)
    with site_of(app).database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE account SET password_hash = NULL")
    page = member.page("/account/wachtwoord")
    assert "via uw organisatie" in page.text
    assert not page.select("main form")


def test_without_mail_who_forgot_a_password_is_sent_to_the_administrator(visitor):
    page = visitor.page("/wachtwoord-vergeten")
    assert "Vraag uw beheerder" in page.text
    assert not page.select("main form")
