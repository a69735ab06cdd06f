"""A process that must stop says so first, and answers what still comes."""

from __future__ import annotations

import pytest
import requests

from tests.processes import served

pytestmark = pytest.mark.slow


def test_what_is_under_way_is_answered_and_a_stranger_is_told_to_go_elsewhere(content, tmp_path):
    settings = {"CONTENT_DIR": content.path, "INSTANCE_DIR": tmp_path / "instance", "DRAIN_SECONDS": 5}
    with served(**settings) as host:
        assert requests.get(f"{host.address}/readyz", timeout=30).status_code == 200
        host.process.terminate()
        ready = requests.get(f"{host.address}/readyz", timeout=30)
        while ready.status_code == 200:
            ready = requests.get(f"{host.address}/readyz", timeout=30)
        assert (ready.status_code, ready.json()["status"]) == (503, "stopt")
        assert requests.get(host.address, timeout=30).status_code == 200, "who comes all the same is answered"
        assert host.process.wait(60) == 0
