"""Whom to turn to: the desk, networks, regions, organisations, and what is taken along."""

from __future__ import annotations

from kennisplatform.web.contacts import front_desk, networks, offline, organisations, regions, take_along

blueprints = (
    front_desk.blueprint,
    networks.blueprint,
    offline.blueprint,
    organisations.blueprint,
    regions.blueprint,
    take_along.blueprint,
)
