"""Action plans: what readers put aside, and the plans that networks make of it."""

from __future__ import annotations

from kennisplatform.web.plans import (
    action_pages,
    basket,
    download,
    life,
    overview,
    plan_pages,
    read_list,
    rework,
    together,
)

blueprints = (
    action_pages.blueprint,
    basket.blueprint,
    download.blueprint,
    *life.blueprints,
    overview.blueprint,
    plan_pages.blueprint,
    read_list.blueprint,
    *rework.blueprints,
    *together.blueprints,
)
