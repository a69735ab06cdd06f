"""A page for each entry of the menu card, role, network and agenda, and their overviews. For who may see the entry."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from kennisplatform.entries.models import Agenda, Contact, Entry, MenuCardEntry, Network, RoleDescription
from kennisplatform.entries.rendering import RenderedText, render
from kennisplatform.vocabulary import MENU_CARD_KINDS, Sector, Theme
from kennisplatform.web import attachments, current, search_url
from kennisplatform.web.access import for_everyone
from kennisplatform.web.attachments import ShownAttachment

blueprint = Blueprint("entries", __name__)


@dataclass(frozen=True)
class EntryPage:
    """An entry with all around it that its page shows: only what the viewer may see."""

    entry: Entry
    text: RenderedText
    attachments: tuple[ShownAttachment, ...]
    contacts: tuple[Contact, ...]
    related: tuple[Entry, ...]
    mentioned_in: tuple[Entry, ...]
    similar: tuple[Entry, ...]


def page_of(entry: Entry) -> EntryPage:
    """Gather what stands around an entry: its contacts, what it names, what names it, and what resembles it."""
    contacts = [contact for contact in current.visible_by_slug(entry.contacts) if isinstance(contact, Contact)]
    related = current.visible_by_slug(entry.related)
    known = {entry.slug, *entry.contacts, *entry.related}
    referrers = current.catalogue().referrers.get(entry.slug, ())
    mentioned_in = current.visible_by_slug(slug for slug in referrers if slug not in known)
    named = known.union(found.slug for found in mentioned_in)
    found = current.engine().related(entry.slug, current.viewer())
    similar = current.visible_by_slug(one.slug for one in found if one.slug not in named)
    return EntryPage(
        entry,
        render(entry.body),
        tuple(attachments.shown(entry)),
        tuple(contacts),
        tuple(related),
        tuple(mentioned_in),
        tuple(similar),
    )


@blueprint.get("/menukaart")
@for_everyone
def menu_card() -> str:
    """List the whole menu card, by theme."""
    entries = sorted(current.visible(current.catalogue().of_type(MenuCardEntry)), key=lambda entry: entry.title)
    by_theme = {theme: [entry for entry in entries if theme in entry.themes] for theme in Theme}
    return render_template("entries/menu_card.html", by_theme=by_theme, total=len(entries))


@blueprint.get("/menukaart/<slug>")
@for_everyone
def menu_card_entry(slug: str) -> str:
    """Show an example, pilot, covenant or information structure."""
    entry = current.entry_or_404(MenuCardEntry, slug)
    return render_template("entries/menu_card_entry.html", page=page_of(entry))


@blueprint.get("/rollen")
@for_everyone
def roles() -> str:
    """List the role descriptions, in the order of the themes."""
    found = current.visible(current.catalogue().of_type(RoleDescription))
    return render_template(
        "entries/roles.html", roles=sorted(found, key=lambda role: list(Theme).index(role.themes[0]))
    )


@blueprint.get("/rollen/<slug>")
@for_everyone
def role(slug: str) -> str:
    """Show the role description of a theme."""
    entry = current.entry_or_404(RoleDescription, slug)
    examples = search_url.url(search_url.narrowed_to(*entry.themes, *MENU_CARD_KINDS))
    return render_template("entries/role.html", page=page_of(entry), examples_url=examples)


@blueprint.get("/netwerken")
@for_everyone
def networks() -> str:
    """List the networks, by sector."""
    found = current.visible(current.catalogue().of_type(Network))
    by_sector = {sector: [network for network in found if network.sector is sector] for sector in Sector}
    return render_template("entries/networks.html", by_sector=by_sector)


@blueprint.get("/netwerken/<slug>")
@for_everyone
def network(slug: str) -> str:
    """Show a network."""
    entry = current.entry_or_404(Network, slug)
    agendas = (agenda for agenda in current.catalogue().of_type(Agenda) if agenda.sector is entry.sector)
    return render_template("entries/network.html", page=page_of(entry), agendas=current.visible(agendas))


@blueprint.get("/agenda")
@for_everyone
def agendas() -> str:
    """List the agendas, in the order of the sectors."""
    found = current.visible(current.catalogue().of_type(Agenda))
    return render_template("entries/agendas.html", agendas=sorted(found, key=lambda a: list(Sector).index(a.sector)))


@blueprint.get("/agenda/<slug>")
@for_everyone
def agenda(slug: str) -> str:
    """Show the agenda of a sector; its file is named after the sector."""
    entry = current.entry_or_404(Agenda, slug)
    points = [(point, current.visible_by_slug(point.examples)) for point in entry.points_by_priority()]
    return render_template("entries/agenda.html", page=page_of(entry), points=points)
