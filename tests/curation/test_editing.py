"""What a curator does to entries: it is there at once, nothing gets lost, and everything can be put back."""

import threading

import pytest
from pydantic import ValidationError

from kennisplatform.curation.writing.editing import (
    Author,
    CannotWrite,
    Change,
    Editing,
    FormerSlugTaken,
    NotRestorable,
    SlugTaken,
    VersionConflict,
)
from kennisplatform.entries.document import Document
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.search.request import SearchRequest
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.curation.conftest import ANNA
from tests.curation.site import editing_of
from tests.visitor import logged_in

BRAM = Author("Bram", 2)
PATH = "menukaart/lcms.md"


def found(editing, text):
    return [hit.slug for hit in editing.follower.engine.search(SearchRequest(text)).hits]


def messages(editing, path=None):
    return [(revision.author, revision.message) for revision in editing.history.revisions(path)]


def new_entry(slug, titel="Nieuw", tekst="Tekst"):
    metadata = {
        "titel": titel,
        "soort": "pilot",
        "samenvatting": "Kort",
        "themas": ["alertering"],
        "sectoren": ["gas"],
        "status": "gepubliceerd",
    }
    document = Document.new(metadata, tekst)
    return MenuCardEntry.model_validate({**metadata, "slug": slug, "body": tekst}), document


def test_a_saved_entry_is_found_at_once_and_recorded_under_the_name_of_who_saved(editing, change):
    change(titel="Waterpomp", remark="Naam klopte niet")
    assert found(editing, "waterpomp") == ["lcms"]
    assert messages(editing, PATH) == [("Anna de Vries", "Naam klopte niet"), ("Met de hand", "Met de hand gewijzigd")]


def test_a_new_entry_is_found_at_once(editing):
    entry, document = new_entry("pomp", "Noodpomp")
    editing.save([Change(entry, document, None)], ANNA)
    assert found(editing, "noodpomp")[:1] == ["pomp"]
    assert editing.store.catalogue.entries["pomp"].title == "Noodpomp"
    assert messages(editing, "menukaart/pomp.md") == [("Anna de Vries", "Toegevoegd: Noodpomp")]


def test_who_started_from_an_older_version_is_refused_and_nothing_is_lost(editing, change):
    entry = editing.store.catalogue.entries["lcms"]
    document, version = editing.store.document(entry)
    change(titel="Van Anna")
    with pytest.raises(VersionConflict):
        editing.save([Change(entry, document.updated({**document.metadata, "titel": "Van Bram"}, "x"), version)], BRAM)
    assert editing.store.refresh().entries["lcms"].title == "Van Anna"
    assert editing.history.source_of_version(PATH, version) == document.source.encode()


def test_a_document_against_the_rules_is_not_written(editing):
    entry = editing.store.catalogue.entries["lcms"]
    document, version = editing.store.document(entry)
    with pytest.raises(ValidationError):
        editing.save([Change(entry, document.updated({**document.metadata, "themas": ["onzin"]}, "x"), version)], ANNA)
    assert len(editing.history.revisions()) == 1


def test_a_new_entry_cannot_take_the_name_of_another_one(content, editing):
    content.entry("contacten", "loket")
    entry, document = new_entry("loket")
    with pytest.raises(SlugTaken):
        editing.save([Change(entry, document, None)], ANNA)


def test_a_change_by_hand_just_before_saving_is_recorded_apart(content, editing, change):
    content.entry("menukaart", "lcms", "Met een editor")
    change(samenvatting="Nieuwe samenvatting")
    assert [author for author, _ in messages(editing, PATH)] == ["Anna de Vries", "Met de hand", "Met de hand"]
    assert b"Met een editor" in editing.history.source(editing.history.revisions(PATH)[1].id, PATH)


def test_many_entries_change_in_one_revision_and_can_be_undone_together(content, editing, change):
    content.entry("menukaart", "tweede", "Tweede")
    editing.follower.synchronise()
    changes = []
    for slug in ("lcms", "tweede"):
        entry = editing.store.catalogue.entries[slug]
        document, version = editing.store.document(entry)
        changes.append(
            Change(entry, document.updated({**document.metadata, "status": "concept"}, document.body), version)
        )
    revision = editing.save(changes, ANNA, "Twee op concept gezet")
    assert revision.paths == ("menukaart/lcms.md", "menukaart/tweede.md")
    assert found(editing, "tweede") == []
    change("lcms", titel="Later gewijzigd")
    undone = editing.undo(revision.id, BRAM)
    assert undone.restored == ("menukaart/tweede.md",)
    assert undone.skipped == ("menukaart/lcms.md",)
    assert found(editing, "tweede") == ["tweede"]
    assert messages(editing)[0] == ("Bram", "Ongedaan gemaakt: Twee op concept gezet")


