"""What the present request works with: who is looking, and the entries and the index at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, cast

import flask_login
from flask import Flask, abort, current_app, redirect, request, url_for

from kennisplatform import dutch_time
from kennisplatform.accounts.audit import AuditLog
from kennisplatform.accounts.directory import Account
from kennisplatform.accounts.sessions import LoginSession
from kennisplatform.accounts.two_step import TwoStep
from kennisplatform.contacts.openings import Openings
from kennisplatform.contacts.persons import Person, Persons
from kennisplatform.contacts.question.front_desk import Desk
from kennisplatform.curation.editor.drafts import Drafts
from kennisplatform.curation.feedback.organisation_reviews import Corrections
from kennisplatform.curation.feedback.reports import Reports
from kennisplatform.curation.worklist.link_check import CheckedLinks, LinkChecker
from kennisplatform.curation.worklist.worklist import Attention
from kennisplatform.curation.writing.editing import Editing
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.history.repository import Author, History
from kennisplatform.entries.models import Contact, Entry
from kennisplatform.permissions import ANONYMOUS, Viewer, as_seen_by, may_see, may_see_details, may_see_person
from kennisplatform.search.engine import SearchEngine
from kennisplatform.search.follower import IndexFollower
from kennisplatform.search.missed import MissedSearches

EntryType = TypeVar("EntryType", bound=Entry)

WITHOUT_CONTENT = frozenset(
    {"static", "bootstrap.static", "health.alive", "feeds.robots"} | {"offline.service_worker", "offline.manifest"}
)
"""Endpoints that answer without entries, also while the index is being made."""


def register(app: Flask) -> None:
    """Follow the files from the first request on, in every worker process; let templates know who is logged in."""
    app.before_request(_follow_the_files)
    app.context_processor(
        lambda: {"account": account(), "is_curator": viewer().is_curator, "hides_details": hides_details}
    )


def follower() -> IndexFollower:
    """Return the follower of the site, which knows the store and the engine."""
    return cast(IndexFollower, current_app.extensions["index_follower"])


def engine() -> SearchEngine:
    """Return the search engine."""
    return follower().engine


def editing() -> Editing:
    """Return what saves, renames, removes and puts back entries."""
    return cast(Editing, current_app.extensions["editing"])


def history() -> History:
    """Return what every file was before."""
    return editing().history


def author() -> Author:
    """Return under whose name the history records what is done now; only where somebody is logged in."""
    found = account()
    if found is None:
        abort(403)
    return Author(found.name, found.id)


def attention() -> Attention:
    """Return what tells what curators should look at."""
    return cast(Attention, current_app.extensions["attention"])


def reports() -> Reports:
    """Return what readers reported."""
    return cast(Reports, current_app.extensions["reports"])


def drafts() -> Drafts:
    """Return what curators were typing and did not save."""
    return cast(Drafts, current_app.extensions["drafts"])


def corrections() -> Corrections:
    """Return the links by which organisations correct their own contacts."""
    return cast(Corrections, current_app.extensions["corrections"])


def links() -> CheckedLinks:
    """Return what is known of links to other sites."""
    return cast(LinkChecker, current_app.extensions["link_checker"]).checked


def contact_desk() -> Desk:
    """Return what answers whom to turn to."""
    return cast(Desk, current_app.extensions["contact_desk"])


def persons() -> Persons:
    """Return the names of persons with contacts."""
    return cast(Persons, current_app.extensions["persons"])


def openings() -> Openings:
    """Return how often members open contacts."""
    return cast(Openings, current_app.extensions["openings"])


def missed_searches() -> MissedSearches:
    """Return the log of searches that found nothing."""
    return cast(MissedSearches, current_app.extensions["missed_searches"])


def catalogue() -> Catalogue:
    """Return all entries as last read, whoever may see them."""
    return follower().store.catalogue


def login_session() -> LoginSession | None:
    """Return the session in which somebody is logged in, None for a visitor."""
    signed_in = flask_login.current_user
    return cast(LoginSession, signed_in.session) if signed_in.is_authenticated else None


def signed_in() -> LoginSession:
    """Return the session, in a view that only lets in who is logged in."""
    return cast(LoginSession, flask_login.current_user.session)


def account() -> Account | None:
    """Return the account that is logged in, None for a visitor."""
    session = login_session()
    return session.account if session else None


def two_step() -> TwoStep:
    """Return the second steps of logging in."""
    return cast(TwoStep, current_app.extensions["two_step"])


def audit_log() -> AuditLog:
    """Return the log of who did what."""
    return cast(AuditLog, current_app.extensions["audit_log"])


def record(action: str, subject: str, detail: str = "") -> None:
    """Write in the audit log what the person who is logged in did to which object."""
    audit_log().record(account(), action, subject, detail)


def viewer() -> Viewer:
    """Return who is looking."""
    found = account()
    return found.viewer if found else ANONYMOUS


def visible(entries: Iterable[EntryType]) -> list[EntryType]:
    """Return the entries that the viewer may see, as they may see them, in the same order."""
    return [as_seen_by(viewer(), entry) for entry in entries if may_see(viewer(), entry)]


def visible_by_slug(slugs: Iterable[str]) -> list[Entry]:
    """Return the entries with these slugs that exist and that the viewer may see."""
    entries = catalogue().entries
    return visible(entries[slug] for slug in slugs if slug in entries)


def entry_or_404(model: type[EntryType], slug: str) -> EntryType:
    """Return an entry of one model; one that the viewer may not see is as absent as one that does not exist.

    An address with a former name of an entry leads on to that of today.
    """
    entry = catalogue().entries.get(slug)
    if entry is None and (renamed := catalogue().former_slugs.get(slug)):
        entry_or_404(model, renamed)
        values = {**(request.view_args or {}), **request.args.to_dict(flat=False), "slug": renamed}
        abort(redirect(url_for(str(request.endpoint), **values), 301))
    if not isinstance(entry, model) or not may_see(viewer(), entry):
        abort(404)
    return as_seen_by(viewer(), entry)


def hides_details(contact: Contact) -> bool:
    """Tell whether there is a telephone number or e-mail address that the viewer may not see."""
    whole = catalogue().entries.get(contact.slug)
    if not isinstance(whole, Contact) or not (whole.telephone or whole.email):
        return False
    return not may_see_details(viewer(), whole)


def person_of(contact: Contact) -> Person | None:
    """Return the person of a contact, when there is one that the viewer may see today."""
    return persons().of(contact, dutch_time.today()) if may_see_person(viewer(), contact) else None


def count_opening(contact: Contact) -> None:
    """Count that a member gets to see how to reach a contact: `contact` is as they may see it. Curators only check."""
    is_member_only = account() is not None and not viewer().is_curator
    if request.method == "GET" and is_member_only and (contact.telephone or contact.email):
        openings().count(contact, dutch_time.today())


def _follow_the_files() -> None:
    if request.endpoint not in WITHOUT_CONTENT:
        follower().ensure_following()
