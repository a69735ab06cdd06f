"""The mail that asks an organisation whether its contact is right."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from tests.mail_server import mail_server

ADDRESS = "/redactie/stedin/correctie"
TO = "netbeheer@stedin.example"


@pytest.fixture
def box():
    with mail_server() as box:
        yield box


@pytest.fixture
def app(content, tmp_path, box):
    content.entry("contacten", "stedin", "Storingsdienst", organisatie="Stedin", e_mail="bekend@stedin.example")
    app = create_app(
        Settings(
            content_dir=content.path,
            instance_dir=tmp_path / "instance",
            public_url="http://localhost",
            smtp_url=SecretStr(f"smtp://127.0.0.1:{box.port}"),
            mail_from="site@voorbeeld.nl",
        )
    )
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def test_the_link_is_mailed_to_the_address_that_the_curator_types_and_kept_nowhere(app, curator, visitor, box):
    page = curator.submit(ADDRESS, {"email": f" {TO} "}, action=ADDRESS)
    mail = box.next()
    assert mail["To"] == TO
    assert "een contact van Stedin" in mail.get_content()
    assert "Een curator van het kennisplatform bekijkt uw antwoord" in mail.get_content()
    (link,) = [line for line in mail.get_content().splitlines() if line.startswith("http://localhost/correctie/")]
    assert "De mail is verstuurd" in page.text
    assert link not in page.text
    assert visitor.get(link.removeprefix("http://localhost")).status_code == 200
    with site_of(app).database.transaction() as session:
        kept = str(session.execute(text("SELECT * FROM one_time_link")).all())
        kept += str(session.execute(text("SELECT * FROM audit")).all())
    assert TO not in kept


def test_without_an_address_nothing_is_mailed_and_the_link_is_shown(curator, box):
    assert "Bekend is bekend@stedin.example." in curator.get(ADDRESS).text
    page = curator.submit(ADDRESS, {}, action=ADDRESS)
    assert "http://localhost/correctie/" in page.text
    assert box.received.empty()


def test_when_the_mail_fails_the_curator_hears_why_and_gets_the_link(curator, box):
    box.refuses = True
    page = curator.submit(ADDRESS, {"email": TO}, action=ADDRESS).text
    assert "de mailserver weigert de mail" in page
    assert "http://localhost/correctie/" in page


@pytest.mark.parametrize("address", ["geen adres", "x@y.nl\r\nBcc: z@y.nl", "a@b.nl, c@d.nl", "x" * 250 + "@a.nl"])
def test_only_one_address_is_an_address(curator, box, address):
    page = curator.submit(ADDRESS, {"email": address}, action=ADDRESS).text
    assert "Maak de link" in page and "has-error" in page
    assert "Er is al een link" not in page
    assert box.received.empty()
