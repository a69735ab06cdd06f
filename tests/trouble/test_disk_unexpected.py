# ruff: noqa: F811 -- fixtures by their names
"""The disk is not as expected: it cannot do everything, it refuses, or somebody put something else on it."""

import errno
import os
import stat

import pytest

from kennisplatform.curation.writing.editing import Author, CannotWrite, Change
from kennisplatform.entries import content_files
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.history.packing import packing_lock
from kennisplatform.vocabulary import Role
from tests.curation.conftest import ANNA, change, editing  # noqa: F401 -- fixtures
from tests.curation.site import editing_of
from tests.sites import site_on
from tests.visitor import Visitor, logged_in

BRAM = Author("Bram", 2)
PATH = "menukaart/lcms.md"


def saves(curator, text):
    return curator.submit("/redactie/lcms", {"doe": "bewaar", "tekst": text}, action="/redactie/lcms")


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.EIO])
def test_a_disk_that_cannot_flush_folders_takes_changes(editing, change, monkeypatch, code):
    real = os.fsync

    def fsync(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(code, os.strerror(code))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    change(titel="Waterpomp")
    assert editing.store.catalogue.entries["lcms"].title == "Waterpomp"
    assert editing.history.latest().author == ANNA.name


def test_a_disk_without_hard_links_lets_the_site_start(content, tmp_path, monkeypatch):
    def link(*_, **__):
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(os, "link", link)
    content.entry("menukaart", "lcms", "LCMS")
    with site_on(content.path, tmp_path / "instance") as app:
        assert "is bewaard" in saves(logged_in(app, Role.CURATOR), "Nieuw.").text


@pytest.mark.parametrize("moment", ["first file", "second file", "history"])
def test_a_change_that_was_refused_is_never_carried_out_later(content, editing, monkeypatch, moment):
    content.entry("menukaart", "tweede", "Tweede")
    editing.writer.record_by_hand()
    entries = editing.store.refresh().entries
    before = {path: (content.path / path).read_bytes() for path in (PATH, "menukaart/tweede.md")}
    changes = []
    for slug in ("lcms", "tweede"):
        document, version = editing.store.document(entries[slug])
        changed = document.updated({**document.metadata, "titel": "Geweigerd"}, document.body)
        changes.append(Change(entries[slug], changed, version))

    def refuse(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    real, calls = content_files.write, []

    def write(path, data):
        calls.append(path)
        if len(calls) >= (1 if moment == "first file" else 2):
            refuse()
        real(path, data)

    if moment == "history":
        monkeypatch.setattr(editing.history, "complete", refuse)
    else:
        monkeypatch.setattr(content_files, "write", write)
    with pytest.raises(CannotWrite, match="schijf van de site is vol"):
        editing.save(changes, ANNA, "Geweigerd")
    monkeypatch.undo()
    again = editing_of(content.path, editing.history.repository.parent)
    again.writer.recover()
    if moment != "second file":  # there, putting back was refused as well
        assert {path: (content.path / path).read_bytes() for path in before} == before
    again.record_by_hand()
    entry = again.store.refresh().entries["tweede"]
    document, version = again.store.document(entry)
    again.save([Change(entry, document.updated(document.metadata, "Van Bram"), version)], BRAM)
    assert again.store.catalogue.entries["tweede"].title == "Tweede"
    assert "Geweigerd" not in [revision.message for revision in again.history.revisions()]
    assert again.history.latest().author == BRAM.name


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EROFS, "mag niet schrijven"),
        (errno.EACCES, "mag niet schrijven"),
        (errno.ENOSPC, "schijf van de site is vol"),
        (errno.EIO, "kon niet worden geschreven"),
    ],
)
def test_who_saves_is_told_what_the_disk_says_and_loses_nothing(content, tmp_path, monkeypatch, code, reason):
    content.entry("menukaart", "lcms", "LCMS", "Eerste tekst.")
    with site_on(content.path, tmp_path / "instance") as app:
        curator = logged_in(app, Role.CURATOR)
        curator.get("/redactie")

        def refuse(*_, **__):
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(content_files, "write", refuse)
        answer = saves(curator, "Tweede tekst.")
        assert answer.status_code == 422
        assert reason in answer.text and "Tweede tekst." in answer.text
        monkeypatch.undo()
        assert "Eerste tekst." in Visitor(app).get("/menukaart/lcms").text
        assert "is bewaard" in saves(curator, "Tweede tekst.").text


