"""What stands on the page of an entry, whatever its kind: for the page itself, and for the preview while it is edited.

An entry that comes in here was found visible already; all around it is only what the viewer may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from markupsafe import Markup

from kennisplatform import dutch_time
from kennisplatform.contacts.persons import Person
from kennisplatform.contacts.question.answer import FALLBACK
from kennisplatform.entries.menu_card.labels import Labels, labels_of
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Agenda, Contact, Entry, Network, OneSectorEntry, Page, RoleDescription
from kennisplatform.entries.text.rendering import RenderedText, render, render_once
from kennisplatform.search.engine import SearchUnavailable, Suggestion
from kennisplatform.site import site
from kennisplatform.vocabulary import Term
from kennisplatform.web.base import current, extras, visibility
from kennisplatform.web.reading import attachments
from kennisplatform.web.reading.attachments import ShownAttachment
from kennisplatform.web.reading.sector_examples import examples_of
from kennisplatform.web.search import search_url
from kennisplatform.web.search.finder import MENU_CARD

WHOLE_PAGE = "base.html"
MOST_RELATED = 8
"""Related entries that a page shows at once; the others are folded."""


@dataclass(frozen=True)
class Related:
    """An entry that has to do with another one, and why, in Dutch."""

    entry: Entry
    why: str


@dataclass(frozen=True)
class EntryPage:
    """An entry with all around it that its page shows: only what the viewer may see."""

    entry: Entry
    labels: Labels
    text: RenderedText
    attachments: tuple[ShownAttachment, ...]
    contacts: tuple[Contact, ...]
    related: tuple[Related, ...]
    more_related: tuple[Related, ...]
    """Those after the first `MOST_RELATED`."""
    replaced_by: Entry | str | None
    """What came in its place, or its name when that is no entry."""
    changed_at: datetime | None
    """When it was changed for the last time, however little; None where the history does not tell."""

    def source_number(self, title: str | None) -> int | None:
        """Return the place, from 1, of the source with this title in the list of sources."""
        titles = [source.title for source in self.entry.sources]
        return titles.index(title) + 1 if title in titles else None


def page_of(entry: Entry, attached: Iterable[ShownAttachment] | None = None, *, is_today: bool = True) -> EntryPage:
    """Gather what stands around an entry: its contacts, and what has to do with it.

    `attached` is for an entry that is not as it is today, and has other attachments.
    """
    contacts = [contact for contact in visibility.visible_by_slug(entry.contacts) if isinstance(contact, Contact)]
    related = tuple(_related(entry, _resembling(entry) if is_today else ()))
    return EntryPage(
        entry,
        labels_of(entry, dutch_time.today()),
        render(entry.body) if is_today else render_once(entry.body),
        tuple(attachments.listed_attachments(entry) if attached is None else attached),
        tuple(contacts),
        related[:MOST_RELATED],
        related[MOST_RELATED:],
        replaced_by(entry),
        _changed_at(entry) if is_today else None,
    )


def _resembling(entry: Entry) -> list[Suggestion]:
    """Return what resembles an entry; nothing while the search is away, for its page can do without."""
    try:
        return site.engine.related(entry.slug, current.viewer())
    except SearchUnavailable:
        return []


def _changed_at(entry: Entry) -> datetime | None:
    change = site.history.last_changes().get(site.store.name_of(entry))
    return change.at if change else None


def _related(entry: Entry, resembling: Iterable[Suggestion]) -> Iterator[Related]:
    """Yield what an entry names, what names it and what resembles it, each once and with the first reason."""
    named = {entry.slug, *entry.contacts}
    similar = (near.slug for near in resembling)
    reasons: tuple[tuple[Iterable[str], Callable[[Entry], str]], ...] = (
        (entry.related, lambda _: "hoort hierbij"),
        (site.catalogue.referrers.get(entry.slug, ()), _why_it_refers),
        (similar, lambda near: _why_it_resembles(near, entry)),
    )
    for slugs, why in reasons:
        for near in visibility.visible_by_slug(slug for slug in slugs if slug not in named):
            named.add(near.slug)
            if slugs is not similar or _is_about_the_same(near, entry):
                yield Related(near, why(near))


def _is_about_the_same(near: Entry, entry: Entry) -> bool:
    """Tell whether an entry can resemble another one; what is about one sector resembles nothing of another."""
    return not isinstance(entry, OneSectorEntry) or entry.sector in near.tagged_sectors


def _why_it_refers(referrer: Entry) -> str:
    return "noemt dit als voorbeeld" if isinstance(referrer, Agenda) else "verwijst hiernaar"


def _why_it_resembles(near: Entry, entry: Entry) -> str:
    shared = [term for term in _terms(near) if term in _terms(entry)]
    return f"lijkt hierop: ook over {shared[0].label.lower()}" if shared else "lijkt hierop"


def _terms(entry: Entry) -> tuple[Term, ...]:
    return (*entry.tagged_sectors, *entry.tagged_themes)


def replaced_by(entry: Entry) -> Entry | str | None:
    """Return what came in the place of an entry, None when there is nothing or the viewer may not see it."""
    name = entry.replaced_by if isinstance(entry, MenuCardEntry) else None
    if name is None or name not in site.catalogue.entries:
        return name
    return next(iter(visibility.visible_by_slug([name])), None)


def render_entry(entry: Entry, layout: str = WHOLE_PAGE, attached: Iterable[ShownAttachment] | None = None) -> str:
    """Return the page of an entry; another layout than that of the site shows it elsewhere."""
    is_today = layout == WHOLE_PAGE
    page = page_of(entry, attached, is_today=is_today)
    match entry:
        case MenuCardEntry():
            return render_template("reading/menu_card_entry.html", page=page, layout=layout)
        case RoleDescription():
            examples = search_url.url(search_url.narrowed_to(*entry.themes), MENU_CARD.endpoint)
            return render_template("reading/role.html", page=page, layout=layout, examples_url=examples)
        case Contact():
            # A name is no part of an entry: not of how it was, nor of its preview.
            return render_template(
                "contacts/contact.html",
                page=page,
                layout=layout,
                desk_slug=FALLBACK,
                falls_back_on=next(iter(visibility.visible_by_slug([entry.falls_back_on or ""])), None),
                person=extras.or_else(None, lambda: _person(entry)) if is_today else None,
                opened=_opened(entry) if is_today else 0,
            )
        case Network():
            agendas = (agenda for agenda in site.catalogue.of_type(Agenda) if agenda.sector is entry.sector)
            return render_template(
                "contacts/network.html",
                page=page,
                layout=layout,
                desk_slug=FALLBACK,
                agendas=visibility.visible(agendas),
                examples=examples_of(entry.sector, entry.regions),
                examples_url=search_url.url(search_url.narrowed_to(entry.sector), MENU_CARD.endpoint),
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


def render_preview(content: Entry | Page) -> Markup:
    """Return how an entry or a page will look, without what stands around it on the site."""
    layout = "editor/_preview_layout.html"
    html = render_entry(content, layout) if isinstance(content, Entry) else render_page(content, layout)
    return Markup(html)  # noqa: S704


def render_page(page: Page, layout: str = WHOLE_PAGE) -> str:
    """Return a page about the site itself, in a layout as for entries."""
    text_of = render if layout == WHOLE_PAGE else render_once
    return render_template("reading/page.html", page=page, text=text_of(page.body), layout=layout)
