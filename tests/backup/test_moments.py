"""What happens meanwhile: others save while a backup is made, and a restore may be killed at any moment."""

from __future__ import annotations

import os
import signal
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.curation.writing.editing import Author, Change
from kennisplatform.database.engines import make_engine
from kennisplatform.database.migration import upgrade
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.backup.world import done, empty_site, files_in, fill_content, live_with, run
from tests.conftest import ContentFolder
from tests.curation.site import editing_of
from tests.databases import new_database
from tests.processes import forking
from tests.sites import site_on
from tests.visitor import logged_in

ANNA = Author("Anna", 1)
NAMES = [f"nummer-{number}" for number in range(10)]
BACKUPS = 4


def save_without_end(content: Path, instance: Path, told: Any) -> None:
    """Save all entries together, each time with another text, and tell of each time."""
    editing = editing_of(content, instance)
    editing.writer.recover()
    editing.follower.synchronise()
    for number in range(10**6):
        changes = []
        for name in NAMES:
            entry = editing.store.catalogue.entries[name]
            document, version = editing.store.document(entry)
            changes.append(Change(entry, document.updated(document.metadata, f"versie {number}\n"), version))
        editing.save(changes, ANNA)
        told.send(number)


@pytest.mark.slow
def test_a_backup_is_of_one_moment_while_others_save(tmp_path):
    content = ContentFolder(tmp_path / "content")
    for name in NAMES:
        content.entry("menukaart", name, tekst="versie -1")
    with site_on(content.path, tmp_path / "instance") as app:
        site_of(app).editing.record_by_hand()
        ours, theirs = forking().Pipe(duplex=False)
        saver = forking().Process(target=save_without_end, args=(content.path, tmp_path / "instance", theirs))
        saver.start()
        theirs.close()
        seen = []
        for number in range(BACKUPS):
            before = ours.recv()
            while ours.poll():
                before = ours.recv()
            done(app, "backup", tmp_path / f"{number}.tar")
            seen.append(before)
        os.kill(saver.pid, signal.SIGKILL)
        saver.join()
        ours.close()
    for number, before in enumerate(seen):
        with empty_site(tmp_path / str(number)) as app:
            done(app, "restore", tmp_path / f"{number}.tar")
            texts = {site_of(app).store.refresh().entries[name].body.strip() for name in NAMES}
            assert len(texts) == 1, "entries of two moments"
            assert int(texts.pop().removeprefix("versie ")) >= before, "what was saved before is not in it"
            last = site_of(app).history.latest()
            assert dict(site_of(app).history.files_at(last.id)) == files_in(tmp_path / str(number) / "content")
            site_of(app).editing.record_by_hand()
            assert site_of(app).history.latest() == last


@pytest.fixture
def backup(tmp_path) -> Path:
    content = ContentFolder(tmp_path / "oud" / "content")
    fill_content(content)
    with site_on(content.path, tmp_path / "oud" / "instance") as app:
        logged_in(app, Role.CURATOR)
        live_with(app, content)
        done(app, "backup", tmp_path / "site.tar")
    return tmp_path / "site.tar"


MOMENTS = {
    "before the first folder": ("os.mkdir", 1),
    "while unpacking": ("os.mkdir", 12),
    "while unpacking a file": ("open", 12),
    "before the first file is in place": ("os.rename", 1),
    "when half of the files are in place": ("os.rename", 5),
    "before the last file is in place": ("os.rename", 10),
    "after all is in place": ("os.rmdir", 1),
    "before the mark goes": ("os.rename", 11),
}
"""The deeds on the disk, and the how manieth of that kind, before which a restore is killed."""


def restore_until(deed: str, number: int, settings: Settings, file: Path) -> None:
    """Put a backup back in a process that is killed right before such a deed."""
    count = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if event == deed and (event != "open" or str(arguments[1]).strip("b") in {"w", "x"}):
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

    with site_on(settings.content_dir, settings.instance_dir, settings.database) as app:
        sys.addaudithook(watch)
        run(app, "restore", file)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_whenever_a_restore_is_killed_it_is_done_again_or_was_done(tmp_path, backup, postgresql_address, database):
    said = {}
    for place, (moment, (deed, number)) in enumerate(MOMENTS.items()):
        folder = tmp_path / f"nieuw-{place}"
        settings = Settings(
            content_dir=folder / "content",
            instance_dir=folder / "instance",
            database_url=new_database(postgresql_address()) if database == "postgresql" else "",
        )
        process = forking().Process(target=restore_until, args=(deed, number, settings, backup))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL, f"never so far: {moment}"
        with site_on(settings.content_dir, settings.instance_dir, settings.database) as app:
            if (folder / "instance" / "terugzetten").exists():
                assert app.test_client().get("/").status_code == 503, moment
                assert app.test_client().get("/healthz").status_code == 200, moment
                assert "niet afgemaakt" in run(app, "content", "check").output, moment
                assert "niet afgemaakt" in run(app, "backup", tmp_path / "half.tar").output, moment
            else:
                assert moment == "before the first folder"
            said[moment] = done(app, "restore", backup)
            assert site_of(app).accounts.by_email("curator@voorbeeld.nl"), moment
            assert app.test_client().get("/contacten/nipv-loket").status_code == 200, moment
            assert files_in(folder / "content") == files_in(tmp_path / "oud" / "content"), moment
            assert not [path for path in (folder / "content").iterdir() if path.name.startswith(".")], moment
    assert [moment for moment, words in said.items() if "alles al teruggezet" in words] == list(MOMENTS)[-2:]


@pytest.mark.parametrize("revision", ["0008", "0013", "0016"])
def test_a_backup_of_an_older_site_is_brought_up_to_date(tmp_path, content, revision, migrated_tables):
    """Whoever upgrades makes the backup before it, with the old program or with the new one."""
    content.entry("menukaart", "lcms")
    instance = tmp_path / "instance"
    instance.mkdir()
    url = f"sqlite:///{instance / 'kennisplatform.sqlite3'}"
    engine = make_engine(url)
    upgrade(engine, revision)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO account (id, email, name, role, networks, is_blocked, made_at) "
            "VALUES (7, 'ria@voorbeeld.nl', 'Ria', 'lid', '[\"gas\"]', 0, '2026-01-02 03:04:05.678901')"
        )
    app = create_app(Settings(content_dir=content.path, instance_dir=instance))
    done(app, "backup", tmp_path / "site.tar")
    assert revision_in(engine) == revision, "making a backup migrated the site"
    engine.dispose()
    site_of(app).follower.stop_following()
    with tarfile.open(tmp_path / "site.tar") as tar:
        assert f'"revision": "{revision}"'.encode() in tar.extractfile("backup.json").read()
    with empty_site(tmp_path / "nieuw", migrated_tables) as new:
        done(new, "restore", tmp_path / "site.tar")
        ria = site_of(new).accounts.by_email("ria@voorbeeld.nl")
        assert (ria.id, ria.networks, ria.made_at.isoformat()) == (7, {"gas"}, "2026-01-02T03:04:05.678901+00:00")
        assert site_of(new).accounts.add("nieuw@voorbeeld.nl", "Nieuw", Role.MEMBER).id == 8


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def migrated_tables(request, postgresql_address) -> str:
    return new_database(postgresql_address()) if request.param == "postgresql" else ""


def revision_in(engine: Any) -> str:
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
