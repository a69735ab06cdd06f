"""The history knows every version of every file, whatever happened to it meanwhile."""

import threading
import time

import pytest
from dulwich.objects import Blob
from dulwich.repo import Repo

from kennisplatform.curation.writing.content_writer import ContentWriter
from kennisplatform.entries.content_files import version_of
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history import packing
from kennisplatform.entries.history.repository import BY_HAND, Author, History, RevisionUnknown
from tests.recorded import record

PATH = "menukaart/lcms.md"
ANNA = Author("Anna de Vries", 7)


class Followed(History):
    """A history with the folder that it is of, recorded as the site does."""

    def __init__(self, repository, content):
        super().__init__(repository)
        self.writer = ContentWriter(EntryStore(content), self)

    def record_by_hand(self):
        found = self.writer.record_by_hand()
        return found[0] if found else None

    def record_files(self, paths, author, message):
        return record(self, {path: self.writer.store.read(path) for path in paths}, author, message)


@pytest.fixture
def history(content, tmp_path):
    content.entry("menukaart", "lcms", "LCMS")
    return Followed(tmp_path / "instance" / "geschiedenis.git", content.path)


def write(content, text, path=PATH):
    return content.write(path, text)


def commits(history):
    with Repo(str(history.repository)) as repo:
        return [entry.commit for entry in repo.get_walker()]


def test_without_any_change_there_is_no_history(history):
    assert history.revisions() == []
    assert history.latest() is None
    assert history.deleted() == []
    assert history.source("0" * 40, PATH) is None
    assert not history.repository.exists()
    with pytest.raises(RevisionUnknown):
        history.revision("0" * 40)


def test_all_content_is_recorded_by_hand_and_nothing_else(content, history, tmp_path):
    write(content, "woorden: []", "thesaurus.yml")
    (content.path / "menukaart/lcms").mkdir()
    write(content, b"%PDF", "menukaart/lcms/plan.pdf")
    write(content, "x", "menukaart/.lcms.md.swp")
    write(content, "x", "menukaart/lcms.md~")
    write(content, "x", "LEESMIJ.txt")
    write(content, "x", "menukaart/.kennisplatform-a.tmp")
    (tmp_path / "geheim.md").write_text("geheim")
    (content.path / "menukaart/verwijzing.md").symlink_to(tmp_path / "geheim.md")
    revision = history.record_by_hand()
    assert revision.paths == (PATH, "menukaart/lcms/plan.pdf", "thesaurus.yml")
    assert (revision.author, revision.message) == (BY_HAND.name, "Met de hand gewijzigd")
    assert history.record_by_hand() is None


def test_what_is_changed_added_or_removed_by_hand_is_noticed_each_time(content, history):
    history.record_by_hand()
    write(content, "een")
    assert history.record_by_hand().paths == (PATH,)
    write(content, "two")  # as long as the one before, and written in the same moment
    assert history.record_by_hand().paths == (PATH,)
    (content.path / PATH).unlink()
    write(content, "nieuw", "menukaart/nieuw.md")
    assert history.record_by_hand().paths == (PATH, "menukaart/nieuw.md")


def test_a_revision_says_who_when_and_what_and_holds_no_mail_address(content, history):
    write(content, "een")
    revision = history.record_files([PATH], ANNA, "Tekst korter gemaakt")
    assert (revision.author, revision.account_id, revision.message) == ("Anna de Vries", 7, "Tekst korter gemaakt")
    assert abs(revision.at.timestamp() - time.time()) < 10
    assert history.revision(revision.id) == revision
    assert commits(history)[0].author == b"Anna de Vries <account-7@kennisplatform.invalid>"
    assert history.record_files([PATH], ANNA, "Nog eens") is None


@pytest.mark.parametrize("name", ["", "<script>", "Anna <anna@example.org>\nparent 0000", "Zoë 名", "a\0b"])
def test_any_name_and_remark_can_be_recorded_without_forging_anything(content, history, name):
    write(content, "een")
    remark = "Klaar\n\nBestanden:\nmenukaart/andere.md\n\nauthor Ander <x@y>"
    revision = history.record_files([PATH], Author(name, 3), remark)
    assert revision.paths == (PATH,)
    assert revision.account_id == 3
    assert history.revisions() == [revision]
    assert history.revisions("menukaart/andere.md") == []
    assert len(commits(history)) == 1


