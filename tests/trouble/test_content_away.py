"""The disk with entries is away: readers keep what was read last, and nothing takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kennisplatform.curation.writing.editing import Author, CannotWrite
from tests.trouble import troubles
from tests.trouble.world import World, world_on

pytestmark = pytest.mark.slow

NEW = "menukaart/nieuw.md"


AWAY = [troubles.content_gone, troubles.content_empty, troubles.content_a_file]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with world_on(tmp_path / "content", tmp_path / "instance") as world:
        yield world


@pytest.mark.parametrize("trouble", AWAY)
def test_it_is_told_and_nothing_is_saved_also_before_anything_was_recorded(world, trouble):
    with trouble(world):
        assert world.troubles() == ["inhoud-schrijven"]
        with pytest.raises(CannotWrite, match="de map met inhoud is weg"):
            world.site.editing.writer.write({NEW: b"nieuw"}, {NEW: None}, Author("Anna", 1), "Nieuw")
    assert world.troubles() == []
    assert [file.name for file in (world.content.path / "menukaart").iterdir()] == ["voorbeeld-1.md"]


@pytest.mark.parametrize("trouble", AWAY)
def test_nothing_counts_as_thrown_away_and_nothing_is_saved_meanwhile(world, trouble):
    world.site.health.work()
    history = world.site.editing.history
    latest = history.latest()
    with trouble(world):
        assert "Noodwater" in world.viewers["bezoeker"].get("/menukaart/voorbeeld-1").text
        world.site.follower.synchronise()
        world.site.health.work()
        with pytest.raises(CannotWrite, match="de map met inhoud is weg"):
            world.site.editing.writer.write({NEW: b"nieuw"}, {NEW: None}, Author("Anna", 1), "Nieuw")
    world.site.health.work()
    assert history.latest() == latest
    assert [file.name for file in (world.content.path / "menukaart").iterdir()] == ["voorbeeld-1.md"]
