"""The site starts during a trouble, is read as always, and works whole when the trouble is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.conftest import ContentFolder
from tests.postgresql import stoppable_server
from tests.trouble import disks, troubles
from tests.trouble.troubles import Trouble
from tests.trouble.world import World, fill, world_on
from tests.visitor import PASSWORD, Visitor

pytestmark = pytest.mark.slow

PAGES = (
    "/",
    "/zoeken?q=noodwater",
    "/zoeken?q=bestaatnergens",
    "/menukaart/voorbeeld-1",
    "/contacten/contact-1",
    "/contacten?q=waterbedrijf",
)
MEMBER = "lid@voorbeeld.nl"


@contextmanager
def started(content: Path, instance: Path, **settings: object) -> Iterator[Flask]:
    """Start the site as `app.py` does."""
    app = create_app(Settings(content_dir=content, instance_dir=instance, **settings))
    site_of(app).follower.ensure_following()
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()


@pytest.fixture
def stopped_world(tmp_path: Path) -> Iterator[World]:
    """Return a site on a small disk that has run and was stopped; its key is kept there."""
    with disks.small_disk(tmp_path / "instance") as instance:
        with world_on(tmp_path / "content", instance) as world:
            assert world.viewers["lid"].get("/account").status_code == 200
            world.site.health.work()  # there is a history
        yield world


def check_reading(visitor):
    assert {page: visitor.client.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)
    assert "Noodwater" in visitor.get("/zoeken?q=noodwater").text


@pytest.mark.parametrize(
    ("trouble", "is_known"),
    [
        (troubles.disk_full, True),
        (troubles.instance_read_only, True),
        (troubles.locked, True),
        (troubles.history_gone, True),
        (troubles.index_damaged_and_in_the_way, True),
        (troubles.clock_ahead, True),
        (troubles.database_damaged, False),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_site_that_ran_before_starts_during_a_trouble(stopped_world, trouble: Trouble, is_known):
    content, instance = stopped_world.content.path, stopped_world.instance
    member = stopped_world.viewers["lid"]
    with trouble(stopped_world), started(content, instance) as app:
        app.config["SECRET_KEY"] = stopped_world.app.config["SECRET_KEY"]  # of the app that all tests share
        visitor = Visitor(app)
        check_reading(visitor)
        again = Visitor(app)
        again.client._cookies = member.client._cookies
        check_reading(again)
        assert ("Uitloggen" in again.get("/").text) == is_known
        assert visitor.get("/readyz").status_code == 200
    with started(content, instance) as app:
        check_works(app)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # dulwich, when its disk is full
@pytest.mark.parametrize("full", [True, False], ids=["full", "read-only"])
def test_a_new_site_can_be_read_before_anything_could_be_written(tmp_path, full):
    content = ContentFolder(tmp_path / "content")
    fill(content)
    with disks.small_disk(tmp_path / "instance") as instance:
        trouble = disks.filled(instance) if full else disks.read_only(instance)
        with trouble, started(content.path, instance) as app:
            check_reading(Visitor(app))
            assert {"database", "zoekindex", "sleutel"} <= set(Visitor(app).get("/readyz").json["werktNiet"])
        with started(content.path, instance) as app:
            check_works(app)


def test_a_site_starts_while_its_database_server_is_away_and_needs_no_second_start(tmp_path):
    content = ContentFolder(tmp_path / "content")
    fill(content)
    with stoppable_server() as server:
        server.stop()
        with started(content.path, tmp_path / "instance", database_url=server.address) as app:
            check_reading(Visitor(app))
            assert Visitor(app).get("/readyz").json["werktNiet"] == ["database", "database-schrijven"]
            server.start()
            check_works(app)


def check_works(app):
    """Check that all works: also writing, which nothing in memory can stand in for."""
    site = site_of(app)
    site.health.work()
    visitor = Visitor(app)
    assert visitor.get("/readyz").json == {"status": "ok", "werktNiet": []}
    if site.accounts.by_email(MEMBER) is None:
        site.accounts.add(MEMBER, "Lid", Role.MEMBER, password=PASSWORD)
    assert "Uitloggen" in visitor.log_in(MEMBER).text
    check_reading(visitor)
    assert site.engine.status().damage is None
