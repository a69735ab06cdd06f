"""A real OpenSearch cluster, of the jars on Maven Central, for as long as somebody needs one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from filelock import FileLock

from tests.processes import listens

PROJECT = Path(__file__).parent / "search" / "cluster"
"""What builds one node (`pom.xml`, `SearchNode.java`)."""
JAR = PROJECT / "target" / "search-node.jar"
ARCHIVE = PROJECT / "target" / "node.jsa"
"""Java's classes as they are in memory, with which a node starts in a third of the time."""
PACKAGES = ("openjdk-17-jdk-headless", "maven")
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
LEAST_HEAP = 256
"""Megabytes of memory for the objects of a node; enough for some thousands of entries."""
SECONDS_TO_START = 120
SETTINGS = ("network.host=127.0.0.1", "action.auto_create_index=false", "cluster.routing.allocation.disk.threshold_enabled=false")  # fmt: skip


class NoJava(Exception):
    """There is no Java or no Maven here, and it could not be installed."""


@dataclass
class Cluster:
    """Nodes on free ports of the loopback, each of which can be killed and started; they end with process `lives_with`."""

    folder: Path
    size: int = 3
    lives_with: int = field(default_factory=os.getpid)
    heap: int = LEAST_HEAP
    ports: list[int] = field(default_factory=list)
    pids: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The address of all nodes, as SEARCH_URL has it."""
        return "opensearch://" + ",".join(f"127.0.0.1:{port}" for port in self.ports[: self.size])

    def start(self) -> None:
        """Start all nodes, and come back when each has joined."""
        build_node()
        self.ports = _free_ports(2 * self.size)
        self.pids = [self._started(number) for number in range(self.size)]
        self.wait()
        self._warm_up()

    def _warm_up(self) -> None:
        """Have each node do once what the tests ask: the first time takes seconds, in which the site would give up."""
        for number, port in enumerate(self.ports[: self.size]):
            index = f"http://127.0.0.1:{port}/warm-{number}"
            _send("PUT", index)
            _send("PUT", f"{index}/_doc/1?refresh=true", {"text": "warm"})
            _send("POST", f"{index}/_search", {"query": {"match": {"text": "warm"}}})
            _send("DELETE", index)

    def wait(self) -> None:
        """Wait until every node is there and holds everything."""
        # A node that has not read yet which indexes there are calls none at all green.
        self._wait_for("/_cluster/state/blocks", lambda answer: not answer["blocks"])
        asked = f"/_cluster/health?wait_for_status=green&wait_for_nodes={self.size}&timeout=2s"
        self._wait_for(asked, lambda answer: not answer["timed_out"])

    def _wait_for(self, path: str, is_so: Callable[[dict[str, Any]], bool]) -> None:
        end = time.monotonic() + SECONDS_TO_START
        while not is_so(_answer(self.ports[0], path) or {"blocks": True, "timed_out": True}):
            if time.monotonic() > end:
                raise TimeoutError(f"the search cluster did not start: see {self.folder}")
            time.sleep(0.1)

    def kill(self, number: int) -> None:
        """End a node at once, as when its host goes."""
        os.kill(self.pids[number], signal.SIGKILL)
        end = time.monotonic() + SECONDS_TO_START
        while listens(self.ports[number]) and time.monotonic() < end:
            time.sleep(0.01)

    def restart(self, number: int) -> None:
        """Start a node that was killed; `wait` comes back when it has joined."""
        self.pids[number] = self._started(number)

    def stop(self) -> None:
        """End all nodes, whether they run or not."""
        for pid in self.pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        shutil.rmtree(self.folder, ignore_errors=True)

    def _started(self, number: int) -> int:
        http, transport = self.ports[: self.size], self.ports[self.size :]
        settings = (
            f"path.home={self.folder / f'node{number}'}",
            f"node.name=node{number}",
            "cluster.name=test",
            f"http.port={http[number]}",
            f"transport.port={transport[number]}",
            f"discovery.seed_hosts={','.join(f'127.0.0.1:{port}' for port in transport)}",
            f"cluster.initial_cluster_manager_nodes={','.join(f'node{other}' for other in range(self.size))}",
        )
        options = [f"-XX:SharedArchiveFile={ARCHIVE}", *_heap(self.heap)]
        return _node(options, settings, self.folder / f"node{number}", self.lives_with)


def shared_cluster(folder: Path, lives_with: int) -> str:
    """Return the address of the one cluster of a test run, which whoever asks first starts; it ends with a process."""
    known = folder / "cluster.json"
    with FileLock(folder / "cluster.lock"):
        if not known.exists():
            cluster = Cluster(folder / "cluster", lives_with=lives_with)
            cluster.start()
            known.write_text(json.dumps(cluster.address))
        address: str = json.loads(known.read_text())
        return address


def build_node() -> None:
    """Make the program of a node, and the archive of its classes, unless they are there; raises `NoJava`."""
    with FileLock(PROJECT / "build.lock"):
        sources = (PROJECT / "pom.xml", *PROJECT.glob("src/**/*.java"))
        if ARCHIVE.exists() and ARCHIVE.stat().st_mtime > max(source.stat().st_mtime for source in sources):
            return
        _install_java()
        subprocess.run(["mvn", "-B", "-q", "package"], cwd=PROJECT, check=True)
        _make_archive()


def _make_archive() -> None:
    home = PROJECT / "target" / "archive"
    (port,) = _free_ports(1)
    settings = (f"path.home={home}", "discovery.type=single-node", f"http.port={port}")
    node = _node([f"-XX:ArchiveClassesAtExit={ARCHIVE}", *_heap(LEAST_HEAP)], settings, home, os.getpid())
    end = time.monotonic() + SECONDS_TO_START
    while not _answer(port, "/_cluster/health") and time.monotonic() < end:
        time.sleep(0.1)
    os.kill(node, signal.SIGTERM)
    os.waitpid(node, 0)
    shutil.rmtree(home)


def _install_java() -> None:
    """See to it that Java and Maven are there: installed when there are none and we may."""
    if _has_java():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            subprocess.run(["apt-get", "-qq", *arguments], check=False)
    if not _has_java():
        raise NoJava(f"A search cluster needs Java 17 and Maven: install {' and '.join(PACKAGES)}.")


def _has_java() -> bool:
    return all(map(shutil.which, ("java", "mvn")))


def _heap(megabytes: int) -> tuple[str, str]:
    return f"-Xms{megabytes}m", f"-Xmx{megabytes}m"


def _node(options: Sequence[str], settings: Sequence[str], home: Path, lives_with: int) -> int:
    """Start a node, and return the number of its process, which outlives the one that started it."""
    home.mkdir(parents=True, exist_ok=True)
    command = [*JAVA, *options, f"-Dlives.with={lives_with}", "-jar", str(JAR), *settings, *SETTINGS]
    output = (os.POSIX_SPAWN_OPEN, 1, str(home / "output"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    return os.posix_spawnp(JAVA[0], command, os.environ, file_actions=[output, (os.POSIX_SPAWN_DUP2, 1, 2)])


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


def _send(method: str, address: str, body: dict[str, Any] | None = None) -> None:
    data = json.dumps(body or {}).encode()
    request = Request(address, data, {"Content-Type": "application/json"}, method=method)
    with urlopen(request, timeout=SECONDS_TO_START):
        pass


def _answer(port: int, path: str) -> dict[str, Any] | None:
    """Return what a node answers, None when it does not."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except (OSError, HTTPException):
        return None
