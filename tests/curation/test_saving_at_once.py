"""Several threads of several processes save the same entry at once: one wins, the others hear so, nothing is lost."""

import threading
from collections import Counter

import pytest

from kennisplatform.curation.writing.editing import Author, Change, VersionConflict
from tests.curation.site import editing_of
from tests.processes import forking

pytestmark = pytest.mark.slow

PROCESSES, THREADS, ROUNDS = 2, 3, 8


def _save(editing, name, together, outcomes):
    for number in range(ROUNDS):
        together.wait(60)
        entry = editing.store.refresh().entries["lcms"]
        document, version = editing.store.document(entry)
        together.wait(60)
        try:
            changed = document.updated(document.metadata, f"{number} van {name}")
            editing.save([Change(entry, changed, version)], Author(name, 1))
            outcomes.put((number, name, "gelukt"))
        except VersionConflict:
            outcomes.put((number, name, "te laat"))


def _process(content, instance, process, together, outcomes):
    editing = editing_of(content, instance)
    threads = [
        threading.Thread(target=_save, args=(editing, f"{process}-{thread}", together, outcomes))
        for thread in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_all_who_save_at_once_exactly_one_wins_each_round(content, tmp_path):
    content.entry("menukaart", "lcms", "LCMS")
    instance = tmp_path / "instance"
    editing = editing_of(content.path, instance)
    editing.writer.record_by_hand()
    editing.follower.synchronise()
    context = forking()
    together, outcomes = context.Barrier(PROCESSES * THREADS), context.Queue()
    processes = [
        context.Process(target=_process, args=(content.path, instance, process, together, outcomes))
        for process in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    found = [outcomes.get(timeout=60) for _ in range(PROCESSES * THREADS * ROUNDS)]
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert Counter(outcome for _, _, outcome in found) == {
        "gelukt": ROUNDS,
        "te laat": ROUNDS * (PROCESSES * THREADS - 1),
    }
    winners = [name for _, name, outcome in sorted(found) if outcome == "gelukt"]
    revisions = editing.history.revisions("menukaart/lcms.md")[::-1][1:]
    assert [revision.author for revision in revisions] == winners
    bodies = [editing.history.source(revision.id, "menukaart/lcms.md").decode().split()[-1] for revision in revisions]
    assert bodies == winners
    editing.follower.synchronise()
    assert editing.follower.is_in_step()
    assert editing.store.catalogue.entries["lcms"].body == f"{ROUNDS - 1} van {winners[-1]}"
