"""What stands on the page of an entry, whatever its kind: for the page itself, and for the preview while it is edited.

An entry that comes in here was found visible already; all around it is only what the viewer may see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template

from kennisplatform import dutch_time
from kennisplatform.contacts.persons import Person
from kennisplatform.contacts.question.answer import FALLBACK
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Contact, Entry, Network, Page, RoleDescription
from kennisplatform.entries.text.rendering import RenderedText, render
from kennisplatform.site import site
from kennisplatform.vocabulary import MENU_CARD_KINDS
from kennisplatform.web.base import current, extras, visibility
from kennisplatform.web.reading import attachments, search_url
from kennisplatform.web.reading.attachments import ShownAttachment

WHOLE_PAGE = "base.html"


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


def page_of(entry: Entry, attached: Iterable[ShownAttachment] | None = None) -> EntryPage:
    """Gather what stands around an entry: its contacts, what it names, what names it, and what resembles it.

    `attached` is for an entry that is not as it is today, and has other attachments.
    """
    contacts = [contact for contact in visibility.visible_by_slug(entry.contacts) if isinstance(contact, Contact)]
    related = visibility.visible_by_slug(entry.related)
    known = {entry.slug, *entry.contacts, *entry.related}
    referrers = site.catalogue.referrers.get(entry.slug, ())
    mentioned_in = visibility.visible_by_slug(slug for slug in referrers if slug not in known)
    named = known.union(found.slug for found in mentioned_in)
    found = site.engine.related(entry.slug, current.viewer())
    similar = visibility.visible_by_slug(one.slug for one in found if one.slug not in named)
    return EntryPage(
        entry,
        render(entry.body),
        tuple(attachments.listed_attachments(entry) if attached is None else attached),
        tuple(contacts),
        tuple(related),
        tuple(mentioned_in),
        tuple(similar),
    )


def examples_near(network: Network) -> list[MenuCardEntry]:
    """Return the examples of the sector that were done in the regions of a network; a national one has none nearby."""
    found = (
        entry
        for entry in visibility.visible(site.catalogue.of_type(MenuCardEntry))
        if network.sector in entry.sectors and set(entry.regions) & set(network.regions)
    )
    return sorted(found, key=lambda entry: entry.title)


def render_entry(entry: Entry, layout: str = WHOLE_PAGE, attached: Iterable[ShownAttachment] | None = None) -> str:
    """Return the page of an entry; another layout than that of the site shows it elsewhere."""
    page = page_of(entry, attached)
    match entry:
        case MenuCardEntry():
            return render_template("reading/menu_card_entry.html", page=page, layout=layout)
        case RoleDescription():
            examples = search_url.url(search_url.narrowed_to(*entry.themes, *MENU_CARD_KINDS))
            return render_template("reading/role.html", page=page, layout=layout, examples_url=examples)
        case Contact():
            is_today = layout == WHOLE_PAGE  # a name is no part of an entry: not of how it was, nor of its preview
            return render_template(
                "contacts/contact.html",
                page=page,
                layout=layout,
                desk_slug=FALLBACK,
                person=extras.or_else(None, lambda: _person(entry)) if is_today else None,
                opened=_opened(entry) if is_today else 0,
            )
        case Network():
            agendas = (agenda for agenda in site.catalogue.of_type(Agenda) if agenda.sector is entry.sector)
            return render_template(
                "contacts/network.html",
                page=page,
                layout=layout,
                agendas=visibility.visible(agendas),
                examples=examples_near(entry),
                examples_url=search_url.url(
                    search_url.narrowed_to(*entry.tagged_sectors, *entry.regions, *MENU_CARD_KINDS)
                ),
            )
        case Agenda():
            points = [(point, visibility.visible_by_slug(point.examples)) for point in entry.points_by_priority()]
            return render_template("reading/agenda.html", page=page, layout=layout, points=points)
    raise TypeError(type(entry))


def _person(contact: Contact) -> Person | None:
    return site.persons.visible_to(current.viewer(), contact, dutch_time.today())


def _opened(contact: Contact) -> int:
    """Return how often members opened a contact lately; only curators get to know."""
    if not current.viewer().is_curator:
        return 0
    return extras.or_else(0, lambda: site.openings.of(contact, dutch_time.today()))


def render_page(page: Page, layout: str = WHOLE_PAGE) -> str:
    """Return a page about the site itself, in a layout as for entries."""
    return render_template("reading/page.html", page=page, text=render(page.body), layout=layout)
