"""Pages of a plan for those who take part in it."""

from __future__ import annotations

from kennisplatform.web.plans.together import people

blueprints = (people.blueprint,)
