"""The order of calling for a sector in a region: first whom, then whom, and at last what always answers.

It is made for any hour: of each contact the number that may be relied on most. Who has no number stands in it as well,
so that a reader knows whom to ask for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kennisplatform.contacts.calling.call_rules import CallRules, Rule, Who
from kennisplatform.contacts.calling.lines import Line, best_line, lines_of
from kennisplatform.contacts.question.places import Place
from kennisplatform.contacts.supply import companies_in, national_companies, safety_regions
from kennisplatform.entries.models import Contact, Entry
from kennisplatform.vocabulary import Region, Sector


@dataclass(frozen=True)
class Step:
    """Whom to call: a contact, or a service with a number of its own. `line` is None where no number is known."""

    name: str
    contact: Contact | None
    line: Line | None
    reason: str = ""
    after_minutes: int | None = None


@dataclass(frozen=True)
class Spot:
    """Where something fails: a sector in a region, and the places in it as far as they are known."""

    sector: Sector
    region: Region
    places: tuple[Place, ...] = ()


def call_order(rules: CallRules, spot: Spot, visible: Mapping[str, Entry]) -> tuple[Step, ...]:
    """Return the steps for a spot; each contact is followed by the one that it falls back on."""
    steps: dict[str, Step] = {}
    for rule in rules.steps.get(spot.sector, ()):
        for step in _steps(rule, _there(rule.role, spot, visible), visible):
            steps.setdefault(step.contact.slug if step.contact else step.name, step)
    return tuple(steps.values())


def always_answering(rules: CallRules, sectors: Iterable[Sector], visible: Mapping[str, Entry]) -> tuple[Step, ...]:
    """Return what answers whatever happens, as far as it is for these sectors; who may not be seen is left out."""
    asked = frozenset(sectors)
    fitting = (rule for rule in rules.always if not rule.sectors or not asked or asked & frozenset(rule.sectors))
    return tuple(step for rule in fitting for step in _steps(rule, (), visible) if step.line)


def _there(role: Who | None, spot: Spot, visible: Mapping[str, Entry]) -> Sequence[Contact]:
    match role:
        case Who.COMPANY:
            companies = companies_in(spot.sector, spot.region, visible, spot.places)
            return companies or national_companies(spot.sector, visible)
        case Who.SAFETY_REGION:
            return safety_regions((spot.region,), visible)
    return ()


def _steps(rule: Rule, there: Sequence[Contact], visible: Mapping[str, Entry]) -> Iterator[Step]:
    if rule.line:
        yield Step(rule.line.label, None, rule.line, rule.reason, rule.after_minutes)
    named = visible.get(rule.contact or "")
    for contact in (*there, *([named] if isinstance(named, Contact) else [])):
        yield Step(contact.organisation, contact, best_line(contact), rule.reason, rule.after_minutes)
        numbers = {line.number for line in lines_of(contact)}
        for other in _falling_back(contact, visible):
            line = best_line(other)
            if line is None or line.number not in numbers:
                yield Step(other.organisation, other, line, f"Als {contact.organisation} niet opneemt.")


def _falling_back(contact: Contact, visible: Mapping[str, Entry]) -> Iterator[Contact]:
    """Yield who comes after a contact, and after that one; each once, whatever the entries say of each other."""
    met = {contact.slug}
    while contact.falls_back_on and contact.falls_back_on not in met:
        following = visible.get(contact.falls_back_on)
        if not isinstance(following, Contact):
            return
        met.add(following.slug)
        contact = following
        yield contact
