"""A host that is killed in the middle of a save: what was shared is saved, on all hosts; what was not never happened."""

import os
import signal

import pytest

from kennisplatform.curation.writing.editing import VersionConflict
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history.remote import Remote
from kennisplatform.entries.history.repository import History
from tests.curation.hosts import ANNA, BERT, Shared
from tests.processes import forking

pytestmark = pytest.mark.slow

ENTRIES = ("lcms", "aed")
ROUNDS = 4

STEPS = {
    "before the push": (Remote, "push", "before", False),
    "after the push": (Remote, "push", "after", True),
    "after its change began": (History, "begin", "after", True),
    "between two files": (EntryStore, "put", "after", True),
    "before its change is complete": (History, "complete", "before", True),
    "after its change is complete": (History, "complete", "after", True),
}


def killed_at(owner, name, moment):
    """Have this process killed when it comes to a step of a save."""
    original = getattr(owner, name)

    def deadly(*arguments, **named):
        if moment == "after":
            original(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, deadly)


def save_two(shared, step):
    host = Shared.__new__(Shared)
    vars(host).update(shared)
    noord = host.host("noord")
    noord.look()
    killed_at(*step)
    noord.editing.save([noord.change(slug, tekst="Van Anna.") for slug in ENTRIES], ANNA)


@pytest.fixture
def shared(tmp_path):
    shared = Shared(tmp_path)
    noord = shared.host("noord")
    for slug in ENTRIES:
        noord.files.entry("menukaart", slug, slug.upper(), "Eerste tekst.")
    noord.look()
    return shared


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("was_overtaken", [False, True], ids=["alone", "while another host saves"])
def test_a_save_is_there_for_all_or_for_nobody(shared, step, was_overtaken):
    zuid = shared.host("zuid")
    zuid.look()
    *where, is_saved = STEPS[step]
    saver = forking().Process(target=save_two, args=(vars(shared), where))
    saver.start()
    saver.join(60)
    assert saver.exitcode == -signal.SIGKILL
    if was_overtaken:
        zuid.later()
        zuid.save("aed", BERT, "Van Bert.")
    noord = shared.host("noord")
    noord.look()
    zuid.later()
    noord.later()
    expected = {"lcms": "Van Anna." if is_saved else "Eerste tekst."}
    expected["aed"] = "Van Bert." if was_overtaken else expected["lcms"]
    for host in (noord, zuid):
        assert {slug: host.text(slug) for slug in expected} == expected
        assert [revision.author for revision in host.history.revisions()].count("Anna") == int(is_saved)
        assert host.history.head() == shared.git("rev-parse", "main")
        assert host.history.pending() is None


def save_many(shared, name, together, told):
    ours = Shared.__new__(Shared)
    vars(ours).update(shared)
    host = ours.host(name)
    host.look()
    together.wait(60)
    for number in range(ROUNDS):
        for slug in ENTRIES:
            try:
                host.save(slug, tekst=f"{name} {number}")
                told.put((slug, f"{name} {number}"))
            except VersionConflict:
                host.editing.follower.synchronise()
    told.put(None)


def test_hosts_that_save_at_the_same_time_lose_nothing(shared):
    names = ("noord", "zuid", "oost")
    together, told = forking().Barrier(len(names)), forking().Queue()
    processes = [forking().Process(target=save_many, args=(vars(shared), name, together, told)) for name in names]
    for process in processes:
        process.start()
    kept = {"lcms": [], "aed": []}
    ended = 0
    while ended < len(names):
        if (item := told.get(timeout=90)) is None:
            ended += 1
        else:
            kept[item[0]].append(item[1])
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    hosts = [shared.host(name) for name in names]
    for host in hosts:
        host.later()
    for slug, saved in kept.items():
        path = f"menukaart/{slug}.md"
        revisions = hosts[0].history.revisions(path, limit=100)[:-1]
        texts = [hosts[0].history.source(one.id, path).decode().rpartition("---")[2].strip() for one in revisions]
        assert sorted(texts) == sorted(saved)
        assert hosts[0].text(slug) == texts[0]
    assert len({host.history.head() for host in hosts}) == 1
    assert all(host.state() == hosts[0].state() for host in hosts)
