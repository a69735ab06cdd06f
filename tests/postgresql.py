"""A real PostgreSQL, of Debian's package, for as long as somebody needs one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Server:
    """An empty PostgreSQL server on a free loopback port, which can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs = _postgresql_programs()[-1]
        # PostgreSQL refuses to run as root.
        self._run_as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._run_as:
            shutil.chown(folder, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")

    def start(self) -> None:
        """Start it, and come back when it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "--wait", "--log", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, as when its host goes."""
        self._run("pg_ctl", "--mode", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._run_as, str(self._programs / program), "--pgdata", str(self._folder / "data"), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Give the address of the first database of a server."""
    with stoppable_server() as server:
        yield server.address


@contextmanager
def stoppable_server() -> Iterator[Server]:
    """Give a server that runs, and may be stopped or not at the end."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    try:
        server = Server(folder)
        server.start()
        try:
            yield server
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgresql_programs() -> list[Path]:
    """Return the folders of PostgreSQL's programs; install them when there are none and we may."""
    installed = Path("/usr/lib/postgresql")
    if not list(installed.glob("*/bin")) and os.geteuid() == 0 and shutil.which("apt-get"):
        for arguments in (["update"], ["install", "-y", "postgresql"]):
            subprocess.run(["apt-get", "-qq", *arguments], check=False)
    if programs := sorted(installed.glob("*/bin")):
        return programs
    raise SystemExit("PostgreSQL is needed: install Debian's package `postgresql`.")
