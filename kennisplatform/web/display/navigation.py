"""Where things are: the menus as data, and the address of each entry."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for

from kennisplatform import dutch_time
from kennisplatform.contacts.organisations import slug_of
from kennisplatform.entries.models import Entry
from kennisplatform.vocabulary import Kind, Sector, Theme

ENDPOINT_BY_KIND = {
    Kind.EXAMPLE: "entries.menu_card_entry",
    Kind.PILOT: "entries.menu_card_entry",
    Kind.COVENANT: "entries.menu_card_entry",
    Kind.INFORMATION_STRUCTURE: "entries.menu_card_entry",
    Kind.ROLE: "entries.role",
    Kind.CONTACT: "front_desk.contact",
    Kind.NETWORK: "entries.network",
    Kind.AGENDA: "entries.agenda",
}

SECTOR_ICONS = {
    Sector.DRINKING_WATER: "droplet",
    Sector.ELECTRICITY: "lightning-charge",
    Sector.GAS: "fire",
    Sector.OIL: "fuel-pump",
    Sector.TELECOM: "broadcast-pin",
}


@dataclass(frozen=True)
class MenuItem:
    """A link in a menu. It is the current one for every page of the same `section`."""

    label: str
    endpoint: str
    section: str = ""
    slug: str | None = None

    @property
    def url(self) -> str:
        """The address to go to."""
        return url_for(self.endpoint, slug=self.slug) if self.slug else url_for(self.endpoint)


MAIN_MENU = (
    MenuItem("Menukaart", "entries.menu_card", "menukaart"),
    MenuItem("Rollen", "entries.roles", "rollen"),
    MenuItem("Netwerken", "networks.overview", "netwerken"),
    MenuItem("Agenda’s", "entries.agendas", "agenda"),
    MenuItem("Contacten", "front_desk.front_desk", "contacten"),
)
FOOTER_MENU = (
    MenuItem("Over het kennisplatform", "pages.page", slug="over"),
    MenuItem("Veiligheidsregio’s", "regions.overview"),
    MenuItem("Zonder internet", "offline.page"),
    MenuItem("Hulp", "pages.page", slug="hulp"),
    MenuItem("Privacy", "pages.page", slug="privacy"),
    MenuItem("Toegankelijkheid", "pages.page", slug="toegankelijkheid"),
)


def register(app: Flask) -> None:
    """Let every template know the menus, the vocabularies and the addresses of entries."""
    app.jinja_env.globals.update(
        main_menu=MAIN_MENU,
        footer_menu=FOOTER_MENU,
        entry_url=entry_url,
        url_of=url_of,
        organisation_url=organisation_url,
        sector_icon=SECTOR_ICONS.__getitem__,
        themes=list(Theme),
        sectors=list(Sector),
        dutch_today=dutch_time.today,
        own_address=own_address,
    )


def entry_url(kind: Kind, slug: str, _external: bool = False) -> str:
    """Return the address of an entry."""
    return url_for(ENDPOINT_BY_KIND[kind], slug=slug, _external=_external)


def own_address() -> str:
    """Return the whole address of the page that is shown, without its query: search engines and people share this.

    Empty for a page that is not there, and for one whose address is a secret.
    """
    if request.endpoint is None or "token" in (request.view_args or {}):
        return ""
    return url_for(request.endpoint, _external=True, **(request.view_args or {}))


def organisation_url(name: str) -> str:
    """Return the address of the organisation with this name."""
    return url_for("organisations.organisation", slug=slug_of(name))


def url_of(entry: Entry) -> str:
    """Return the address of an entry within the site."""
    return entry_url(entry.kind, entry.slug)
