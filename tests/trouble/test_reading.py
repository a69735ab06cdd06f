"""Reading works whatever else fails: every page that answers without a trouble answers during it, and afterwards.

A matrix of troubles and pages, for a visitor, a member and a curator. The troubles are real.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.postgresql import stoppable_server
from tests.trouble import disks, troubles
from tests.trouble.troubles import Trouble
from tests.trouble.world import VIEWERS, World, addresses, world_on

pytestmark = pytest.mark.slow

CONTACT = "/contacten/contact-1"
AFTERWARDS = ("/", CONTACT, "/zoeken?q=noodwater", "/redactie", "/redactie/contact-1", "/redactie/geschiedenis")
GONE = 410
"""What a one-time link that is not known answers; in the database it is looked up."""
RIGHTS_KNOWN: dict[Trouble, list[str]] = {
    troubles.disk_full: ["database-schrijven", "inhoud-schrijven"],
    troubles.instance_read_only: ["database-schrijven", "inhoud-schrijven"],
    troubles.content_read_only: ["inhoud-schrijven"],
    troubles.content_gone: ["inhoud-schrijven"],
    troubles.content_empty: ["inhoud-schrijven"],
    troubles.content_a_file: ["inhoud-schrijven"],
    troubles.locked: ["database-schrijven"],
    troubles.history_gone: ["geschiedenis"],
    troubles.index_damaged_and_in_the_way: ["zoekindex"],
    troubles.clock_ahead: [],
    troubles.missed_searches_in_the_way: [],
}
"""The troubles during which it is known who looks, and what `/readyz` names."""
CONTENT_AWAY = (troubles.content_gone, troubles.content_empty, troubles.content_a_file)
"""The files themselves, which curators open, are not there then; what they say is still read."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with disks.small_disk(tmp_path / "instance") as instance, world_on(tmp_path / "content", instance) as world:
        world.site.health.work()  # there is a history, of which a trouble can take something
        yield world


def differences(before, during):
    return {key: (before[key], status) for key, status in during.items() if before[key] != status}


def bar(visitor, address="/"):
    return [p.text.strip() for p in BeautifulSoup(visitor.get(address).text, "html.parser").select(".trouble-bar p")]


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], int]:
    """Return what every page answers everybody when there is no trouble."""
    folder = tmp_path_factory.mktemp("healthy")
    with world_on(folder / "content", folder / "instance") as world:
        return world.look()


@pytest.mark.parametrize("trouble", RIGHTS_KNOWN, ids=lambda trouble: trouble.__name__)
def test_every_page_answers_everybody_during_a_trouble_and_it_recovers_by_itself(world, healthy, trouble):
    world.nobody_was_seen_lately()
    with trouble(world):
        refused = differences(healthy, world.look())
        assert "tel:" in world.viewers["lid"].get(CONTACT).text
        named = world.troubles()
        told = {name: bar(visitor) for name, visitor in world.viewers.items()}
    if trouble in CONTENT_AWAY:
        assert {viewer for viewer, _ in refused} == {"curator"}
        assert {status for _, status in refused.values()} == {503}
    elif trouble is troubles.history_gone:
        assert {address.rpartition("/")[2] for _, address in refused} == {"geschiedenis", "verwijderd"}
        assert {status for _, status in refused.values()} == {503}
    else:
        assert refused == {}
    assert named == RIGHTS_KNOWN[trouble]
    assert bool(told["curator"]) == bool(named)
    assert bool(told["bezoeker"]) == bool(told["lid"]) == any(name.startswith("database") for name in named)
    check_recovery(world)


def test_everybody_reads_on_while_the_database_is_away(tmp_path, healthy):
    with stoppable_server() as server, world_on(tmp_path / "content", tmp_path / "instance", server.address) as world:
        check_reading_without_database(world, healthy, stopped(server))


def test_everybody_reads_on_while_the_database_is_damaged(world, healthy):
    check_reading_without_database(world, healthy, troubles.database_damaged(world))


@contextmanager
def stopped(server):
    server.stop()
    yield
    server.start()


def check_reading_without_database(world, healthy, trouble):
    with trouble:
        during = world.look()
        named = world.troubles()
        told = {name: bar(visitor) for name, visitor in world.viewers.items()}
        refused = world.viewers["lid"].get("/account").text
    for_everyone = {key: status for key, status in during.items() if key[1] in addresses(None)}
    as_a_visitor = {
        (viewer, page): 503 if healthy[viewer, page] == GONE or is_own_copy(viewer, page) else healthy["bezoeker", page]
        for viewer, page in for_everyone
    }
    assert differences(as_a_visitor, for_everyone) == {}
    assert {status for key, status in during.items() if key not in for_everyone} == {503}
    assert named == ["database", "database-schrijven"]
    assert "Wij kunnen nu niet nagaan wie u bent" in refused
    assert all("Inloggen en formulieren versturen lukt nu niet" in sentences[0] for sentences in told.values())
    assert [len(told[name]) for name in VIEWERS] == [1, 2, 2]
    check_recovery(world)


def is_own_copy(viewer, page):
    return viewer != "bezoeker" and page == "/offline/kopie"


def check_recovery(world):
    deadline = time.monotonic() + 60
    while world.troubles() and time.monotonic() < deadline:
        world.site.follower.synchronise()
    assert world.troubles() == []
    assert {page: world.viewers["curator"].client.get(page).status_code for page in AFTERWARDS} == dict.fromkeys(
        AFTERWARDS, 200
    )
    assert "Uitloggen" in world.viewers["lid"].get(CONTACT).text
    assert bar(world.viewers["curator"]) == []
