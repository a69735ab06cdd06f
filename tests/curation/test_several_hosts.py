"""Hosts that share their content through a Git remote: what is saved on one is on all, and nothing is lost."""

import subprocess

import pytest

from kennisplatform.config import SettingsError, read_settings
from kennisplatform.curation.writing.editing import CannotWrite, Change, VersionConflict
from kennisplatform.curation.writing.sharing import NotShared
from kennisplatform.entries.content_files import is_of_content, version_of
from kennisplatform.entries.history.remote import Remote, RemoteAway
from kennisplatform.entries.history.repository import BY_HAND
from tests.curation.hosts import ANNA, BERT, Shared
from tests.curation.https_remote import served

PATH = "menukaart/lcms.md"
ENTRIES = ("lcms", "aed")


@pytest.fixture
def shared(tmp_path):
    return Shared(tmp_path)


@pytest.fixture
def noord(shared):
    """Return a host whose two entries are shared."""
    host = shared.host("noord")
    for slug in ENTRIES:
        host.files.entry("menukaart", slug, slug.upper(), "Eerste regel.\n\nTweede regel.\n\nDerde regel.")
    host.look()
    return host


@pytest.fixture
def zuid(shared, noord):
    """Return a second host, that started with empty folders."""
    host = shared.host("zuid")
    host.look()
    return host


def check_all_the_same(shared, *hosts):
    first, *others = hosts
    assert all(host.state() == first.state() for host in others)
    assert all(host.messages() == first.messages() for host in others)
    assert all(host.history.position() == first.history.position() for host in others)
    assert shared.git("rev-parse", "main") == first.history.head()
    for host in hosts:
        assert host.history.pending() is None
        assert host.editing.follower.is_in_step()
        assert host.editing.writer.record_by_hand() == []
        host.sharing.check()


def test_a_host_that_begins_empty_gets_all_content_and_history(shared, noord, zuid):
    assert zuid.text().startswith("Eerste regel.")
    check_all_the_same(shared, noord, zuid)


def test_what_is_saved_on_one_host_is_on_the_other_at_its_next_look(shared, noord, zuid):
    noord.save(tekst="Nieuwe tekst.")
    zuid.look()
    assert zuid.text() == "Nieuwe tekst."
    zuid.editing.delete("aed", zuid.editing.store.catalogue.versions["aed"], BERT)
    noord.look()
    assert set(noord.editing.store.catalogue.entries) == {"lcms"}
    check_all_the_same(shared, noord, zuid)
    assert [revision.author for revision in noord.history.revisions()] == ["Bert", "Anna", BY_HAND.name]


def test_everything_goes_along_attachments_words_and_renames(shared, noord, zuid):
    change = noord.change()
    files = {"menukaart/lcms/plan.pdf": b"plan"}
    noord.editing.save([Change(change.entry, change.document, change.expected_version, files)], ANNA)
    noord.editing.save_text("thesaurus.yml", "groepen: []\n", None, ANNA)
    noord.editing.rename("lcms", "crisis", noord.editing.store.catalogue.versions["lcms"], ANNA)
    zuid.look()
    assert zuid.state()["menukaart/crisis/plan.pdf"] == b"plan"
    assert zuid.state()["thesaurus.yml"] == b"groepen: []\n"
    assert zuid.editing.store.catalogue.former_slugs == {"lcms": "crisis"}
    assert not (zuid.content / "menukaart/lcms").exists()
    check_all_the_same(shared, noord, zuid)
    undone = zuid.editing.undo(zuid.history.revisions()[0].id, BERT)
    noord.look()
    assert undone.skipped == ()
    assert noord.state()["menukaart/lcms/plan.pdf"] == b"plan"
    check_all_the_same(shared, noord, zuid)


def test_of_two_who_save_one_entry_the_second_hears_so_and_sees_the_first(shared, noord, zuid):
    ours = zuid.change(author=BERT, tekst="Van Bert.")
    noord.save(tekst="Van Anna.")
    with pytest.raises(VersionConflict):
        zuid.editing.save([ours], BERT)
    zuid.editing.follower.synchronise()
    assert zuid.text() == "Van Anna."
    zuid.save(author=BERT, tekst="Van Bert, na Anna.")
    noord.look()
    assert noord.text() == "Van Bert, na Anna."
    check_all_the_same(shared, noord, zuid)


def test_two_who_save_other_entries_both_succeed(shared, noord, zuid):
    ours = zuid.change("aed", BERT, "Van Bert.")
    noord.save(tekst="Van Anna.")
    assert zuid.editing.save([ours], BERT)
    noord.look()
    assert (noord.text("lcms"), noord.text("aed")) == ("Van Anna.", "Van Bert.")
    check_all_the_same(shared, noord, zuid)