def test_what_is_too_large_or_no_content_is_named_and_stays_out_of_the_history(content, editing):
    (content.path / "menukaart/lcms").mkdir()
    with (content.path / "menukaart/lcms/film.pdf").open("wb") as film:
        film.truncate(400_000_000)  # takes no room on the disk
    for name in ("menukaart/lcms/Thumbs.db", "menukaart/lcms/~$plan.docx", "menukaart/ANDERS.MD", "losse.md"):
        content.write(name, "x")
    content.write("menukaart/lcms/plan.pdf", b"%PDF")
    editing.record_by_hand()
    assert editing.history.latest().paths == ("menukaart/lcms/plan.pdf",)
    named = {problem.path: problem.reason for problem in editing.store.refresh().problems}
    assert "te groot (400,0 MB)" in named.pop("menukaart/lcms/film.pdf")
    assert set(named) == {"menukaart/lcms/Thumbs.db", "menukaart/lcms/~$plan.docx", "menukaart/ANDERS.MD", "losse.md"}


def test_the_desk_names_what_takes_no_part(content, curator):
    content.entry("menukaart", "lcms")
    content.write("menukaart/notitie.markdown", "Iets")
    assert "notitie.markdown" in curator.get("/redactie").text


def test_a_file_that_grew_too_large_is_not_taken_for_removed(content, editing):
    (content.path / "menukaart/lcms").mkdir()
    content.write("menukaart/lcms/plan.pdf", b"%PDF")
    editing.record_by_hand()
    latest = editing.history.latest()
    with (content.path / "menukaart/lcms/plan.pdf").open("wb") as file:
        file.truncate(20_000_000)
    editing.record_by_hand()
    assert editing.history.latest() == latest


def test_a_folder_that_is_gone_is_not_everything_thrown_away(content, editing):
    latest = editing.history.latest()
    content.path.rename(content.path.with_name("elders"))
    editing.record_by_hand()
    assert editing.history.latest() == latest


def test_many_large_files_are_recorded_a_part_at_a_time(content, editing):
    (content.path / "menukaart/lcms").mkdir()
    for number in range(7):
        with (content.path / f"menukaart/lcms/deel-{number}.pdf").open("wb") as file:
            file.truncate(9_999_999)
    editing.record_by_hand()
    recorded = [len(revision.paths) for revision in editing.history.revisions(limit=2)]
    assert sum(recorded) == 7 and max(recorded) < 7
    editing.record_by_hand()
    assert len(editing.history.revisions()) == 3


