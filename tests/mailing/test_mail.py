"""Mail goes to a real server, safely, and says clearly when it cannot."""

from __future__ import annotations

import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from pydantic import SecretStr

from kennisplatform import mail
from kennisplatform.mail import Mail, Mailer, MailNotSent
from tests.mail_server import mail_server

MAIL = Mail("ria@voorbeeld.nl", "Onderwerp met ë", "Goedendag,\n\nEen regel met é.\n")
USER = ("site", "geheim/@:woord")
LOGIN = "site:geheim%2F%40%3Awoord@"


def mailer(url: str) -> Mailer:
    return Mailer(SecretStr(url), "site@voorbeeld.nl")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder / "certificate.pem"


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def test_a_mail_arrives_as_it_was_written():
    with mail_server() as box:
        mailer(f"smtp://127.0.0.1:{box.port}").send(MAIL)
        got = box.next()
    assert (got["To"], got["From"], got["Subject"]) == ("ria@voorbeeld.nl", "site@voorbeeld.nl", "Onderwerp met ë")
    assert got.get_content().replace("\r\n", "\n") == MAIL.text
    assert got["Auto-Submitted"] == "auto-generated"


def test_name_and_password_go_over_starttls(tls, trusted):
    with mail_server(tls, USER) as box:
        mailer(f"smtp://{LOGIN}localhost:{box.port}").send(MAIL)
        assert box.next()["Subject"] == MAIL.subject


def test_smtps_speaks_tls_from_the_first_byte(tls, trusted):
    with mail_server(tls, at_once=True) as box:
        mailer(f"smtps://localhost:{box.port}").send(MAIL)
        assert box.next()["Subject"] == MAIL.subject


def test_a_wrong_password_is_named(tls, trusted):
    with mail_server(tls, USER) as box, pytest.raises(MailNotSent, match="naam en wachtwoord"):
        mailer(f"smtp://site:fout@localhost:{box.port}").send(MAIL)


def test_a_password_never_goes_without_tls():
    with mail_server() as box, pytest.raises(MailNotSent, match="geen beveiligde verbinding"):
        mailer(f"smtp://{LOGIN}127.0.0.1:{box.port}").send(MAIL)


def test_a_server_that_nobody_vouches_for_gets_nothing(tls):
    with mail_server(tls) as box:
        with pytest.raises(MailNotSent, match="niet veilig"):
            mailer(f"smtp://localhost:{box.port}").send(MAIL)
        assert box.received.empty()


def test_a_server_that_refuses_is_named():
    with mail_server() as box:
        box.refuses = True
        with pytest.raises(MailNotSent, match="weigert"):
            mailer(f"smtp://127.0.0.1:{box.port}").send(MAIL)


def test_a_server_that_is_not_there_is_named():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(MailNotSent, match="niet bereikbaar"):
        mailer(f"smtp://127.0.0.1:{port}").send(MAIL)


def test_a_server_that_keeps_silent_is_given_up(monkeypatch):
    monkeypatch.setattr(mail, "SECONDS_TO_WAIT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(MailNotSent, match="niet bereikbaar"):
        mailer(f"smtp://127.0.0.1:{silent.getsockname()[1]}").send(MAIL)


def test_a_failure_later_is_logged_without_addresses(caplog):
    with mail_server() as box:
        box.refuses = True
        mailer(f"smtp://127.0.0.1:{box.port}").send_later(lambda: MAIL).result(timeout=10)
    assert "niet verstuurd" in caplog.text
    assert "ria@" not in caplog.text
