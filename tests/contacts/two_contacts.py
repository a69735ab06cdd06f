"""A site with two contacts, and what is kept of them in the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from kennisplatform import dutch_time
from kennisplatform.contacts.persons import Person
from kennisplatform.database.connection import Database
from kennisplatform.entries.models import Contact
from kennisplatform.site import site_of
from tests.conftest import ContentFolder


class World:
    """The site, with `persons` and `openings` of its contacts `water` (a telephone) and `gas` (an e-mail address)."""

    def __init__(self, app: Flask, content: ContentFolder) -> None:
        self.app, self.content = app, content
        self.persons, self.openings = site_of(app).persons, site_of(app).openings
        content.entry("contacten", "water", "Waterbedrijf", telefoon="088 123 45 67")
        content.entry("contacten", "gas", "Gasbedrijf", e_mail="post@voorbeeld.nl")
        self.look()

    def look(self) -> None:
        """Let the site find what changed in the files."""
        site_of(self.app).follower.synchronise()

    def contact(self, slug: str) -> Contact:
        """Return a contact as its file is now."""
        self.look()
        return site_of(self.app).follower.store.catalogue.entries[slug]

    def noted(self, slug: str) -> Person | None:
        """Return who is noted with a contact."""
        return self.persons.of(self.contact(slug), dutch_time.today())


@pytest.fixture
def world(app: Flask, content: ContentFolder) -> World:
    """Return a site with two contacts."""
    return World(app, content)


@pytest.fixture
def water() -> Contact:
    """Return a contact, without a site."""
    fields = {"slug": "water", "titel": "W", "soort": "contact", "samenvatting": "S", "organisatie": "W"}
    return Contact.model_validate({**fields, "functie": "F", "type-organisatie": "overig"})


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """Return an empty database of either make, without a site."""
    database = Database(database_url, tmp_path / "lock")
    yield database
    database.close()
