"""For programs: the API with its description, and feeds."""

from __future__ import annotations

from kennisplatform.web.api import endpoints, feeds

blueprints = (endpoints.blueprint, feeds.blueprint)
