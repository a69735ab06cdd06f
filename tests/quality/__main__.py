"""`make quality`: how well our search and its peers answer the judged queries, in one run over the same entries."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.quality import general
from tests.quality.judged import JudgedQuery, Search, judged_queries, quality
from tests.quality.ours import entries_of_the_site, our_engine, our_engine_in_a_cluster, plain
from tests.quality.peers import PEERS
from tests.search_cluster import Cluster, NoJava

MEASURES = {
    "nDCG@10": lambda found: found.ndcg_at_10,
    "success@1": lambda found: found.success_at_1,
    "recall@20": lambda found: found.recall_at_20,
    "zero hits": lambda found: found.zero_hits,
}


def main() -> None:
    """Print the tables; with our engine on a search cluster too, where Java is there to start one."""
    with tempfile.TemporaryDirectory() as folder:
        nodes = Cluster(Path(folder) / "cluster")
        try:
            nodes.start()
        except NoJava as why:
            print(f"Without a search cluster: {why}")
            _print_all("")
            return
        try:
            _print_all(nodes.address)
        finally:
            nodes.stop()


def _print_all(address: str) -> None:
    entries = entries_of_the_site()
    queries = judged_queries()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        engines = {"Kennisplatform": our_engine(entries, folder)}
        if address:
            engines["in a cluster"] = our_engine_in_a_cluster(entries, address)
        for name, peer in PEERS.items():
            engines[name] = stack.enter_context(peer([plain(entry) for entry in entries]))
        for title, is_for_tuning in (("Checking half (never used for tuning)", False), ("Tuning half", True)):
            half = [query for query in queries if query.is_for_tuning == is_for_tuning]
            _print_half(f"{title}: {len(half)} queries, {len(entries)} entries", half, engines)
    _print_general(address)


def _print_general(address: str) -> None:
    """Print how the same engines answer questions on another subject."""
    if not general.is_there():
        print(f"\n## Another subject: skipped, {general.FILE} is not there (set GENERAL_QUESTIONS)")
        return
    entries, queries = general.general_entries(), general.general_queries()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        engines = {"Kennisplatform": our_engine(entries, folder)}
        if address:
            engines["in a cluster"] = our_engine_in_a_cluster(entries, address)
        for name, peer in PEERS.items():
            engines[name] = stack.enter_context(peer([plain(entry) for entry in entries]))
        _print_half(f"Another subject: {len(queries)} questions, {len(entries)} entries", queries, engines)


def _print_half(title: str, queries: list[JudgedQuery], engines: dict[str, Search]) -> None:
    print(f"\n## {title}\n")
    for measure, value in MEASURES.items():
        print(f"| {measure:18} | {' | '.join(f'{name:>14}' for name in engines)} |")
        print(f"| {'-' * 18} | {' | '.join('-' * 13 + ':' for _ in engines)} |")
        for category in [*dict.fromkeys(query.category for query in queries), "all"]:
            chosen = [query for query in queries if category in (query.category, "all")]
            row = (value(quality(chosen, search)) for search in engines.values())
            print(f"| {category:18} | {' | '.join(f'{figure:14.3f}' for figure in row)} |")
        print()


main()
