"""`make handbook`: take the pictures of both handbooks, for curators and for who makes a plan, from a running site.

The site has a copy of the content and an instance of its own in a temporary folder; nothing of it stays.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.site import site_of
from tests.browser import chromium, desk_site

PICTURES = PROJECT_FOLDER / "static" / "handboek"
ENTRY = "nl-alert"
NETWORK = "drinkwater-vitens"
WINDOW = {"width": 1100, "height": 760}


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as folder, chromium.launched(chromium.find()) as browser:
        site = desk_site.serve(Path(folder))
        _of_curators(_opened(browser, site, "cor@voorbeeld.nl"))
        _of_plans(_opened(browser, site, "lies@voorbeeld.nl"), site)
        site_of(site.app).follower.stop_following()


def _opened(browser: Browser, site: desk_site.DeskSite, email: str) -> Page:
    context = browser.new_context(base_url=site.address, viewport=WINDOW, reduced_motion="reduce")
    context.add_cookies(site.cookies_of(email))
    return context.new_page()


def _of_curators(page: Page) -> None:
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


def _of_plans(page: Page, site: desk_site.DeskSite) -> None:
    site.app.test_cli_runner().invoke(args=["demo", "plan", NETWORK, "lies@voorbeeld.nl"])
    page.goto("/plannen/1/agenda")
    _take(page, "plan-agenda")
    page.goto("/plannen/1")
    _take(page, "plan")
    page.goto("/plannen/1/klaar")
    _take(page, "plan-klaar")


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
