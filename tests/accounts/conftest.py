"""Every promise about accounts holds on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of
from tests.conftest import ContentFolder


@pytest.fixture
def app(content: ContentFolder, tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """Return a site on an empty database."""
    app = create_app(Settings(content_dir=content.path, instance_dir=tmp_path / "instance", database_url=database_url))
    yield app
    site_of(app).follower.stop_following()
    site_of(app).database.close()
