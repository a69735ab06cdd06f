"""Every promise about accounts holds on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import ContentFolder
from tests.sites import site_on


@pytest.fixture
def app(content: ContentFolder, tmp_path: Path, migrated_database_url: str) -> Iterator[Flask]:
    """Return a site on an empty database."""
    with site_on(content.path, tmp_path / "instance", migrated_database_url) as app:
        yield app
