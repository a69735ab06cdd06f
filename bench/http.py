"""The whole site as a browser meets it: pages of results from a running server."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from itertools import cycle
from pathlib import Path
from statistics import median
from urllib.parse import quote

import yaml

from bench.corpus import corpus
from bench.queries import KINDS
from kennisplatform.entries.menu_card.model import MenuCardEntry

COUNT = 1_000
ROUNDS = 40
CLIENTS = 4
SECONDS = 5.0


def site_over_http() -> tuple[int, float, float]:
    """Return the number of entries, the median milliseconds of a page of results, and the pages per second."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        (content / "menukaart").mkdir(parents=True)
        for entry in corpus(COUNT):
            (content / "menukaart" / f"{entry.slug}.md").write_text(_file(entry))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {"PORT": str(port), "CONTENT_DIR": str(content), "INSTANCE_DIR": f"{folder}/instance"}
        server = subprocess.Popen(
            [sys.executable, "app.py"],
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            return COUNT, _median(port), _per_second(port)
        finally:
            server.terminate()
            server.wait()


def _addresses() -> list[str]:
    texts = [" ".join(asked.words) for kind in ("one word, common", "three words", "no text") for asked in KINDS[kind]]
    return [f"/zoeken?q={quote(text)}" for text in texts]


def _median(port: int) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for _ in range(ROUNDS):
        for address in _addresses():
            started = time.perf_counter()
            _get(connection, address)
            times.append((time.perf_counter() - started) * 1000)
    return median(times)


def _per_second(port: int) -> float:
    ends = time.perf_counter() + SECONDS
    counts = [0] * CLIENTS

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for address in cycle(_addresses()):
            if time.perf_counter() > ends:
                return
            _get(connection, address)
            counts[number] += 1

    clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    return sum(counts) / SECONDS


def _get(connection: http.client.HTTPConnection, address: str) -> None:
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}")


def _wait_for(port: int) -> None:
    for _ in range(240):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/zoeken")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise RuntimeError("the site did not start")


def _file(entry: MenuCardEntry) -> str:
    front = entry.model_dump(mode="json", by_alias=True, exclude={"slug", "body"}, exclude_none=True)
    return f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n\n{entry.body}\n"
