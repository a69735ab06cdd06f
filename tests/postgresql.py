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


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Start an empty PostgreSQL server on a free loopback port, and give the address of its first database."""
    programs = _postgresql_programs()
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    # PostgreSQL refuses to run as root.
    run_as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if run_as:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*run_as, str(programs[-1] / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/"
        )

    try:
        run("initdb", "--pgdata", str(data), "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "--pgdata", str(data), "--wait", "--log", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "--pgdata", str(data), "--mode", "immediate", "stop")
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
