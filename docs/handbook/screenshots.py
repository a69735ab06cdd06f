"""`make handbook`: take the pictures of the curators' handbook from a running site, so that they show what is there.

The site has a copy of the content and an instance of its own in a temporary folder; nothing of it stays.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.site import site_of
from tests.browser import chromium, desk_site

PICTURES = PROJECT_FOLDER / "static" / "handboek"
ENTRY = "nl-alert"
WINDOW = {"width": 1100, "height": 760}


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = desk_site.serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        context = browser.new_context(base_url=site.address, viewport=WINDOW, reduced_motion="reduce")
        context.add_cookies(site.cookies_of("cor@voorbeeld.nl"))
        page = context.new_page()
        page.goto("/redactie")
        _take(page, "redactie")
        _change_summary(page)
        page.goto(f"/redactie/{ENTRY}")
        _take(page, "bewerken")
        page.goto("/redactie/lijst?soort=pilot")
        _take(page, "lijst")
        page.goto(f"/redactie/{ENTRY}/geschiedenis")
        page.locator(".version-list a").first.click()
        _take(page, "verschil")
        browser.close()
        site_of(site.app).follower.stop_following()


def _change_summary(page: Page) -> None:
    page.goto(f"/redactie/{ENTRY}")
    field = page.locator("[name=samenvatting]")
    field.fill(field.input_value() + " Ook inwoners zonder smartphone krijgen hem zo.")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url(f"**/menukaart/{ENTRY}")


def _take(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
