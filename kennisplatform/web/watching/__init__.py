"""For who watches over the server: health, numbers, and a line and a number for each request."""

from __future__ import annotations

from kennisplatform.web.watching import health, metrics_page

blueprints = (health.blueprint, metrics_page.blueprint)
