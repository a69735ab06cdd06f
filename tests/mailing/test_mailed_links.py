"""Links by mail: they arrive, lead to this site whatever a request says, and tell nobody who has an account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from pydantic import SecretStr

from kennisplatform import create_app
from kennisplatform.accounts import throttle
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.conftest import ContentFolder
from tests.mail_server import Mailbox, mail_server
from tests.visitor import PASSWORD, Visitor, logged_in

PUBLIC_URL = "http://localhost"
OTHER_PASSWORD = "lantaarn-kwartel-zeewier"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def app(content: ContentFolder, tmp_path: Path, database_url: str, box: Mailbox) -> Iterator[Flask]:
    app = create_app(
        Settings(
            content_dir=content.path,
            instance_dir=tmp_path / "instance",
            database_url=database_url,
            public_url=PUBLIC_URL,
            smtp_url=SecretStr(f"smtp://127.0.0.1:{box.port}"),
            mail_from="site@voorbeeld.nl",
        )
    )
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def link_in(text: str) -> str:
    [link] = [line.strip() for line in text.splitlines() if line.startswith(PUBLIC_URL + "/")]
    return urlsplit(link).path


def test_an_invitation_is_mailed_and_not_shown(app, administrator, box):
    page = administrator.submit("/beheer/gebruikers/uitnodigen", {"email": "ria@voorbeeld.nl"})
    mail = box.next()
    path = link_in(mail.get_content())
    assert mail["To"] == "ria@voorbeeld.nl"
    assert "De mail is verstuurd" in page.text
    assert path not in page.text
    assert (
        "Uw account is klaar"
        in Visitor(app).submit(path, {"name": "R", "password": PASSWORD, "repeated": PASSWORD}).text
    )


def test_when_the_mail_fails_the_administrator_hears_why_and_gets_the_link(administrator, box, visitor):
    box.refuses = True
    page = administrator.submit("/beheer/gebruikers/uitnodigen", {"email": "ria@voorbeeld.nl"}).text
    assert "de mailserver weigert de mail" in page
    path = "/uitnodiging/" + page.split("/uitnodiging/")[1].split("<")[0]
    assert visitor.get(path).status_code == 200


def test_who_forgot_a_password_chooses_another_by_mail(app, member, box):
    visitor = Visitor(app)
    visitor.submit("/wachtwoord-vergeten", {"email": "Lid@voorbeeld.nl "})
    visitor.submit(link_in(box.next().get_content()), {"password": OTHER_PASSWORD, "repeated": OTHER_PASSWORD})
    assert "Uitloggen" in visitor.log_in("lid@voorbeeld.nl", OTHER_PASSWORD).text


def test_nobody_learns_who_has_an_account(app, visitor, box):
    accounts = site_of(app).accounts
    accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    accounts.block(accounts.add("weg@voorbeeld.nl", "Weg", Role.MEMBER, password=PASSWORD).id)
    accounts.add("sso@voorbeeld.nl", "Zonder wachtwoord", Role.MEMBER)
    pages = {
        visitor.submit("/wachtwoord-vergeten", {"email": email}).text.replace(email, "")
        for email in ("niemand@voorbeeld.nl", "weg@voorbeeld.nl", "sso@voorbeeld.nl", "ria@voorbeeld.nl")
    }
    assert len(pages) == 1
    assert box.next()["To"] == "ria@voorbeeld.nl"
    assert box.received.empty()


def test_the_answer_does_not_wait_for_the_mail_or_the_database(app, visitor, monkeypatch):
    """What takes time is done by another thread, so that time tells nothing."""
    made: list[object] = []
    monkeypatch.setattr(site_of(app).mailer, "send_later", made.append)
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    monkeypatch.setattr(site_of(app).accounts, "by_email", lambda _: pytest.fail("looked up in the request"))
    visitor.submit("/wachtwoord-vergeten", {"email": "ria@voorbeeld.nl"})
    visitor.submit("/wachtwoord-vergeten", {"email": "niemand@voorbeeld.nl"})
    assert len(made) == 2


def test_asking_often_is_slowed_down_and_sends_few_mails(app, visitor, box):
    site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.MEMBER, password=PASSWORD)
    tries = throttle.FORGOTTEN_PASSWORDS_OF_ACCOUNT.tries
    answers = [visitor.submit("/wachtwoord-vergeten", {"email": "ria@voorbeeld.nl"}) for _ in range(tries + 1)]
    assert [answer.status_code for answer in answers] == [200] * tries + [429]
    assert answers[-1].headers["Retry-After"]
    for _ in range(tries):
        box.next()
    assert box.received.empty()


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "X-Original-Host"])
def test_a_mail_leads_to_this_site_whatever_host_is_asked_for(app, box, header):
    logged_in(app, Role.MEMBER)
    visitor = Visitor(app)
    token = visitor.page("/wachtwoord-vergeten").select_one("main input[name=csrf_token]")["value"]
    value = "host=kwaad.example" if header == "Forwarded" else "kwaad.example"
    response = visitor.client.post(
        "/wachtwoord-vergeten", data={"csrf_token": token, "email": "lid@voorbeeld.nl"}, headers={header: value}
    )
    if response.status_code == 200:
        text = box.next().get_content()
        assert "kwaad" not in text
        assert link_in(text)
    else:
        assert (header, response.status_code) == ("Host", 400)
        assert box.received.empty()
