"""The dates of a plan for a calendar program: when actions are due, and their milestones that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from kennisplatform.clean_text import clean
from kennisplatform.plans import moments, wording
from kennisplatform.plans.plan import Plan, PlanAction
from kennisplatform.plans.words import OPEN


def plan_as_calendar(plan: Plan, host: str, owner: str | None = None) -> bytes:
    """Return the file, of all or of what one organisation owns; `host` makes its marks unlike those of other sites."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kennisplatform//Actieplan//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", clean(f"{plan.title}: {owner}" if owner else plan.title))
    for there in plan.actions:
        if there.state not in OPEN or (owner is not None and there.action.owner.organisation != owner):
            continue
        for key, title, moment in _dates(there):
            calendar.add_component(_event(plan, there, f"{key}@{host}", title, moments.last_day(moment)))
    file: bytes = calendar.to_ical()
    return file


def _dates(there: PlanAction) -> Iterator[tuple[str, str, str]]:
    """Yield a key for life, a title and a moment for each date of an action."""
    action = there.action
    if action.due:
        yield f"{there.label}-gereed", f"Gereed: {action.sentence}", action.due
    for place, milestone in enumerate(action.milestones, 1):
        if milestone.due and not milestone.is_done:
            yield f"{there.label}-mijlpaal-{place}", f"Mijlpaal: {milestone.title}", milestone.due


def _event(plan: Plan, there: PlanAction, key: str, title: str, day: date) -> Event:
    """Return a whole day that makes nobody busy."""
    event = Event()
    event.add("uid", f"plan-{plan.id}-{key}")
    event.add("dtstamp", _stamp(there.changed_at))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", clean(f"{title} ({there.label})"))
    owner = wording.owner(there.action) or "nog geen eigenaar"
    event.add("description", clean(f"{there.action.sentence}\nEigenaar: {owner}\nPlan: {plan.title}"))
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    return event


def _stamp(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
