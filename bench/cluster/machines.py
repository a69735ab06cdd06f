"""Programs that play the machines: they start, go at once as when the power fails, hang, and come back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from kennisplatform.config import PROJECT_FOLDER

PACKAGES = {
    "git": "git",
    "haproxy": "haproxy",
    "java": "openjdk-17-jdk-headless",
    "mvn": "maven",
    "setpriv": "util-linux",
}
"""The programs that are needed, and Debian's package of each; PostgreSQL is looked for where it is started."""
PATIENCE = 20.0
"""Seconds in which a program must end by itself before it is killed."""
PYTHON = sys.executable


def refuse_without_programs() -> None:
    """End with the packages to install, when any is missing."""
    missing = sorted({package for program, package in PACKAGES.items() if not shutil.which(program)})
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        missing.append("postgresql")
    if missing:
        raise SystemExit(f"Needed on this machine: apt-get install {' '.join(missing)}")


class Machine:
    """One program, in the folder of the project; it never outlives this process, however that ends."""

    def __init__(self, name: str, command: Sequence[str], log: Path, settings: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.log = log
        self._command = ("setpriv", "--pdeathsig", "KILL", *command)
        self._settings = settings or {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, or start it again; to be called from the main thread, with which it ends."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=PROJECT_FOLDER,
                env={**os.environ, **self._settings},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl+C is for this process, which ends the others in order
            )

    @property
    def pid(self) -> int:
        """The number of its process."""
        assert self._process, f"{self.name} was not started"
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Tell whether it was started and did not end."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End it at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and see to it that it does."""
        self._end(signal.SIGTERM)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None or not self.runs:
            return
        self.send(number)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def megabytes(pid: int) -> float:
    """Return the memory of a process, with its part of what it shares with others."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
