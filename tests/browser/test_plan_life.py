"""Two leads bring a plan from consultation to an adopted version, and on to the next, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from kennisplatform import dutch_time
from kennisplatform.plans.plan import NewPlan, PlanMember
from kennisplatform.plans.words import PlanRole, Side
from kennisplatform.site import site_of
from tests.browser.accessibility import complaints
from tests.plans.worlds import complete


@pytest.fixture
def leads(browser, desk, width, has_script):
    """Return a plan, and a page of its lead of each side and of a reader."""
    site = site_of(desk.app)
    emails = {"bedrijf": "lies@voorbeeld.nl", "overheid": "ans@voorbeeld.nl", "lezer": "cor@voorbeeld.nl"}
    people = {name: site.accounts.by_email(email) for name, email in emails.items()}
    number = site.plans.start(NewPlan("Plan", None, "Landelijk", None, "LND", 2027, 2030), people["bedrijf"])
    members = {
        "bedrijf": PlanMember(PlanRole.LEAD, "Vitens", "Manager", Side.COMPANY),
        "overheid": PlanMember(PlanRole.LEAD, "Veiligheidsregio", "Adviseur", Side.GOVERNMENT),
        "lezer": PlanMember(PlanRole.READER, "Gemeente", "Ambtenaar"),
    }
    site.plan_members.change(number, {people[name].id: one for name, one in members.items()}, people["bedrijf"])
    site.plans.add_actions(number, [complete(due="2028-K2")], people["bedrijf"])
    pages, contexts = {}, []
    for name, email in emails.items():
        context = browser.new_context(
            base_url=desk.address, viewport={"width": width, "height": 900}, java_script_enabled=has_script
        )
        context.add_cookies(desk.cookies_of(email))
        contexts.append(context)
        pages[name] = context.new_page()
        pages[name].goto(f"/plannen/{number}")
        pages[name].has_script = has_script
    yield pages
    for context in contexts:
        context.close()


def check(page, width):
    if page.has_script:
        assert complaints(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def adopt(pages, width):
    company, government = pages["bedrijf"], pages["overheid"]
    for page in (company, government):
        with page.expect_navigation():
            page.get_by_role("link", name="Is het plan klaar?").first.click()
        check(page, width)
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("Ik ga akkoord")).click()
        check(page, width)


def test_two_leads_bring_a_plan_from_consultation_to_version_1_and_begin_the_next(leads, width):
    company, government, reader = leads["bedrijf"], leads["overheid"], leads["lezer"]
    company.get_by_role("link", name="Is het plan klaar?").first.click()
    company.get_by_label("Opmerkingen tot en met").fill(dutch_time.today().isoformat())
    company.get_by_role("button", name="Begin de consultatie").click()
    company.get_by_role("link", name="Het plan", exact=True).click()

    reader.get_by_role("link", name="Oefen.", exact=True).click()
    reader.get_by_role("link", name="Maak een opmerking").click()
    reader.get_by_label("Opmerking", exact=True).fill("Kan dit eerder?")
    reader.get_by_label("Manager, Vitens").check()
    check(reader, width)
    reader.get_by_role("button", name="Bewaar").click()
    check(reader, width)
    expect(reader.locator(".remark-list")).to_contain_text("voor Manager, Vitens")

    company.reload()
    company.get_by_role("link", name=re.compile("1 opmerking")).click()
    company.get_by_role("link", name=re.compile("Beantwoord")).click()
    company.get_by_label("Antwoord", exact=True).fill("Nee, dan is er geen zaal.")
    check(company, width)
    company.get_by_role("button", name="Bewaar").click()
    expect(company.locator(".remark-answer")).to_contain_text("geen zaal")
    check(company, width)
    company.get_by_role("link", name="Plan", exact=True).click()

    adopt(leads, width)
    expect(government.get_by_role("heading", name="Versie 1")).to_be_visible()
    expect(government.locator("main")).to_contain_text("Manager, Vitens")
    check(government, width)

    company.reload()
    company.get_by_role("button", name="Begin aan versie 2").click()
    company.get_by_role("link", name="Het plan", exact=True).click()
    company.get_by_role("link", name=re.compile("Wijzig")).click()
    company.get_by_label("Gereed", exact=True).fill("K4 2028")
    company.get_by_role("button", name="Bewaar").click()
    expect(company.locator("#actie-1")).to_contain_text("was: 2e kwartaal van 2028")
    check(company, width)
    company.get_by_role("link", name="Is het plan klaar?").first.click()
    company.get_by_role("button", name="Begin de consultatie").click()
    company.get_by_role("link", name="Het plan", exact=True).click()
    government.get_by_role("link", name="Het plan", exact=True).click()
    adopt(leads, width)
    expect(government.get_by_role("heading", name="Versie 2")).to_be_visible()

    reader.get_by_role("link", name="Plan", exact=True).click()
    reader.get_by_role("link", name="Versies", exact=True).click()
    check(reader, width)
    reader.get_by_role("link", name=re.compile("Wat is er sindsdien veranderd.*Na versie 1")).click()
    expect(reader.locator(".difference-list")).to_contain_text("2e kwartaal van 2028")
    expect(reader.locator(".difference-list")).to_contain_text("4e kwartaal van 2028")
    check(reader, width)
