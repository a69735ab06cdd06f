"""The bare Git repository that several hosts share: fetched from and pushed to by the program `git`, bounded in time.

A push is accepted only when what it builds on is still the newest (compare-and-swap); a fetch counts only when all of
it arrived. Nothing asks for a password, and none is in an argument, a log or a message.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlunsplit

from filelock import FileLock, Timeout

from kennisplatform import outside
from kennisplatform.entries.history.storage import LATEST
from kennisplatform.running import metrics

SHARED = "refs/kennisplatform/shared"
"""Where the repository keeps what was fetched last; Git sets it when all of it is there."""
BRIEFLY = 30.0
"""Seconds that an exchange may take for which somebody waits."""
PATIENTLY = 600.0
"""Seconds for one in the background; the first brings a whole history."""
SECONDS_OF_SILENCE = 10
"""After which a connection is taken for dead."""
PASSWORD = "KENNISPLATFORM_REMOTE_PASSWORD"  # noqa: S105 (the name of a variable)
USER = "KENNISPLATFORM_REMOTE_USER"
_HELPER = f'!f() {{ test "$1" = get && printf "username=%s\\npassword=%s\\n" "${USER}" "${PASSWORD}"; }}; f'
_SSH = f"ssh -o BatchMode=yes -o ConnectTimeout={SECONDS_OF_SILENCE} -o ServerAliveInterval=5 -o ServerAliveCountMax=2"
_SETTINGS = {
    "core.fsync": "committed",
    "core.hooksPath": os.devnull,
    "gc.auto": "0",  # the site packs its history itself
    "http.lowSpeedLimit": "1",
    "http.lowSpeedTime": str(SECONDS_OF_SILENCE),
    "maintenance.auto": "false",
}

log = logging.getLogger(__name__)


class RemoteAway(Exception):
    """The remote did not answer, or refuses this host; the message says why, in Dutch."""


class Remote:
    """The remote of a history. Safe among threads and processes: one of them fetches at a time."""

    def __init__(self, address: str, repository: Path) -> None:
        """Take a path, or an address of ssh or https, with a password if need be."""
        self.repository = repository
        self._address, self._secrets = _without_password(address)
        self._fetching = FileLock(repository.with_suffix(".remote.lock"))

    def fetch(self, patience: float = BRIEFLY) -> str | None:
        """Bring in what is new, and return the id of the newest revision; None for a remote without any."""
        try:
            with self._fetching.acquire(timeout=SECONDS_OF_SILENCE):
                # A killed process leaves the lock of the reference; nobody else fetches now.
                self.repository.joinpath(f"{SHARED}.lock").unlink(missing_ok=True)
                refspec = f"+{LATEST.decode()}:{SHARED}"
                options = ("--quiet", "--no-tags", "--no-write-fetch-head")
                ended = self._git(patience, "fetch", *options, self._address, refspec)
                if ended.returncode == 0:
                    return self.repository.joinpath(SHARED).read_text().strip()
        except Timeout as error:
            raise RemoteAway("een ander proces haalt op dit moment veel binnen") from error
        if "couldn't find remote ref" in ended.stderr:
            return None
        raise _away(ended.stderr)

    @metrics.PUSH_SECONDS.time()
    def push(self, revision_id: str, patience: float = BRIEFLY) -> bool:
        """Make a revision the newest one of the remote; False when another one came first.

        Raises `RemoteAway`, also when only the answer was lost: a fetch tells what became of it.
        """
        refspec = f"{revision_id}:{LATEST.decode()}"
        ended = self._git(patience, "push", "--porcelain", "--no-verify", self._address, refspec)
        if ended.returncode == 0:
            return True
        refusals = [line for line in ended.stdout.splitlines() if line.startswith("!")]
        if not refusals or "[remote failure]" in refusals[0]:
            raise _away(ended.stderr)
        log.info("De gedeelde opslag nam een versie niet aan: %s", refusals[0].rpartition("\t")[2])
        return False

    def _git(self, seconds: float, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["git", *(part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}"))]
        if self._secrets:
            command += ["-c", "credential.helper=", "-c", f"credential.helper={_HELPER}"]
        command += [f"--git-dir={self.repository}", *arguments]
        environment = {
            **os.environ,
            **self._secrets,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "",
            "SSH_ASKPASS": "",
            "GIT_ALLOW_PROTOCOL": "file:ssh:https",
            "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", _SSH),
            "LC_ALL": "C",
        }
        try:
            process = subprocess.Popen(  # noqa: S603 (the address is a setting that was checked)
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise RemoteAway(f"het programma git is niet te starten ({error.strerror})") from error
        with process:
            try:
                stdout, stderr = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired as error:
                raise RemoteAway("de gedeelde opslag van de inhoud antwoordt niet") from error
            finally:
                if process.poll() is None:  # git has helpers of its own, which would hold our pipes open
                    os.killpg(process.pid, signal.SIGKILL)
        return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


def _away(said: str) -> RemoteAway:
    """Return the failure, and log what git said of it: names of hosts and paths, never a password."""
    log.info("git: %s", " | ".join(said.split("\n")[:5])[:500])
    return RemoteAway("de gedeelde opslag van de inhoud antwoordt niet")


def _without_password(address: str) -> tuple[str, dict[str, str]]:
    """Return an address as git gets it, and the name and password of it as variables of the environment."""
    parts = outside.split_url(address) if address.startswith("https://") else None
    if parts is None or parts.password is None:
        return address, {}
    secrets = {USER: unquote(parts.username or ""), PASSWORD: unquote(parts.password)}
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])), secrets