class TestMovedByHand:
    @pytest.fixture
    def moved(self, content, editing):
        content.entry("menukaart", "andere", "Andere", "Zie [LCMS](/menukaart/lcms#aanpak).", verwant=["lcms"])
        (content.path / "menukaart/lcms").mkdir()
        content.write("menukaart/lcms/plan.pdf", b"%PDF")
        editing.record_by_hand()
        (content.path / PATH).rename(content.path / "menukaart/crisissysteem.md")
        editing.record_by_hand()
        editing.follower.synchronise()
        return editing

    def test_its_old_address_leads_on_and_its_history_goes_along(self, client, moved):
        answer = client.get("/menukaart/lcms")
        assert (answer.status_code, answer.location) == (301, "/menukaart/crisissysteem")
        revisions = moved.history.revisions("menukaart/crisissysteem.md")
        assert [revision.message for revision in revisions] == [
            "Met de hand hernoemd: lcms heet nu crisissysteem",
            "Met de hand gewijzigd",
        ]
        assert moved.history.deleted() == []

    def test_what_refers_to_it_and_what_is_beside_it_goes_along(self, content, moved):
        catalogue = moved.store.catalogue
        assert catalogue.entries["andere"].related == ("crisissysteem",)
        assert catalogue.entries["andere"].body == "Zie [LCMS](/menukaart/crisissysteem#aanpak)."
        assert (content.path / "menukaart/crisissysteem/plan.pdf").read_bytes() == b"%PDF"
        assert not (content.path / "menukaart/lcms").exists()

    def test_afterwards_there_is_nothing_left_to_record(self, moved):
        latest = moved.history.latest()
        moved.record_by_hand()
        assert moved.history.latest() == latest

    def test_it_can_be_undone(self, client, moved):
        moved.undo(moved.history.latest().id, ANNA)
        assert client.get("/menukaart/lcms").status_code == 200
        assert moved.store.catalogue.entries["andere"].related == ("lcms",)

    def test_a_folder_that_was_moved_along_is_no_trouble(self, content, editing):
        (content.path / "menukaart/lcms").mkdir()
        content.write("menukaart/lcms/plan.pdf", b"%PDF")
        editing.record_by_hand()
        (content.path / PATH).rename(content.path / "menukaart/nieuw.md")
        (content.path / "menukaart/lcms").rename(content.path / "menukaart/nieuw")
        editing.record_by_hand()
        assert editing.store.refresh().former_slugs == {"lcms": "nieuw"}
        assert (content.path / "menukaart/nieuw/plan.pdf").read_bytes() == b"%PDF"
        assert editing.writer.changed_by_hand().paths == ()

    @pytest.mark.parametrize("case", ["copied", "changed as well", "two alike", "other kind"])
    def test_what_may_be_something_else_is_no_move(self, content, editing, case):
        source = (content.path / PATH).read_text()
        new = content.path / "menukaart/nieuw.md"
        if case == "copied":
            new.write_text(source)
        elif case == "changed as well":
            (content.path / PATH).unlink()
            new.write_text(source.replace("LCMS", "Iets anders"))
        elif case == "two alike":
            (content.path / PATH).unlink()
            new.write_text(source)
            (content.path / "menukaart/nieuw-2.md").write_text(source)
        else:
            (content.path / PATH).rename(content.path / "paginas/nieuw.md")
        editing.record_by_hand()
        assert editing.history.latest().renamed == ()
        assert editing.store.refresh().former_slugs == {}


def test_locks_that_a_killed_packer_or_recorder_left_hinder_nobody(content, editing):
    repository = editing.history.repository
    for number in range(60):
        content.entry("menukaart", f"veel-{number}", f"Veel {number}")
    pack = repository / "objects/pack"
    before = set(pack.iterdir())
    editing.record_by_hand()
    made = {file.name for file in set(pack.iterdir()) - before}
    assert made, "so many files are written as one pack"
    entries = editing.store.refresh().entries
    changes = []
    for slug in [slug for slug in entries if slug.startswith("veel")]:
        document, version = editing.store.document(entries[slug])
        changed = document.updated({**document.metadata, "titel": f"Samen {slug}"}, document.body)
        changes.append(Change(entries[slug], changed, version))
    for stale in ("pack-0123456789012345678901234567890123456789.idx.lock", *(f"{name}.lock" for name in made)):
        (pack / stale).touch()
    (repository / "unfinished").touch()
    again = editing_of(content.path, repository.parent)
    again.save(changes, ANNA, "Samen")
    assert not list(pack.glob("*.lock"))
    assert again.history.latest().message == "Samen"


def test_locks_of_who_packs_at_this_moment_are_left_alone(content, editing):
    repository = editing.history.repository
    (repository / "objects/pack").mkdir(exist_ok=True)
    lock = repository / "objects/pack/pack-0123456789012345678901234567890123456789.idx.lock"
    lock.touch()
    (repository / "unfinished").touch()
    with packing_lock(repository):
        again = editing_of(content.path, repository.parent)
        entry = again.store.refresh().entries["lcms"]
        document, version = again.store.document(entry)
        again.save([Change(entry, document.updated(document.metadata, "Intussen"), version)], ANNA)
        assert lock.exists()


def test_a_store_reads_what_it_can_of_a_folder_that_refuses(content):
    content.entry("menukaart", "a")
    hidden = content.entry("menukaart", "b")
    hidden.unlink()
    hidden.mkdir()
    assert list(EntryStore(content.path).catalogue.entries) == ["a"]
