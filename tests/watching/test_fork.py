"""A server that imports the site and then forks, as `gunicorn --preload` does, serves in every process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.sites import site_on
from tests.visitor import PASSWORD

PROGRAM = """
import os, sys, warnings
warnings.simplefilter("ignore", DeprecationWarning)  # forking a process with threads is what this is about
from app import app
from kennisplatform.site import site_of
from tests.visitor import Visitor

def works():
    visitor = Visitor(app)
    assert "Uitloggen" in visitor.log_in("ria@voorbeeld.nl").text
    assert visitor.get("/").status_code == 200
    assert "LCMS" in visitor.get("/zoeken?q=lcms").text
    entry = app.test_client().get("/menukaart/lcms")
    assert entry.status_code == 200
    site_of(app).editing.record_by_hand()

if sys.argv[1] == "used":
    works()
children = []
for _ in range(2):
    child = os.fork()
    if child == 0:
        try:
            works()
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    children.append(child)
codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
works()
print(codes)
"""


@pytest.mark.slow
@pytest.mark.parametrize("before", ["fresh", "used"])
def test_forked_processes_and_the_one_that_forked_them_all_work(content, tmp_path, database_url, before):
    content.entry("menukaart", "lcms", "LCMS")
    instance = tmp_path / "instance"
    with site_on(content.path, instance, database_url) as app:
        site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.CURATOR, password=PASSWORD)
    settings = {"CONTENT_DIR": str(content.path), "INSTANCE_DIR": str(instance), "DATABASE_URL": database_url}
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, before],
        cwd=PROJECT_FOLDER,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.stdout == "[0, 0]\n", result.stderr
