"""The weekly letter to curators."""

import email
import socketserver
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.policy import default

import pytest
import time_machine

from kennisplatform import create_app, dutch_time
from kennisplatform.config import Settings
from kennisplatform.curation.feedback.reports import NewReport, ReportKind
from kennisplatform.curation.worklist.link_client import Answer, Verdict
from kennisplatform.database.leases import LASTS
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.processes import forking


@pytest.fixture
def app(content, tmp_path):
    app = create_app(
        Settings(content_dir=content.path, instance_dir=tmp_path / "instance", public_url="https://kennis.example")
    )
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def letter(app):
    result = app.test_cli_runner().invoke(args=["redactie", "digest"])
    assert result.exit_code == 0, result.output
    return result.output


def test_without_anything_to_do_the_letter_says_so(app):
    assert "U bent bij. Er is niets dat nu aandacht vraagt." in letter(app)
    assert letter(app).endswith("Alles bij elkaar: https://kennis.example/redactie\n")


def test_the_letter_names_everything_with_the_way_to_it(app, content):
    yesterday = dutch_time.today() - timedelta(days=1)
    content.entry(
        "menukaart", "a", "Aflopend", herzien_voor=yesterday, bronnen=[{"titel": "B", "url": "https://b.example/"}]
    )
    content.entry("menukaart", "b", "Beoordelen", status="ter-beoordeling")
    content.entry("menukaart", "c", "Conceptje", status="concept")
    content.write("menukaart/kapot.md", "onzin")
    site_of(app).link_checker.checked.note("https://b.example/", Answer(Verdict.FAILED, "stuk gegaan"), yesterday)
    site_of(app).missed_searches.record("xyzzy")
    sent = NewReport(ReportKind.CORRECTION, "Aflopend", "Bel mij", slug="a", email="ria@lezer.example")
    site_of(app).reports.add(sent)
    text = letter(app)
    for expected in (
        "Bestanden die niet kloppen (1)\n- menukaart/kapot.md",
        "Berichten van lezers (1)\n- Melding: Aflopend\n  https://kennis.example/redactie/meldingen/1",
        "Wacht op beoordeling (1)\n- Beoordelen",
        "Na te kijken (1)\n- Aflopend – had gemoeten vóór ",
        "  https://kennis.example/menukaart/a",
        "Links die niet in orde zijn (1)\n- Verdacht: https://b.example/\n  stuk gegaan; staat in a",
        "Aan te vullen (2)\n- ",
        "Concepten (1)\n- Conceptje\n  https://kennis.example/menukaart/c",
        "Gezocht, niet gevonden (1)\n- xyzzy (1 keer)",
    ):
        assert expected in text
    assert "ria@lezer.example" not in text
    assert "Bel mij" not in text


def test_a_long_list_is_cut_short_with_the_way_to_the_rest(app, content):
    for number in range(12):
        content.entry("menukaart", f"c{number}", f"Concept {number}", status="concept")
    text = letter(app)
    assert "Concepten (12)" in text
    assert "- en nog 2: https://kennis.example/redactie/lijst?status=concept" in text


class PostOffice(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it gets; it takes nothing for who is not `known`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters, self.unknown = [], "weg@voorbeeld.nl"
        self.takes_at_most, self.hangs = 1000, threading.Event()


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 klaar")
        to = ""
        while line := self.rfile.readline().decode().strip():
            match line[:4].upper():
                case "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                    self.say("550 onbekend" if to == self.server.unknown else "250 goed")
                case "DATA":
                    if len(self.server.letters) >= self.server.takes_at_most:
                        self.server.hangs.set()
                        self.rfile.read()
                        return
                    self.say("354 ga door")
                    lines = iter(self.rfile.readline, b".\r\n")
                    self.server.letters.append((to, email.message_from_bytes(b"".join(lines), policy=default)))
                    self.say("250 bewaard")
                case "QUIT":
                    self.say("221 dag")
                    return
                case _:
                    self.say("250 goed")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def post_office():
    server = PostOffice()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(content, tmp_path, post_office):
    """Return the settings of a site that mails."""
    return Settings(
        content_dir=content.path,
        instance_dir=tmp_path / "instance",
        public_url="https://kennis.example",
        smtp_url=f"smtp://127.0.0.1:{post_office.server_address[1]}",
        mail_from="site@kennis.example",
    )


def test_curators_get_the_letter_by_mail_and_others_do_not(content, settings, post_office):
    app = create_app(settings)
    content.entry("menukaart", "c", "Conceptje", status="concept")
    add = site_of(app).accounts.add
    for name, role in (("lid", Role.MEMBER), ("ria", Role.CURATOR), ("weg", Role.CURATOR), ("bea", Role.ADMINISTRATOR)):
        add(f"{name}@voorbeeld.nl", name.capitalize(), role)
    site_of(app).accounts.block(add("oud@voorbeeld.nl", "Oud", Role.CURATOR).id)
    result = app.test_cli_runner().invoke(args=["redactie", "digest", "--mail"])
    assert result.exit_code == 1
    assert "Aan Weg is niets gestuurd: de mailserver neemt geen mail voor dit adres aan." in result.output
    assert "Gemaild aan 2 van 3 curatoren." in result.output
    assert [to for to, _ in post_office.letters] == ["bea@voorbeeld.nl", "ria@voorbeeld.nl"]
    (_, letter), *_ = post_office.letters
    assert letter["Subject"] == "Redactie: 1 punt van aandacht"
    assert "Conceptje" in letter.get_content()
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def test_without_a_mail_server_the_command_says_what_to_do(app):
    result = app.test_cli_runner().invoke(args=["redactie", "digest", "--mail"])
    assert result.exit_code == 1
    assert "Zonder --mail toont dit commando de brief." in result.output


def mail_the_letter(settings):
    create_app(settings).test_cli_runner().invoke(args=["redactie", "digest", "--mail"])


@pytest.mark.slow
def test_a_round_that_was_killed_halfway_sends_nobody_a_second_letter(settings, post_office):
    app = create_app(settings)
    for name in ("ana", "bea", "cor"):
        site_of(app).accounts.add(f"{name}@voorbeeld.nl", name.capitalize(), Role.CURATOR)
    post_office.takes_at_most = 1
    killed = forking().Process(target=mail_the_letter, args=(settings,))
    killed.start()
    assert post_office.hangs.wait(60)
    killed.kill()
    killed.join()
    post_office.takes_at_most = 1000
    run = app.test_cli_runner().invoke
    assert "Een ander proces doet dit al" in run(args=["redactie", "digest", "--mail"]).output
    with time_machine.travel(datetime.now(UTC) + LASTS):
        again = run(args=["redactie", "digest", "--mail"])
    assert again.exit_code == 0, again.output
    got = Counter(to for to, _ in post_office.letters)
    assert set(got.values()) == {1}
    assert len(got) == 2, "the one whose letter was on its way gets none, rather than two"
    assert "Gemaild aan 1 van 3 curatoren." in again.output
    site_of(app).follower.stop_following()
    site_of(app).database.close()
