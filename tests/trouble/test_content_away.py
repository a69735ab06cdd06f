"""The disk with entries is away: readers keep what was read last, and nothing takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trouble import troubles
from tests.trouble.world import World, world_on

pytestmark = pytest.mark.slow

ENTRY = "/redactie/voorbeeld-1"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_on(tmp_path / "content", tmp_path / "instance") as world:
        world.site.health.work()
        yield world


@pytest.mark.parametrize("trouble", [troubles.content_gone, troubles.content_empty, troubles.content_a_file])
def test_nothing_counts_as_thrown_away_and_nothing_is_saved_meanwhile(world, trouble):
    curator = world.viewers["curator"]
    file = world.content.path / "menukaart" / "voorbeeld-1.md"
    before, revisions = file.read_bytes(), curator.get("/redactie/geschiedenis").text
    form = curator.page(ENTRY).select_one("form:has([name=titel])")
    with trouble(world):
        assert "Noodwater" in world.viewers["bezoeker"].get("/menukaart/voorbeeld-1").text
        world.site.follower.synchronise()
        world.site.health.work()
        answer = curator.send(ENTRY, form, {"doe": "bewaar", "titel": "Nieuwe titel"})
        assert answer.status_code == 503
        assert "de map met inhoud is weg" in answer.text
    world.site.health.work()
    assert file.read_bytes() == before
    assert curator.get("/redactie/geschiedenis").text == revisions
    saved = curator.submit(ENTRY, {"doe": "bewaar", "titel": "Nieuwe titel"}, action=ENTRY)
    assert "is bewaard" in saved.text
