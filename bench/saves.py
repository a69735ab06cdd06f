"""Saves one after the other through the form of the editor, on sites of made-up entries, alone and with a remote.

`python -m bench.saves [ENTRIES ...]` prints a table; `PROFILE=1` also what the process did meanwhile.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from bs4 import BeautifulSoup
from flask import Flask

from bench.corpus import corpus
from bench.sites import file_of
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.sites import site_on
from tests.visitor import logged_in, sent_by

SIZES = (1_000, 10_000)
SAVES = 40
WARMING = 3


def main() -> None:
    """Print a row per size, without and with a remote."""
    print("| entries | | a save, ms: median | p90 | saves per second | form opened, ms |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    for size in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
        entries = corpus(size)
        for with_remote in (False, True):
            with _site(entries, with_remote) as app:
                opened, saved = _saves(app, entries)
            kind = "with a remote" if with_remote else "alone"
            p90 = quantiles(saved, n=10)[-1]
            print(
                f"| {size:,} | {kind} | {median(saved):.0f} | {p90:.0f} | {1000 * len(saved) / sum(saved):.1f} "
                f"| {median(opened):.0f} |",
                flush=True,
            )


@contextmanager
def _site(entries: list[MenuCardEntry], with_remote: bool) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory(prefix="saves-") as name:
        folder = Path(name)
        (folder / "content" / "menukaart").mkdir(parents=True)
        for entry in entries:
            (folder / "content" / "menukaart" / f"{entry.slug}.md").write_text(file_of(entry))
        remote = folder / "remote.git"
        if with_remote:
            subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
        with site_on(folder / "content", folder / "instance", content_remote=str(remote) if with_remote else "") as app:
            yield app


def _saves(app: Flask, entries: list[MenuCardEntry]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of opening the form and of sending it, for one entry after the other."""
    site = site_of(app)
    site.follower.ensure_following()
    site.editing.record_by_hand()
    curator = logged_in(app, Role.CURATOR)
    profile = cProfile.Profile()
    opened, saved = [], []
    for number in range(WARMING + SAVES):
        if number == WARMING:
            opened, saved = [], []
            if os.environ.get("PROFILE"):
                profile.enable()
        address = f"/redactie/{entries[number].slug}"
        started = time.perf_counter()
        page = curator.client.get(address)
        opened.append((time.perf_counter() - started) * 1000)
        form = BeautifulSoup(page.text, "html.parser").select_one("form#editor")
        assert form is not None, page.status
        text = f"{entries[number].body}\n\nDit is regel {number}."
        data = sent_by(form)
        data.setlist("tekst", [text])
        data.setlist("doe", ["bewaar"])
        started = time.perf_counter()
        answer = curator.client.post(address, data=data)
        saved.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 303, answer.text
    profile.disable()
    if os.environ.get("PROFILE"):
        pstats.Stats(profile).sort_stats("cumulative").print_stats("kennisplatform|whoosh|dulwich|posix|built", 90)
    return opened, saved


if __name__ == "__main__":
    main()
