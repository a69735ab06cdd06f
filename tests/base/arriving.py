"""Somebody of every kind at a site where there is something of everything to do, who opens all that they may open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask

from kennisplatform.curation.editor.form_values import form_data_of
from kennisplatform.curation.editor.opened_entry import opened
from kennisplatform.curation.feedback.reports import NewReport, ReportKind
from kennisplatform.curation.prepared.prepared_changes import PreparedText
from kennisplatform.entries.history.repository import Author
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.conftest import ContentFolder
from tests.plans.worlds import lived_in
from tests.trouble.world import addresses, fill
from tests.visitor import Visitor, logged_in
from tests.walking import walked

EVERYBODY = (*reversed(Role), None)
"""The roles, and a visitor; whoever has most rights first."""


def fill_with_everything(content: ContentFolder) -> None:
    """Fill the site with one of everything, so that every page has something to show."""
    fill(content)
    content.entry("menukaart", "voorbeeld-2", contacten=["contact-1"])
    content.entry("menukaart", "concept", status="concept")


@dataclass(frozen=True)
class FoundForm:
    """A form, the page on which it stands, and who sees it."""

    visitor: Visitor
    here: str
    tag: Tag

    @property
    def target(self) -> str:
        """The address to which it is sent."""
        return urljoin(self.here, str(self.tag.get("action") or self.here))

    @property
    def path(self) -> str:
        """That address without its query."""
        return urlsplit(self.target).path

    @property
    def method(self) -> str:
        """How it is sent: GET or POST."""
        return str(self.tag.get("method", "get")).upper()

    def names(self, fields: str) -> tuple[str, ...]:
        """Return the names of its fields that this selector finds."""
        return tuple(str(field["name"]) for field in self.tag.select(fields))


def every_form(app: Flask) -> Iterator[FoundForm]:
    """Yield every form of the site once, as whoever has most rights sees it, and then what only others see.

    What a form does with a text does not depend on who sends it: forms are the same when they have the same fields and
    are sent to the same route.
    """
    adapter, seen = app.url_map.bind("localhost"), set()
    for role in EVERYBODY:
        visitor = arrived(app, role) if role is EVERYBODY[0] else logged_in(app, role) if role else Visitor(app)
        for here, page in pages(app, visitor, role):
            for tag in page.select("form"):
                form = FoundForm(visitor, here, tag)
                endpoint, _ = adapter.match(form.path, method=form.method)
                key = (endpoint, form.names("[name]"))
                if key not in seen:
                    seen.add(key)
                    yield form


def arrived(app: Flask, role: Role | None) -> Visitor:
    """Return somebody with this role, who leads a plan; for curators a report and a prepared change wait."""
    if role is None:
        return Visitor(app)
    visitor, site = logged_in(app, role), site_of(app)
    account = site.accounts.by_email(f"{role}@voorbeeld.nl")
    assert account
    lived_in(site, account, site.accounts.add("ander@voorbeeld.nl", "Ander", Role.MEMBER))
    site.reports.add(NewReport(ReportKind.CORRECTION, "Een titel", "Dit klopt niet.", "voorbeeld-1"))
    found = opened("voorbeeld-1", site.store)
    assert found and found.document
    typed = form_data_of(found.document, found.fields).changed({"titel": ("Anders",)})
    text = PreparedText("voorbeeld-1", found.kind, found.version, typed, "Kijk hiernaar", asks_review=True)
    site.prepared_changes.start(text, Author("Ander"))
    return visitor


def pages(app: Flask, visitor: Visitor, role: Role | None) -> Iterator[tuple[str, BeautifulSoup]]:
    """Yield every page that links lead to, and those that are asked for otherwise."""
    seen = set()
    for here, page in walked(app, visitor):
        seen.add(here)
        yield here, page
    for address in addresses(role):
        if address in seen:
            continue
        with visitor.client.get(address) as answer:
            if answer.status_code == 200 and answer.mimetype == "text/html":
                yield address, BeautifulSoup(answer.text, "html.parser")
