"""Each request has a number: people read it on a page that tells of a failure, administrators find it in the log."""

from __future__ import annotations

import json
import logging

import pytest

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.running.logs import JsonLines, ReadableLines
from kennisplatform.site import site_of
from kennisplatform.web.watching import requests_seen

HEADER = "X-Request-ID"


@pytest.fixture
def make_app(content, tmp_path):
    made = []

    def make(**settings):
        made.append(create_app(Settings(content_dir=content.path, instance_dir=tmp_path / "instance", **settings)))
        return made[-1]

    yield make
    for app in made:
        site_of(app).follower.stop_following()
        site_of(app).database.close()


@pytest.fixture
def log():
    """Return the lines of the log as both forms write them, at the moment that they are written."""
    lines = []

    class Keeping(logging.Handler):
        def emit(self, record):
            lines.append((ReadableLines().format(record), json.loads(JsonLines().format(record))))

    handler = Keeping()
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def fails(app):
    """Let every page fail."""

    def fail():
        raise RuntimeError("qxgeheim")

    app.before_request(fail)


def test_the_number_on_the_page_is_that_of_the_lines_in_the_log(make_app, log):
    app = make_app()
    fails(app)
    response = app.test_client().get("/zoeken?q=qxgezocht")
    number = response.headers[HEADER]
    assert response.status_code == 500
    assert f"Noem dit nummer als u dit meldt: {number}" in " ".join(response.text.replace("<strong>", "").split())
    assert "qxgeheim" not in response.text
    readable, fields = next(line for line in log if "Fout bij GET" in line[0])
    assert f"[{number}]" in readable
    assert (fields["request"], fields["level"]) == (number, "ERROR")
    assert "RuntimeError" in fields["traceback"]
    assert not any("qxgezocht" in line for line, _ in log)


def test_every_request_has_a_number_of_its_own(make_app):
    client = make_app().test_client()
    assert len({client.get("/healthz").headers[HEADER] for _ in range(5)}) == 5


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ("7b0c9f9e-55aa-4a34-b8a8-2f1f5d6fd7b1", True),
        ("kort", False),
        ("a" * 65, False),
        ("abcdef<script>", False),
        ("abcdef 1", False),
        ("é" * 8, False),
        ("", False),
    ],
)
def test_a_number_is_taken_from_a_trusted_proxy_only_and_when_it_is_one(make_app, given, is_kept):
    believing, other = make_app(trusted_proxies=1).test_client(), make_app().test_client()
    headers = {HEADER: given}
    assert (believing.get("/healthz", headers=headers).headers[HEADER] == given) is is_kept
    assert other.get("/healthz", headers=headers).headers[HEADER] != given


def test_slow_answers_are_named_without_what_was_asked(make_app, log, monkeypatch):
    monkeypatch.setattr(requests_seen, "SLOW_FROM", 0.0)
    make_app().test_client().get("/zoeken?q=qxgezocht")
    readable, fields = next(line for line in log if "Traag" in line[0])
    assert (fields["endpoint"], fields["status"]) == ("search.results", 200)
    assert fields["milliseconds"] >= 0
    assert "search.results" in readable
    assert not any("qxgezocht" in line for line, _ in log)


def test_a_line_outside_requests_has_no_number(log):
    logging.getLogger("kennisplatform").warning("Twee\nregels")
    readable, fields = log[-1]
    assert "request" not in fields
    assert fields["message"] == "Twee\nregels"
    assert "[" not in readable
