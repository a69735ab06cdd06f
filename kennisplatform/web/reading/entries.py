"""A page for each entry of the menu card, role, network and agenda, and their overviews. For who may see the entry."""

from __future__ import annotations

from flask import Blueprint, render_template

from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Network, RoleDescription
from kennisplatform.site import site
from kennisplatform.vocabulary import Sector, Theme
from kennisplatform.web.base import visibility
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.page_memory import remembered
from kennisplatform.web.reading.entry_page import render_entry
from kennisplatform.web.search.finder import MENU_CARD

blueprint = Blueprint("entries", __name__)


@blueprint.get("/menukaart")
@for_everyone
@remembered
def menu_card() -> str:
    """Show the menu card with its filters."""
    return MENU_CARD.show()


@blueprint.get("/menukaart/<slug>")
@for_everyone
@remembered
def menu_card_entry(slug: str) -> str:
    """Show an example, pilot, covenant or information structure."""
    return render_entry(visibility.entry_or_404(MenuCardEntry, slug))


@blueprint.get("/rollen")
@for_everyone
@remembered
def roles() -> str:
    """List the role descriptions, in the order of the themes."""
    found = visibility.visible(site.catalogue.of_type(RoleDescription))
    return render_template(
        "reading/roles.html", roles=sorted(found, key=lambda role: list(Theme).index(role.themes[0]))
    )


@blueprint.get("/rollen/<slug>")
@for_everyone
@remembered
def role(slug: str) -> str:
    """Show the role description of a theme."""
    return render_entry(visibility.entry_or_404(RoleDescription, slug))


@blueprint.get("/netwerken/<slug>")
@for_everyone
@remembered
def network(slug: str) -> str:
    """Show a network."""
    return render_entry(visibility.entry_or_404(Network, slug))


@blueprint.get("/agenda")
@for_everyone
@remembered
def agendas() -> str:
    """List the agendas, in the order of the sectors."""
    found = visibility.visible(site.catalogue.of_type(Agenda))
    return render_template("reading/agendas.html", agendas=sorted(found, key=lambda a: list(Sector).index(a.sector)))


@blueprint.get("/agenda/<slug>")
@for_everyone
@remembered
def agenda(slug: str) -> str:
    """Show the agenda of a sector; its file is named after the sector."""
    return render_entry(visibility.entry_or_404(Agenda, slug))
