"""The numbers for Prometheus: for who has the token, by names of the program, and never with texts or persons."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup
from prometheus_client.parser import text_string_to_metric_families

from kennisplatform import create_app
from kennisplatform.accounts.throttle import WRONG_PASSWORDS_OF_ACCOUNT
from kennisplatform.config import PROJECT_FOLDER, Settings
from kennisplatform.health import Part
from kennisplatform.running import metrics
from kennisplatform.site import site_of

TOKEN = {"Authorization": "Bearer een-geheim"}
DASHBOARD = PROJECT_FOLDER / "deploy" / "grafana" / "kennisplatform.json"


@pytest.fixture
def app(content, tmp_path):
    content.entry("menukaart", "lcms", "LCMS")
    app = create_app(Settings(content_dir=content.path, instance_dir=tmp_path / "instance", metrics_token="een-geheim"))
    site_of(app).follower.synchronise()
    site_of(app).health.work()  # the history knows the entry
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def numbers(client):
    """Return every number by its name and labels."""
    response = client.get("/metrics", headers=TOKEN)
    assert response.status_code == 200
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def added(client, name, *labels, by):
    """Return how much a number grew by something."""
    key = (f"kennisplatform_{name}", *sorted(labels))
    before = numbers(client).get(key, 0)
    by()
    return numbers(client)[key] - before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer ander"},
        {"Authorization": "een-geheim"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer é"},
    ],
)
def test_a_stranger_finds_nothing(app, headers):
    assert app.test_client().get("/metrics", headers=headers).status_code == 404


def test_without_a_token_in_the_settings_nobody_gets_them(client_without_token):
    for headers in ({}, TOKEN, {"Authorization": "Bearer "}, {"Authorization": "Bearer None"}):
        assert client_without_token.get("/metrics", headers=headers).status_code == 404


@pytest.fixture
def client_without_token(content, tmp_path):
    app = create_app(Settings(content_dir=content.path, instance_dir=tmp_path / "other"))
    yield app.test_client()
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def test_answers_are_counted_by_endpoint_kind_of_search_and_how_they_ended(client):
    def ask():
        for address in ("/zoeken?q=lcms", "/zoeken?q=xyzzy", "/menukaart/lcms", "/menukaart/nietdaar"):
            client.get(address)

    assert added(client, "requests_total", "search.results", "2xx", by=ask) == 2
    assert added(client, "requests_total", "entries.menu_card_entry", "4xx", by=ask) == 1
    assert added(client, "search_seconds_count", "zoeken", by=ask) == 2
    assert added(client, "request_seconds_count", "search.results", by=ask) == 2


def test_pages_from_memory_are_told_from_those_that_were_made(client):
    client.get("/menukaart/lcms")
    assert added(client, "remembered_pages_total", "memory", by=lambda: client.get("/menukaart/lcms")) == 1
    assert added(client, "remembered_pages_total", "made", by=lambda: client.get("/menukaart/lcms?x=1")) == 1


def test_who_had_to_wait_is_counted(client):
    def ask_too_often():
        for _ in range(WRONG_PASSWORDS_OF_ACCOUNT.tries + 2):
            token = BeautifulSoup(client.get("/inloggen").text, "html.parser").select_one("[name=csrf_token]")["value"]
            client.post("/inloggen", data={"csrf_token": token, "email": "x@voorbeeld.nl", "password": "x"})

    assert added(client, "refused_total", "login.log_in", by=ask_too_often) == 2


def test_what_does_not_work_and_how_much_there_is_can_be_seen(client, app):
    client.get("/")
    there = numbers(client)
    assert there["kennisplatform_entries",] == 1
    assert there["kennisplatform_index_age_seconds",] == 0
    assert {there["kennisplatform_trouble", part.slug] for part in Part} == {0}

    def fail():
        raise OSError("the disk is full")

    site_of(app).health.run(Part.CONTENT_WRITING, fail)
    assert numbers(client)["kennisplatform_trouble", Part.CONTENT_WRITING.slug] == 1


def test_no_text_and_no_person_is_among_them(client):
    for address in ("/zoeken?q=qxgeheim", "/menukaart/qxgeheim", "/qxgeheim", "/api/v1/loket?vraag=qxgeheim"):
        client.get(address, headers={"User-Agent": "qxgeheim", "X-Forwarded-For": "203.0.113.99"})
    client.post("/inloggen", data={"email": "qxgeheim@voorbeeld.nl", "password": "qxgeheim"})
    text = client.get("/metrics", headers=TOKEN).text
    assert "qxgeheim" not in text
    assert "203.0.113" not in text


def test_every_query_of_the_dashboard_names_numbers_and_labels_that_exist():
    known, labels = set(), {"le", "instance", "job"}
    for metric in metrics.REGISTRY.collect():
        known.add(metric.name)
    for collector in vars(metrics).values():
        labels |= set(getattr(collector, "_labelnames", ()))
    samples = {f"{name}{suffix}" for name in known for suffix in ("", "_total", "_bucket", "_sum", "_count")}
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    queries = [target["expr"] for panel in panels for target in panel.get("targets", ())]
    assert len(queries) > 5
    for query in queries:
        names = set(re.findall(r"kennisplatform_\w+", query))
        assert names and names <= samples, query
        used = {word for group in re.findall(r"by \(([^)]*)\)", query) for word in group.split(", ")}
        used |= set(re.findall(r"(\w+)=~?\"", query))
        assert used <= labels, query
