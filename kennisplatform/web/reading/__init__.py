"""What readers see: the front page and the pages of entries."""

from __future__ import annotations

from kennisplatform.web.reading import attachments, compare, entries, home, pages

blueprints = (
    attachments.blueprint,
    compare.blueprint,
    entries.blueprint,
    home.blueprint,
    pages.blueprint,
)
