"""A web host: `python app.py` with folders of its own, and a network between it and all that it needs."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path

from bench.cluster import remote
from bench.cluster.machines import PYTHON, Machine
from tests.processes import free_port

SECRET_KEY = "of-this-run-only-" * 3


class Host:
    """One host. `reaches` has the ports that it needs by name; its settings are filled in with those of its wires."""

    def __init__(self, folder: Path, reaches: Mapping[str, int], settings: Mapping[str, str]) -> None:
        self.name = folder.name
        self.port = free_port()
        self.content = folder / "content"
        self.history = folder / "instance" / "geschiedenis.git"
        self.content.mkdir(parents=True)
        own = {name: free_port() for name in reaches}
        wires = [f"{own[name]}:{port}" for name, port in reaches.items()]
        self.wires = Machine(f"wires of {self.name}", (PYTHON, "-m", "bench.cluster.wires", *wires), folder / "wires")
        self.machine = Machine(
            self.name,
            (PYTHON, "app.py"),
            folder / "log",
            {
                "PORT": str(self.port),
                "CONTENT_DIR": str(self.content),
                "INSTANCE_DIR": str(folder / "instance"),
                "SECRET_KEY": SECRET_KEY,
                "TRUSTED_PROXIES": "1",
                "DRAIN_SECONDS": "4",
                **remote.SETTINGS,
                **{name: value.format(**own) for name, value in settings.items()},
            },
        )

    @property
    def address(self) -> str:
        """Where it answers itself, past the balancer."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, with its network."""
        if not self.wires.runs:
            self.wires.start()
        self.machine.start()

    def cut(self) -> None:
        """Cut it off from all that it needs; the balancer still reaches it."""
        self.wires.send(signal.SIGUSR1)

    def mend(self) -> None:
        """Let it reach all again."""
        self.wires.send(signal.SIGUSR2)
