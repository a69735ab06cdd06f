"""Pages of a plan for those who take part in it."""

from __future__ import annotations

from kennisplatform.web.plans.together import invitations, people, remarks

blueprints = (invitations.blueprint, people.blueprint, remarks.blueprint)