def test_of_many_entries_none_is_written_when_one_was_changed_meanwhile(content, editing, change):
    content.entry("menukaart", "tweede", "Tweede")
    editing.follower.synchronise()
    changes = []
    for slug in ("tweede", "lcms"):
        entry = editing.store.catalogue.entries[slug]
        document, version = editing.store.document(entry)
        changes.append(Change(entry, document.updated({**document.metadata, "titel": "Bulk"}, "x"), version))
    change("lcms", titel="Van een ander")
    with pytest.raises(VersionConflict) as conflict:
        editing.save(changes, ANNA, "Bulk")
    assert conflict.value.path == PATH
    assert found(editing, "bulk") == []


def test_a_removed_entry_is_gone_and_can_be_brought_back_with_its_attachments(content, editing):
    (content.path / "menukaart/lcms").mkdir(parents=True)
    (content.path / "menukaart/lcms/plan.pdf").write_bytes(b"%PDF plan")
    editing.writer.record_by_hand()
    editing.delete("lcms", editing.store.catalogue.versions["lcms"], ANNA, "Dubbel")
    assert found(editing, "lcms") == []
    assert not (content.path / "menukaart/lcms").exists()
    (gone,) = editing.history.deleted()
    assert (gone.path, gone.title, gone.author) == (PATH, "LCMS", "Anna de Vries")
    editing.restore(gone.path, gone.revision_id, BRAM)
    assert found(editing, "lcms") == ["lcms"]
    assert (content.path / "menukaart/lcms/plan.pdf").read_bytes() == b"%PDF plan"
    assert editing.history.deleted() == []


def test_an_older_version_is_put_back(editing, change):
    first = editing.history.revisions(PATH)[0]
    change(titel="Anders")
    editing.restore(PATH, first.id, ANNA)
    assert editing.store.catalogue.entries["lcms"].title == "LCMS"
    assert "Teruggezet naar de versie van" in messages(editing, PATH)[0][1]


def test_a_version_that_breaks_the_rules_of_today_is_not_put_back(content, editing):
    path = content.path / PATH
    good = path.read_text()
    path.write_text(good.replace("drinkwater", "kernenergie"))
    (broken,) = editing.writer.record_by_hand()
    path.write_text(good)
    with pytest.raises(NotRestorable, match="kernenergie"):
        editing.restore(PATH, broken.id, ANNA)


@pytest.mark.parametrize(
    ("path", "revision"), [(PATH, "0" * 40), (PATH, "onzin"), ("../geheim", None), ("menukaart/x.md", None)]
)
def test_what_was_never_there_cannot_be_put_back(editing, path, revision):
    with pytest.raises(NotRestorable):
        editing.restore(path, revision or editing.history.revisions()[0].id, ANNA)