def test_a_form_that_was_opened_on_the_other_host_is_saved_by_one_that_lags(shared, noord, zuid):
    noord.save(tekst="Nieuw op noord.")
    opened_there = noord.change(author=BERT, tekst="Daarna.")
    assert zuid.editing.save([opened_there], BERT)
    assert zuid.text() == "Daarna."


def test_of_two_renames_of_one_entry_the_second_is_refused(shared, noord, zuid):
    version = zuid.editing.store.catalogue.versions["lcms"]
    noord.editing.rename("lcms", "crisis", version, ANNA)
    with pytest.raises(VersionConflict):
        zuid.editing.rename("lcms", "anders", version, BERT)
    zuid.look()
    assert set(zuid.editing.store.catalogue.entries) == {"crisis", "aed"}
    check_all_the_same(shared, noord, zuid)


@pytest.mark.slow
def test_a_host_that_was_away_catches_up(shared, noord, zuid):
    for number in range(50):
        noord.save(ENTRIES[number % 2], tekst=f"Tekst {number}.")
    noord.editing.rename("lcms", "crisis", noord.editing.store.catalogue.versions["lcms"], ANNA)
    zuid.look()
    assert (zuid.text("crisis"), zuid.text("aed")) == ("Tekst 48.", "Tekst 49.")
    check_all_the_same(shared, noord, zuid)


def test_without_the_hint_of_the_database_others_follow_all_the_same(shared, noord, zuid):
    shared.database.unlink()
    noord.save(tekst="Zonder hint.")
    zuid.later()
    assert zuid.text() == "Zonder hint."


@pytest.mark.slow
def test_while_the_remote_is_away_saving_says_so_and_reading_goes_on(shared, noord, zuid):
    shared.go_away()
    before = noord.state()
    with pytest.raises(CannotWrite, match="gedeelde opslag van de inhoud antwoordt niet"):
        noord.save(tekst="Kan nu niet.")
    zuid.later()
    with pytest.raises(NotShared):
        zuid.sharing.check()
    assert noord.state() == zuid.state() == before
    zuid.files.entry("menukaart", "lcms", "LCMS", "Met de hand.")
    zuid.look()
    assert zuid.text() == "Met de hand."
    shared.come_back()
    noord.save("aed", tekst="Weer wel.")
    zuid.later()
    noord.later()
    assert (noord.text("lcms"), zuid.text("aed")) == ("Met de hand.", "Weer wel.")
    check_all_the_same(shared, noord, zuid)


def test_when_the_answer_of_a_push_is_lost_the_save_counts_once(shared, noord, zuid):
    hook = shared.hook("post-receive", "kill -9 $PPID")
    noord.save(tekst="Bewaard, maar niemand zei het.")
    hook.unlink()
    zuid.look()
    assert zuid.text() == noord.text() == "Bewaard, maar niemand zei het."
    assert len(noord.history.revisions(PATH)) == 2
    check_all_the_same(shared, noord, zuid)


@pytest.mark.slow
def test_a_remote_that_refuses_is_named_and_changes_nothing(shared, noord):
    hook = shared.hook("pre-receive", "exit 1")
    before = noord.state()
    with pytest.raises(CannotWrite, match="neemt geen wijzigingen aan"):
        noord.save(tekst="Mag niet.")
    assert noord.state() == before
    hook.unlink()
    noord.save(tekst="Mag weer.")
    check_all_the_same(shared, noord)


def test_a_change_by_hand_is_shared_and_so_is_a_rename_by_hand(shared, noord, zuid):
    zuid.files.entry("menukaart", "aed", "AED", "Met de hand.")
    (zuid.content / PATH).rename(zuid.content / "menukaart/crisis.md")
    zuid.look()
    noord.look()
    assert noord.text("aed") == "Met de hand."
    assert noord.editing.store.catalogue.former_slugs == {"lcms": "crisis"}
    check_all_the_same(shared, noord, zuid)


def changed_by_hand(host, path, old, new):
    file = host.content / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


@pytest.mark.slow
def test_a_change_by_hand_is_merged_with_another_change_of_the_same_entry(shared, noord, zuid):
    changed_by_hand(zuid, PATH, "Derde regel.", "Derde regel, met de hand.")
    noord.save(tekst="Eerste regel, van Anna.\n\nTweede regel.\n\nDerde regel.")
    zuid.look()
    noord.look()
    assert zuid.text() == "Eerste regel, van Anna.\n\nTweede regel.\n\nDerde regel, met de hand."
    check_all_the_same(shared, noord, zuid)


