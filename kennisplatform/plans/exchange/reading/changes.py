"""What the rows of a list would change in a plan, each with a reason; nothing is written here.

A row of an own file is known by its mark (plan, action and the version that was read), or by the number of an action.
A cell that says what the site itself wrote there changes nothing, so only what somebody typed is ever read as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kennisplatform.clean_text import clean
from kennisplatform.plans import wording
from kennisplatform.plans.action import LONGEST_DESCRIPTION, Action
from kennisplatform.plans.exchange.columns import COLUMNS
from kennisplatform.plans.exchange.reading.cells import plain
from kennisplatform.plans.exchange.reading.cells import state as state_of
from kennisplatform.plans.exchange.reading.fields import READERS, sentence_and_rest
from kennisplatform.plans.exchange.reading.kinds import Kind
from kennisplatform.plans.exchange.reading.rows import ListRow
from kennisplatform.plans.plan import Plan, PlanAction
from kennisplatform.plans.words import ActionState

OldText = Callable[[int, int], Action | None]
"""Gives what an action said in a version of it, by its number and that version."""

IN_PLAN = "staat al in het plan, als {}"
TWICE = "staat al op regel {} van deze lijst"
GONE = "deze actie is uit het plan gehaald; zet haar eerst terug"
AS_IT_WAS = "de kolom ‘{}’ is niet begrepen; dat blijft zoals het was"
STATE_ELSEWHERE = "de stand verandert u bij de actie zelf"
SHORTENED = "de omschrijving is ingekort tot wat er past"


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "nieuw"
    CHANGED = "gewijzigd"
    SAME = "gelijk"
    SKIPPED = "overgeslagen"


@dataclass(frozen=True)
class Change:
    """What becomes of a row: `action` is what would be saved, upon `base_version` of `there` when it exists already."""

    row: ListRow
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    action: Action | None = None
    there: PlanAction | None = None
    base_version: int = 0
    fields: tuple[Kind, ...] = ()
    """What differs from the action that is there."""


def changes(rows: Sequence[ListRow], plan: Plan, old_text: OldText) -> list[Change]:
    """Return what becomes of each row."""
    return list(_changes(rows, plan, old_text))


def _changes(rows: Sequence[ListRow], plan: Plan, old_text: OldText) -> Iterator[Change]:
    in_plan = {_likeness(there.action): there.label for there in plan.actions}
    in_list: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row.skipped:
            yield Change(row, Outcome.SKIPPED, (row.skipped,))
            continue
        known = _known(row, plan)
        if isinstance(known, str):
            yield Change(row, Outcome.SKIPPED, (known,))
        elif known:
            yield _changed(row, plan, *known, old_text)
        else:
            action, reasons = _new(row, plan)
            likeness = _likeness(action)
            if likeness in in_plan:
                yield Change(row, Outcome.SKIPPED, (IN_PLAN.format(in_plan[likeness]),))
            elif likeness in in_list:
                yield Change(row, Outcome.SKIPPED, (TWICE.format(in_list[likeness]),))
            else:
                in_list[likeness] = row.place
                yield Change(row, Outcome.NEW, reasons, action)


def _likeness(action: Action) -> tuple[str, ...]:
    """Return by what an action is taken for the same: its sentence, its owner and when it is due."""
    return plain(action.sentence), plain(action.owner.organisation), action.due


def _known(row: ListRow, plan: Plan) -> tuple[PlanAction, int] | str | None:
    """Return the action of a row with the version that was read, a reason when it is gone, None when it is new."""
    parts = row.texts.get(Kind.MARK, "").split("/")
    if len(parts) == 3 and all(part.isdecimal() and len(part) < 10 for part in parts) and int(parts[0]) == plan.id:
        there = plan.action(int(parts[1]))
        return (there, int(parts[2])) if there else GONE
    if row.texts.get(Kind.MARK):
        return None
    number = row.texts.get(Kind.NUMBER, "").strip().upper()
    return next(((there, there.version) for there in plan.actions if there.label.upper() == number), None)


def _changed(row: ListRow, plan: Plan, there: PlanAction, version: int, old_text: OldText) -> Change:
    base = there.action if version == there.version else old_text(there.number, version)
    if base is None:
        base, version = there.action, there.version
    read = replace(there, action=base, version=version)
    action, reasons, fields = base, [], []
    for kind, reader in READERS.items():
        if kind not in row.texts or _normal(row.texts[kind]) in _written(kind, plan, read):
            continue
        update = reader(row.texts[kind].strip(), action, plan)
        if update is None:
            reasons.append(AS_IT_WAS.format(kind.label))
        elif (changed := action.model_copy(update=update)) != action:
            action = changed
            fields.append(kind)
    if Kind.STATE in row.texts and (state := state_of(row.texts[Kind.STATE])) and state is not there.state:
        reasons.append(STATE_ELSEWHERE)
    outcome = Outcome.CHANGED if fields else Outcome.SAME
    return Change(row, outcome, tuple(reasons), action, there, version, tuple(fields))


def _written(kind: Kind, plan: Plan, read: PlanAction) -> set[str]:
    """Return what the site wrote for an action in a column of this kind: in a spreadsheet, and in Word."""
    texts = [column.words(plan, read) for column in COLUMNS if column.name == kind]
    if kind is Kind.ORGANISATION:
        texts.append(wording.owner(read.action))
    if kind is Kind.PERIOD:
        texts.append(wording.period(read.action))
    return {_normal(text) for text in texts}


def _normal(text: str) -> str:
    """Return a text without what a file does to it: line ends, outer spaces, the mark before a seeming formula."""
    lines = clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() for line in lines).strip().lstrip("'’ \n\t")


def _new(row: ListRow, plan: Plan) -> tuple[Action, tuple[str, ...]]:
    """Return the action of a row; what is not understood goes into its description, with the name of its column."""
    action = Action(sentence=sentence_and_rest(row.texts[Kind.SENTENCE])[0] or "…")
    notes = list(row.notes)
    for kind, reader in READERS.items():
        text = row.texts.get(kind, "").strip()
        if not text:
            continue
        update = reader(text, action, plan)
        if update is None:
            notes.append((row.names.get(kind, kind.label), text))
        else:
            action = action.model_copy(update=update)
    state = state_of(row.texts.get(Kind.STATE, ""))
    if row.texts.get(Kind.STATE) and state is not ActionState.PROPOSED:
        notes.append(("Stand in de lijst", row.texts[Kind.STATE]))
    lines = [f"{name}: {text}" if name else text for name, text in notes]
    description = "\n\n".join(filter(None, (action.description, *lines)))
    shortened = (SHORTENED,) if len(description) > LONGEST_DESCRIPTION else ()
    return action.model_copy(update={"description": description[:LONGEST_DESCRIPTION]}), shortened
