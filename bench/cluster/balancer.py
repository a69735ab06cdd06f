"""HAProxy with the configuration that is delivered (`deploy/haproxy.cfg`), its doors and hosts replaced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.cluster.host import Host
from bench.cluster.machines import Machine
from tests.balancer import configuration, told
from tests.processes import free_port


class Balancer:
    """What people reach."""

    def __init__(self, folder: Path, hosts: Sequence[Host]) -> None:
        folder.mkdir()
        self.port = free_port()
        self._socket = folder / "socket"
        self._hosts = hosts
        file = folder / "haproxy.cfg"
        file.write_text(configuration(self.port, {host.name: host.port for host in hosts}, self._socket))
        self.machine = Machine("balancer", ("haproxy", "-db", "-f", str(file)), folder / "log")

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def favourite(self) -> Host:
        """Return the host that it gives most requests now."""
        rows = told(self._socket)
        return max(self._hosts, key=lambda host: int(rows[host.name]["rate"]))
