"""A history that is damaged or gone: everybody goes on reading, who saves is told why not, and no second one begins."""

import io
import shutil
import zlib
from contextlib import contextmanager, suppress

import pytest
from dulwich.objects import Blob
from dulwich.repo import Repo

from kennisplatform.entries.history.repository import History, HistoryUnusable
from kennisplatform.entries.history.revisions import Author
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.files import picture
from tests.sites import site_on
from tests.visitor import Visitor, logged_in

PATH = "menukaart/lcms.md"


def last_commit(repository):
    with Repo(str(repository)) as repo:
        return repo.refs[b"refs/heads/main"].decode()


def file_of(repository, name):
    return repository / "objects" / name[:2] / name[2:]


def emptied_commit(repository):
    file = file_of(repository, last_commit(repository))
    file.chmod(0o644)
    file.write_bytes(b"")


def half_a_commit(repository):
    file = file_of(repository, last_commit(repository))
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:20])


def lost_tree(repository):
    with Repo(str(repository)) as repo:
        name = repo[repo.refs[b"refs/heads/main"]].tree.decode()
    file_of(repository, name).unlink()


def reference_to_nothing(repository):
    (repository / "refs/heads/main").write_text("1" * 40 + "\n")


def emptied_reference(repository):
    (repository / "refs/heads/main").write_bytes(b"")


def reference_of_rubbish(repository):
    (repository / "refs/heads/main").write_bytes(b"\0" * 41)


def lost_reference(repository):
    (repository / "refs/heads/main").unlink()


DAMAGE = [
    emptied_commit,
    half_a_commit,
    lost_tree,
    reference_to_nothing,
    emptied_reference,
    reference_of_rubbish,
    lost_reference,
]


@pytest.fixture
def recorded(content, tmp_path):
    """Return the repository of a site that kept two versions of an entry, and that was stopped."""
    content.entry("menukaart", "lcms", "LCMS", "Eerste tekst.")
    content.entry("contacten", "liaison", "Liaison", telefoon="+31881234567", zichtbaar="openbaar")
    with site_on(content.path, tmp_path / "instance") as app:
        site_of(app).follower.synchronise()
        site_of(app).editing.record_by_hand()
        curator = logged_in(app, Role.CURATOR)
        assert "is bewaard" in save(curator, "Tweede tekst.").text
    return tmp_path / "instance/geschiedenis.git"


@contextmanager
def restarted(content, repository):
    with site_on(content.path, repository.parent) as app:
        yield app


def save(curator, text):
    return curator.submit("/redactie/lcms", {"doe": "bewaar", "tekst": text}, action="/redactie/lcms")


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_everybody_reads_on_and_who_saves_is_told_why_not(content, recorded, damage):
    damage(recorded)
    with restarted(content, recorded) as app:
        curator, visitor = logged_in(app, Role.CURATOR), Visitor(app)
        for address in ("/", "/menukaart/lcms", "/contacten/liaison", "/zoeken?q=tekst"):
            assert visitor.get(address).status_code == 200
        for address in ("/redactie", "/redactie/lijst", "/redactie/lcms"):
            assert curator.get(address).status_code == 200
        assert visitor.get("/readyz").json["werktNiet"] == ["geschiedenis"]
        assert "De geschiedenis werkt nu niet." in curator.get("/redactie").text
        assert "De geschiedenis werkt nu niet." not in visitor.get("/").text
        refused = save(curator, "Derde tekst.")
        assert refused.status_code == 422
        assert "Bewaren kan nu niet" in refused.text and "geschiedenis" in refused.text
        assert "Derde tekst." in refused.text, "what was typed is lost"
        assert "Tweede tekst." in visitor.get("/menukaart/lcms").text
        assert (content.path / PATH).read_text().count("Derde tekst.") == 0


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_no_second_history_begins_beside_a_damaged_one(content, recorded, damage):
    damage(recorded)
    before = {file: file.read_bytes() for file in recorded.rglob("*") if file.is_file()}
    with restarted(content, recorded) as app:
        (content.path / PATH).write_text((content.path / PATH).read_text() + "Met de hand.\n")
        with pytest.raises(HistoryUnusable):
            site_of(app).editing.record_by_hand()
        save(logged_in(app, Role.CURATOR), "Derde tekst.")
    gone = [file for file, data in before.items() if data and file.name != "unfinished" and not file.exists()]
    assert gone == []
    assert len([commit for commit in commits(recorded) if b"\nparent " not in commit]) <= 1, "a second beginning"


def commits(repository):
    """Return the commits in a repository that can be read."""
    found = []
    for file in (repository / "objects").glob("[0-9a-f][0-9a-f]/*"):
        with suppress(zlib.error):
            found.append(zlib.decompress(file.read_bytes()))
    return [data for data in found if data.startswith(b"commit")]


