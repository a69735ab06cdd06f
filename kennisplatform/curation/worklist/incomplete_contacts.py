"""Contacts that lack something, by organisation: whoever asks an organisation asks it about all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kennisplatform.curation.worklist.completeness import RULE_LABELS, Incomplete, incomplete
from kennisplatform.entries.models import Contact


@dataclass(frozen=True)
class IncompleteOrganisation:
    """An organisation with its contacts that lack something."""

    name: str
    contacts: tuple[Incomplete[Contact], ...]

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


def incomplete_contacts(contacts: Iterable[Contact]) -> tuple[Incomplete[Contact], ...]:
    """Return the contacts on the site, or about to be, that lack something; who lacks most comes first."""
    return tuple(sorted(incomplete(contacts), key=lambda one: (-len(one.shortcomings), one.entry.title.casefold())))


def by_organisation(contacts: Iterable[Contact], rule: str = "") -> tuple[IncompleteOrganisation, ...]:
    """Return the organisations with contacts that lack something (what this rule asks for), most lacking first."""
    found: dict[str, list[Incomplete[Contact]]] = {}
    for one in incomplete_contacts(contacts):
        if not rule or any(lacking.rule == rule for lacking in one.shortcomings):
            found.setdefault(one.entry.organisation, []).append(one)
    organisations = [IncompleteOrganisation(name, tuple(ones)) for name, ones in found.items()]
    return tuple(sorted(organisations, key=lambda one: (-one.lacking, one.name.casefold())))


def counted_by_rule(contacts: Iterable[Contact]) -> tuple[RuleCount, ...]:
    """Return how many contacts lack what each rule asks for, in the order of the rules, without rules that all keep."""
    lacking = [{shortcoming.rule for shortcoming in one.shortcomings} for one in incomplete_contacts(contacts)]
    counts = (RuleCount(rule, label, sum(rule in rules for rules in lacking)) for rule, label in RULE_LABELS.items())
    return tuple(count for count in counts if count.count)
