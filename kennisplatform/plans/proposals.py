"""Which examples fit a point of the agenda, and why; and what action an example becomes.

A reason is a sentence that a reader can check. Whoever asks gets only what they may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.menu_card.labels import evidence, stage
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import Contact
from kennisplatform.permissions import Viewer, may_see
from kennisplatform.plans.action import (
    LONGEST_ACTION,
    LONGEST_LINE,
    MOST_MILESTONES,
    Action,
    Milestone,
    Partner,
    UsedExample,
)
from kennisplatform.plans.pieces import Piece, PieceKind
from kennisplatform.plans.plan import NewPoint, PlanPoint
from kennisplatform.search.engine import SearchEngine
from kennisplatform.search.request import Facet, SearchRequest
from kennisplatform.vocabulary import MENU_CARD_KINDS, Evidence, Sector, Stage, Status, Theme

MOST_PROPOSED = 5
SEARCHED = 8
"""Results of a search for the text of a point that count."""
PROVEN_ENOUGH = Evidence.TRIED
"""From this rung on, how well an example is proven is a reason by itself."""
_NAMED, _SAME_TAGS, _SEARCHED, _PROVEN = 8, 3, 4, 2
"""What each reason weighs. What curators put with a point comes first; what has one light reason only is left out."""
_LEAST = 4


@dataclass(frozen=True)
class Proposal:
    """An example that fits a point, and the reasons, in Dutch."""

    entry: MenuCardEntry
    reasons: tuple[str, ...]


def proposals(
    point: NewPoint, sector: Sector | None, catalogue: Catalogue, engine: SearchEngine, viewer: Viewer
) -> list[Proposal]:
    """Return at most five examples that fit a point of the agenda, the best first."""
    places = _places(point, sector, engine, viewer)
    weighed = []
    for entry in catalogue.of_type(MenuCardEntry):
        if entry.status is not Status.PUBLISHED or stage(entry) is Stage.REPLACED or not may_see(viewer, entry):
            continue
        reasons = _reasons(entry, point, sector, places)
        weight = sum(weight for weight, _ in reasons)
        if weight >= _LEAST:
            place = places.get(entry.slug, SEARCHED)
            weighed.append((-weight, place, entry.slug, Proposal(entry, tuple(reason for _, reason in reasons))))
    return [proposal for *_, proposal in sorted(weighed, key=lambda item: item[:3])[:MOST_PROPOSED]]


def _places(point: NewPoint, sector: Sector | None, engine: SearchEngine, viewer: Viewer) -> Mapping[str, int]:
    """Return what the search finds for the text of a point, with its place in the results."""
    filters = {Facet.KIND: frozenset(MENU_CARD_KINDS), **({Facet.SECTOR: frozenset({sector})} if sector else {})}
    found = engine.search(SearchRequest(point.title, filters, per_page=SEARCHED, viewer=viewer))
    return {hit.slug: place for place, hit in enumerate(found.hits) if len(hit.missing) < _words(point.title) / 2}


def _words(text: str) -> int:
    return len(text.split())


def _reasons(
    entry: MenuCardEntry, point: NewPoint, sector: Sector | None, places: Mapping[str, int]
) -> list[tuple[int, str]]:
    reasons = []
    if entry.slug in point.examples:
        reasons.append((_NAMED, "staat op de agenda bij dit punt"))
    if entry.slug in places:
        reasons.append((_SEARCHED, "gaat over dezelfde woorden"))
    if point.theme in entry.themes and (sector is None or sector in entry.sectors):
        tags = point.theme.label.lower() + (f" en {sector.label.lower()}" if sector else "")
        reasons.append((_SAME_TAGS, f"zelfde thema en sector: {tags}" if sector else f"zelfde thema: {tags}"))
    label = evidence(entry)
    if reasons and label.rung.number >= PROVEN_ENOUGH.number and not label.shows_failure:
        reasons.append((_PROVEN, f"bewijs: {label.text.lower()}"))
    return reasons


def action_from(entry: MenuCardEntry, point: PlanPoint | None, catalogue: Catalogue, viewer: Viewer) -> Action:
    """Return the action that an example becomes: its sentence, its steps as milestones, its contacts as partners."""
    named = (catalogue.entries.get(slug) for slug in entry.contacts)
    contacts = [contact for contact in named if isinstance(contact, Contact) and may_see(viewer, contact)]
    steps = (f"{step.action} ({step.actor})" if step.actor else step.action for step in entry.steps[:MOST_MILESTONES])
    return Action(
        sentence=short(entry.deployable_as or entry.title, LONGEST_ACTION),
        points=(point.number,) if point else (),
        theme=_theme(entry, point),
        examples=(used(entry, catalogue),),
        partners=tuple(Partner(organisation=short(contact.organisation)) for contact in contacts),
        milestones=tuple(Milestone(title=short(step)) for step in steps),
    )


def action_of_condition(text: str, like: Action) -> Action:
    """Return an action for a condition that is not met yet, with the same reason as the action that needs it."""
    return Action(sentence=sentence_of_condition(text), points=like.points, theme=like.theme, examples=like.examples)


def sentence_of_condition(text: str) -> str:
    """Return the sentence of the action that sees to a condition."""
    return short(f"Regel: {text}", LONGEST_ACTION)


def action_of_piece(piece: Piece, entry: MenuCardEntry, catalogue: Catalogue) -> Action:
    """Return the action that a single sentence of an example becomes."""
    is_condition = piece.kind is PieceKind.CONDITION
    sentence = sentence_of_condition(piece.text) if is_condition else short(piece.text, LONGEST_ACTION)
    return Action(
        sentence=sentence,
        description=piece.text if piece.text not in sentence else "",
        theme=_theme(entry, None),
        examples=(used(entry, catalogue),),
    )


def used(entry: MenuCardEntry, catalogue: Catalogue) -> UsedExample:
    """Return an example as a plan keeps it, with the version that is read now."""
    return UsedExample(slug=entry.slug, title=entry.title, version=catalogue.versions.get(entry.slug, ""))


def short(text: str, longest: int = LONGEST_LINE) -> str:
    """Return a text that fits, cut between two words."""
    return text if len(text) <= longest else text[: longest - 2].rpartition(" ")[0] + " …"


def _theme(entry: MenuCardEntry, point: NewPoint | None) -> Theme:
    return point.theme if point else entry.themes[0]
