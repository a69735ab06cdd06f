"""HAProxy with the configuration that is delivered (`deploy/haproxy.cfg`), its doors and hosts replaced."""

from __future__ import annotations

import csv
import re
import socket
from collections.abc import Sequence
from pathlib import Path

from bench.cluster.host import Host
from bench.cluster.machines import Machine
from kennisplatform.config import PROJECT_FOLDER
from tests.processes import free_port

DELIVERED = PROJECT_FOLDER / "deploy" / "haproxy.cfg"
_DOORS = re.compile(r"^ *(?:bind|http-request redirect scheme|http-request set-header X-Forwarded-Proto) .*\n", re.M)
_HOSTS = re.compile(r"^ *server .*\n", re.M)


class Balancer:
    """What people reach."""

    def __init__(self, folder: Path, hosts: Sequence[Host]) -> None:
        folder.mkdir()
        self.port = free_port()
        self._socket = folder / "socket"
        self._hosts = hosts
        configuration = folder / "haproxy.cfg"
        configuration.write_text(self._configuration())
        self.machine = Machine("balancer", ("haproxy", "-db", "-f", str(configuration)), folder / "log")

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def favourite(self) -> Host:
        """Return the host that it gives most requests now."""
        with socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(self._socket))
            asked.sendall(b"show stat\n")
            lines = asked.makefile().read().removeprefix("# ").splitlines()
        rows = {row["svname"]: row for row in csv.DictReader(lines)}
        return max(self._hosts, key=lambda host: int(rows[host.name]["rate"]))

    def _configuration(self) -> str:
        """Return what is delivered, for plain HTTP at a port of the loopback."""
        text = DELIVERED.read_text()
        text = text.replace("\nglobal\n", f"\nglobal\n    stats socket {self._socket}\n", 1)
        text = _DOORS.sub("", text)
        text = re.sub(r"^(frontend .*\n)", rf"\1    bind 127.0.0.1:{self.port}\n", text, count=1, flags=re.M)
        servers = "".join(f"    server {host.name} 127.0.0.1:{host.port}\n" for host in self._hosts)
        return _HOSTS.sub("", text) + servers