@pytest.mark.slow
def test_a_change_by_hand_that_cannot_be_merged_is_a_version_that_can_be_put_back(shared, noord, zuid):
    changed_by_hand(zuid, PATH, "Derde regel.", "Van Bert, met de hand.")
    noord.save(tekst="Van Anna.")
    zuid.look()
    noord.look()
    assert zuid.text() == noord.text() == "Van Anna."
    check_all_the_same(shared, noord, zuid)
    by_hand = noord.history.revisions(PATH)[1]
    assert by_hand.author == BY_HAND.name
    noord.editing.restore(PATH, by_hand.id, ANNA)
    assert "Van Bert, met de hand." in noord.text()


def test_a_change_by_hand_follows_the_entry_to_its_new_address(shared, noord, zuid):
    changed_by_hand(zuid, PATH, "Derde regel.", "Met de hand.")
    noord.editing.rename("lcms", "crisis", noord.editing.store.catalogue.versions["lcms"], ANNA)
    zuid.look()
    noord.look()
    assert zuid.text("crisis") == "Eerste regel.\n\nTweede regel.\n\nMet de hand."
    assert "lcms" not in zuid.editing.store.catalogue.entries
    check_all_the_same(shared, noord, zuid)


def test_a_change_by_hand_of_an_entry_that_is_deleted_elsewhere_stays_a_version(shared, noord, zuid):
    changed_by_hand(zuid, PATH, "Derde regel.", "Met de hand.")
    noord.editing.delete("lcms", noord.editing.store.catalogue.versions["lcms"], ANNA)
    zuid.look()
    noord.look()
    assert "lcms" not in zuid.editing.store.catalogue.entries
    check_all_the_same(shared, noord, zuid)
    deleted = noord.history.deleted()[0]
    noord.editing.restore(PATH, deleted.revision_id, ANNA)
    assert "Met de hand." in noord.text()


def test_a_curated_file_that_both_changed_keeps_both_versions(shared, noord, zuid):
    noord.editing.save_text("thesaurus.yml", "groepen: []\n", None, ANNA)
    zuid.look()
    (zuid.content / "thesaurus.yml").write_text("# met de hand\ngroepen: []\n")
    noord.editing.save_text("thesaurus.yml", "# van Anna\ngroepen: []\n", version_of(b"groepen: []\n"), ANNA)
    zuid.look()
    noord.look()
    assert zuid.state()["thesaurus.yml"] == b"# van Anna\ngroepen: []\n"
    kept = [noord.history.source(one.id, "thesaurus.yml") for one in noord.history.revisions("thesaurus.yml")]
    assert b"# met de hand\ngroepen: []\n" in kept
    check_all_the_same(shared, noord, zuid)


def test_a_host_with_files_of_its_own_and_no_history_refuses_to_begin(shared, noord):
    zuid = shared.host("zuid")
    zuid.files.entry("menukaart", "eigen", "Van een ander")
    zuid.look()
    with pytest.raises(NotShared, match=r"menukaart/eigen\.md"):
        zuid.sharing.check()
    assert set(zuid.editing.store.catalogue.entries) == {"eigen"}
    assert "menukaart/eigen.md" not in shared.git("ls-tree", "-r", "--name-only", "main")


def test_two_histories_that_do_not_belong_together_are_never_merged(shared, noord, tmp_path):
    zuid = Shared(tmp_path / "ander").host("zuid")
    zuid.files.entry("menukaart", "eigen", "Van een ander")
    zuid.look()
    moved = shared.host("ander/zuid")
    before, tip = moved.state(), shared.git("rev-parse", "main")
    moved.later()
    with pytest.raises(NotShared, match="andere geschiedenis"):
        moved.sharing.check()
    with pytest.raises(CannotWrite, match="andere geschiedenis"):
        moved.save("eigen", tekst="Kan niet.")
    moved.files.entry("menukaart", "eigen", "Met de hand")
    moved.later()
    assert set(moved.editing.store.catalogue.entries) == {"eigen"}
    assert moved.state().keys() == before.keys()
    assert shared.git("rev-parse", "main") == tip


def test_a_host_that_lost_its_instance_folder_begins_again(shared, noord, zuid):
    noord.save(tekst="Nieuwer.")
    noord.editing.delete("aed", noord.editing.store.catalogue.versions["aed"], ANNA)
    zuid.lose_instance()
    again = shared.host("zuid")
    again.look()
    assert again.text() == "Nieuwer."
    check_all_the_same(shared, noord, again)


