"""Links to other sites are looked at politely; what is said of them is true."""

import ipaddress
import threading
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kennisplatform.curation.worklist.link_check import (
    CheckedLinks,
    LinkChecker,
    Outcome,
    external_links,
    interleaved_by_host,
)
from kennisplatform.curation.worklist.link_client import LinkClient, Verdict, is_public
from kennisplatform.curation.worklist.link_rounds import LinkRounds
from kennisplatform.database.leases import Job
from kennisplatform.dutch_time import DUTCH_TIME
from kennisplatform.site import site_of

TODAY = date(2026, 3, 2)
STATUS = {"/gone": 404, "/removed": 410, "/down": 503, "/members": 403, "/busy": 429}
REDIRECTS = {
    "/moved": (301, "/good"),
    "/moved-twice": (308, "/moved"),
    "/elsewhere-today": (302, "/good"),
    "/first-today-then-for-good": (302, "/moved"),
    "/moved-to-nothing": (301, "/gone"),
    "/round": (302, "/round"),
    "/inside": (302, "http://10.0.0.1/"),
    "/to-a-file": (302, "file:///etc/passwd"),
}


class OtherSite(ThreadingHTTPServer):
    """A site of somebody else, that remembers what it was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.agents, self.released = [], set(), threading.Event()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.command, self.path))
        self.server.agents.add(self.headers["User-Agent"])
        if self.path == "/slow":
            self.server.released.wait(10)
        status, location = REDIRECTS.get(self.path, (STATUS.get(self.path, 200), None))
        if self.path == "/no-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_):
        pass


@pytest.fixture
def other():
    server = OtherSite()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def client_of(allows=lambda address: address.is_loopback):
    return LinkClient("https://kennis.example", allows=allows, pause=0, timeout=(1, 0.3))


@pytest.fixture
def client():
    client = client_of()
    yield client
    client._session.close()


@pytest.mark.parametrize(
    ("path", "verdict", "detail", "moved_to"),
    [
        ("/good", Verdict.GOOD, "", None),
        ("/no-head", Verdict.GOOD, "", None),
        ("/elsewhere-today", Verdict.GOOD, "", None),
        ("/first-today-then-for-good", Verdict.GOOD, "", None),
        ("/moved", Verdict.MOVED, "voorgoed", "/good"),
        ("/moved-twice", Verdict.MOVED, "voorgoed", "/good"),
        ("/gone", Verdict.FAILED, "de pagina is er niet (code 404)", None),
        ("/removed", Verdict.FAILED, "de pagina is verwijderd (code 410)", None),
        ("/moved-to-nothing", Verdict.FAILED, "code 404", None),
        ("/down", Verdict.FAILED, "storing (code 503)", None),
        ("/members", Verdict.REFUSED, "kijk zelf", None),
        ("/busy", Verdict.REFUSED, "code 429", None),
        ("/round", Verdict.FAILED, "blijft doorverwijzen", None),
        ("/inside", Verdict.FAILED, "intern netwerk", None),
        ("/to-a-file", Verdict.FAILED, "niet te openen", None),
        ("/slow", Verdict.UNREACHABLE, "niet op tijd", None),
    ],
)
def test_an_answer_says_what_is_the_matter(other, client, path, verdict, detail, moved_to):  # noqa: PLR0913, PLR0917
    answer = client.look_at(other.url(path))
    assert (answer.verdict, answer.moved_to) == (verdict, other.url(moved_to) if moved_to else None)
    assert detail in answer.detail


def test_a_site_that_answers_is_asked_once_without_the_page_itself_by_who_says_who_it_is(other, client):
    client.look_at(other.url("/good"))
    assert other.asked == [("HEAD", "/good")]
    assert other.agents == {"Kennisplatform-linkcontrole/1.0 (+https://kennis.example)"}


def test_one_site_gets_rest_between_two_questions_and_others_need_not_wait_for_it(other):
    rests = []
    client = LinkClient(allows=lambda address: address.is_loopback, pause=5, rest=rests.append)
    for url in (other.url("/good"), other.url("/good").replace("127.0.0.1", "localhost"), other.url("/good/2")):
        client.look_at(url)
    assert [4 < seconds <= 5 for seconds in rests] == [True]
    client._session.close()


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"])
def test_nothing_inside_this_network_is_ever_connected_to(other, address):
    guarded = client_of(is_public)
    answer = guarded.look_at(f"http://{address}:{other.server_port}/good")
    assert (answer.verdict, other.asked) == (Verdict.FAILED, [])
    assert "intern netwerk" in answer.detail
    guarded._session.close()


def test_a_redirect_into_this_network_is_not_followed(other):
    port = other.server_port
    seen = []

    def only_once(address):
        seen.append(address)
        return len(seen) == 1

    guarded = client_of(only_once)
    REDIRECTS["/to-localhost"] = (302, f"http://localhost:{port}/secret")
    answer = guarded.look_at(other.url("/to-localhost"))
    assert answer.verdict is Verdict.FAILED
    assert ("HEAD", "/secret") not in other.asked and ("GET", "/secret") not in other.asked
    guarded._session.close()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::1", False),
    ],
)
def test_which_addresses_are_public(address, expected):
    assert is_public(ipaddress.ip_address(address)) is expected


def test_addresses_come_from_sources_websites_and_texts_of_what_is_not_archived(app, content):
    content.entry("menukaart", "a", "A", "Zie [dit](https://a.example/x?a=1&b=2#kop) en [ons](/rollen).")
    content.entry("menukaart", "b", "B", bronnen=[{"titel": "B", "url": "https://a.example/x?a=1&b=2"}])
    content.entry("menukaart", "c", "C", "[weg](https://weg.example/)", status="gearchiveerd")
    content.entry("contacten", "d", "D", website="https://d.example")
    content.entry("paginas", "over", "Over", "<https://over.example/>")
    assert external_links(site_of(app).follower.store.refresh()) == {
        "https://a.example/x?a=1&b=2": ("a", "b"),
        "https://d.example/": ("d",),
        "https://over.example/": ("over",),
    }


@pytest.fixture
def checker(app, client):
    return LinkChecker(CheckedLinks(site_of(app).database), client)


def outcomes(checker):
    return [link.outcome for link in checker.checked.all().values()]


def test_one_failure_is_suspect_and_a_second_one_on_another_day_is_broken(other, checker):
    url = other.url("/gone")
    checker.run([url], TODAY)
    assert outcomes(checker) == [Outcome.SUSPECT]
    checker.run([url], TODAY, everything=True)
    assert outcomes(checker) == [Outcome.SUSPECT]
    checker.run([url], TODAY + timedelta(days=1))
    assert outcomes(checker) == [Outcome.BROKEN]
    assert checker.checked.all()[url].failing_since == TODAY


def test_what_works_again_starts_anew(other, checker):
    url = other.url("/recovers")
    STATUS["/recovers"] = 404
    checker.run([url], TODAY)
    del STATUS["/recovers"]
    checker.run([url], TODAY + timedelta(days=1))
    assert outcomes(checker) == [Outcome.GOOD]
    STATUS["/recovers"] = 404
    checker.run([url], TODAY + timedelta(days=30))
    assert outcomes(checker) == [Outcome.SUSPECT]
    del STATUS["/recovers"]


def test_what_is_in_order_is_left_alone_for_a_week(other, checker):
    url = other.url("/good")
    for days in (0, 1, 6, 7):
        checker.run([url], TODAY + timedelta(days=days))
    assert len(other.asked) == 2
    checker.run([url], TODAY + timedelta(days=7), everything=True)
    assert len(other.asked) == 3


def test_a_limit_leaves_the_rest_for_the_next_time(other, checker):
    urls = [other.url(f"/good/{number}") for number in range(5)]
    first = checker.run(urls, TODAY, limit=3)
    assert (len(first.looked_at), first.left) == (3, 2)
    second = checker.run(urls, TODAY, limit=3)
    assert (len(second.looked_at), second.left) == (2, 0)
    assert Counter(other.asked).most_common(1)[0][1] == 1


def test_addresses_that_are_no_longer_used_are_forgotten(other, checker):
    checker.run([other.url("/gone")], TODAY)
    checker.run([other.url("/good")], TODAY)
    assert list(checker.checked.all()) == [other.url("/good")]


def test_without_internet_nothing_is_learned(other, checker):
    nowhere = [f"http://127.0.0.{number}:1/" for number in range(2, 9)]
    found = checker.run([*nowhere, other.url("/gone")], TODAY)
    assert (found.is_online, found.looked_at) == (False, ())
    assert checker.checked.all() == {}


def test_one_site_that_is_down_among_others_is_suspect(other, checker):
    checker.run(["http://127.0.0.2:1/", other.url("/good")], TODAY)
    assert sorted(outcomes(checker)) == [Outcome.GOOD, Outcome.SUSPECT]


def rounds_at(app, checker, *moment):
    """Return the rounds of a process that has this time on its clock."""
    return LinkRounds(site_of(app).store, checker, site_of(app).leases, lambda: datetime(*moment, tzinfo=DUTCH_TIME))


def test_every_night_the_links_are_looked_at_once_by_one_process(app, content, other, checker):
    links = [{"titel": path, "url": other.url(path)} for path in ("/gone", "/good")]
    content.entry("menukaart", "a", bronnen=links)
    by_day = rounds_at(app, checker, 2026, 3, 2, 14, 0)
    assert not by_day.start_when_due()
    first, second = (rounds_at(app, checker, 2026, 3, 2, 2, minute) for minute in (0, 1))
    assert first.start_when_due()
    first.wait()
    assert not first.start_when_due()
    assert (checker.checked.last_day(), set(outcomes(checker))) == (date(2026, 3, 2), {Outcome.SUSPECT, Outcome.GOOD})
    asked = len(other.asked)
    second.start_when_due()
    second.wait()
    assert len(other.asked) == asked, "what the one process looked at is fresh for the other"
    next_night = rounds_at(app, checker, 2026, 3, 3, 3, 30)
    next_night.start_when_due()
    next_night.wait()
    assert set(outcomes(checker)) == {Outcome.BROKEN, Outcome.GOOD}


def test_a_curator_asks_for_a_round_and_no_second_one_begins_meanwhile(app, content, curator, checker):
    content.entry("menukaart", "a", bronnen=[{"titel": "A", "url": "http://127.0.0.2:1/"}])
    rounds = rounds_at(app, checker, 2026, 3, 2, 14, 0)
    replace(site_of(app), link_checker=checker, link_rounds=rounds).add_to(app)
    page = curator.page("/redactie/links")
    assert "nog niet gecontroleerd" in page.get_text()
    button = page.select_one("form[action='/redactie/links/controle']")
    with site_of(app).leases.take(Job.LINKS):
        assert "De controle loopt" in curator.get("/redactie/links").text
        assert "Er is geen tweede begonnen" in curator.send(button["action"], button, {}).text
    assert "De controle is begonnen" in curator.send(button["action"], button, {}).text
    rounds.wait()
    assert not rounds.is_going_on()
    assert "kon geen enkele andere site bereiken" in curator.get("/redactie/links").text


def test_addresses_of_one_site_take_turns_with_others():
    urls = ["http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://c/1"]
    assert list(interleaved_by_host(urls)) == ["http://a/1", "http://b/1", "http://c/1", "http://a/2", "http://a/3"]


def test_the_command_reports_and_says_when_there_is_no_internet(app, content, other, checker):
    replace(site_of(app), link_checker=checker).add_to(app)
    run = app.test_cli_runner().invoke
    content.entry("menukaart", "a", "A", bronnen=[{"titel": "B", "url": "http://127.0.0.2:1/"}])
    offline = run(args=["content", "links"])
    assert (offline.exit_code, "Er is niets gecontroleerd" in offline.output) == (0, True)
    content.entry("menukaart", "b", "B", f"[x]({other.url('/gone')}) [y]({other.url('/moved')})")
    online = run(args=["content", "links"])
    assert online.exit_code == 0
    assert "3 van 3 adressen gecontroleerd; 2 stuk of verdacht." in online.output
    assert f"VERPLAATST  {other.url('/moved')} -> {other.url('/good')}" in online.output
    assert "de pagina is er niet (code 404); staat in b" in online.output
