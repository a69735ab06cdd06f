"""Contacts that lack something, by organisation: whoever asks an organisation asks it about all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kennisplatform.curation.completeness import RULE_LABELS, Shortcoming, shortcomings
from kennisplatform.entries.models import Contact
from kennisplatform.vocabulary import Status


@dataclass(frozen=True)
class IncompleteContact:
    """A contact and what it lacks."""

    contact: Contact
    shortcomings: tuple[Shortcoming, ...]


@dataclass(frozen=True)
class IncompleteOrganisation:
    """An organisation with its contacts that lack something."""

    name: str
    contacts: tuple[IncompleteContact, ...]

    @property
    def lacking(self) -> int:
        """How many things are to be added."""
        return sum(len(one.shortcomings) for one in self.contacts)


@dataclass(frozen=True)
class RuleCount:
    """A rule and how many contacts break it."""

    rule: str
    label: str
    count: int


def incomplete_contacts(contacts: Iterable[Contact]) -> tuple[IncompleteContact, ...]:
    """Return the contacts on the site, or about to be, that lack something; who lacks most comes first."""
    alive = (contact for contact in contacts if contact.status in {Status.PUBLISHED, Status.IN_REVIEW})
    found = [IncompleteContact(contact, lacking) for contact in alive if (lacking := shortcomings(contact))]
    return tuple(sorted(found, key=lambda one: (-len(one.shortcomings), one.contact.title.casefold())))


def by_organisation(contacts: Iterable[Contact], rule: str = "") -> tuple[IncompleteOrganisation, ...]:
    """Return the organisations with contacts that lack something (what this rule asks for), most lacking first."""
    found: dict[str, list[IncompleteContact]] = {}
    for one in incomplete_contacts(contacts):
        if not rule or any(lacking.rule == rule for lacking in one.shortcomings):
            found.setdefault(one.contact.organisation, []).append(one)
    organisations = [IncompleteOrganisation(name, tuple(ones)) for name, ones in found.items()]
    return tuple(sorted(organisations, key=lambda one: (-one.lacking, one.name.casefold())))


def counted_by_rule(contacts: Iterable[Contact]) -> tuple[RuleCount, ...]:
    """Return how many contacts lack what each rule asks for, in the order of the rules, without rules that all keep."""
    lacking = [{shortcoming.rule for shortcoming in one.shortcomings} for one in incomplete_contacts(contacts)]
    counts = (RuleCount(rule, label, sum(rule in rules for rules in lacking)) for rule, label in RULE_LABELS.items())
    return tuple(count for count in counts if count.count)
