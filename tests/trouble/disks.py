"""Real disks for tests: small ones that can be filled, and folders that cannot be written. For root only."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

FILLING = "vulling"


@contextmanager
def small_disk(folder: Path, megabytes: int = 8) -> Iterator[Path]:
    """Give a folder that is a disk of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _unmount(folder)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Fill a disk to the last byte, and make room again."""
    filling = disk / FILLING
    with suppress(OSError), filling.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        filling.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nothing be written in a folder, also not by root."""
    _mount("--bind", str(folder), str(folder))
    try:
        _mount("-o", "remount,bind,ro", str(folder), may_be_busy=True)
        yield
    finally:
        _unmount(folder)


def _mount(*arguments: str, may_be_busy: bool = False) -> None:
    """Mount; on a desk where that is not allowed the test is skipped, in CI it fails.

    A disk is busy while the site has a file open to write: until its background work is done, a moment later.
    """
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    until = time.monotonic() + 10
    while may_be_busy and "busy" in done.stderr and time.monotonic() < until:
        time.sleep(0.05)
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            f"this test needs to mount a disk: {done.stderr.strip()}"
        )


def _unmount(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
