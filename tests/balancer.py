"""A real HAProxy, of Debian's package, in front of processes that serve the site."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.processes import free_port

CONFIGURATION = """
global
    maxconn 500
defaults
    mode http
    timeout connect 2s
    timeout client 30s
    timeout server 30s
    timeout check 10s
    timeout http-keep-alive 10s
    option redispatch 1
    retries 3
    retry-on conn-failure empty-response
frontend site
    bind 127.0.0.1:{port}
    option forwardfor
    default_backend hosts
backend hosts
    balance roundrobin
    http-request disable-l7-retry if METH_POST
    option httpchk GET /readyz
    default-server check inter 300ms fall 2 rise 1
{servers}
frontend watching
    bind 127.0.0.1:{watching}
    stats enable
    stats uri /stats
"""


@dataclass(frozen=True)
class Balancer:
    """An HAProxy that divides requests over hosts."""

    address: str
    watching: str

    def is_up(self, number: int) -> bool:
        """Tell whether it sends requests to a host."""
        try:
            lines = requests.get(f"{self.watching}/stats;csv", timeout=10).text.splitlines()
        except requests.ConnectionError:  # it does not listen yet
            return False
        return any(line.startswith(f"hosts,host{number},") and ",UP," in line for line in lines)


@contextmanager
def balancer(ports: Sequence[int]) -> Iterator[Balancer]:
    """Give a balancer in front of these ports of loopback."""
    port, watching = free_port(), free_port()
    servers = "\n".join(f"    server host{number} 127.0.0.1:{each}" for number, each in enumerate(ports))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "haproxy.cfg"
        path.write_text(CONFIGURATION.format(port=port, watching=watching, servers=servers), "utf-8")
        with subprocess.Popen([_program(), "-f", str(path), "-db"], stderr=subprocess.DEVNULL) as process:
            try:
                yield Balancer(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{watching}")
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