@pytest.mark.parametrize("damage", [emptied_commit, emptied_reference], ids=lambda damage: damage.__name__)
def test_pages_of_the_history_say_that_it_cannot_be_read(content, recorded, damage):
    damage(recorded)
    with restarted(content, recorded) as app:
        curator = logged_in(app, Role.CURATOR)
        for address in ("/redactie/geschiedenis", "/redactie/lcms/geschiedenis", "/redactie/verwijderd"):
            answer = curator.get(address)
            assert answer.status_code == 503
            assert "De geschiedenis kan nu niet worden gelezen" in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["status", "rename", "delete", "attach"])
def test_every_other_deed_says_so_too(content, recorded, deed):
    emptied_reference(recorded)
    with restarted(content, recorded) as app:
        curator = logged_in(app, Role.CURATOR)
        answer = {
            "status": lambda: curator.submit(
                "/menukaart/lcms", {"status": "concept", "opmerking": "Klopt niet"}, action="/redactie/lcms/status"
            ),
            "rename": lambda: curator.submit(
                "/redactie/lcms/hernoemen", {"adres": "ander"}, "/redactie/lcms/hernoemen"
            ),
            "delete": lambda: curator.submit("/redactie/lcms/verwijderen", {}, action="/redactie/lcms/verwijderen"),
            "attach": lambda: attach(curator),
        }[deed]()
        assert answer.status_code == 503
        assert "Bewaren kan nu niet" in answer.text
        assert Visitor(app).get("/menukaart/lcms").status_code == 200


def attach(curator):
    file = (io.BytesIO(picture()), "kaart.png")
    return curator.submit("/redactie/lcms/bijlagen", {"titel": "Kaart", "bestand": file}, "/redactie/lcms/bijlagen")


def test_an_empty_folder_is_filled_with_a_new_history(content, recorded):
    shutil.rmtree(recorded)
    recorded.mkdir()
    with restarted(content, recorded) as app:
        curator = logged_in(app, Role.CURATOR)
        assert "is bewaard" in save(curator, "Derde tekst.").text
        assert len(site_of(app).history.revisions(PATH)) >= 1


def test_a_history_that_goes_away_while_the_site_runs_is_missed(content, recorded):
    with restarted(content, recorded) as app:
        curator = logged_in(app, Role.CURATOR)
        assert "is bewaard" in save(curator, "Derde tekst.").text
        aside = recorded.with_name("elders")
        recorded.rename(aside)
        assert "is weg" in save(curator, "Vierde tekst.").text
        assert not recorded.exists()
        aside.rename(recorded)
        assert "is bewaard" in save(curator, "Vierde tekst.").text


@pytest.mark.slow
def test_what_comes_back_from_the_backup_goes_on(content, recorded, tmp_path):
    backup = shutil.copytree(recorded, tmp_path / "reservekopie")
    emptied_commit(recorded)
    with restarted(content, recorded) as app:
        curator = logged_in(app, Role.CURATOR)
        assert save(curator, "Derde tekst.").status_code == 422
        shutil.rmtree(recorded)
        shutil.copytree(backup, recorded)
        assert "is bewaard" in save(curator, "Derde tekst.").text
        assert len(site_of(app).history.revisions(PATH)) == 3


def test_a_reference_that_a_power_cut_took_is_found_again_in_what_was_pending(content, recorded):
    history = History(recorded)
    prepared = history.prepare({PATH: (content.path / PATH).read_bytes() + b"x"}, Author("Anna", 1), "Halverwege")
    history.begin(prepared.id)
    (recorded / "refs/heads/main").write_bytes(b"")
    with restarted(content, recorded) as app:
        assert Visitor(app).get("/menukaart/lcms").status_code == 200
        assert site_of(app).history.latest() == prepared
        assert len(site_of(app).history.revisions(PATH)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["refs/heads/main.lock", "HEAD.lock"])
def test_a_stale_lock_hinders_nobody(content, recorded, name):
    (recorded / name).touch()
    with restarted(content, recorded) as app:
        assert "is bewaard" in save(logged_in(app, Role.CURATOR), "Derde tekst.").text


def test_a_text_of_long_ago_that_was_lost_keeps_nothing_else_away(content, recorded):
    history = History(recorded)
    latest, first = history.revisions(PATH)
    data = history.source(first.id, PATH)
    file_of(recorded, Blob.from_string(data).id.decode()).unlink()
    with restarted(content, recorded) as app:
        curator = logged_in(app, Role.CURATOR)
        versions = [f"/redactie/lcms/geschiedenis/{revision.id}" for revision in (first, latest)]
        assert [curator.get(address).status_code for address in versions] == [404, 200]
        assert curator.get("/redactie/lcms/geschiedenis").status_code == 200
        assert "is bewaard" in save(curator, "Derde tekst.").text
