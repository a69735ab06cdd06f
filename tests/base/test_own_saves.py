"""Whoever saved sees what they saved at once, whichever process or host answers them next."""

import subprocess

import pytest

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.sparing import migrated_copy
from tests.visitor import Visitor, logged_in

pytestmark = pytest.mark.slow

COOKIE = "bewaard"


@pytest.fixture
def processes(content, tmp_path):
    """Return a function that makes two processes: of one host, or each on a host of its own."""
    made = []
    for folder in ("noord", "zuid"):
        (tmp_path / folder).mkdir()
    database = migrated_copy(tmp_path / "gedeeld.sqlite3")
    common = {"secret_key": "geheim" * 8, "database_url": f"sqlite:///{database}"}
    content.entry("menukaart", "lcms", "LCMS", "Eerste tekst.")

    def make(on_hosts):
        if on_hosts:
            remote = tmp_path / "gedeeld.git"
            subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", remote], check=True)
            common["content_remote"] = str(remote)
        for name in ("noord", "zuid"):
            is_first = name == "noord" or not on_hosts
            folder = content.path if is_first else tmp_path / name / "content"
            instance = tmp_path / ("noord" if is_first else name)
            app = create_app(Settings(content_dir=folder, instance_dir=instance, **common))
            site_of(app).follower.ensure_following()
            site_of(app).editing.look()
            made.append(app)
        return made

    yield make
    for app in made:
        site_of(app).follower.stop_following()
        site_of(app).database.close()


def moved_to(app, somebody):
    """Return the same browser, whose next questions another process answers."""
    there = Visitor(app)
    there.client._cookies = somebody.client._cookies
    return there


def save(curator, text):
    """Change the text of the entry by its form."""
    answer = curator.submit("/redactie/lcms", {"doe": "bewaar", "tekst": text}, action="/redactie/lcms")
    assert "is bewaard" in answer.text


@pytest.mark.parametrize("on_hosts", [False, True], ids=["one host", "two hosts"])
def test_who_saved_sees_it_at_once_wherever_they_come(processes, on_hosts):
    here, there = processes(on_hosts)
    curator = logged_in(here, Role.CURATOR)
    elsewhere = moved_to(there, curator)
    for number in range(2):
        assert elsewhere.get("/menukaart/lcms").status_code == 200
        save(curator, f"Nieuwe tekst {number}.")
        assert f"Nieuwe tekst {number}." in elsewhere.get("/menukaart/lcms").text
        assert "menukaart/lcms" in elsewhere.get(f"/zoeken?q=nieuwe+tekst+{number}").text
        save(elsewhere, f"Daarna {number}.")
        assert f"Daarna {number}." in curator.get("/menukaart/lcms").text


def test_the_memory_of_pages_gives_who_saved_no_older_page(processes):
    here, there = processes(on_hosts=False)
    curator, visitor = logged_in(here, Role.CURATOR), Visitor(there)
    for _ in range(2):
        before = visitor.get("/menukaart/lcms")
    save(curator, "Nieuwe tekst.")
    curator.client.post("/uitloggen")
    reader = moved_to(there, curator)
    after = reader.get("/menukaart/lcms", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, "Nieuwe tekst." in after.text) == (200, True)


def test_no_answer_but_that_of_a_change_names_a_revision(processes):
    (app, _) = processes(on_hosts=False)
    curator = logged_in(app, Role.CURATOR)
    curator.get("/redactie/lcms")
    assert curator.client.get_cookie(COOKIE) is None
    save(curator, "Nieuwe tekst.")
    cookie = curator.client.get_cookie(COOKIE)
    assert (cookie.http_only, cookie.max_age) == (True, 15)


@pytest.mark.parametrize("value", ["", "x", "a" * 40, f"{'a' * 40}.{'b' * 27}", "../../etc", "é" * 5000])
def test_a_cookie_that_this_site_did_not_make_is_passed_over(processes, value):
    (app, _) = processes(on_hosts=False)
    visitor = Visitor(app)
    assert visitor.get("/menukaart/lcms", headers={"Cookie": f"{COOKIE}={value}"}).status_code == 200
