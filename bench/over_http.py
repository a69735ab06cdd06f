"""`python -m bench.over_http`: our site beside its peers over HTTP, in one run; `BASELINE=<folder>` adds an older one.

All sites of one size run at the same time and are asked in turn, so that what else the machine does hits them alike.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import corpus
from bench.http import SECONDS, Rate, Served, rate
from bench.sites import PAGES, datasette, otter_wiki, ours

SIZES = (1_000, 10_000)
CLIENTS = (1, 8)
PROJECT = Path(__file__).parent.parent
OURS, BASELINE = "Kennisplatform", "BASELINE"

Rates = dict[tuple[str, str, int], Rate | None]
"""Per page, site and number of clients; None where a peer gave no answer."""


def main() -> None:
    """Print a table per size."""
    sizes = [int(size) for size in os.environ.get("SIZES", "").split()] or SIZES
    for size in sizes:
        with TemporaryDirectory() as folder, ExitStack() as running:
            entries = corpus(size)
            print(f"… {size} entries over HTTP", file=sys.stderr)
            sites = [running.enter_context(ours(Path(folder) / "ours", entries, OURS, PROJECT))]
            if older := os.environ.get(BASELINE):
                checkout = Path(older).absolute()
                sites.append(running.enter_context(ours(Path(folder) / "older", entries, checkout.name, checkout)))
            sites.append(running.enter_context(otter_wiki(Path(folder) / "otter", entries)))
            sites.append(running.enter_context(datasette(Path(folder) / "datasette", entries)))
            _print(size, sites, _measured(sites))


def _measured(sites: list[Served]) -> Rates:
    for site in sites:
        for page in PAGES:
            _rate(site, page, 1, seconds=1)  # what a site does at its first pages only
    asked = product(PAGES, CLIENTS, sites)
    return {(page, site.name, clients): _rate(site, page, clients) for page, clients, site in asked}


def _rate(site: Served, page: str, clients: int, seconds: float = SECONDS) -> Rate | None:
    try:
        return rate(site, page, clients, seconds)
    except RuntimeError as failure:
        if site.name == OURS:
            raise
        print(f"… {failure}", file=sys.stderr)
        return None


def _print(size: int, sites: list[Served], rates: Rates) -> None:
    names = [site.name for site in sites]
    print(f"\n## Over HTTP, {size:,} entries: pages per second (median milliseconds of one)\n")
    print(f"| | clients | {' | '.join(names)} | {OURS} is … times as fast as: {', '.join(names[1:])} |")
    print(f"| --- | ---: |{' ---: |' * len(names)} ---: |")
    for page in PAGES:
        for clients in CLIENTS:
            found = [rates[page, name, clients] for name in names]
            shown = [f"{one.per_second:,.0f} ({one.p50:.1f})" if one else "–" for one in found]
            own = found[0].per_second if found[0] else 0.0
            ratios = [f"{own / other.per_second:.1f}" if other else "–" for other in found[1:]]
            print(f"| {page} | {clients} | {' | '.join(shown)} | {' / '.join(ratios)} |", flush=True)


if __name__ == "__main__":
    main()
