"""Whom to turn to: the desk, networks, regions, organisations, and what is taken along."""

from __future__ import annotations

from kennisplatform.web.contacts import calling_gaps, downloads, front_desk, networks, offline, organisations, regions

blueprints = (
    calling_gaps.blueprint,
    front_desk.blueprint,
    networks.blueprint,
    offline.blueprint,
    organisations.blueprint,
    regions.blueprint,
    downloads.blueprint,
)
