"""Programs for what may take long or much memory, each in a separate process: a hostile file costs no more."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

MOST_SECONDS = 20
MOST_SECONDS_TO_WAIT = 60
_RUNNING = threading.Lock()


def run(program: Path, data: bytes) -> bytes:
    """Give a program something to read, and return what it wrote until it ended or was stopped.

    One runs at a time: each may use all the memory that there is for it. Who would wait too long gets nothing.
    """
    # -I: neither the environment nor the folder of the program decides what is imported there.
    command = [sys.executable, "-I", str(program)]
    if not _RUNNING.acquire(timeout=MOST_SECONDS_TO_WAIT):
        return b""
    try:
        return subprocess.run(  # noqa: S603 (our own program, and the data is only its input)
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            env={},
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as error:
        return error.stdout or b""
    finally:
        _RUNNING.release()
