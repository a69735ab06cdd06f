"""A real HAProxy, of Debian's package: with the configuration that is delivered, in front of processes that serve the site."""

from __future__ import annotations

import csv
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kennisplatform.config import PROJECT_FOLDER
from tests.processes import free_port, listens

DELIVERED = PROJECT_FOLDER / "deploy" / "haproxy.cfg"
_DOORS = re.compile(r"^ *(?:bind|http-request redirect scheme|http-request set-header X-Forwarded-Proto) .*\n", re.M)
_HOSTS = re.compile(r"^ *server .*\n", re.M)


def configuration(port: int, hosts: Mapping[str, int], watching: Path) -> str:
    """Return what is delivered, for plain HTTP at a port of the loopback, with these hosts by name and port.

    At the socket `watching` it tells how its hosts are.
    """
    text = DELIVERED.read_text().replace("\nglobal\n", f"\nglobal\n    stats socket {watching}\n", 1)
    text = _DOORS.sub("", text)
    text = re.sub(r"^(frontend .*\n)", rf"\1    bind 127.0.0.1:{port}\n", text, count=1, flags=re.M)
    of_one_host = [
        line.replace('"${WEB_1}"', "{address}").replace("web-1", "{name}")
        for line in _HOSTS.findall(text)
        if "web-1" in line
    ]
    lines = (
        line.format(name=name, address=f"127.0.0.1:{each}") for name, each in hosts.items() for line in of_one_host
    )
    return _HOSTS.sub("", text) + "".join(lines)


def told(watching: Path) -> dict[str, dict[str, str]]:
    """Return what a balancer tells of each host by its name, as HAProxy calls it (`rate`, `status`)."""
    with socket.socket(socket.AF_UNIX) as asked:
        asked.connect(str(watching))
        asked.sendall(b"show stat\n")
        lines = asked.makefile().read().removeprefix("# ").splitlines()
    return {row["svname"]: row for row in csv.DictReader(lines)}


@dataclass(frozen=True)
class Balancer:
    """An HAProxy that divides requests over hosts."""

    address: str
    watching: Path

    def is_up(self, number: int) -> bool:
        """Tell whether it sends requests to a host."""
        try:
            return told(self.watching)[f"host{number}"]["status"].startswith("UP")
        except OSError:  # it does not listen yet
            return False


@contextmanager
def balancer(ports: Sequence[int]) -> Iterator[Balancer]:
    """Give a balancer in front of these ports of loopback."""
    port = free_port()
    hosts = {f"host{number}": each for number, each in enumerate(ports)}
    with tempfile.TemporaryDirectory() as folder:
        watching = Path(folder) / "socket"
        with haproxy(configuration(port, hosts, watching), port):
            yield Balancer(f"http://127.0.0.1:{port}", watching)


@contextmanager
def haproxy(configuration: str, port: int) -> Iterator[None]:
    """Let an HAProxy run that is configured like this, from the moment that it listens at this port of loopback."""
    with tempfile.NamedTemporaryFile("w", suffix=".cfg", encoding="utf-8") as file:
        file.write(configuration)
        file.flush()
        with subprocess.Popen([_program(), "-f", file.name, "-db"], stdout=subprocess.DEVNULL) as process:
            try:
                while not listens(port):
                    assert process.poll() is None, "HAProxy ended: see what it says above"
                yield
            finally:
                process.kill()


def _program() -> str:
    """Return where HAProxy is; install it when it is not there and we may."""
    places = f"{os.environ['PATH']}:/usr/sbin"
    if not shutil.which("haproxy", path=places) and os.geteuid() == 0 and shutil.which("apt-get"):
        for arguments in (["update"], ["install", "-y", "haproxy"]):
            subprocess.run(["apt-get", "-qq", *arguments], check=False)
    if program := shutil.which("haproxy", path=places):
        return program
    raise SystemExit("HAProxy is needed: install Debian's package `haproxy`.")
