"""The load that clients put on a site over HTTP: how many pages a second they get, and how long one takes."""

from __future__ import annotations

import http.client
import multiprocessing
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles

SECONDS = 3.0
LONGEST_START = 300.0
"""Seconds that a site may take to begin, which includes indexing its entries."""
MOST_ADDRESSES = 50_000


@dataclass(frozen=True)
class Served:
    """A site that runs: where, and per kind of page an endless row of addresses."""

    name: str
    port: int
    pages: Mapping[str, Iterator[str]]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    """What clients got together: pages per second, and in how many milliseconds half and 95 % of them came."""

    per_second: float
    p50: float
    p95: float


def wait_for(port: int, address: str) -> None:
    """Return when a site answers at this address; raise when it does not begin."""
    ends = time.monotonic() + LONGEST_START
    while time.monotonic() < ends:
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), address, {})
        except (OSError, http.client.HTTPException, RuntimeError):
            time.sleep(0.5)
        else:
            return
    raise RuntimeError(f"the site at port {port} did not begin")


def rate(served: Served, page: str, clients: int, seconds: float = SECONDS) -> Rate:
    """Let so many clients ask for pages of one kind, each for the next one as soon as it has one.

    They are a process of their own, so that they do not wait for the threads of who measures.
    """
    addresses = [next(served.pages[page]) for _ in range(MOST_ADDRESSES)]
    receiver, sender = multiprocessing.Pipe(duplex=False)
    load = multiprocessing.Process(target=_load, args=(sender, served, addresses, clients, seconds))
    load.start()
    sender.close()
    try:
        times: list[float] = receiver.recv()
    except EOFError:
        raise RuntimeError(f"{served.name} failed at {page}") from None
    load.join()
    return Rate(len(times) / seconds, median(times), quantiles(times, n=20)[-1])


def _load(
    sender: multiprocessing.connection.Connection, served: Served, addresses: list[str], clients: int, seconds: float
) -> None:
    times: list[float] = []
    failures: list[BaseException] = []
    row = iter(addresses)
    ends = time.perf_counter() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        try:
            while (started := time.perf_counter()) < ends:
                _get(connection, next(row), served.headers)
                times.append((time.perf_counter() - started) * 1000)
        except Exception as failure:  # noqa: BLE001 - whatever it is, this run does not count
            failures.append(failure)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    sender.send(times)


def _get(connection: http.client.HTTPConnection, address: str, headers: Mapping[str, str]) -> None:
    connection.request("GET", address, headers=dict(headers))
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}")
