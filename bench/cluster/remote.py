"""The bare Git repository that the hosts share, behind a port."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.cluster.machines import PYTHON, Machine
from tests.processes import free_port

SETTINGS = {
    "GIT_SSH_COMMAND": f"{PYTHON} -S -E {Path(__file__).with_name('git_over_tcp.py')}",
    "GIT_SSH_VARIANT": "ssh",
}
"""With which git reaches it at ssh://127.0.0.1:PORT/shared.git."""


class Remote:
    """The repository, which can be taken away."""

    def __init__(self, folder: Path) -> None:
        self._repository = folder / "shared.git"
        self._away = folder / "away.git"
        folder.mkdir()
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", self._repository], check=True)
        self.port = free_port()
        options = ("--export-all", "--enable=receive-pack", "--reuseaddr", "--listen=127.0.0.1")
        command = ("git", "daemon", *options, f"--port={self.port}", f"--base-path={folder}")
        self.machine = Machine("remote", command, folder / "log")

    def go_away(self) -> None:
        """Let nobody have it."""
        self._repository.rename(self._away)

    def come_back(self) -> None:
        """Put it back as it was."""
        self._away.rename(self._repository)
