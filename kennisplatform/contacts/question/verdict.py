"""How sure an answer is: who may be the one to call, whether that is certain, and what to ask where it is not.

Being sure and wrong is the worst that a desk can do at night. So there is one to call only where the question leaves
one: one organisation that is named, or the one company that supplies all that was asked where it was asked. Whatever
was guessed or is unknown takes the certainty away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kennisplatform.contacts.calling.lines import CallReason, Line, line_for
from kennisplatform.contacts.question.question import AREAS, Question
from kennisplatform.contacts.supply import (
    companies_behind,
    companies_in,
    national_companies,
    networks_of,
    safety_regions,
)
from kennisplatform.entries.models import Contact, Entry
from kennisplatform.search.dutch.analysis import forms
from kennisplatform.vocabulary import Theme

QUIET_THEMES = frozenset({Theme.REGIONAL_NETWORKS, Theme.RISK_ASSESSMENT, Theme.RISK_CONTROL, Theme.EXERCISES})
"""What people prepare: who asks about it does not want a line for emergencies."""


SHORTEST_KEYWORD = 5
"""Letters of a keyword that may also begin a longer word of a question."""


class Missing(Enum):
    """What the question does not say, and what would decide."""

    PLACE = "plaats"
    REGION = "regio"
    SUBJECT = "onderwerp"
    COMPANY = "bedrijf"


@dataclass(frozen=True)
class Call:
    """Somebody who may be called, and the number that is meant for it now; None where no number is."""

    contact: Contact
    line: Line | None


@dataclass(frozen=True)
class Verdict:
    """Who may be the one to call, the best first, and whether it is certain that it is the first."""

    calls: tuple[Call, ...] = ()
    missing: Missing | None = None
    is_certain: bool = False

    @property
    def candidates(self) -> tuple[Contact, ...]:
        """Who may be the one to call."""
        return tuple(call.contact for call in self.calls)

    @property
    def line(self) -> Line | None:
        """The number to call: only where it is certain whose."""
        return self.calls[0].line if self.is_certain else None

    @property
    def lacks_number(self) -> bool:
        """Tell whether it is certain whom to call, but not on which number."""
        return self.is_certain and self.line is None


def verdict(
    question: Question,
    visible: Mapping[str, Entry],
    not_covering: Sequence[Contact],
    of_type: Sequence[Contact],
    moment: datetime,
) -> Verdict:
    """Judge how certain it is whom to call at this moment; `of_type` are the contacts of the kind that was asked."""
    candidates, missing = _candidates(question, visible, not_covering, of_type)
    reason = _call_reason(question)
    calls = tuple(Call(contact, line_for(contact, reason, moment)) for contact in candidates)
    return Verdict(calls, missing, len(calls) == 1 and missing is None and not question.guessed)


def _call_reason(question: Question) -> CallReason:
    if question.is_urgent:
        return CallReason.ACUTE
    if question.is_of_customer or not QUIET_THEMES.isdisjoint(question.themes):
        return CallReason.PREPARATION
    return CallReason.ACUTE if question.themes or question.sectors else CallReason.UNSAID


_Found = tuple[Sequence[Contact], Missing | None]


def _candidates(
    question: Question, visible: Mapping[str, Entry], not_covering: Sequence[Contact], of_type: Sequence[Contact]
) -> _Found:
    organisations = [contact for contact in question.named if contact.organisation_type not in AREAS]
    if not_covering:
        there = _suppliers(question, visible) if question.regions else []
        return _unique([*organisations, *there]), Missing.SUBJECT
    if organisations:
        return organisations, None
    if of_type:
        return of_type, None
    if question.sectors:
        return _of_sectors(question, visible)
    if question.named:
        return question.named, None
    if question.regions:
        contacts = safety_regions(question.regions, visible)
        if len(question.regions) > 1:
            return contacts, Missing.REGION
        return contacts, None if question.themes else Missing.SUBJECT
    return [], Missing.REGION if question.themes else Missing.SUBJECT


def _of_sectors(question: Question, visible: Mapping[str, Entry]) -> _Found:
    national = [company for sector in question.sectors for company in national_companies(sector, visible)]
    behind = (company for sector in question.sectors for company in companies_behind(sector, visible))
    meant = [company for company in behind if _is_meant(company, question)]
    if not question.regions:
        is_divided = any(network.regions for s in question.sectors for network in networks_of(s, visible))
        return _unique([*meant, *national]), Missing.PLACE if is_divided else Missing.COMPANY
    per_sector = {
        sector: frozenset(
            frozenset(company.slug for company in companies_in(sector, region, visible, question.places))
            for region in question.regions
        )
        for sector in question.sectors
    }
    suppliers = _suppliers(question, visible)
    if len(frozenset().union(*per_sector.values())) == 1 and len(suppliers) == 1 and set(meant) <= set(suppliers):
        return suppliers, None
    found = _unique([*meant, *suppliers, *national])
    if len(set(per_sector.values())) > 1:
        return found, Missing.SUBJECT
    if len(question.regions) > 1 and not national:
        return found, Missing.REGION
    return found, Missing.PLACE if suppliers else Missing.COMPANY


def _is_meant(company: Contact, question: Question) -> bool:
    """Tell whether a word of the question is, or begins with, a keyword of a company: `hoogspanningsmast`."""
    keywords = {form for keyword in company.keywords for form in forms(keyword) if len(form) >= SHORTEST_KEYWORD}
    return any(word.startswith(keyword) for word in forms(question.text) for keyword in keywords)


def _suppliers(question: Question, visible: Mapping[str, Entry]) -> list[Contact]:
    sectors = question.sectors or tuple(sector for contact in question.named for sector in contact.sectors)
    cells = ((sector, region) for sector in sectors for region in question.regions)
    return _unique(c for sector, region in cells for c in companies_in(sector, region, visible, question.places))


def _unique(contacts: Iterable[Contact]) -> list[Contact]:
    return list({contact.slug: contact for contact in contacts}.values())
