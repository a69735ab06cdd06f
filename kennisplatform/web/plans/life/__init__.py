"""Pages on which a plan and its actions come further."""

from __future__ import annotations

from kennisplatform.web.plans.life import action_steps, adoption, versions

blueprints = (action_steps.blueprint, adoption.blueprint, versions.blueprint)
