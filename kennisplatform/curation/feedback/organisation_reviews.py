"""Corrections by an organisation itself: a curator hands out a link for one contact, and a proposal comes back.

The link works once. Its holder is trusted with exactly this contact: to see how it is reached, and to propose something
else (`organisation_answers`). Nothing changes on the site until a curator saves it. Who the link was sent to is not
kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kennisplatform.accounts import one_time_links
from kennisplatform.accounts.one_time_links import ActiveLink, InvalidLink, Purpose
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.opened_entry import OpenedEntry, opened
from kennisplatform.curation.feedback.organisation_answers import (
    TELEPHONE,
    breaches,
    current_values,
    fields,
)
from kennisplatform.curation.feedback.reports import NewReport, Proposal, insert
from kennisplatform.database.connection import Database
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.contact_data import telephone
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.models import Contact
from kennisplatform.vocabulary import Status

ASKED_FOR = timedelta(days=30)
"""How long an organisation has to answer: long enough for a holiday."""


PURPOSES = (Purpose.CORRECTION, Purpose.REMINDER)


@dataclass(frozen=True)
class ReviewRequest:
    """What was asked of an organisation: until when its link works, or when it answered."""

    until: datetime | None = None
    is_reminded: bool = False
    answered_at: datetime | None = None


class OrganisationReviews:
    """The links that were handed out, in the database, and what comes back by them.

    A link is kept by the slug that its contact had then, so a contact is named by all of them
    (`Catalogue.slugs_of`): a file may get another name without anybody telling.
    """

    follows_folders = ("contacten",)

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, slug: str, *former: str, valid_for: timedelta = ASKED_FOR) -> str:
        """Make the link for a contact and return its token; an earlier one for it stops working."""
        return self._issue(Purpose.CORRECTION, valid_for, slug, *former)

    def remind(self, slug: str, *former: str, valid_for: timedelta = ASKED_FOR) -> str:
        """Make another link for a contact that was asked for before and return its token; the earlier one stops."""
        return self._issue(Purpose.REMINDER, valid_for, slug, *former)

    def find(self, token: str) -> ActiveLink:
        """Return the link, whose subject is the slug of its contact; raise `InvalidLink` when it does not work."""
        with self._database.transaction() as session:
            return _found(session, token)[1]

    def send(self, token: str, report: NewReport) -> int:
        """Use up the link and keep what its holder proposes, both or neither; return the number of the report."""
        with self._database.transaction() as session:
            one_time_links.redeem(session, token, _found(session, token)[0])
            return insert(session, report)

    def asked(self, catalogue: Catalogue) -> Mapping[str, datetime]:
        """Return the slugs of today of the contacts for which a link works now, and until when."""
        return {slug: request.until for slug, request in self.requests(catalogue).items() if request.until}

    def requests(self, catalogue: Catalogue) -> Mapping[str, ReviewRequest]:
        """Return per slug of today what was asked of its organisation, as far as that is still kept."""
        with self._database.transaction() as session:
            active = [(purpose, link) for purpose in PURPOSES for link in one_time_links.active_links(session, purpose)]
            used = [link for purpose in PURPOSES for link in one_time_links.used_links(session, purpose)]
        found: dict[str, ReviewRequest] = {}
        for answered in sorted(used, key=lambda link: link.used_at):
            found[_slug_of_today(answered.subject, catalogue)] = ReviewRequest(answered_at=answered.used_at)
        for purpose, link in active:
            found[_slug_of_today(link.subject, catalogue)] = ReviewRequest(
                until=link.expires_at, is_reminded=purpose is Purpose.REMINDER
            )
        return found

    def withdraw(self, *slugs: str) -> bool:
        """Let the link for a contact work no more; False when there was none."""
        with self._database.transaction() as session:
            return _withdraw(session, *slugs)

    def _issue(self, purpose: Purpose, valid_for: timedelta, slug: str, *former: str) -> str:
        with self._database.transaction() as session:
            token = one_time_links.issue(session, purpose, valid_for, slug, *former)
            for other in PURPOSES:
                if other is not purpose:
                    one_time_links.withdraw(session, other, slug, *former)
            return token

    def follow(self, old: str | None, new: str | None) -> None:
        """Go along with a contact that got another slug, that is gone (`new` is None) or that is new (`old` is None).

        Who holds the link for one contact must not come to see another that gets its slug later.
        """

        def move(session: Session) -> None:
            if new is not None:
                _withdraw(session, new)
            if old is not None and new is not None:
                for purpose in PURPOSES:
                    one_time_links.follow(session, purpose, old, new)
            elif old is not None:
                _withdraw(session, old)

        self._database.sooner_or_later(f"de correctielink van {new or old}", move)


@dataclass(frozen=True)
class ProposedChange:
    """A field of a contact as it is now and as the organisation would have it, in words; empty for nothing."""

    label: str
    now: str
    proposed: str

    @property
    def is_done(self) -> bool:
        """Tell whether the contact says so already."""
        return self.now == self.proposed


def contact_to_correct(slug: str, catalogue: Catalogue, store: EntryStore) -> OpenedEntry | None:
    """Return the contact with this slug, or that had it before, unless it is archived, gone or unreadable."""
    contact = catalogue.entries.get(_slug_of_today(slug, catalogue))
    if not isinstance(contact, Contact) or contact.status is Status.ARCHIVED:
        return None
    return opened(contact.slug, store)


def advice(found: OpenedEntry, proposed: tuple[Proposal, ...]) -> tuple[str, ...]:
    """Return which rules for contacts a proposal would break, as sentences for a curator."""
    labels = {field.key: field.label for field in fields()}
    return tuple(f"{labels[one.field]}: {one.reason}." for one in breaches(found, proposed))


def changes(found: OpenedEntry | None, proposed: tuple[Proposal, ...]) -> tuple[ProposedChange, ...]:
    """Return a proposal beside what the contact says now."""
    now = current_values(found) if found else FormData()
    labels = {field.key: field.label for field in fields()}
    return tuple(
        ProposedChange(labels[one.key], _in_words(one.key, now.one(one.key)), _in_words(one.key, one.value))
        for one in proposed
        if one.key in labels
    )


def _found(session: Session, token: str) -> tuple[Purpose, ActiveLink]:
    for purpose in PURPOSES:
        with suppress(InvalidLink):
            return purpose, one_time_links.peek(session, token, purpose)
    raise InvalidLink


def _withdraw(session: Session, *slugs: str) -> bool:
    withdrawn = [one_time_links.withdraw(session, purpose, *slugs) for purpose in PURPOSES]
    return any(withdrawn)


def _slug_of_today(slug: str, catalogue: Catalogue) -> str:
    return catalogue.former_slugs.get(slug, slug)


def _in_words(key: str, value: str) -> str:
    field = next(field for field in fields() if field.key == key)
    if key == TELEPHONE:
        return telephone.dutch(value)
    return next((choice.label for choice in field.choices if choice.value == value), value)
