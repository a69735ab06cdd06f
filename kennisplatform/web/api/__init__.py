"""For programs: the API with its description, feeds, and the health checks."""

from __future__ import annotations

from kennisplatform.web.api import endpoints, feeds, health

blueprints = (endpoints.blueprint, feeds.blueprint, health.blueprint)
