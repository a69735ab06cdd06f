"""Who runs the server makes and repairs accounts by commands, and gets a link for the first administrator at the start."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from click.testing import Result
from flask import Flask

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.processes import served
from tests.visitor import PASSWORD, Visitor, logged_in

RIA = "ria@voorbeeld.nl"


def run(app: Flask, *arguments: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=["user", *arguments], input=typed)


def path_in(output: str) -> str:
    return urlsplit(re.findall(r"http://\S+/\S{20,}", output)[-1]).path


def test_add_makes_an_account_with_a_password_from_a_pipe(app, content, visitor):
    content.entry("netwerken", "gas-rendo")
    result = run(
        app, "add", RIA, "--name", "Ria", "--role", "curator", "--network", "gas-rendo", "--password-stdin",
        typed=PASSWORD + "\n",
    )  # fmt: skip
    assert (result.exit_code, result.output) == (0, f"Ria kan nu inloggen met {RIA}, als curator.\n")
    assert site_of(app).accounts.by_email(RIA).networks == {"gas-rendo"}
    assert "Uitloggen" in visitor.log_in(RIA).text


def test_add_asks_for_a_password_without_showing_it(app):
    result = run(app, "add", RIA, "--name", "Ria", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert site_of(app).accounts.by_email(RIA).role is Role.MEMBER


def test_add_makes_an_invitation_when_asked(app, visitor):
    result = run(app, "add", RIA, "--invite", "--role", "beheerder")
    assert result.exit_code == 0
    assert site_of(app).accounts.all() == []
    visitor.submit(path_in(result.output), {"name": "Ria", "password": PASSWORD, "repeated": PASSWORD})
    assert site_of(app).accounts.by_email(RIA).role is Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        ([RIA, "--name", "Ria", "--password-stdin"], "kort\n", "te kort"),
        ([RIA, "--name", "Ria", "--password-stdin"], "wachtwoord1234\n", "makkelijk te raden"),
        ([RIA, "--name", "Ria", "--password-stdin"], "", "te kort"),
        ([RIA, "--name", "Ria"], f"{PASSWORD}\nanders\n", "niet gelijk"),
        ([RIA, "--password-stdin"], PASSWORD, "Geef ook een naam"),
        (["geen adres", "--name", "Ria"], "", "geen e-mailadres"),
        ([RIA, "--name", "Ria", "--network", "weg"], "", "Het netwerk weg bestaat niet"),
        (["lid@voorbeeld.nl", "--name", "Ria", "--password-stdin"], PASSWORD, "Er is al een account"),
        (["LID@voorbeeld.nl", "--invite"], "", "Er is al een account"),
    ],
)
def test_add_says_why_it_cannot(app, arguments, typed, said):
    site_of(app).accounts.add("lid@voorbeeld.nl", "Lid", Role.MEMBER)
    result = run(app, "add", *arguments, typed=typed)
    assert result.exit_code == 1
    assert said in result.output
    assert len(site_of(app).accounts.all()) == 1
    assert site_of(app).account_links.open_invitations() == []


def test_reset_logs_out_and_gives_a_link(app, member):
    result = run(app, "reset", "Lid@voorbeeld.nl")
    assert result.exit_code == 0
    assert "Uitloggen" not in member.get("/").text
    assert Visitor(app).get(path_in(result.output)).status_code == 200


def test_reset_of_nobody_or_who_is_blocked_fails(app):
    assert run(app, "reset", RIA).exit_code == 1
    site_of(app).accounts.block(site_of(app).accounts.add(RIA, "Ria", Role.MEMBER).id)
    result = run(app, "reset", RIA)
    assert (result.exit_code, "geblokkeerd" in result.output) == (1, True)


def test_list_shows_who_there_are(app):
    accounts = site_of(app).accounts
    accounts.block(accounts.add(RIA, "Ria", Role.CURATOR, ["gas-rendo"]).id)
    logged_in(app, Role.MEMBER)
    lines = run(app, "list").output.splitlines()
    assert len(lines) == 2
    assert all(word in lines[1] for word in (RIA, "curator", "nog nooit", "Ria (geblokkeerd)", "gas-rendo"))
    assert re.search(r"lid@voorbeeld.nl +lid +\d{4}-\d\d-\d\d \d\d:\d\d", lines[0])


def test_setup_link_works_until_there_is_an_administrator(app, visitor):
    result = run(app, "setup-link")
    assert result.exit_code == 0
    visitor.submit(
        path_in(result.output), {"name": "Bea", "email": "bea@voorbeeld.nl", "password": PASSWORD, "repeated": PASSWORD}
    )
    again = run(app, "setup-link")
    assert (again.exit_code, "Er is al een beheerder" in again.output) == (1, True)


@pytest.mark.slow
def test_a_start_without_an_administrator_gives_a_link_and_a_later_start_a_fresh_one(content, tmp_path):
    instance = tmp_path / "instance"

    def start() -> str:
        """Start the site as people do, and return what it says until it is ready."""
        settings = {"INSTANCE_DIR": instance, "CONTENT_DIR": content.path, "PUBLIC_URL": "http://localhost"}
        with served(**settings) as site:
            return site.said

    first, second = start(), start()
    assert re.search(r"(?m)^Nog geen beheerder\. .*: http://localhost/eerste-beheerder/[\w-]{43}$", first)
    app = create_app(Settings(content_dir=content.path, instance_dir=instance))
    visitor = Visitor(app)
    assert visitor.get(path_in(first)).status_code == 410
    visitor.submit(
        path_in(second), {"name": "Bea", "email": "bea@voorbeeld.nl", "password": PASSWORD, "repeated": PASSWORD}
    )
    assert site_of(app).accounts.has_administrator()
    site_of(app).follower.stop_following()
    site_of(app).database.close()
    assert "eerste-beheerder" not in start()
