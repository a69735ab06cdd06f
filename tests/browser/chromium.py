"""Find a Chromium for the browser tests; as a program, install one where there is none, or say how.

The headless shell is the same engine without windows, which nobody sees here: the tests cost little more than half of the
processor time. It paints at other moments than what readers have, so what looks at painting takes a whole Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HEADLESS = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_headless() -> str | None:
    """Return the path of the headless shell, else that of another Chromium, None when there is none."""
    return shutil.which(HEADLESS) or find()


def find() -> str | None:
    """Return the path of a whole Chromium on this machine, None when there is none."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@contextmanager
def launched(path: str | None) -> Iterator[Browser]:
    """Give a browser, which is closed afterwards."""
    assert path, "Chromium is missing; `make browser` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def install() -> None:
    """Try the system's packages when we may install them, and Playwright's own download when that gave none."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "-qq", "update")
        for package in (HEADLESS, "chromium"):
            _run("apt-get", "-qq", "install", "-y", package)
    if not find():
        _run(sys.executable, "-m", "playwright", "install", "chromium")


def _run(*command: str) -> None:
    subprocess.run(command, check=False)


if __name__ == "__main__":
    if not shutil.which(HEADLESS):
        install()
    if not find_headless():
        sys.exit("The browser tests need Chromium. Install it, for instance: apt-get install chromium-headless-shell")
