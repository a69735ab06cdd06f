"""What WCAG asks of a page, as far as axe can see it, in the light and in the dark."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def complaints(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds on an open page: the rule and the first element that breaks it; in the dark only colours."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    return [(violation["id"], violation["nodes"][0]["html"]) for violation in found]
