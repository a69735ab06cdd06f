"""Two to four entries of the menu card side by side, on screen and on one sheet of paper. For who may see them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from kennisplatform import dutch_time
from kennisplatform.entries.menu_card.labels import Labels, labels_of
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.text import plain_text
from kennisplatform.entries.text.sections import is_answer, sections
from kennisplatform.site import site
from kennisplatform.web.base import current, visibility
from kennisplatform.web.base.access import for_everyone

blueprint = Blueprint("compare", __name__)

PARAMETER = "vermelding"
FEWEST, MOST = 2, 4
MOST_READ = 20
"""Values in the address that are looked at."""
LESSONS_LENGTH = 400
"""Characters of lessons that fit on the sheet."""
MOST_OFFERED = 5


@dataclass(frozen=True)
class Column:
    """One entry as it is compared. `others` is the address of the comparison without it, None when too few are left."""

    entry: MenuCardEntry
    labels: Labels
    lessons: str
    others: str | None


@blueprint.get("/menukaart/vergelijk")
@for_everyone
def compare() -> str:
    """Show the entries that the address names; it says which ones it could not show."""
    asked = list(dict.fromkeys(slug for slug in request.args.getlist(PARAMETER)[:MOST_READ] if slug))
    by_slug = {entry.slug: entry for entry in visibility.visible_by_slug(asked) if isinstance(entry, MenuCardEntry)}
    entries = list(by_slug.values())[:MOST]
    slugs = [entry.slug for entry in entries]
    return render_template(
        "reading/compare.html",
        columns=[_column(entry, [slug for slug in slugs if slug != entry.slug]) for entry in entries],
        is_missing=len(by_slug) < len(asked),
        has_too_many=len(by_slug) > MOST,
        fewest=FEWEST,
        most=MOST,
        offered=[(entry, url_of(*slugs, entry.slug)) for entry in _offered(slugs)] if len(slugs) < MOST else [],
    )


def url_of(*slugs: str) -> str:
    """Return the address at which these entries are compared."""
    return url_for("compare.compare", **{PARAMETER: list(slugs)})  # type: ignore[arg-type]


def _column(entry: MenuCardEntry, others: list[str]) -> Column:
    lessons = sections(entry.body).get("Lessen", "")
    text = plain_text.from_markdown(lessons) if is_answer(lessons) else ""
    if len(text) > LESSONS_LENGTH:
        text = text[:LESSONS_LENGTH].rpartition(" ")[0] + " …"
    return Column(entry, labels_of(entry, dutch_time.today()), text, url_of(*others) if len(others) >= FEWEST else None)


def _offered(slugs: list[str]) -> list[MenuCardEntry]:
    """Return what resembles the entries that are there, to compare with as well."""
    found = (near.slug for slug in slugs for near in site.engine.related(slug, current.viewer()))
    offered = visibility.visible_by_slug(slug for slug in dict.fromkeys(found) if slug not in slugs)
    return [entry for entry in offered if isinstance(entry, MenuCardEntry)][:MOST_OFFERED]
