"""Measures one engine on one corpus: `python -m bench.measure build|search <engine> <count> <folder>` prints JSON.

Building and searching are processes of their own, so that opening is really cold and memory is really its own.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.corpus import corpus
from bench.engines import ENGINES, Engine
from bench.queries import BEGINNINGS, KINDS, WORST, BenchQuery

SECONDS_PER_KIND = 2.0
MOST_ROUNDS = 200
SAVES = 9
SEARCHERS = 4


def main() -> None:
    """Run one measurement."""
    what, name, count, folder = sys.argv[1:]
    engine = ENGINES[name](Path(folder))
    print(json.dumps(_build(engine, int(count), Path(folder)) if what == "build" else _search(engine, int(count))))


def _build(engine: Engine, count: int, folder: Path) -> dict[str, Any]:
    entries = corpus(count)
    started = time.perf_counter()
    engine.build(entries)
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    text = sum(len(e.title.encode()) + len(e.summary.encode()) + len(e.body.encode()) for e in entries)
    return {"per second": count / seconds, "bytes": size, "text bytes": text}


def _search(engine: Engine, count: int) -> dict[str, Any]:
    is_ours = type(engine).__name__ == "Kennisplatform"

    def ask(asked: BenchQuery) -> float:
        return _timed(lambda: engine.search(asked))

    before = _memory()
    opening = _timed(engine.open)
    first = _timed(lambda: engine.search(KINDS["three words"][0]))
    found = {kind: _kind(engine, queries) for kind, queries in KINDS.items()}
    suggestions = [_timed(lambda text=text: engine.suggest(text)) for _ in range(30) for text in BEGINNINGS]
    worst = {name: max(map(ask, queries)) for name, queries in WORST.items()} if is_ours else {}
    after = _memory()
    entries = corpus(min(count, SAVES))
    saved = [_save(engine, entry) for entry in entries]
    stop = threading.Event()
    searchers = [threading.Thread(target=_keep_searching, args=(engine, stop)) for _ in range(SEARCHERS)]
    # FTS5 and Whoosh have one connection and one searcher here, which threads may not share while it is written.
    busy: list[tuple[float, float]] = []
    if type(engine).__name__ in ("Kennisplatform", "Tantivy"):
        for searcher in searchers:
            searcher.start()
        busy = [_save(engine, entry) for entry in entries]
        stop.set()
        for searcher in searchers:
            searcher.join()
    return {
        "open": opening,
        "first query": first,
        "memory": after.resident - before.resident,
        "memory of its own": after.own - before.own,
        "worst": worst,
        "kinds": found,
        "suggestion": _percentiles(suggestions),
        "save": median(save for save, _ in saved),
        "search after save": median(search for _, search in saved),
        "save while searched": median(save for save, _ in busy) if busy else None,
    }


def _kind(engine: Engine, queries: list[BenchQuery]) -> dict[str, float]:
    fresh = [_timed(lambda asked=asked: engine.search(asked)) for asked in queries]
    times: list[float] = []
    ends = time.perf_counter() + SECONDS_PER_KIND
    for _ in range(MOST_ROUNDS):
        times += [_timed(lambda asked=asked: engine.search(asked)) for asked in queries]
        if time.perf_counter() > ends:
            break
    return {"first time": median(fresh), **_percentiles(times)}


def _save(engine: Engine, entry: Any) -> tuple[float, float]:
    """Return the milliseconds from saving to having found, and those of the search in it."""
    started = time.perf_counter()
    engine.save(entry)
    search = _timed(lambda: engine.search(KINDS["three words"][1]))
    return (time.perf_counter() - started) * 1000, search


def _keep_searching(engine: Engine, stop: threading.Event) -> None:
    while not stop.is_set():
        for queries in KINDS.values():
            engine.search(queries[0])


def _timed(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1000


def _percentiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99)}


@dataclass(frozen=True)
class _Memory:
    """Bytes of memory of this process: all, and without what is mapped from files, which the system may take back."""

    resident: int
    own: int


def _memory() -> _Memory:
    """Return what Linux says about this process."""
    _, resident, from_files, *_ = map(int, Path("/proc/self/statm").read_text().split())
    size = os.sysconf("SC_PAGE_SIZE")
    return _Memory(resident * size, (resident - from_files) * size)


if __name__ == "__main__":
    main()
