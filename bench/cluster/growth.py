"""`make cluster-growth`: how much three, two and one hosts carry, with 10,000 entries; `LARGE=1` adds 100,000.

All of it shares the processors of one machine, so more hosts only help as far as there are processors for them.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench.cluster import content
from bench.cluster.installation import NAMES, Installation, add_accounts, memory, running
from bench.cluster.load import Load
from bench.cluster.machines import refuse_without_programs
from bench.cluster.tally import Tally
from bench.corpus import corpus
from bench.http import Served, rate
from bench.sites import AGAIN, NEW, file_of, pages_of
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.vocabulary import Role

HEAP_OF_A_NODE = {10_000: 512, 100_000: 1_500}
"""Megabytes, per number of entries."""
SIZES, LARGE = (10_000,), 100_000
CLIENTS = 8
SECONDS = 10.0
"""Of each measurement."""
UNTIL_TAKEN_OUT = 4.0
"""Seconds after which the balancer knows that a host has stopped."""
CURATORS = tuple(f"curator-{name}@voorbeeld.nl" for name in ("een", "twee", "drie"))


def main() -> None:
    """Print a row per size and number of hosts."""
    refuse_without_programs()
    print("| entries | hosts | page | pages/s | p50, ms | p95, ms | saves/s | memory, MB |")
    print("| ---: | ---: | --- | ---: | ---: | ---: | ---: | --- |")
    for size in (*SIZES, LARGE) if os.environ.get("LARGE") else SIZES:
        folder = Path(tempfile.mkdtemp(prefix="cluster-"))
        try:
            _measure(folder, corpus(size))
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path, entries: list[MenuCardEntry]) -> None:
    def write(place: Path) -> None:
        content.write(place, len(CURATORS))
        for entry in entries:
            (place / content.FOLDER / f"{entry.slug}.md").write_text(file_of(entry))

    def tell(what: str) -> None:
        print(f"… {what}", file=sys.stderr, flush=True)

    with running(folder, len(NAMES), write, tell, HEAP_OF_A_NODE[len(entries)]) as installation:
        add_accounts(installation, folder, CURATORS, Role.CURATOR)
        port = installation.balancer.port
        served = Served("the cluster", port, pages_of(entries, "/zoeken?q={}", "/menukaart/{}", "/"))
        for left in range(len(NAMES), 0, -1):
            for host in installation.hosts[left:]:
                host.machine.stop()
            time.sleep(UNTIL_TAKEN_OUT)
            saves = _saves_per_second(installation)
            for page in (AGAIN, NEW):
                found = rate(served, page, CLIENTS, SECONDS)
                times = f"{found.per_second:.0f} | {found.p50:.0f} | {found.p95:.0f}"
                print(
                    f"| {len(entries):,} | {left} | {page} | {times} | {saves:.1f} | {memory(installation)} |",
                    flush=True,
                )


def _saves_per_second(installation: Installation) -> float:
    load = Load(installation.balancer.address, (), CURATORS, visitors=0)
    load.tally = Tally("saves")
    load.start()
    load.save()
    time.sleep(SECONDS)
    load.save_no_more()
    load.stop()
    return load.tally.confirmed / SECONDS


if __name__ == "__main__":
    main()
