"""What WCAG asks of a page, as far as axe can see it, in the light and in the dark."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
VIOLATIONS = {"resultTypes": ["violations"]}
"""Spares the browser from describing all that is in order."""
DESK = 768
"""Pixels from which a page is on a desk, and not on a telephone."""


def complaints(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds on an open page: the rule and the first element that breaks it.

    In the dark it looks at colours only, and not on a telephone, which has the same ones.
    """
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = AXE.run(page, options=VIOLATIONS).response["violations"]
    if page.viewport_size and page.viewport_size["width"] >= DESK:
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += AXE.run(page, options={**VIOLATIONS, "runOnly": ["color-contrast"]}).response["violations"]
    return [(violation["id"], violation["nodes"][0]["html"]) for violation in found]
