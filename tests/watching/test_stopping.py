"""A process that must stop loses no request: behind a balancer a site is renewed while people use it."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import ExitStack

import pytest
import requests

from tests.balancer import balancer
from tests.processes import free_port, served

pytestmark = pytest.mark.slow

READERS = 4


def _use(address: str, is_over: threading.Event, answers: Counter[str], lock: threading.Lock) -> None:
    """Read and send until it is over; a form without its token is refused, by a process that lives."""
    with requests.Session() as browser:
        number = 0
        while not is_over.is_set():
            number += 1
            try:
                if number % 3:
                    response = browser.get(f"{address}/zoeken?q=water{number}", timeout=30)
                else:
                    response = browser.post(f"{address}/inloggen", data={"email": "x"}, timeout=30)
                ended = str(response.status_code)
            except requests.RequestException as error:
                ended = f"{type(error).__name__}: {error}"
            with lock:
                answers[ended] += 1


def test_two_processes_are_renewed_one_after_the_other_without_a_lost_request(content, tmp_path):
    content.entry("menukaart", "water", "Water")
    settings = {"CONTENT_DIR": content.path, "INSTANCE_DIR": tmp_path / "instance", "DRAIN_SECONDS": 5}
    settings["TRUSTED_PROXIES"] = 1
    ports = [free_port(), free_port()]
    answers: Counter[str] = Counter()
    is_over, lock = threading.Event(), threading.Lock()
    with ExitStack() as first, ExitStack() as renewed:
        hosts = [first.enter_context(served(port, **settings)) for port in ports]
        front = first.enter_context(balancer(ports))
        while not (front.is_up(0) and front.is_up(1)):
            pass
        using = (front.address, is_over, answers, lock)
        readers = [threading.Thread(target=_use, args=using) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        try:
            for number, host in enumerate(hosts):
                host.process.terminate()
                host.process.join(60)
                assert host.process.exitcode == 0
                renewed.enter_context(served(host.port, **settings))
                while not front.is_up(number):
                    pass
        finally:
            is_over.set()
            for reader in readers:
                reader.join()
    assert set(answers) == {"200", "400"}, answers
    assert answers["200"] > 10


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
        host.process.join(60)
        assert host.process.exitcode == 0
