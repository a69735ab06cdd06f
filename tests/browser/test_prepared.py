"""A change is prepared beside the live page, reviewed by a colleague, put on a date and published, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from kennisplatform import dutch_time
from kennisplatform.site import site_of
from tests.browser.accessibility import complaints

ENTRY = """---
titel: {title}
soort: voorbeeld
samenvatting: Een proef met een voorbereide wijziging.
themas: [alertering]
sectoren: [gas]
status: gepubliceerd
---

## Wat is het

De oude zin blijft staan tot de dag.
"""


@pytest.fixture
def two_curators(browser, desk, width, has_script):
    """Return a page of each of two curators, and an entry of their own."""
    slug = f"proef-{width}-{'met' if has_script else 'zonder'}-script"
    (desk.content / "menukaart" / f"{slug}.md").write_text(ENTRY.format(title=slug.replace("-", " ").capitalize()))
    site_of(desk.app).follower.synchronise()
    site_of(desk.app).editing.record_by_hand()
    contexts = []
    for name in ("cor", "ans"):
        context = browser.new_context(
            base_url=desk.address, viewport={"width": width, "height": 900}, java_script_enabled=has_script
        )
        context.add_cookies(desk.cookies_of(f"{name}@voorbeeld.nl"))
        contexts.append(context)
    yield *(context.new_page() for context in contexts), slug
    for context in contexts:
        context.close()


def is_in_order(page, width, has_script):
    if has_script:  # axe is a script
        assert complaints(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_prepare_review_plan_and_publish(two_curators, desk, width, has_script):
    cor, ans, slug = two_curators
    cor.goto(f"/redactie/{slug}")
    is_in_order(cor, width, has_script)
    cor.locator("textarea[name=tekst]").fill("## Wat is het\n\nDe nieuwe zin komt er op de dag.")
    cor.get_by_label("Opmerking").fill("Klopt de nieuwe zin?")
    cor.get_by_role("button", name="Vraag beoordeling").click()
    expect(cor.get_by_text("De pagina op de site blijft zoals zij is.")).to_be_visible()
    is_in_order(cor, width, has_script)

    ans.goto("/redactie")
    ans.get_by_role("link", name="Klopt de nieuwe zin?").last.click()
    expect(ans.locator(".difference-text ins").first).to_contain_text("nieuwe")
    expect(ans.locator(".preview-page")).to_contain_text("De nieuwe zin komt er op de dag.")
    ans.get_by_role("button", name="Plan in").click()
    expect(ans.get_by_role("alert")).to_contain_text("Kies een dag")
    is_in_order(ans, width, has_script)
    day = dutch_time.today() + timedelta(days=2)
    ans.get_by_label("Dag", exact=True).fill(f"{day}")
    ans.get_by_label("Tijd").fill("09:00")
    ans.get_by_role("button", name="Plan in").click()
    expect(ans.get_by_text(re.compile("Ingepland: .*9.00 uur"))).to_be_visible()

    cor.goto(f"/menukaart/{slug}")
    expect(cor.locator(".entry-bar")).to_contain_text("Wijziging ingepland door Ans Curator")
    expect(cor.locator("article")).to_contain_text("De oude zin blijft staan")
    is_in_order(cor, width, has_script)
    with time_machine.travel(dutch_time.now() + timedelta(days=3)):
        site_of(desk.app).publication.publish_due()
    cor.reload()
    expect(cor.locator("article")).to_contain_text("De nieuwe zin komt er op de dag.")
    cor.get_by_role("link", name="Geschiedenis").click()
    expect(cor.locator(".version-list li").first).to_contain_text(
        "Cor Curator: Klopt de nieuwe zin? Goedgekeurd door Ans Curator."
    )
