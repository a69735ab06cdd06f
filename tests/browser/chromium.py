"""Find a Chromium for the browser tests; as a program, install one where there is none, or say how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """Return the path of a Chromium on this machine, None when there is none."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Try Playwright's own download, then the system's packages when we may install them."""
    attempts = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        attempts.insert(0, [["apt-get", "-qq", "update"], ["apt-get", "-qq", "install", "-y", "chromium"]])
    for commands in attempts:
        if all(subprocess.run(command, check=False).returncode == 0 for command in commands) and find():
            return


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        sys.exit("The browser tests need Chromium. Install it, for instance: apt-get install chromium")
