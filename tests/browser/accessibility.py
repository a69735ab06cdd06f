"""What WCAG asks of a page, as far as axe can see it, in the light and in the dark."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

COLOURS_ONLY = {"runOnly": ["color-contrast"]}
DESK = 768
"""Pixels from which a page is on a desk, and not on a telephone."""


def complaints(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds on an open page: the rule and the first element that breaks it.

    In the dark it looks at colours only, and not on a telephone, which has the same ones.
    """
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(AXE_SCRIPT)
    found = _found(page, {})
    if page.viewport_size and page.viewport_size["width"] >= DESK:
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += _found(page, COLOURS_ONLY)
    return found


def _found(page: Page, options: dict[str, object]) -> list[tuple[str, str]]:
    """Run axe, which is in the page; only what is wrong is described, and only that leaves the browser."""
    violations = page.evaluate(
        """async (options) => {
            const { violations } = await axe.run({ resultTypes: ["violations"], ...options });
            return violations.map(({ id, nodes }) => [id, nodes[0].html]);
        }""",
        options,
    )
    return [(rule, element) for rule, element in violations]
