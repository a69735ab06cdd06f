"""The whole installation: what is started, in which order, and what it takes to be well again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from bench.cluster.balancer import Balancer
from bench.cluster.host import Host
from bench.cluster.machines import megabytes
from bench.cluster.remote import Remote
from kennisplatform.accounts.directory import Accounts
from kennisplatform.database.connection import Database
from kennisplatform.vocabulary import Role
from tests import postgresql, search_cluster
from tests.visitor import PASSWORD

NAMES = ("noord", "midden", "zuid")
LONGEST_START = 300.0
"""Seconds in which a host must be ready; the first one indexes all entries."""
LOOKS = 0.1
"""Seconds between looks whether something is ready."""


@dataclass(frozen=True)
class Installation:
    """All machines; they run."""

    hosts: Sequence[Host]
    search: search_cluster.Cluster
    database: postgresql.Server
    remote: Remote
    balancer: Balancer


@contextmanager
def running(
    folder: Path,
    count: int,
    write_content: Callable[[Path], None],
    tell: Callable[[str], None],
    heap: int = search_cluster.LEAST_HEAP,
) -> Iterator[Installation]:
    """Start all of it, and end all of it, however this ends. The first host brings the content; the others get it.

    `heap` is the memory of each search node for its objects, in megabytes.
    """
    with ExitStack() as machines:
        tell("PostgreSQL")
        database = machines.enter_context(postgresql.stoppable_server())
        tell("three search nodes")
        search = search_cluster.Cluster(folder / "search", heap=heap)
        machines.callback(search.stop)
        search.start()
        remote = Remote(folder / "remote")
        machines.callback(remote.machine.stop)
        remote.machine.start()

        reaches = {"database": database.port, "remote": remote.port}
        reaches |= {f"search{number}": port for number, port in enumerate(search.ports[: search.size])}
        nodes = ",".join(f"127.0.0.1:{{search{number}}}" for number in range(search.size))
        settings = {
            "DATABASE_URL": database.address.replace(str(database.port), "{database}"),
            "SEARCH_URL": f"opensearch://{nodes}",
            "CONTENT_REMOTE": "ssh://127.0.0.1:{remote}/shared.git",
        }
        hosts = [Host(folder / name, reaches, settings) for name in NAMES[:count]]
        write_content(hosts[0].content)
        for host in hosts:
            machines.callback(host.wires.kill)
            machines.callback(host.machine.kill)
        for together in (hosts[:1], hosts[1:]):
            tell(f"web hosts: {', '.join(host.name for host in together)}")
            for host in together:
                host.start()
            wait_until_ready(together)
        balancer = Balancer(folder / "balancer", hosts)
        machines.callback(balancer.machine.stop)
        balancer.machine.start()
        until(lambda: _answers(balancer.address), f"the balancer does not answer: see {balancer.machine.log}")
        yield Installation(hosts, search, database, remote, balancer)


def wait_until_ready(hosts: Sequence[Host]) -> None:
    """Wait until every host is ready, by its own word; raise when one ended."""
    for host in hosts:
        until(lambda host=host: _is_ready(host), f"{host.name} is not ready: see {host.machine.log}")


def add_accounts(installation: Installation, folder: Path, emails: Sequence[str], role: Role) -> None:
    """Make accounts with the password of all of this run."""
    database = Database(installation.database.address, folder / "database.lock")
    accounts = Accounts(database)
    for email in emails:
        accounts.add(email, email.partition("@")[0].capitalize(), role, (), PASSWORD)
    database.close()


def memory(installation: Installation) -> str:
    """Return how many megabytes the hosts and the search nodes take."""
    hosts = "/".join(f"{megabytes(host.machine.pid):.0f}" for host in installation.hosts if host.machine.runs)
    nodes = "/".join(f"{megabytes(pid):.0f}" for pid in installation.search.pids)
    return f"hosts {hosts}, search nodes {nodes}"


def until(is_so: Callable[[], bool], otherwise: str, patience: float = LONGEST_START) -> float:
    """Wait until something is so, and return how many seconds that took; raise `TimeoutError` after so many."""
    started = time.monotonic()
    while not is_so():
        if time.monotonic() - started > patience:
            raise TimeoutError(otherwise)
        time.sleep(LOOKS)
    return time.monotonic() - started


def asked(address: str) -> requests.Response | None:
    """Return the answer to a request past all browsers, None without one."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(address, timeout=10)
    except requests.RequestException:
        return None


def _is_ready(host: Host) -> bool:
    if not host.machine.runs:
        raise RuntimeError(f"{host.name} ended: see {host.machine.log}")
    answer = asked(f"{host.address}/readyz")
    return answer is not None and answer.json()["status"] == "ok"


def _answers(address: str) -> bool:
    answer = asked(address)
    return answer is not None and answer.ok
