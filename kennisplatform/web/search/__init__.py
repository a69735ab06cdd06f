"""Finding: the search and the menu card, in words and facets, for a place, with the answer of the desk beside it."""

from __future__ import annotations

from kennisplatform.web.search import search

blueprints = (search.blueprint,)
