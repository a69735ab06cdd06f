"""The curator's desk: what needs attention first, and the lists behind it. For curators."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kennisplatform import dutch_time
from kennisplatform.curation.worklist.curators_desk import desk_of
from kennisplatform.entries.models import Contact
from kennisplatform.site import site
from kennisplatform.web.base import current, extras
from kennisplatform.web.base.access import for_curators
from kennisplatform.web.display.navigation import url_of

blueprint = Blueprint("curators_desk", __name__, url_prefix="/redactie")

SHORT_LIST = 5
"""How many of each list stand on the desk itself."""
MOST_NOW = 12
"""How many of what is to be done now are not folded."""


def register(app: Flask) -> None:
    """Let the menu show how much is urgent."""
    app.jinja_env.globals["urgent_count"] = _urgent_count


def _urgent_count() -> int:
    return extras.or_else(0, lambda: site.worklist.urgent_count(dutch_time.today()))


@blueprint.get("")
@for_curators
def overview() -> str:
    """Show what needs attention, the most urgent first."""
    today = dutch_time.today()
    tasks = site.worklist.tasks(today)
    account_id = current.signed_in().account.id
    return render_template(
        "curation/curators_desk.html",
        tasks=tasks,
        desk=desk_of(tasks, site.catalogue, today, account_id),
        most_now=MOST_NOW,
        unsaved=site.drafts.of(account_id),
        present={*site.catalogue.entries, *site.catalogue.pages, *site.catalogue.former_slugs},
        short=SHORT_LIST,
        last_check=site.link_checker.checked.last_day(),
        most_opened=site.openings.most_opened(site.catalogue.of_type(Contact), today)[:SHORT_LIST],
    )


@blueprint.get("/naar/<slug>")
@for_curators
def content(slug: str) -> Response:
    """Go to an entry, or to a page about the site, of which only the slug is known."""
    entry = site.catalogue.entries.get(slug)
    if entry:
        return redirect(url_of(entry))
    if slug not in site.catalogue.pages:
        abort(404)
    return redirect(url_for("pages.page", slug=slug))


@blueprint.get("/zoekvragen")
@for_curators
def searches() -> str:
    """Show which searches found little or nothing."""
    return render_template("curation/searches.html", missed=site.worklist.missed_searches())
