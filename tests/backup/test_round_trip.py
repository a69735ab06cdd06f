"""All that a site holds goes into one file and comes out the same, on a database of the same make or of the other."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import tarfile
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.plans.plan import NewPlan
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.backup.world import (
    all_rows,
    database_of,
    done,
    empty_site,
    files_in,
    fill_content,
    fill_tables,
    live_with,
    run,
)
from tests.conftest import ContentFolder
from tests.databases import new_database
from tests.plans.worlds import complete
from tests.sites import site_on
from tests.trouble.world import VIEWERS, addresses
from tests.visitor import Visitor, logged_in

POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.slow)


@pytest.fixture
def address(tmp_path, postgresql_address) -> Callable[[str], str]:
    """Return what gives the address of an empty database of a make."""
    return lambda make: new_database(postgresql_address()) if make == "postgresql" else ""


@pytest.mark.parametrize("target", ["sqlite", POSTGRESQL])
@pytest.mark.parametrize("source", ["sqlite", POSTGRESQL])
def test_all_that_was_there_is_there_again(tmp_path, address, source, target):
    content = ContentFolder(tmp_path / "oud" / "content")
    fill_content(content)
    file = tmp_path / "site.tar"
    with site_on(content.path, tmp_path / "oud" / "instance", address(source)) as app:
        logged_in(app, Role.CURATOR)
        live_with(app, content)
        fill_tables(database_of(app))
        rows = all_rows(database_of(app))
        assert all(rows.values()), [table for table, found in rows.items() if not found]
        versions = site_of(app).history.revisions()
        old = site_of(app).history.source(versions[-1].id, "menukaart/voorbeeld-1.md")
        done(app, "backup", file)
    with empty_site(tmp_path / "nieuw", address(target)) as app:
        done(app, "restore", file)
        assert files_in(tmp_path / "nieuw" / "content") == files_in(content.path)
        assert all_rows(database_of(app)) == rows
        site = site_of(app)
        site.editing.record_by_hand()
        assert site.history.revisions() == versions
        assert site.history.source(versions[-1].id, "menukaart/voorbeeld-1.md") == old
        assert [text for text, *_ in site.missed_searches.most_missed()] == ["iets dat er niet is"]
        newcomer = site.accounts.add("nieuw@voorbeeld.nl", "Nieuw", Role.MEMBER)
        assert newcomer.id > max(row[0] for row in rows["account"]), "a number is given out twice"


@pytest.mark.slow
def test_a_moved_site_shows_the_same_to_the_same_people_who_need_not_log_in_again(tmp_path, address):
    """Also when it moves to a database of the other make."""
    content = ContentFolder(tmp_path / "oud" / "content")
    fill_content(content)
    settings = {name: Settings(content_dir=tmp_path / name / "content", instance_dir=tmp_path / name / "instance",
                               database_url=address(make)) for name, make in (("oud", "sqlite"), ("nieuw", "postgresql"))}  # fmt: skip
    settings["nieuw"].content_dir.mkdir(parents=True)
    old = create_app(settings["oud"])
    viewers = {name: logged_in(old, role) if role else Visitor(old) for name, role in VIEWERS.items()}
    live_with(old, content)
    lead = site_of(old).accounts.by_email("lid@voorbeeld.nl")
    plan = site_of(old).plans.start(NewPlan("Plan", None, "Land", None, "NL", 2027, 2030, ()), lead)
    site_of(old).plans.add_actions(plan, [complete()], lead)
    before = look(viewers, plan)
    assert before["lid", f"/plannen/{plan}"][0] == 200
    done(old, "backup", tmp_path / "site.tar")
    stop(old)
    said = done(create_app(settings["nieuw"]), "restore", tmp_path / "site.tar")
    assert "secret-key" in said
    shutil.copyfile(settings["oud"].instance_dir / "secret-key", settings["nieuw"].instance_dir / "secret-key")
    new = create_app(settings["nieuw"])
    for visitor in viewers.values():
        visitor.move_to(new)
    assert look(viewers, plan) == before
    stop(new)


def look(viewers: dict[str, Visitor], plan: int) -> dict[tuple[str, str], tuple[int, str]]:
    """Open every page as everybody; return the status of each, and what is read on those that no clock changes."""
    seen = {}
    for name, visitor in viewers.items():
        for where in (*addresses(VIEWERS[name]), f"/plannen/{plan}"):
            answer = visitor.client.get(where)
            title = (
                BeautifulSoup(answer.text, "html.parser").select_one("h1") if answer.mimetype == "text/html" else None
            )
            seen[name, where] = (answer.status_code, title.text if title else "")
    return seen


def stop(app: Flask) -> None:
    site_of(app).follower.stop_following()
    site_of(app).database.close()


def test_anybody_can_read_the_file_without_this_program(app, content, tmp_path):
    fill_content(content)
    logged_in(app, Role.CURATOR)
    live_with(app, content)
    file = tmp_path / "site.tar"
    done(app, "backup", file)
    unpacked = tmp_path / "uitgepakt"
    unpacked.mkdir()

    def shell(*command: object) -> str:
        return subprocess.run(command, cwd=unpacked, check=True, capture_output=True, text=True).stdout

    shell("tar", "xf", file)
    assert "FAILED" not in shell("sha256sum", "-c", "SHA256SUMS")
    assert files_in(unpacked / "content") == files_in(content.path)
    shell("git", "clone", "--quiet", "instance/geschiedenis.git", "versies")
    assert "ifv-desk heet nu nipv-loket" in shell("git", "-C", "versies", "log", "--format=%s")
    accounts = [json.loads(line) for line in (unpacked / "database" / "account.jsonl").read_text().splitlines()]
    assert [account["email"] for account in accounts] == ["curator@voorbeeld.nl"]
    assert "SHA256SUMS" in (unpacked / "README.txt").read_text()


def test_secrets_stay_out_and_are_named(tmp_path, content):
    app = create_app(
        Settings(
            content_dir=content.path,
            instance_dir=tmp_path / "instance",
            secret_key="zeer-geheim-1",
            public_url="https://kennis.example",
            smtp_url="smtp://post:zeer-geheim-2@mail.example",
            mail_from="site@kennis.example",
            oidc_client_secret="zeer-geheim-3",
            oidc_issuer="https://naam:zeer-geheim-4@idp.example/realm?sleutel=zeer-geheim-5",
        )
    )
    content.entry("menukaart", "lcms")
    said = done(app, "backup", tmp_path / "site.tar")
    stop(app)
    assert b"zeer-geheim" not in (tmp_path / "site.tar").read_bytes()
    assert {"- SMTP_URL", "- OIDC_CLIENT_SECRET"} <= set(said.splitlines())
    with tarfile.open(tmp_path / "site.tar") as tar:
        described = json.loads(tar.extractfile("backup.json").read())
    assert described["settings"]["PUBLIC_URL"] == "https://kennis.example"
    assert described["settings"]["OIDC_ISSUER"] == "https://idp.example/realm"


def test_settings_that_differ_after_a_move_are_named(app, content, tmp_path, monkeypatch):
    content.entry("menukaart", "lcms")
    done(app, "backup", tmp_path / "site.tar")
    (tmp_path / "nieuw").mkdir()
    new = create_app(
        Settings(
            content_dir=tmp_path / "nieuw" / "content",
            instance_dir=tmp_path / "nieuw" / "instance",
            public_url="https://kennis.example",
        )
    )
    assert "PUBLIC_URL was '', en is hier 'https://kennis.example'" in done(new, "restore", tmp_path / "site.tar")
    stop(new)


def test_the_file_is_for_its_owner_only_and_replaced_only_when_asked(app, content, tmp_path):
    content.entry("menukaart", "lcms")
    file = tmp_path / "site.tar"
    file.write_text("een eerdere")
    result = run(app, "backup", file)
    assert (result.exit_code, file.read_text()) == (1, "een eerdere")
    assert "--overwrite" in result.output
    done(app, "backup", file, "--overwrite")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Alles is heel" in done(app, "backup", "--check", file)
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == set()


@pytest.mark.parametrize("where", ["content/site.tar", "instance/site.tar", "bestaat/niet/site.tar"])
def test_a_backup_does_not_go_where_it_is_no_use(app, content, tmp_path, where):
    content.entry("menukaart", "lcms")
    (tmp_path / "instance").mkdir(exist_ok=True)
    assert run(app, "backup", tmp_path / where).exit_code == 1
    assert not (tmp_path / where).exists()


def test_links_out_of_the_content_folder_are_left_out_and_named(app, content, tmp_path):
    content.entry("menukaart", "lcms")
    (content.path / "menukaart" / "buiten.md").symlink_to("/etc/hostname")
    assert "LET OP  content/menukaart/buiten.md" in done(app, "backup", tmp_path / "site.tar")


def test_a_content_folder_that_is_away_is_no_empty_backup(app, content, tmp_path):
    content.entry("menukaart", "lcms")
    done(app, "backup", tmp_path / "een.tar")
    shutil.move(content.path, tmp_path / "weg")
    assert run(app, "backup", tmp_path / "twee.tar").exit_code == 1
    assert not (tmp_path / "twee.tar").exists()


def test_a_site_that_was_never_used_goes_in_and_out_too(tmp_path):
    with empty_site(tmp_path / "oud") as app:
        done(app, "backup", tmp_path / "site.tar")
    with empty_site(tmp_path / "nieuw") as app:
        done(app, "restore", tmp_path / "site.tar")


def test_what_stands_in_the_log_of_sqlite_only_is_in_the_backup(app, content, tmp_path):
    content.entry("menukaart", "lcms")
    logged_in(app, Role.CURATOR)
    log = site_of(app).settings.instance_dir / "kennisplatform.sqlite3-wal"
    assert b"curator@voorbeeld.nl" in log.read_bytes()
    done(app, "backup", tmp_path / "site.tar")
    with empty_site(tmp_path / "nieuw") as new:
        done(new, "restore", tmp_path / "site.tar")
        assert site_of(new).accounts.by_email("curator@voorbeeld.nl")


def test_every_file_of_an_instance_is_kept_or_known_to_be_made_again(app, content, tmp_path):
    """Whoever adds a file to the instance folder decides here what becomes of it in a backup."""
    made_again = {"index", "bijlagen-tekst", "secret-key"}
    of_the_database = {"kennisplatform.sqlite3", "kennisplatform.sqlite3-wal", "kennisplatform.sqlite3-shm"}
    fill_content(content)
    visitor = logged_in(app, Role.CURATOR)
    visitor.get("/zoeken?q=bestaatnergens")
    live_with(app, content)
    installation = site_of(app).installation
    kept = {path.name for path in (installation.history, *installation.kept_files)}
    there = {path.name for path in site_of(app).settings.instance_dir.iterdir() if path.suffix != ".lock"}
    assert there <= kept | made_again | of_the_database
