"""A site with an entry of every kind and a plan, and people who look at all of it: before, during and after a trouble."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from kennisplatform.accounts.tables import LoginSessionRow
from kennisplatform.entries.models import ROLE_HEADINGS
from kennisplatform.site import Site, site_of
from kennisplatform.vocabulary import Role
from tests.base.routes import EVERYONE, NO_REVISION, ROUTES
from tests.conftest import ContentFolder
from tests.plans.worlds import lived_in
from tests.sites import site_on
from tests.visitor import Visitor, logged_in

VIEWERS = {"bezoeker": None, "lid": Role.MEMBER, "curator": Role.CURATOR}
FOLDERS = {
    "menukaart": "voorbeeld",
    "rollen": "rol",
    "contacten": "contact",
    "netwerken": "netwerk",
    "agendas": "agenda",
}
WRITES_WHEN_OPENED = {"two_step_settings.settings"}
"""Where opening the page makes something, so that it waits for the database."""


@dataclass
class World:
    """A site, and who looks at it."""

    app: Flask
    content: ContentFolder
    instance: Path
    viewers: dict[str, Visitor]

    @property
    def site(self) -> Site:
        """The parts of the site."""
        return site_of(self.app)

    def look(self) -> dict[tuple[str, str], int]:
        """Open every page as everybody, and return the status of each."""
        return {
            (viewer, address): visitor.client.get(address).status_code
            for viewer, visitor in self.viewers.items()
            for address in addresses(VIEWERS[viewer])
        }

    def nobody_was_seen_lately(self) -> None:
        """Let it be due to note that people are still there, if the database can be written."""
        earlier = datetime.now(UTC) - timedelta(minutes=5)
        self.site.database.attempt(
            "vijf minuten", lambda session: session.execute(update(LoginSessionRow).values(seen_at=earlier))
        )

    def troubles(self) -> list[str]:
        """Return what `/readyz` says does not work, after the work that is done every ten seconds."""
        self.site.health.work()
        return self.viewers["bezoeker"].get("/readyz").json["werktNiet"]


@contextmanager
def world_on(content: Path, instance: Path, database_url: str = "") -> Iterator[World]:
    """Give a site with an entry of every kind and its viewers."""
    folder = ContentFolder(content)
    fill(folder)
    with site_on(content, instance, database_url) as app:
        viewers = {name: logged_in(app, role) if role else Visitor(app) for name, role in VIEWERS.items()}
        lead, other = (site_of(app).accounts.by_email(f"{name}@voorbeeld.nl") for name in ("lid", "curator"))
        assert lead and other
        lived_in(site_of(app), lead, other)
        for visitor in viewers.values():
            visitor.get("/")
        yield World(app, folder, instance, viewers)


def fill(content: ContentFolder) -> None:
    """Write an entry of every kind, that refer to each other."""
    network = {"lead-partner-overheid": "contact-1", "lead-partner-bedrijven": "contact-1", "regios": ["utrecht"]}
    content.entry("menukaart", "voorbeeld-1", "Noodwater", "Over nooddrinkwater.", contacten=["contact-1"])
    content.entry("rollen", "rol-1", "Rol", "".join(f"## {heading}\n\nTekst.\n\n" for heading in ROLE_HEADINGS))
    content.entry("contacten", "contact-1", "Waterbedrijf", telefoon="088 123 45 67", sectoren=["drinkwater"])
    content.entry("contacten", "ifv-desk", "IFV-loket", e_mail="loket@ifv.nl")
    content.entry("netwerken", "netwerk-1", "Netwerk", **network)
    content.entry("agendas", "agenda-1", "Agenda")
    content.entry("paginas", "hulp", "Hulp")


@cache
def addresses(role: Role | None) -> tuple[str, ...]:
    """Return an address of every page that somebody with this role may open."""
    ranks = [EVERYONE, *Role]
    found: dict[str, None] = {}
    for endpoint, route in ROUTES.items():
        if ranks.index(route.needs) > ranks.index(role) or endpoint in WRITES_WHEN_OPENED:
            continue
        for sample in route.samples:
            if NO_REVISION in sample or sample == "/readyz":
                continue
            for folder in [route.folder] if route.folder else FOLDERS if "{slug}" in sample else [""]:
                kind = FOLDERS.get(folder, "")
                filled = sample.format(slug=f"{kind}-1", kind=kind, attachment="geen.pdf", word="waterbedrijf")
                found[filled] = None
    return (*found, "/zoeken?q=bestaatnergens", "/bestaat-niet")
