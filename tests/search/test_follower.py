"""The index is always right: in step with the files, whatever happens to it."""

import logging
import os
import signal
import subprocess
import sys
import threading

import pytest

from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.search.dutch.thesaurus import ThesaurusFile
from kennisplatform.search.engine import IndexNotWritable
from kennisplatform.search.follower import IndexFollower
from kennisplatform.search.index import schema
from kennisplatform.search.request import SearchRequest
from kennisplatform.search.whoosh_engine import WhooshEngine
from tests.processes import forking


def follower_of(content, instance):
    return IndexFollower(
        EntryStore(content),
        WhooshEngine(instance / "index", ThesaurusFile(content / "thesaurus.yml")),
        instance / "index.lock",
    )


@pytest.fixture
def follower(content, tmp_path):
    content.entry("menukaart", "eerste", "Eerste")
    follower = follower_of(content.path, tmp_path / "instance")
    follower.synchronise()
    return follower


def found(follower, text=""):
    return sorted(hit.slug for hit in follower.engine.search(SearchRequest(text)).hits)


def test_files_added_changed_and_removed_by_hand_are_followed(content, follower):
    content.entry("menukaart", "tweede", "Tweede")
    follower.synchronise()
    assert found(follower) == ["eerste", "tweede"]
    content.entry("menukaart", "tweede", "Vernieuwd")
    (content.path / "menukaart/eerste.md").unlink()
    follower.synchronise()
    assert found(follower) == ["tweede"]
    assert found(follower, "vernieuwd") == ["tweede"]


def test_a_file_that_breaks_disappears_and_comes_back_when_repaired(content, follower):
    path = content.path / "menukaart/eerste.md"
    good = path.read_text()
    path.write_text("---\nkapot: [\n---\n")
    follower.synchronise()
    assert found(follower) == []
    path.write_text(good)
    follower.synchronise()
    assert found(follower) == ["eerste"]


class ReadJustBefore(EntryStore):
    """Entries that were read the moment before another process saved."""

    def __init__(self, folder, others_save):
        super().__init__(folder)
        self._others_save = others_save

    def refresh(self):
        catalogue = super().refresh()
        self._others_save()
        return catalogue

    def refresh_only(self, paths):
        catalogue = super().refresh_only(paths)
        self._others_save()
        return catalogue


@pytest.mark.parametrize("written", [None, ["menukaart/eerste.md"]])
def test_what_another_process_saved_meanwhile_is_never_undone(content, tmp_path, follower, written):
    waiting = []
    late = IndexFollower(
        ReadJustBefore(content.path, lambda: waiting and waiting.pop()()),
        follower_of(content.path, tmp_path / "instance").engine,
        tmp_path / "instance/index.lock",
        written_since=lambda _: written,
    )
    late.synchronise()

    def save():
        content.entry("menukaart", "eerste", "Vernieuwd")
        content.entry("menukaart", "tweede", "Tweede")
        follower.synchronise()

    waiting.append(save)
    late.take_in_saves()
    assert found(late) == found(follower) == ["eerste", "tweede"]
    assert found(late, "vernieuwd") == found(follower, "vernieuwd") == ["eerste"]


def damage_by_deleting_all(index):
    for file in index.iterdir():
        file.unlink()


