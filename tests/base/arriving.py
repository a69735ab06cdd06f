"""Somebody of every kind at a site where there is something of everything to do, who opens all that they may open."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup
from flask import Flask

from kennisplatform.curation.editor.form_values import form_data_of
from kennisplatform.curation.editor.opened_entry import opened
from kennisplatform.curation.feedback.reports import NewReport, ReportKind
from kennisplatform.curation.prepared.prepared_changes import PreparedText
from kennisplatform.entries.history.repository import Author
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.plans.worlds import lived_in
from tests.trouble.world import addresses
from tests.visitor import Visitor, logged_in
from tests.walking import walked


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
