"""The site as it is served: processes of `python app.py`, on free ports."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kennisplatform.config import PROJECT_FOLDER


@dataclass(frozen=True)
class Served:
    """A process that serves, and the address at which it does."""

    process: subprocess.Popen[str]
    port: int

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
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=PROJECT_FOLDER,
            env={**os.environ, "PORT": str(port), **environment},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            while "staat klaar" not in (line := process.stdout.readline()):
                if not line:
                    errors.seek(0)
                    raise AssertionError(errors.read().decode())
            yield Served(process, port)
        finally:
            process.terminate()
            process.communicate()
