"""Sites for tests, made cheaply: one Flask app per process in which each test has parts of its own."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from flask import Flask
from pydantic import SecretStr

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from kennisplatform.wiring import built
from tests.sparing import migrated_copy


@contextmanager
def site_on(content: Path, instance: Path, database_url: str = "", content_remote: str = "") -> Iterator[Flask]:
    """Give a site on these folders; its background work ends afterwards. Without an address its database is SQLite.

    What it does every ten seconds it does ten seconds after it started, or when a test asks for it (`health.work`).
    Within it there can be another one, after which this one goes on.
    What else a setting decides is decided when an app is made: a test of a setting makes an app of its own.
    """
    app = _app_of_this_process()
    settings = Settings(
        content_dir=content, instance_dir=instance, database_url=database_url, content_remote=SecretStr(content_remote)
    )
    if not database_url:
        instance.mkdir(parents=True, exist_ok=True)
        migrated_copy(instance / "kennisplatform.sqlite3")
    config, extensions = dict(app.config), dict(app.extensions)
    site = built(settings)
    site.health._worked_at = time.monotonic()
    site.add_to(app)
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()
    for now, before in ((app.config, config), (app.extensions, extensions)):
        now.clear()
        now.update(before)


@cache
def _app_of_this_process() -> Flask:
    folder = Path(tempfile.mkdtemp(prefix="site-"))
    return create_app(Settings(content_dir=folder / "content", instance_dir=folder / "instance"))