def damage_by_truncating(index):
    largest = max(index.glob("*.arrays"), key=lambda file: file.stat().st_size)
    os.truncate(largest, largest.stat().st_size // 2)


def damage_by_altering_manifest(index):
    (index / "manifest.json").write_text("{}")


def damage_by_half_written_segment(index):
    (index / "manifest.json").unlink()
    (index / "MAIN_halverwege.arrays").write_bytes(b"half")


@pytest.mark.parametrize(
    "damage",
    [damage_by_deleting_all, damage_by_truncating, damage_by_altering_manifest, damage_by_half_written_segment],
)
def test_a_damaged_index_is_made_again_and_the_log_says_so(content, follower, tmp_path, caplog, damage):
    damage(tmp_path / "instance/index")
    with caplog.at_level(logging.WARNING):
        follower.synchronise()
        fresh = follower_of(content.path, tmp_path / "instance")
        fresh.synchronise()
    assert found(follower) == found(fresh) == ["eerste"]
    assert "opnieuw gemaakt" in caplog.text


def test_same_size_damage_is_noticed_at_the_next_start(content, follower, tmp_path, caplog):
    segment = next((tmp_path / "instance/index").glob("*.arrays"))
    segment.write_bytes(bytes(segment.stat().st_size))
    fresh = follower_of(content.path, tmp_path / "instance")
    fresh.synchronise()
    assert found(fresh) == ["eerste"]
    assert "beschadigd" in caplog.text


def test_an_index_of_another_version_is_made_again(content, follower, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("kennisplatform.search.index.index_directory.FINGERPRINT", "andere versie")
    fresh = follower_of(content.path, tmp_path / "instance")
    assert fresh.engine.status().damage
    fresh.synchronise()
    assert found(fresh) == ["eerste"]
    assert schema.FINGERPRINT != "andere versie"


def _synchronise(content, instance):
    follower_of(content, instance).synchronise()


@pytest.mark.slow
def test_two_processes_can_start_at_once(content, tmp_path):
    for number in range(30):
        content.entry("menukaart", f"e{number}")
    processes = [forking().Process(target=_synchronise, args=(content.path, tmp_path / "i")) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    follower = follower_of(content.path, tmp_path / "i")
    assert follower.engine.status().damage is None
    assert len(follower.engine.status().versions) == 30


def _killed_in_the_middle(content, instance):
    follower = follower_of(content, instance)
    follower.engine._directory.seal = lambda _: os.kill(os.getpid(), signal.SIGKILL)
    follower.synchronise()


@pytest.mark.slow
def test_a_process_killed_while_it_writes_leaves_nothing_wrong(content, follower, tmp_path):
    content.entry("menukaart", "tweede", "Tweede")
    process = forking().Process(target=_killed_in_the_middle, args=(content.path, tmp_path / "instance"))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    fresh = follower_of(content.path, tmp_path / "instance")
    fresh.synchronise()
    follower.synchronise()
    assert found(fresh) == found(follower) == ["eerste", "tweede"]


def test_what_a_process_committed_that_was_killed_before_sealing_is_not_mixed_with_the_index(
    content, follower, tmp_path, monkeypatch
):
    """The old files are still there, as after a kill between Whoosh's new table of contents and its cleaning up."""
    content.entry("menukaart", "tweede", "Tweede")
    follower.synchronise()
    index = tmp_path / "instance/index"
    sealed = {file: file.read_bytes() for file in index.iterdir()}
    content.entry("menukaart", "eerste", "Vernieuwd")
    monkeypatch.setattr(follower.engine._directory, "seal", lambda _: None)
    follower.synchronise()
    with pytest.raises(IndexNotWritable):
        follower.check()
    for file, data in sealed.items():
        file.write_bytes(data)
    fresh = follower_of(content.path, tmp_path / "instance")
    fresh.synchronise()
    assert fresh.is_in_step()
    assert found(fresh) == ["eerste", "tweede"]
    assert found(fresh, "vernieuwd") == ["eerste"]


def test_another_process_sees_what_one_wrote(content, follower, tmp_path):
    other = follower_of(content.path, tmp_path / "instance")
    other.synchronise()
    content.entry("menukaart", "tweede", "Tweede")
    follower.synchronise()
    other.synchronise()
    assert found(other) == ["eerste", "tweede"]


@pytest.mark.slow
def test_a_process_that_makes_a_part_of_the_index_starts_without_the_rest_of_the_site():
    loaded = "import sys, kennisplatform.search.index.building; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True).stdout.split()
    assert "kennisplatform.search.index.building" in found
    assert not {"flask", "sqlalchemy", "kennisplatform.web"} & set(found)


def test_a_disk_that_does_not_answer_keeps_nobody_from_stopping(content, tmp_path):
    looks, answers = threading.Event(), threading.Event()

    def look():
        looks.set()
        answers.wait()

    index = tmp_path / "index"
    engine = WhooshEngine(index, ThesaurusFile(content.path / "thesaurus.yml"))
    follower = IndexFollower(EntryStore(content.path), engine, tmp_path / "lock", after_look=look)
    follower.ensure_following()
    looks.wait()
    follower.stop_following(patience=0)
    answers.set()
    follower.stop_following()
