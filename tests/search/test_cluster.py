"""What several hosts rely on: one index in a cluster of which machines may go, written by whoever has the newest files."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.permissions import Viewer
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import IndexNotWritable, SearchUnavailable
from kennisplatform.search.follower import IndexFollower
from kennisplatform.search.opensearch import lease
from kennisplatform.search.opensearch.client import Cluster
from kennisplatform.search.opensearch.index import MOST_CHANGES
from kennisplatform.search.opensearch_engine import OpenSearchEngine
from kennisplatform.search.request import SearchRequest
from kennisplatform.search_address import ClusterAddress
from tests.clusters import WORKER
from tests.search.test_engine_contract import ENTRIES, example, slugs
from tests.search_cluster import Cluster as Nodes

pytestmark = pytest.mark.slow

NOWHERE = "opensearch://127.0.0.1:1,127.0.0.1:2"
"""Ports at which nobody listens."""


def engine_at(address: str, folder: Path) -> OpenSearchEngine:
    return OpenSearchEngine(Cluster(ClusterAddress.of(address)), ThesaurusFile(folder / "thesaurus.yml"))


@pytest.fixture
def engine(opensearch_engine, tmp_path):
    engine = opensearch_engine(tmp_path, "los")
    engine.rebuild(ENTRIES, lambda _: None)
    return engine


@pytest.fixture
def second_host(opensearch_engine, engine, tmp_path):
    return opensearch_engine(tmp_path, "los")


def test_a_save_on_one_host_is_found_on_another(engine, second_host):
    assert slugs(second_host, "tankwagen") == []
    before = second_host.state()
    engine.update([example("nieuw", "Tankwagen")])
    second_host.status()
    assert slugs(second_host, "tankwagen") == ["nieuw"]
    assert second_host.state() is not before, "pages that were made of what was are not given again"
    assert second_host.status().versions["nieuw"] == "1"
    assert slugs(second_host, "tankwagenn") == ["nieuw"], "its words are known, so that typing errors are corrected"


@pytest.mark.parametrize("count", [2, MOST_CHANGES + 1])
def test_what_another_host_adds_changes_and_removes_is_known_here(engine, second_host, count):
    second_host.status()
    engine.update([example(f"zandzak-{number}", f"Zandzak {number}") for number in range(count)])
    engine.update([example("zandzak-0", "Waterkoeler")])
    engine.remove(["zandzak-1"])
    known = second_host.status().versions
    assert known == engine.status().versions
    assert "zandzak-1" not in known
    assert len(known) == len(ENTRIES) + count - 1
    assert slugs(second_host, "waterkoelr")[0] == "zandzak-0", (
        "its words are known, so that typing errors are corrected"
    )


def test_what_a_cluster_refuses_while_it_has_no_room_is_written_when_it_has(cluster_address, engine):
    index, cluster = f"proef-{WORKER}-los-*", Cluster(ClusterAddress.of(cluster_address))
    cluster.configure(index, {"index.blocks.read_only_allow_delete": True})  # as OpenSearch does when a disk fills up
    room = threading.Timer(1.0, cluster.configure, (index, {"index.blocks.read_only_allow_delete": None}))
    room.start()
    engine.update([example("nieuw", "Tankwagen")])
    room.join()
    assert slugs(engine, "tankwagen") == ["nieuw"]


def test_an_index_is_rebuilt_while_others_search_without_an_interruption(engine, second_host):
    with searching(second_host) as answers:
        for _ in range(3):
            engine.rebuild(ENTRIES, lambda _: None)
    assert set(answers) == {("flessen",)}


def test_a_host_that_is_behind_leaves_the_index_to_who_is_ahead(engine, second_host):
    engine.update([example("nieuw", "Tankwagen")], position=7)
    assert second_host.status().position == 7
    for write in (lambda: second_host.update([example("oud", "Oud")], 6), lambda: second_host.remove(["nieuw"], 6)):
        with pytest.raises(IndexNotWritable):
            write()
    second_host.update([example("nog", "Nog nieuwer")], 7)
    assert {"nieuw", "nog"} <= set(second_host.status().versions)


def test_the_followers_of_two_hosts_end_with_the_newest_files(content, opensearch_engine, tmp_path):
    positions = {"een": 1, "ander": 1}
    followers = {
        name: IndexFollower(
            EntryStore(content.path if name == "een" else tmp_path / "ander"),
            opensearch_engine(tmp_path, "volgers"),
            tmp_path / f"{name}.lock",
            position=lambda name=name: positions[name],
        )
        for name in positions
    }
    (tmp_path / "ander" / "menukaart").mkdir(parents=True)
    content.entry("menukaart", "a", "Waterkoeler")
    followers["een"].synchronise()
    (tmp_path / "ander" / "menukaart" / "a.md").write_bytes((content.path / "menukaart" / "a.md").read_bytes())
    content.entry("menukaart", "a", "Zandzak")
    positions["een"] = 2
    followers["een"].synchronise()
    followers["ander"].synchronise()
    assert slugs(followers["ander"].engine, "zandzak") == ["a"], "who is behind does not put the old text back"
    (tmp_path / "ander" / "menukaart" / "a.md").write_bytes((content.path / "menukaart" / "a.md").read_bytes())
    positions["ander"] = 2
    followers["ander"].synchronise()
    assert all(follower.is_in_step() for follower in followers.values())


def test_while_another_host_writes_the_index_what_is_there_is_searched(
    content, opensearch_engine, tmp_path, monkeypatch
):
    monkeypatch.setattr(lease, "SECONDS_TO_WAIT", 0.2)
    engine, other_host = opensearch_engine(tmp_path, "beurten"), opensearch_engine(tmp_path, "beurten")
    follower = IndexFollower(EntryStore(content.path), engine, tmp_path / "een.lock")
    content.entry("menukaart", "a", "Waterkoeler")
    follower.synchronise()
    content.entry("menukaart", "b", "Zandzak")
    with turn_of(other_host):
        follower.synchronise()
        follower.check()
        assert (slugs(engine, "waterkoeler"), slugs(engine, "zandzak")) == (["a"], [])
    follower.synchronise()
    assert slugs(engine, "zandzak") == ["b"]


def test_who_searches_when_the_cluster_goes_is_answered_from_memory_a_moment_later(tmp_path):
    cluster = Cluster(ClusterAddress.of(NOWHERE))
    engine = OpenSearchEngine(cluster, ThesaurusFile(tmp_path / "thesaurus.yml"))
    found = []
    asking = threading.Thread(target=lambda: found.extend(slugs(engine, "flessen")))
    asking.start()
    while not cluster.is_away:
        assert asking.is_alive()
    engine.hold(ENTRIES)
    asking.join()
    assert found == ["flessen"]


def test_without_a_cluster_a_search_says_so_and_a_site_searches_in_memory(content, tmp_path):
    engine = engine_at(NOWHERE, tmp_path)
    for _ in range(100):
        with pytest.raises(SearchUnavailable):
            engine.search(SearchRequest("water"))
    content.entry("menukaart", "a", "Waterkoeler")
    content.entry("menukaart", "b", "Zandzak", zichtbaar="leden")
    follower = IndexFollower(EntryStore(content.path), engine, tmp_path / "lock")
    follower.synchronise()
    assert slugs(engine, "waterkoelers") == ["a"]
    assert slugs(engine, "zandzak", viewer=Viewer(is_member=True)) == ["b"]
    assert slugs(engine, "zandzak") == []
    with pytest.raises(IndexNotWritable):
        follower.check()
    content.entry("menukaart", "a", "Noodstroom")
    follower.synchronise()
    assert slugs(engine, "noodstroom") == ["a"], "a save is found as well"


@pytest.mark.machines
def test_machines_may_go_and_come_back(java, content, tmp_path):
    nodes = Nodes(tmp_path / "cluster")
    nodes.start()
    try:
        check_that_one_machine_may_go(nodes, tmp_path)
        check_that_all_may_go(nodes, content, tmp_path)
    finally:
        nodes.stop()


def check_that_one_machine_may_go(nodes, tmp_path):
    engine, other = engine_at(nodes.address, tmp_path), engine_at(nodes.address, tmp_path)
    engine.rebuild(ENTRIES, lambda _: None)
    written = []
    with searching(other) as answers:
        for number in range(12):
            if number == 4:
                nodes.kill(0)
            slug = f"nieuw{number}"
            engine.update([example(slug, f"Tankwagen{number}")])
            written.append(slug)
    assert set(answers) == {("flessen",)}, "no search failed, none was cut short"
    assert set(written) <= set(other.status().versions), "nothing that was saved is lost"
    assert slugs(other, "tankwagen11") == ["nieuw11"]
    nodes.restart(0)
    nodes.wait()


def check_that_all_may_go(nodes, content, tmp_path):
    content.entry("menukaart", "a", "Waterkoeler")
    engine = engine_at(f"{nodes.address}/allemaal", tmp_path)
    follower = IndexFollower(EntryStore(content.path), engine, tmp_path / "lock")
    follower.synchronise()
    for number in range(nodes.size):
        nodes.kill(number)
    with pytest.raises(SearchUnavailable):
        engine.search(SearchRequest("waterkoeler"))
    follower.synchronise()
    assert slugs(engine, "waterkoeler") == ["a"], "from memory"
    content.entry("menukaart", "b", "Zandzak")
    for number in range(nodes.size):
        nodes.restart(number)
    nodes.wait()
    other_host = engine_at(f"{nodes.address}/allemaal", tmp_path)
    end = time.monotonic() + 120
    while "b" not in other_host.status().versions and time.monotonic() < end:
        follower.synchronise()
    follower.check()
    assert slugs(other_host, "zandzak") == ["b"], "the cluster has caught up"


@contextmanager
def turn_of(host):
    """Let another host be writing the index, in as many small parts as it likes."""
    going_on, may_end = threading.Event(), threading.Event()

    def slowly(count):
        going_on.set()
        may_end.wait()

    writing = threading.Thread(target=host.rebuild, args=([example("a", "Waterkoeler")], slowly))
    writing.start()
    going_on.wait()
    try:
        yield
    finally:
        may_end.set()
        writing.join()


@contextmanager
def searching(engine):
    """Search all the time, and give what was found each time: the slugs, or the error."""
    answers: list[object] = []
    stopping = threading.Event()

    def search() -> None:
        while not stopping.is_set():
            try:
                answers.append(tuple(slugs(engine, "flessen")))
            except Exception as error:  # noqa: BLE001
                answers.append(error)

    thread = threading.Thread(target=search)
    thread.start()
    try:
        yield answers
    finally:
        stopping.set()
        thread.join()
