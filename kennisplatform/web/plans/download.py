"""A plan as a file to take along, for who may read it."""

from __future__ import annotations

from flask import Blueprint, Response

from kennisplatform import dutch_time
from kennisplatform.clean_text import slug_of
from kennisplatform.plans.exchange.word import Source, plan_as_word
from kennisplatform.plans.plan import Plan
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_members
from kennisplatform.web.display.navigation import entry_url
from kennisplatform.web.plans.plan_access import plan_or_404

blueprint = Blueprint("plan_download", __name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/plannen/<number:number>/word")
@for_members
def word(number: int) -> Response:
    """Give the plan as a Word file."""
    plan = plan_or_404(number)
    file = plan_as_word(plan, _sources(plan), dutch_time.today())
    current.record("plan als Word-bestand opgehaald", f"plan {number}")
    name = slug_of(plan.title)[:80] or "actieplan"
    return Response(file, mimetype=WORD, headers={"Content-Disposition": f'attachment; filename="{name}.docx"'})


def _sources(plan: Plan) -> list[Source]:
    """Return the examples of the plan, each once, with the address for what this reader may see."""
    titles = {example.slug: example.title for action in plan.actions for example in action.action.examples}
    kinds = {entry.slug: entry.kind for entry in visibility.visible_by_slug(titles)}
    return [
        Source(title, entry_url(kinds[slug], slug, _external=True) if slug in kinds else "")
        for slug, title in titles.items()
    ]
