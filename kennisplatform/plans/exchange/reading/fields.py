"""What a cell says, as fields of an action: one reader for each kind of column. None for what is not understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from kennisplatform.plans.action import (
    LONGEST_ACTION,
    LONGEST_DESCRIPTION,
    LONGEST_LINE,
    MOST_MILESTONES,
    MOST_ROWS,
    Action,
    CostLine,
    Milestone,
    Owner,
    Partner,
)
from kennisplatform.plans.exchange.reading import cells, costs, when
from kennisplatform.plans.exchange.reading.cells import plain
from kennisplatform.plans.exchange.reading.kinds import Kind
from kennisplatform.plans.plan import Plan
from kennisplatform.plans.words import Capacity, Certainty, CostKind
from kennisplatform.vocabulary import Recurrence

Fields = dict[str, Any]
Reader = Callable[[str, Action, Plan], Fields | None]
_NUMBERING = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]\s+|[a-zA-Z][.)]\s+|[-–•*·▪]\s*)")
_MILESTONE = re.compile(r"(.+?)(?: \(([^()]+)\))?(: gedaan)?")
_COST = re.compile(r"([^:]+): (.+?), ([^,(]+) \(([^()]+)\)(?:\. (.+))?")


def sentence_and_rest(text: str) -> tuple[str, str]:
    """Return one sentence that fits, and all of the text when it holds more than that."""
    lines = [_NUMBERING.sub("", line.strip()) for line in text.splitlines() if line.strip()]
    whole = " ".join(lines)
    if len(whole) <= LONGEST_ACTION:
        return whole, ""
    first = next(
        (part for part in (lines[0], *re.findall(r"^.+?[.;!?](?=\s)", whole)) if len(part) <= LONGEST_ACTION), ""
    )
    return first or whole[: LONGEST_ACTION - 1].rpartition(" ")[0] + "…", "\n".join(lines)


def _text(name: str, longest: int) -> Reader:
    return lambda text, _action, _plan: {name: text} if len(text) <= longest else None


def _word(name: str, read: Callable[[str], object]) -> Reader:
    def fields(text: str, _action: Action, _plan: Plan) -> Fields | None:
        word = read(text)
        return {name: word} if word or not text else None

    return fields


def _sentence(text: str, action: Action, _plan: Plan) -> Fields | None:
    sentence, rest = sentence_and_rest(text)
    if not sentence:
        return None
    return {"sentence": sentence} | ({"description": _longer(rest, action.description)} if rest else {})


def _longer(text: str, other: str) -> str:
    return "\n\n".join(filter(None, (text, other)))[:LONGEST_DESCRIPTION]


def _points(text: str, _action: Action, plan: Plan) -> Fields | None:
    numbers = {plain(point.title): point.number for point in plan.points}
    named = [numbers.get(plain(line)) for line in text.splitlines() if line.strip()]
    return {"points": tuple(dict.fromkeys(named))} if None not in named else None


def _owner(text: str, action: Action, _plan: Plan) -> Fields | None:
    read = cells.owners(text)
    if any(len(name) > LONGEST_LINE for name in (read.organisation, read.function, *read.partners)):
        return None
    owner = Owner(organisation=read.organisation, function=read.function or action.owner.function)
    others = tuple(Partner(organisation=name) for name in read.partners)
    known = {partner.organisation for partner in action.partners}
    partners = (*action.partners, *(other for other in others if other.organisation not in known))
    return {"owner": owner, "partners": partners} if len(partners) <= MOST_ROWS else None


def _function(text: str, action: Action, _plan: Plan) -> Fields | None:
    return {"owner": action.owner.model_copy(update={"function": text})} if len(text) <= LONGEST_LINE else None


def _partners(text: str, action: Action, _plan: Plan) -> Fields | None:
    partners = []
    for line in text.splitlines():
        name, apart, brings = line.partition(": ")
        names = [name] if apart else cells.names_in(line)
        partners += [Partner(organisation=each[:LONGEST_LINE], brings=brings[:LONGEST_LINE]) for each in names if each]
    return {"partners": tuple(partners)} if len(partners) <= MOST_ROWS else None


def _start(text: str, _action: Action, _plan: Plan) -> Fields | None:
    moment = when.moment(text, is_end=False)
    return {"start": moment or ""} if moment or not text else None


def _due(text: str, action: Action, plan: Plan) -> Fields | None:
    moment = when.moment(text)
    return {"due": moment or ""} if moment or not text else _period(text, action, plan)


def _period(text: str, _action: Action, _plan: Plan) -> Fields | None:
    if not text:
        return {"start": "", "due": ""}
    read = when.period(text)
    return dict(zip(("start", "due"), read, strict=True)) if read else None


def _milestones(text: str, _action: Action, _plan: Plan) -> Fields | None:
    milestones = []
    for line in filter(None, map(str.strip, text.splitlines())):
        title, moment, done = _MILESTONE.fullmatch(line).groups()  # type: ignore[union-attr]
        due = when.moment(moment) if moment else ""
        if due is None:
            title, due = f"{title} ({moment})", ""
        milestones.append(Milestone(title=_NUMBERING.sub("", title)[:LONGEST_LINE], due=due, is_done=bool(done)))
    return {"milestones": tuple(milestones)} if len(milestones) <= MOST_MILESTONES else None


def _capacity(text: str, action: Action, _plan: Plan) -> Fields | None:
    capacity = costs.capacity(text) if text else Capacity.UNKNOWN
    return {"capacity": capacity} if capacity else _cost(costs.amounts(text), action)


def _hours(text: str, action: Action, _plan: Plan) -> Fields | None:
    return _cost(costs.amounts(text, is_hours=True), action) if text else {}


def _cost(line: CostLine | None, action: Action) -> Fields | None:
    if line is None:
        return None
    if line.high == 0:
        return {"capacity": Capacity.FITS}
    others = tuple(cost for cost in action.costs if cost.kind is not line.kind)
    return {"capacity": Capacity.COSTS, "costs": (*others, line)}


def _cost_lines(text: str, _action: Action, _plan: Plan) -> Fields | None:
    lines = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = _COST.fullmatch(line)
        amount = costs.amounts(parts[2]) if parts else None
        kind, often, sure = (
            (cells.term(CostKind, parts[1]), cells.term(Recurrence, parts[3]), cells.term(Certainty, parts[4]))
            if parts
            else (None, None, None)
        )
        if not (parts and amount and kind and often and sure):
            return None
        source = (parts[5] or "")[:LONGEST_LINE]
        lines.append(
            CostLine(kind=kind, low=amount.low, high=amount.high, recurrence=often, certainty=sure, source=source)
        )
    return {"costs": tuple(lines)} if len(lines) <= MOST_ROWS else None


def _financing(text: str, _action: Action, _plan: Plan) -> Fields | None:
    if not text or plain(text).startswith("nog af te spreken"):
        return {"financing": None}
    shares = costs.financing(text)
    return {"financing": shares} if shares else None


def _examples(text: str, action: Action, _plan: Plan) -> Fields | None:
    by_title = {example.title: example for example in action.examples}
    named = [by_title.get(line.strip()) for line in text.splitlines() if line.strip()]
    return {"examples": tuple(named)} if None not in named else None


READERS: Mapping[Kind, Reader] = {
    Kind.SENTENCE: _sentence,
    Kind.DESCRIPTION: _text("description", LONGEST_DESCRIPTION),
    Kind.POINTS: _points,
    Kind.OCCASION: _text("occasion", LONGEST_LINE),
    Kind.THEME: _word("theme", cells.theme),
    Kind.LEVEL: _word("level", cells.level),
    Kind.FUNCTION: _function,
    Kind.PARTNERS: _partners,
    Kind.ORGANISATION: _owner,
    Kind.PERIOD: _period,
    Kind.START: _start,
    Kind.DUE: _due,
    Kind.PRIORITY: _word("priority", cells.priority),
    Kind.MILESTONES: _milestones,
    Kind.COSTS: _cost_lines,
    Kind.CAPACITY: _capacity,
    Kind.HOURS: _hours,
    Kind.FINANCING: _financing,
    Kind.DEPENDS_ON: _text("depends_on", LONGEST_LINE),
    Kind.EXAMPLES: _examples,
    Kind.EVIDENCE: _text("evidence", LONGEST_DESCRIPTION),
    Kind.OUTCOME: _text("outcome", LONGEST_DESCRIPTION),
}
"""In the order in which they are asked: a later one stands on what an earlier one read."""
