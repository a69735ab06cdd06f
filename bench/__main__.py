"""`make bench`: our search beside its peers, in one run on one machine; `LARGE=1 make bench` adds 100,000 entries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from statistics import median
from typing import Any

from bench import over_http
from bench.engines import ENGINES
from bench.queries import KINDS

SIZES = (1_000, 10_000)
LARGE = 100_000
TOO_SLOW_FOR_LARGE = ("Whoosh",)
"""At some 200 entries per second its build alone takes eight minutes."""

Results = dict[tuple[int, str], dict[str, Any]]
OURS, REFERENCE = "Kennisplatform", "tantivy"


def main() -> None:
    """Measure everything and print one table per size, one of growth, and the site over HTTP."""
    sizes = (*SIZES, LARGE) if os.environ.get("LARGE") else SIZES
    results: Results = {}
    for size in sizes:
        for name in ENGINES:
            if size < LARGE or name not in TOO_SLOW_FOR_LARGE:
                print(f"… {size} entries, {name}", file=sys.stderr)
                results[size, name] = _measured(name, size)
        _print_size(size, results)
    _print_growth(sizes, results)
    over_http.main()


def _measured(name: str, size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, Any] = {}
        for what in ("build", "search"):
            command = [sys.executable, "-m", "bench.measure", what, name, str(size), folder]
            found |= json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return found


def _print_size(size: int, results: Results) -> None:
    engines = [name for name in ENGINES if (size, name) in results]
    print(f"\n## {size} entries (milliseconds, median of warm queries, unless it says otherwise)\n")
    print(f"| | {' | '.join(engines)} | {OURS} is … times as fast as: {', '.join(engines[1:])} |")
    print(f"| --- |{' ---: |' * len(engines)} ---: |")

    def row(label: str, figures: list[float | None], more_is_better: bool = False) -> None:
        ours = figures[0]
        ratios = [
            "–" if other is None or not ours else f"{(ours / other if more_is_better else other / ours):.1f}"
            for other in figures[1:]
        ]
        shown = [
            "–" if figure is None else f"{figure:,.2f}" if figure < 100 else f"{figure:,.0f}" for figure in figures
        ]
        print(f"| {label} | {' | '.join(shown)} | {' / '.join(ratios)} |")

    def of(*path: str) -> list[float | None]:
        values = []
        for name in engines:
            value: Any = results[size, name]
            for key in path:
                value = value[key]
            values.append(value)
        return values

    for kind in KINDS:
        row(kind, of("kinds", kind, "p50"))
    for kind in KINDS:
        row(f"{kind}, p95", of("kinds", kind, "p95"))
    for kind in KINDS:
        row(f"{kind}, p99", of("kinds", kind, "p99"))
    for kind in KINDS:
        row(f"{kind}, asked for the first time", of("kinds", kind, "first time"))
    row("suggestion", of("suggestion", "p50"))
    row("opening in a new process", of("open"))
    row("first query after opening", of("first query"))
    row("one entry saved until found", of("save"))
    row("the same while 4 threads search", of("save while searched"))
    row("the search after a save", of("search after save"))
    row("build, entries per second", of("per second"), more_is_better=True)
    row("index on disk, bytes per entry", [value / size for value in of("bytes")])
    row(
        "memory above the text, bytes per entry",
        [max(0, m - t) / size for m, t in zip(of("memory"), of("text bytes"), strict=True)],
    )
    row("memory, MB", [value / 1e6 for value in of("memory")])
    row("memory without files that are mapped, MB", [value / 1e6 for value in of("memory of its own")])
    _print_worst(results[size, OURS])


def _print_worst(ours: dict[str, Any]) -> None:
    """Print what the worst queries take at their first time, and how many times the usual query that is."""
    usual = median(kind["p50"] for kind in ours["kinds"].values())
    print(f"\nThe worst that may be asked ({OURS}, first time; the usual query, warm, takes {usual:.2f} ms):\n")
    print("| | milliseconds | times the usual |\n| --- | ---: | ---: |")
    for name, took in ours["worst"].items():
        print(f"| {name} | {took:.2f} | {took / usual:.1f} |")


def _print_growth(sizes: tuple[int, ...], results: Results) -> None:
    print(f"\n## Growth of the median from {sizes[0]:,} to {sizes[-1]:,} entries ({sizes[-1] // sizes[0]} times)\n")
    engines = [name for name in ENGINES if (sizes[-1], name) in results]
    print(f"| | {' | '.join(engines)} |")
    print(f"| --- |{' ---: |' * len(engines)}")
    for kind in KINDS:
        grown = [
            results[sizes[-1], n]["kinds"][kind]["p50"] / results[sizes[0], n]["kinds"][kind]["p50"] for n in engines
        ]
        print(f"| {kind} | {' | '.join(f'{factor:.1f} x' for factor in grown)} |")
    print("\nMemory as it grows with the entries (nothing is subtracted for their text):\n")
    print(f"| | {' | '.join(engines)} |")
    print(f"| --- |{' ---: |' * len(engines)}")
    for label, key in (("memory", "memory"), ("memory without mapped files", "memory of its own")):
        first, last = ([results[size, name][key] for name in engines] for size in (sizes[0], sizes[-1]))
        each = [(more - less) / (sizes[-1] - sizes[0]) for less, more in zip(first, last, strict=True)]
        fixed = [(less - sizes[0] * one) / 1e6 for less, one in zip(first, each, strict=True)]
        print(f"| {label}, fixed, MB | {' | '.join(f'{value:.1f}' for value in fixed)} |")
        print(f"| {label}, per entry, marginal, bytes | {' | '.join(f'{value:,.0f}' for value in each)} |")


if __name__ == "__main__":
    main()
