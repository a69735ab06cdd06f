"""While the remote that hosts share is away, reading goes on and whoever saves is told; it ends by itself."""

import subprocess

import pytest

from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.sites import site_on
from tests.visitor import Visitor, logged_in

PATH = "/redactie/lcms"


@pytest.fixture
def remote(tmp_path):
    path = tmp_path / "gedeeld.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", path], check=True)
    return path


@pytest.fixture
def app(content, tmp_path, remote):
    content.entry("menukaart", "lcms", "LCMS", "Eerste tekst.")
    with site_on(content.path, tmp_path / "instance", content_remote=str(remote)) as app:
        site_of(app).follower.ensure_following()
        site_of(app).editing.look()
        yield app


def save(curator, text):
    return curator.submit(PATH, {"doe": "bewaar", "tekst": text}, action=PATH)


def parts_in_trouble(app):
    answer = Visitor(app).get("/readyz")
    assert answer.status_code == 200
    return answer.json["werktNiet"]


@pytest.mark.slow
def test_nothing_typed_is_lost_and_readers_notice_nothing(app, remote):
    curator, visitor = logged_in(app, Role.CURATOR), Visitor(app)
    away = remote.rename(remote.with_name("weg.git"))
    refused = save(curator, "Tweede tekst.")
    assert refused.status_code == 422
    assert "de gedeelde opslag van de inhoud antwoordt niet" in refused.text
    assert "Tweede tekst." in refused.text
    assert "gedeelde-inhoud" in parts_in_trouble(app)
    assert "kunnen nu niet uitwisselen" in curator.get("/redactie").text
    page = visitor.get("/menukaart/lcms")
    assert "Eerste tekst." in page.text
    assert "uitwisselen" not in page.text
    away.rename(remote)
    assert "is bewaard" in save(curator, "Tweede tekst.").text
    assert "Tweede tekst." in visitor.get("/menukaart/lcms").text
    assert parts_in_trouble(app) == []


def test_the_log_tells_that_hosts_need_one_key_and_one_database(app, caplog):
    with site_on(site_of(app).store.folder, site_of(app).settings.instance_dir, content_remote="/srv/x.git"):
        assert "SECRET_KEY" in caplog.text
        assert "PostgreSQL" in caplog.text