def test_many_at_once_exactly_one_wins_each_round_and_nothing_is_lost(editing):
    outcomes = []

    def save(name, document, version, entry, start):
        start.wait()
        try:
            changed = document.updated(document.metadata, f"Van {name}")
            editing.save([Change(entry, changed, version)], Author(name, 1))
            outcomes.append(name)
        except VersionConflict:
            pass

    for number in range(5):
        entry = editing.store.refresh().entries["lcms"]
        document, version = editing.store.document(entry)
        start = threading.Barrier(4)
        threads = [
            threading.Thread(target=save, args=(f"{number}-{letter}", document, version, entry, start))
            for letter in "abcd"
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(outcomes) == number + 1
    written = [revision.author for revision in editing.history.revisions(PATH)]
    assert written == [*reversed(outcomes), "Met de hand"]


def test_when_a_file_cannot_be_written_the_others_are_put_back_and_the_history_does_not_know_it(
    content, editing, change
):
    content.entry("menukaart", "tweede", "Tweede")
    (content.path / "menukaart/vol").write_text("geen map, dus hierin kan geen bijlage staan")
    editing.writer.record_by_hand()
    editing.follower.synchronise()
    changes = []
    for slug, files in (("lcms", {}), ("tweede", {"menukaart/vol/plan.pdf": b"%PDF"})):
        entry = editing.store.catalogue.entries[slug]
        document, version = editing.store.document(entry)
        changes.append(Change(entry, document.updated({**document.metadata, "titel": "Half"}, "x"), version, files))
    with pytest.raises(CannotWrite):
        editing.save(changes, ANNA, "Bulk")
    assert editing.history.pending() is None
    assert [entry.title for entry in editing.store.refresh().entries.values()] == ["LCMS", "Tweede"]
    change("lcms", titel="Daarna gaat het weer")
    assert [author for author, _ in messages(editing, PATH)] == ["Anna de Vries", "Met de hand"]


def test_members_of_a_renamed_network_stay_members(app, content, editing):
    content.entry("netwerken", "gas-oud", "Gas")
    content.entry("menukaart", "besloten", "Besloten", zichtbaar="netwerk", netwerken=["gas-oud"])
    editing.writer.record_by_hand()
    editing.follower.synchronise()
    member = logged_in(app, Role.MEMBER, ("gas-oud",))
    assert member.get("/menukaart/besloten").status_code == 200
    editing.rename("gas-oud", "gas-nieuw", editing.store.catalogue.versions["gas-oud"], ANNA)
    assert member.get("/menukaart/besloten").status_code == 200
    assert site_of(app).accounts.all()[0].networks == {"gas-nieuw"}
    editing.undo(editing.history.revisions()[0].id, ANNA)
    assert member.get("/menukaart/besloten").status_code == 200


class TestRenameWhileOthersSave:
    @pytest.fixture
    def other(self, content, editing, tmp_path):
        """What another process works with, which knows the entries `een` and `twee` as they are now."""
        for slug in ("een", "twee"):
            content.entry("menukaart", slug, slug.title())
        editing.writer.record_by_hand()
        editing.follower.synchronise()
        other = editing_of(content.path, tmp_path / "other")
        other.follower.synchronise()
        return other

    def test_what_others_just_let_refer_to_it_is_changed_along(self, content, other):
        content.entry("menukaart", "twee", "Twee", verwant=["een"])
        other.rename("een", "eentje", other.store.catalogue.versions["een"], ANNA)
        assert other.store.catalogue.entries["twee"].related == ("eentje",)
        assert other.store.catalogue.problems == ()

    def test_a_name_that_others_just_left_still_leads_to_what_had_it(self, editing, other):
        editing.rename("twee", "twee-nieuw", editing.store.catalogue.versions["twee"], BRAM)
        with pytest.raises(FormerSlugTaken):
            other.rename("een", "twee", other.store.catalogue.versions["een"], ANNA)


class TestRename:
    @pytest.fixture
    def renamed(self, content, editing):
        content.entry(
            "menukaart",
            "andere",
            "Andere",
            "Zie [LCMS](/menukaart/lcms#aanpak), niet /menukaart/lcms-2.",
            verwant=["lcms"],
        )
        content.entry(
            "agendas",
            "drinkwater",
            "Agenda",
            punten=[{"titel": "P", "thema": "alertering", "prioriteit": 1, "voorbeelden": ["lcms"]}],
        )
        content.entry(
            "paginas", "over", "Over", "Lees [dit](/menukaart/lcms) of [dat](https://elders.nl/menukaart/lcms)."
        )
        editing.writer.record_by_hand()
        version = editing.store.refresh().versions["lcms"]
        editing.rename("lcms", "crisissysteem", version, ANNA)
        return editing

    def test_the_old_address_leads_to_the_new_one(self, client, renamed):
        answer = client.get("/menukaart/lcms?van=mail")
        assert (answer.status_code, answer.location) == (301, "/menukaart/crisissysteem?van=mail")
        assert client.get("/menukaart/crisissysteem").status_code == 200

    def test_what_referred_to_it_is_changed_along_in_the_same_revision(self, renamed):
        catalogue = renamed.store.catalogue
        assert catalogue.entries["andere"].related == ("crisissysteem",)
        assert (
            catalogue.entries["andere"].body == "Zie [LCMS](/menukaart/crisissysteem#aanpak), niet /menukaart/lcms-2."
        )
        assert catalogue.entries["drinkwater"].points[0].examples == ("crisissysteem",)
        assert catalogue.pages["over"].body == (
            "Lees [dit](/menukaart/crisissysteem) of [dat](https://elders.nl/menukaart/lcms)."
        )
        assert catalogue.problems == ()
        assert len(renamed.history.revisions()[0].paths) == 5

    def test_its_history_goes_on_under_the_new_name(self, renamed):
        revisions = renamed.history.revisions("menukaart/crisissysteem.md")
        assert [revision.author for revision in revisions] == ["Anna de Vries", "Met de hand"]
        assert b"titel: LCMS" in renamed.history.source(revisions[1].id, "menukaart/crisissysteem.md")
        assert renamed.history.deleted() == []

    def test_an_earlier_version_comes_back_under_the_new_name(self, renamed):
        first = renamed.history.revisions("menukaart/crisissysteem.md")[-1]
        renamed.restore("menukaart/crisissysteem.md", first.id, ANNA)
        assert "lcms" not in renamed.store.catalogue.entries
        assert renamed.store.catalogue.entries["crisissysteem"].former_slugs == ("lcms",)

    def test_it_can_be_undone(self, client, renamed):
        undone = renamed.undo(renamed.history.revisions()[0].id, ANNA)
        assert undone.skipped == ()
        assert client.get("/menukaart/lcms").status_code == 200
        assert client.get("/menukaart/crisissysteem").status_code == 404
        assert renamed.store.catalogue.entries["andere"].related == ("lcms",)

    def test_who_may_not_see_the_entry_learns_nothing_from_its_old_address(self, client, renamed, change):
        change("crisissysteem", status="concept")
        assert client.get("/menukaart/lcms").status_code == 404

    def test_another_entry_that_takes_the_old_name_gets_its_address(self, client, renamed):
        entry, document = new_entry("lcms", "Iets anders")
        renamed.save([Change(entry, document, None)], ANNA)
        assert "Iets anders" in client.get("/menukaart/lcms").text
        assert any("eerdere-namen" in str(problem) for problem in renamed.store.catalogue.problems)

    def test_a_name_that_is_in_use_or_none_is_refused(self, renamed):
        version = renamed.store.catalogue.versions["crisissysteem"]
        with pytest.raises(SlugTaken):
            renamed.rename("crisissysteem", "andere", version, ANNA)
        with pytest.raises(ValidationError):
            renamed.rename("crisissysteem", "../buiten", version, ANNA)

    def test_the_old_name_of_another_entry_is_refused_and_its_own_comes_back(self, client, renamed):
        versions = renamed.store.catalogue.versions
        with pytest.raises(FormerSlugTaken, match="crisissysteem"):
            renamed.rename("andere", "lcms", versions["andere"], ANNA)
        renamed.rename("crisissysteem", "lcms", versions["crisissysteem"], ANNA)
        assert client.get("/menukaart/crisissysteem").headers["Location"] == "/menukaart/lcms"


def test_what_is_written_is_found_also_when_what_goes_along_fails(editing):
    class Locked:
        follows_folders = ("menukaart",)

        def follow(self, old, new):
            raise OSError("database is locked")

    hindered = Editing(editing.store, editing.follower, editing.history, editing.writer, [Locked()])
    entry, document = new_entry("pomp", "Noodpomp")
    with pytest.raises(OSError, match="locked"):
        hindered.save([Change(entry, document, None)], ANNA)
    assert found(editing, "noodpomp")[:1] == ["pomp"]


def test_attachments_are_written_and_removed_with_their_entry_in_one_revision(content, editing):
    entry = editing.store.catalogue.entries["lcms"]
    document, version = editing.store.document(entry)
    longer = document.updated(document.metadata, "Met plan")
    editing.save([Change(entry, longer, version, {"menukaart/lcms/plan.pdf": b"%PDF"})], ANNA)
    version = editing.store.catalogue.versions["lcms"]
    assert editing.history.revisions()[0].paths == (PATH, "menukaart/lcms/plan.pdf")
    assert (content.path / "menukaart/lcms/plan.pdf").read_bytes() == b"%PDF"
    editing.save([Change(entry, document, version, {"menukaart/lcms/plan.pdf": None})], ANNA)
    assert not (content.path / "menukaart/lcms").exists()
    editing.restore(PATH, editing.history.revisions(PATH)[1].id, ANNA)
    assert (content.path / "menukaart/lcms/plan.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize(
    "path", ["../buiten.md", "menukaart/../../x", "/etc/passwd", "menukaart/.git/x", "menukaart//x"]
)
def test_nothing_is_written_outside_the_content(content, editing, path):
    entry = editing.store.catalogue.entries["lcms"]
    document, version = editing.store.document(entry)
    before = sorted(file.name for file in content.path.parent.iterdir())
    with pytest.raises(ValueError, match="no path of content"):
        editing.save([Change(entry, document.updated(document.metadata, "x"), version, {path: b"x"})], ANNA)
    assert sorted(file.name for file in content.path.parent.iterdir()) == before
    assert len(editing.history.revisions()) == 1
