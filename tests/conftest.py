"""The smallest world for each test: a content folder of its own, an app on it, and ways to write and read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.vocabulary import Role
from tests.clusters import cluster_address, java  # noqa: F401 - fixtures
from tests.databases import database_url, migrated_database_url, postgresql_address  # noqa: F401 - fixtures
from tests.sites import site_on
from tests.sparing import keep_what_was_collected, spare_what_tests_do_without
from tests.visitor import Visitor, logged_in

COMMON = {
    "menukaart": {"soort": "voorbeeld", "themas": ["noodvoorzieningen"], "sectoren": ["drinkwater"]},
    "rollen": {"soort": "rol", "themas": ["noodvoorzieningen"]},
    "contacten": {
        "soort": "contact",
        "organisatie": "Waterbedrijf",
        "type-organisatie": "vitale-partner",
        "functie": "Liaison",
    },
    "netwerken": {"soort": "netwerk", "sector": "drinkwater"},
    "agendas": {"soort": "agenda", "sector": "drinkwater"},
    "paginas": {"soort": "pagina"},
}


def pytest_configure() -> None:
    """Spare the tests what they can do without; no property depends on how busy the machine is."""
    settings.register_profile("no deadline", deadline=None)
    settings.load_profile("no deadline")
    spare_what_tests_do_without()


def pytest_collection_finish() -> None:
    """Leave the tests themselves alone when unused objects are looked for."""
    keep_what_was_collected()


class _Dumper(yaml.SafeDumper):
    """Writes None as people do: by writing nothing."""


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


class ContentFolder:
    """A content folder that a test fills."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for folder in MODEL_BY_FOLDER:
            (path / folder).mkdir(parents=True)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file to the letter; `name` is folder/file."""
        path = self.path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def entry(self, folder: str, slug: str, titel: str = "Een titel", tekst: str = "", **velden: object) -> Path:
        """Write a valid, published, public entry; `velden` are Dutch keys with _ for -."""
        metadata = {
            "titel": titel,
            "samenvatting": f"Kort over {titel}",
            "status": "gepubliceerd",
            "bijgewerkt": "2026-01-15",
            **COMMON[folder],
            **{key.replace("_", "-"): value for key, value in velden.items()},
        }
        if folder == "paginas":
            metadata.pop("bijgewerkt")
        front = yaml.dump(metadata, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
        return self.write(f"{folder}/{slug}.md", f"---\n{front}---\n\n{tekst}\n")


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    """Return an empty content folder."""
    return ContentFolder(tmp_path / "content")


@pytest.fixture
def app(content: ContentFolder, tmp_path: Path) -> Iterator[Flask]:
    """Return a site on that folder; its background work ends with the test."""
    with site_on(content.path, tmp_path / "instance") as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser of that site."""
    return app.test_client()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Return somebody who did not log in."""
    return Visitor(app)


@pytest.fixture
def member(app: Flask) -> Visitor:
    """Return somebody with an account."""
    return logged_in(app, Role.MEMBER)


@pytest.fixture
def curator(app: Flask) -> Visitor:
    """Return somebody who looks after the content."""
    return logged_in(app, Role.CURATOR)


@pytest.fixture
def administrator(app: Flask) -> Visitor:
    """Return somebody who looks after the site."""
    return logged_in(app, Role.ADMINISTRATOR)
