"""Saves one after the other through the form of the editor, on sites of made-up entries, alone and with a remote.

`python -m bench.saves [ENTRIES ...]` prints a table. The processor time is that of the whole process, so with what
follows in the background.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
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
from tests.visitor import Visitor, logged_in, sent_by

SIZES = (1_000, 10_000)
SAVES, WARMING = 40, 3


@dataclass
class Times:
    """Seconds of opening a form and of sending it, and of processor time for both."""

    opened: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)


def main() -> None:
    """Print a row per size, without and with a remote."""
    print("| entries | | a save, ms (p50, p90) | saves per second | form opened, ms | processor for both, ms |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    for size in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
        entries = corpus(size)
        for with_remote in (False, True):
            with _site(entries, with_remote) as app:
                times = _saves(app, entries)
            kind, p90 = "with a remote" if with_remote else "alone", quantiles(times.saved, n=10)[-1] * 1000
            print(
                f"| {size:,} | {kind} | {median(times.saved) * 1000:.0f}, {p90:.0f} | {1 / median(times.saved):.1f} "
                f"| {median(times.opened) * 1000:.0f} | {median(times.worked) * 1000:.0f} |",
                flush=True,
            )


@contextmanager
def _site(entries: Sequence[MenuCardEntry], with_remote: bool) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory(prefix="saves-") as name:
        content, instance, remote = (Path(name) / part for part in ("content", "instance", "remote.git"))
        (content / "menukaart").mkdir(parents=True)
        for entry in entries:
            (content / "menukaart" / f"{entry.slug}.md").write_text(file_of(entry))
        subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
        with site_on(content, instance, content_remote=str(remote) if with_remote else "") as app:
            site_of(app).follower.ensure_following()
            site_of(app).editing.record_by_hand()
            yield app


def _saves(app: Flask, entries: Sequence[MenuCardEntry]) -> Times:
    """Change one entry after the other."""
    curator, times = logged_in(app, Role.CURATOR), Times()
    for number, entry in enumerate(entries[: WARMING + SAVES]):
        if number == WARMING:
            times = Times()
        _save(curator, f"/redactie/{entry.slug}", f"{entry.body}\n\nRegel {number}.", times)
    return times


def _save(curator: Visitor, address: str, text: str, times: Times) -> None:
    worked, started = time.process_time(), time.perf_counter()
    page = curator.client.get(address)
    times.opened.append(time.perf_counter() - started)
    form = BeautifulSoup(page.text, "html.parser").select_one("form#editor")
    assert form is not None, page.status
    data = sent_by(form)
    data.setlist("tekst", [text])
    data.setlist("doe", ["bewaar"])
    started = time.perf_counter()
    answer = curator.client.post(address, data=data)
    times.saved.append(time.perf_counter() - started)
    times.worked.append(time.process_time() - worked)
    assert answer.status_code == 303, answer.text


if __name__ == "__main__":
    main()
