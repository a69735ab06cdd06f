"""Processes beside the one of the tests: those that do something and may be killed, and those that serve the site.

They are forked from a process that imported the site once, which a program of its own spends two seconds on. It has no
threads and no connections, so that nothing is shared.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from kennisplatform.config import PROJECT_FOLDER


def forking() -> ForkServerContext:
    """Return what makes processes in which the site is imported already, and the queues and pipes to them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.warm"])
    return context


@dataclass(frozen=True)
class Served:
    """A process that serves, the address at which it does, and what it said until it was ready."""

    process: ForkServerProcess
    port: int
    said: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    """Return a port of loopback at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def listens(port: int) -> bool:
    """Tell whether somebody listens at a port of loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@contextmanager
def served(port: int = 0, **settings: object) -> Iterator[Served]:
    """Give a site with these settings that answers, and end it afterwards."""
    port = port or free_port()
    environment = {name: str(value) for name, value in settings.items() if str(value)}
    ours, theirs = forking().Pipe(duplex=False)
    with tempfile.NamedTemporaryFile("r") as errors:
        process = forking().Process(
            target=_serve, args=({**os.environ, "PORT": str(port), **environment}, theirs, Path(errors.name))
        )
        process.start()
        theirs.close()
        try:
            with open(ours.fileno(), closefd=False) as lines:
                said = ""
                while "staat klaar" not in said:
                    if not (line := lines.readline()):
                        raise AssertionError(errors.read())
                    said += line
                yield Served(process, port, said)
        finally:
            process.kill()
            process.join()
            ours.close()


def _serve(environment: dict[str, str], output: Connection, errors: Path) -> None:
    """Become what `python app.py` is in this environment."""
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(output.fileno(), 1)
    with errors.open("w") as file:
        os.dup2(file.fileno(), 2)
    runpy.run_path(str(PROJECT_FOLDER / "app.py"), run_name="__main__")