def test_revisions_of_a_file_and_of_all_come_by_page(content, history):
    made = []
    for number in range(7):
        write(content, f"versie {number}")
        write(content, f"ander {number}", "menukaart/ander.md")
        made.append(history.record_files([PATH], ANNA, f"{number}"))
        history.record_files(["menukaart/ander.md"], ANNA, f"ander {number}")
    assert [revision.message for revision in history.revisions(PATH, limit=3)] == ["6", "5", "4"]
    assert [r.message for r in history.revisions(PATH, limit=3, before=made[4].id)] == ["3", "2", "1"]
    assert len(history.revisions(limit=100)) == 14
    assert history.source(made[2].id, PATH) == b"versie 2"
    assert history.source_before(made[2].id, PATH) == b"versie 1"


def test_a_version_is_found_by_its_tag(content, history):
    for number in range(3):
        write(content, f"versie {number}")
        history.record_files([PATH], ANNA, "x")
    assert history.source_of_version(PATH, version_of(b"versie 1")) == b"versie 1"
    assert history.source_of_version(PATH, version_of(b"nooit")) is None


def test_another_process_sees_what_one_recorded_and_goes_on_from_there(content, history):
    other = Followed(history.repository, content.path)
    assert other.revisions() == []
    history.record_by_hand()
    assert len(other.revisions()) == 1
    write(content, "een")
    other.record_files([PATH], ANNA, "x")
    assert len(history.revisions()) == 2


@pytest.mark.parametrize(
    "left", ["HEAD.lock", "packed-refs.lock", "refs/heads/main.lock", "refs/kennisplatform/pending.lock", "config.lock"]
)
def test_what_a_killed_writer_left_locked_keeps_nobody_out(content, history, left):
    history.record_by_hand()
    for process in (history, Followed(history.repository, content.path)):
        (history.repository / left).parent.mkdir(exist_ok=True)
        (history.repository / left).touch()
        (history.repository / "unfinished").touch()
        write(content, f"versie van {id(process)}")
        assert process.record_files([PATH], ANNA, "x")
    assert not list(history.repository.rglob("*.lock"))


def test_an_object_that_was_locked_by_a_killed_writer_can_be_written(content, history):
    history.record_by_hand()
    write(content, "nog eens")
    name = Blob.from_string(b"nog eens").id.decode()
    lock = history.repository / "objects" / name[:2] / f"{name[2:]}.lock"
    lock.parent.mkdir(exist_ok=True)
    lock.touch()
    (history.repository / "unfinished").touch()
    assert history.record_files([PATH], ANNA, "x").paths == (PATH,)


def test_a_repository_that_was_half_made_is_made_again(content, history):
    unfinished = history.repository.with_suffix(".new")
    unfinished.mkdir(parents=True)
    (unfinished / "HEAD").write_text("")
    assert history.record_by_hand()


def test_the_repository_is_packed_and_nothing_is_lost_also_while_somebody_reads(content, history, monkeypatch):
    monkeypatch.setattr(packing, "SECONDS_TO_FINISH_READING", 0.3)
    monkeypatch.setattr(packing, "LOOSE_OBJECTS_IN_ONE_OF_256", 0)
    made = []
    for number in range(30):
        write(content, f"versie {number}\n" * 100)
        made.append(history.record_files([PATH], ANNA, f"{number}").id)
    (history.repository / "objects/17").mkdir(exist_ok=True)
    failures, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            for number, name in enumerate(made):
                if history.source(name, PATH) != f"versie {number}\n".encode() * 100:
                    failures.append(number)

    reader = threading.Thread(target=read)
    reader.start()
    deadline = time.monotonic() + 30
    while list(packing.loose_objects(history.repository)) and time.monotonic() < deadline:
        packing.pack_when_due(history.repository)
    stop.set()
    reader.join()
    assert failures == []
    assert not list(packing.loose_objects(history.repository))
    assert len(list((history.repository / "objects/pack").glob("*.pack"))) == 1
    assert [revision.id for revision in Followed(history.repository, content.path).revisions()] == made[::-1]


def test_a_prepared_change_is_pending_until_it_is_completed_or_abandoned(history):
    history.record_by_hand()
    prepared = history.prepare({PATH: b"nieuw"}, ANNA, "x")
    assert history.pending() is None
    history.begin(prepared.id)
    assert history.pending() == prepared
    assert len(history.revisions()) == 1
    history.abandon()
    assert history.pending() is None
    record(history, {PATH: b"nieuw"}, ANNA, "y")
    assert history.pending() is None
    assert [revision.message for revision in history.revisions()] == ["y", "Met de hand gewijzigd"]
