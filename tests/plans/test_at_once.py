"""Several people at once in one plan."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.plans.worlds import begun, complete
from tests.sites import site_on


@pytest.mark.slow
def test_a_plan_can_be_read_while_somebody_adds_to_it(content, tmp_path, migrated_database_url):
    with site_on(content.path, tmp_path / "instance", migrated_database_url) as app, ThreadPoolExecutor() as others:
        world, is_done = begun(app, []), threading.Event()

        def read():
            while not is_done.is_set():
                world.site.plans.read(world.plan, world.people["lead"])

        reading = others.submit(read)
        for number in range(40):
            world.site.plans.add_actions(world.plan, [complete(sentence=f"Oefen {number} keer.")], world.people["lead"])
        is_done.set()
        assert reading.exception() is None
