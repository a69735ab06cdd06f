"""Whoever saves may be killed at any moment: files, history and index are whole and agree after a restart.

A process saves, renames, and saves two entries together, as fast as it can; it is killed at a random moment, many times
over. KILLS and KILL_SEED in the environment choose how often and which moments.
"""

import os
import random
import signal
import time
from collections import Counter

import pytest

from kennisplatform.curation.writing.editing import Author, Change
from kennisplatform.entries.document import Document
from tests.curation.site import editing_of
from tests.processes import forking

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KILLS", "200"))
SEED = int(os.environ.get("KILL_SEED", str(random.randrange(10**6))))
SAVES_UNTIL_A_KILL = 2.5
"""At most, measured by the time that a save takes on this machine at this moment."""
NAMES = ("heen", "terug")
ANNA = Author("Anna", 1)


def body(number):
    """Return a text in which every line tells which version it is."""
    return "\n".join(f"versie {number}" for _ in range(400))


def save_without_end(content, instance, told, seed):
    """Save as fast as possible, and tell what was done after each time."""
    chance = random.Random(seed)
    editing = editing_of(content, instance)
    editing.writer.recover()
    editing.follower.synchronise()
    told.send(("started", 0))
    number = max(int(entry.body.split()[-1]) for entry in editing.store.catalogue.entries.values())
    while True:
        number += 1
        act = chance.choice([save_one, save_pair, rename])
        act(editing, number)
        told.send((act.__name__, number))


def change(editing, slug, number):
    entry = editing.store.catalogue.entries[slug]
    document, version = editing.store.document(entry)
    return Change(entry, document.updated(document.metadata, body(number)), version)


def save_one(editing, number):
    one = change(editing, "alleen", number)
    editing.save([Change(one.entry, one.document, one.expected_version, attachment(number))], ANNA)


def attachment(number):
    return {"menukaart/alleen/bijlage.pdf": body(number).encode()}


def save_pair(editing, number):
    editing.save([change(editing, slug, number) for slug in ("paar-a", "paar-b")], ANNA, "Samen")


def rename(editing, number):
    present, other = NAMES if NAMES[0] in editing.store.catalogue.entries else NAMES[::-1]
    editing.rename(present, other, editing.store.catalogue.versions[present], ANNA)


def version_in(text):
    """Return the one version that a text holds; half a file has a line that is cut, or lines of two versions."""
    (line,) = set(text.strip().split("\n"))
    return int(line.removeprefix("versie "))


def check_files(content):
    """Check that every file is one whole version, before anything repaired it."""
    for path in (content / "menukaart").glob("*.md"):
        version_in(Document.parse(path.read_text()).body)


def check_all_agree(content, instance, confirmed, moments):
    """Check, as after a restart, that files, history and index say the same, and that nothing confirmed is lost."""
    started = time.monotonic()
    editing = editing_of(content, instance)
    moments["unfinished change"] += editing.history.pending() is not None
    moments["temporary file"] += any(content.rglob(".*.tmp"))
    moments["lock in the repository"] += any(instance.joinpath("geschiedenis.git").rglob("*.lock"))
    editing.writer.recover()
    editing.follower.synchronise()
    assert editing.writer.record_by_hand() == [], "the history did not know what was on the disk"
    entries = editing.store.catalogue.entries
    assert set(entries) - set(NAMES) == {"alleen", "paar-a", "paar-b"}
    assert len(entries) == 4
    assert editing.store.catalogue.problems == ()
    versions = {slug: version_in(entry.body) for slug, entry in entries.items()}
    assert versions["alleen"] == version_in((content / "menukaart/alleen/bijlage.pdf").read_text())
    assert versions["paar-a"] == versions["paar-b"]
    assert versions["alleen"] >= confirmed["save_one"]
    assert versions["paar-a"] >= confirmed["save_pair"]
    assert set(entries["paar-a"].related) <= set(entries)
    assert editing.follower.is_in_step()
    assert editing.follower.engine.status().damage is None
    latest = editing.history.latest()
    for path in content.rglob("*.*"):
        assert editing.history.file_at(latest.id, path.relative_to(content).as_posix()) == path.read_bytes()
    assert not list(content.rglob(".*.tmp"))
    assert time.monotonic() - started < 60, "a lock hung"
    return latest


@pytest.fixture
def filled(content, tmp_path):
    """Return a content folder with the entries that are saved, recorded by hand."""
    for slug in ("alleen", "paar-a", "paar-b", NAMES[0]):
        verwant = [NAMES[0]] if slug.startswith("paar") else []
        content.entry("menukaart", slug, slug, body(1), verwant=verwant)
    (content.path / "menukaart/alleen").mkdir()
    (content.path / "menukaart/alleen/bijlage.pdf").write_text(body(1))
    editing = editing_of(content.path, tmp_path / "instance")
    editing.follower.synchronise()
    editing.writer.record_by_hand()
    return content.path, tmp_path / "instance"


def seconds_of_a_save(content, instance):
    editing = editing_of(content, instance)
    save_pair(editing, 2)
    started = time.perf_counter()
    save_pair(editing, 3)
    return time.perf_counter() - started


def test_files_history_and_index_agree_whenever_a_saving_process_is_killed(filled):
    print(f"KILL_SEED={SEED} KILLS={KILLS}")  # noqa: T201
    chance = random.Random(SEED)
    context = forking()
    confirmed, moments = Counter(), Counter()
    longest_wait = SAVES_UNTIL_A_KILL * seconds_of_a_save(*filled)
    for _ in range(KILLS):
        ours, theirs = context.Pipe(duplex=False)
        saver = context.Process(target=save_without_end, args=(*filled, theirs, chance.randrange(10**6)))
        saver.start()
        theirs.close()
        if chance.random() < 0.8:
            assert ours.poll(30)
        time.sleep(chance.uniform(0, longest_wait))
        os.kill(saver.pid, signal.SIGKILL)
        saver.join()
        assert saver.exitcode == -signal.SIGKILL
        check_files(filled[0])
        while ours.poll():
            try:
                done, number = ours.recv()
            except EOFError:
                break
            moments[done] += 1
            confirmed[done] = number
        ours.close()
        check_all_agree(*filled, confirmed, moments)
    print(dict(moments))  # noqa: T201
    editing = editing_of(*filled)
    log = editing.history.revisions(limit=10**6)
    assert {revision.author for revision in log} == {"Met de hand", "Anna"}
    assert [revision.author for revision in log].count("Met de hand") == 1
    assert len(log) > sum(moments[act] for act in ("save_one", "save_pair", "rename"))
    if KILLS >= 200:
        assert moments["unfinished change"], "no kill came between the files and their history"
