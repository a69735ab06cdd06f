"""A change beside the live page: its review, its publication, and what else may become of it. For curators."""

from __future__ import annotations

from kennisplatform.web.prepared import elsewhere, review

blueprints = (review.blueprint, elsewhere.blueprint)