def test_an_empty_remote_is_filled_again_by_who_has_more(shared, noord, zuid, tmp_path):
    noord.save(tekst="Laatste tekst.")
    shared.go_away()
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", shared.remote], check=True)
    noord.later()
    zuid.later()
    assert zuid.text() == "Laatste tekst."
    check_all_the_same(shared, noord, zuid)


def test_what_others_push_with_git_is_on_the_site_and_what_is_no_content_is_left_alone(shared, noord, tmp_path):
    work = tmp_path / "werk"
    subprocess.run(["git", "clone", "--quiet", shared.remote, work], check=True)
    (work / "README.md").write_text("Lees mij.")
    (work / "menukaart/lcms.md").write_text((work / "menukaart/lcms.md").read_text().replace("Derde", "Vierde"))
    git = ["git", "-C", str(work), "-c", "user.name=Kees", "-c", "user.email=kees@voorbeeld.nl"]
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message", "Verbeterd"], check=True)
    subprocess.run([*git, "push", "--quiet", "origin", "main"], check=True)
    noord.later()
    assert "Vierde regel." in noord.text()
    assert not (noord.content / "README.md").exists()
    newest = noord.history.revisions(PATH)[0]
    assert (newest.author, newest.message) == ("Kees", "Verbeterd")
    noord.save(tekst="Daarna.")
    assert "README.md" in shared.git("ls-tree", "-r", "--name-only", "main")
    check_all_the_same(shared, noord)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("menukaart/lcms.md", True),
        ("menukaart/lcms/plan.pdf", True),
        ("thesaurus.yml", True),
        ("README.md", False),
        ("menukaart/lcms.txt", False),
        ("menukaart/.lcms.md", False),
        ("menukaart/../../etc/passwd.md", False),
        ("/etc/passwd", False),
        ("anders/lcms.md", False),
        ("menukaart/a\\b.md", False),
        ("menukaart/a\n.md", False),
        (".github/thesaurus.yml", False),
    ],
)
def test_only_what_is_content_is_taken_from_a_remote(path, expected):
    assert is_of_content(path) is expected


def test_a_password_is_in_no_message_log_or_argument(noord, tmp_path, monkeypatch, caplog):
    told = tmp_path / "verteld"
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" > {told}\necho "fatal: $@" >&2\nexit 128\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    remote = Remote("https://jan:gehe%21m@voorbeeld.nl/inhoud.git", noord.history.repository)
    caplog.set_level("DEBUG")
    with pytest.raises(RemoteAway) as failure:
        remote.fetch()
    assert "https://voorbeeld.nl/inhoud.git" in told.read_text()
    for text in (told.read_text(), caplog.text, str(failure.value)):
        assert "gehe" not in text


@pytest.mark.slow
def test_a_remote_over_https_gets_its_name_and_password_from_the_setting(noord, shared, monkeypatch):
    with served(shared.remote, "jan", "gehe!m") as (address, certificate):
        monkeypatch.setenv("GIT_SSL_CAINFO", str(certificate))
        monkeypatch.setenv("NO_PROXY", "localhost")
        remote = Remote(f"https://jan:gehe%21m@{address}", noord.history.repository)
        assert remote.fetch() == noord.history.head()
        revision = noord.history.prepare({PATH: b"nieuw"}, ANNA, "Over https")
        assert remote.push(revision.id)
        for refused in (f"https://jan:anders@{address}", f"https://{address}"):
            with pytest.raises(RemoteAway):
                Remote(refused, noord.history.repository).fetch()
    assert shared.git("rev-parse", "main") == revision.id


@pytest.mark.parametrize(
    ("address", "is_usable"),
    [
        ("/srv/inhoud.git", True),
        ("inhoud.git", True),
        ("ssh://git@voorbeeld.nl/inhoud.git", True),
        ("git@voorbeeld.nl:inhoud.git", True),
        ("https://jan:geheim@voorbeeld.nl/inhoud.git", True),
        ("http://voorbeeld.nl/inhoud.git", False),
        ("git://voorbeeld.nl/inhoud.git", False),
        ("ext::sh -c uname", False),
        ("--upload-pack=uname", False),
        ("ssh://-oProxyCommand=uname/x", False),
        ("-oProxyCommand=uname@voorbeeld.nl:x", False),
    ],
)
def test_the_setting_takes_a_path_ssh_or_https_and_nothing_else(monkeypatch, address, is_usable):
    monkeypatch.setenv("CONTENT_REMOTE", address)
    if is_usable:
        assert "geheim" not in repr(read_settings())
    else:
        with pytest.raises(SettingsError, match="CONTENT_REMOTE") as refusal:
            read_settings()
        assert address not in str(refusal.value)
