"""The results of a search in everything there is. For everyone; the engine leaves out what is not theirs."""

from __future__ import annotations

from flask import Blueprint

from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.page_memory import remembered
from kennisplatform.web.search.finder import EVERYTHING

blueprint = Blueprint("search", __name__)


@blueprint.get("/zoeken")
@for_everyone
@remembered
def results() -> str:
    """Show the page of results that the address asks for."""
    return EVERYTHING.show()
