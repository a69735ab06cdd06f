"""A server that imports the site and then forks, as `gunicorn --preload` does, serves in every process."""

from __future__ import annotations

import os
import runpy
import warnings
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.processes import forking
from tests.sites import site_on
from tests.visitor import PASSWORD, Visitor


def check_works(app: Flask) -> None:
    visitor = Visitor(app)
    assert "Uitloggen" in visitor.log_in("ria@voorbeeld.nl").text
    assert visitor.get("/").status_code == 200
    assert "LCMS" in visitor.get("/zoeken?q=lcms").text
    assert app.test_client().get("/menukaart/lcms").status_code == 200
    site_of(app).editing.record_by_hand()


def forked(app: Flask) -> int:
    """Return the number of a forked process, which ends well when the site works in it."""
    if child := os.fork():
        return child
    code = 1
    try:
        check_works(app)
        code = 0
    finally:
        os._exit(code)


def import_and_fork(settings: dict[str, str], is_used_before: bool) -> None:
    """Import the site as a server does, fork twice, and end well when the site works in all three processes."""
    warnings.simplefilter("ignore", DeprecationWarning)  # forking a process with threads is what this is about
    os.environ.update(settings)
    app: Any = runpy.run_path(str(Path(PROJECT_FOLDER, "app.py")))["app"]
    if is_used_before:
        check_works(app)
    children = [forked(app) for _ in range(2)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    check_works(app)


@pytest.mark.slow
@pytest.mark.parametrize("is_used_before", [False, True], ids=["fresh", "used"])
def test_forked_processes_and_the_one_that_forked_them_all_work(content, tmp_path, database_url, is_used_before):
    content.entry("menukaart", "lcms", "LCMS")
    instance = tmp_path / "instance"
    with site_on(content.path, instance, database_url) as app:
        site_of(app).accounts.add("ria@voorbeeld.nl", "Ria", Role.CURATOR, password=PASSWORD)
    settings = {"CONTENT_DIR": str(content.path), "INSTANCE_DIR": str(instance), "DATABASE_URL": database_url}
    server = forking().Process(target=import_and_fork, args=(settings, is_used_before))
    server.start()
    server.join(120)
    assert server.exitcode == 0
