"""Action plans: what readers put aside, and the plans that networks make of it."""

from __future__ import annotations

from kennisplatform.web.plans import action_pages, basket, download, overview, people, plan_pages

blueprints = (
    action_pages.blueprint,
    basket.blueprint,
    download.blueprint,
    overview.blueprint,
    people.blueprint,
    plan_pages.blueprint,
)
