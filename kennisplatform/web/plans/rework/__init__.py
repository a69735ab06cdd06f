"""Pages on which the actions of a plan are rearranged, and what keeps what is typed."""

from __future__ import annotations

from kennisplatform.web.plans.rework import drafts, in_place, joining, splitting, versions

blueprints = (
    drafts.blueprint,
    in_place.blueprint,
    joining.blueprint,
    splitting.blueprint,
    versions.blueprint,
)
