"""What people see of a plan's life, and the buttons with which they go on."""

from __future__ import annotations

import pytest

from kennisplatform import dutch_time
from kennisplatform.plans.action import Action
from kennisplatform.plans.plan import NewPlan, PlanMember
from kennisplatform.plans.words import PlanRole, Side
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.plans.worlds import complete
from tests.visitor import logged_in

READY, VERSIONS = "/plannen/1/klaar", "/plannen/1/versies"


@pytest.fixture
def people(app):
    """Return both leads and a reader of the network, before a plan with a complete action."""
    people = {name: logged_in(app, Role.MEMBER, ("noord",), name) for name in ("bedrijf", "overheid", "lezer")}
    accounts = {name: site_of(app).accounts.by_email(f"{name}@voorbeeld.nl") for name in people}
    new = NewPlan("Plan", "noord", "Netwerk", None, "DW-NOO", 2027, 2030)
    site_of(app).plans.start(new, accounts["bedrijf"])
    sides = {side: PlanMember(PlanRole.LEAD, f"Organisatie {side}", "Manager", side) for side in Side}
    members = {accounts[side.value].id: member for side, member in sides.items()}
    site_of(app).plan_members.change(1, members, accounts["bedrijf"])
    site_of(app).plans.add_actions(1, [complete()], accounts["bedrijf"])
    return people


def text(page):
    return " ".join(page.select_one("main").get_text(" ").split())


def press(person, label, address=READY):
    """Press the button with this label."""
    button = next(one for one in person.page(address).select("main button") if label in one.text)
    return person.send(button.find_parent("form")["action"], button.find_parent("form"), {})


def adopt(people):
    day = dutch_time.today().isoformat()
    people["bedrijf"].submit(READY, {"until": day})
    press(people["bedrijf"], "Ik ga akkoord")
    return press(people["overheid"], "Ik ga akkoord")


def test_the_page_says_what_must_be_done_and_leads_to_the_field(app, people):
    lead = people["bedrijf"]
    site_of(app).plans.add_actions(
        1, [Action(sentence="Vaag.")], site_of(app).accounts.by_email("bedrijf@voorbeeld.nl")
    )
    links = {link.text: link["href"] for link in lead.page(READY).select(".finding-list a")}
    assert links["DW-NOO-02: Kies een thema."] == "/plannen/1/acties/2#theme"
    for target in links.values():
        address, _, anchor = target.partition("#")
        assert lead.page(address).find(id=anchor), target
    assert "moeten nog 5 dingen" in text(lead.page("/plannen/1"))
    assert people["lezer"].page(READY).select(".finding-list a") == []


def test_both_leads_adopt_by_their_own_account_and_the_version_says_who(people):
    answer = adopt(people)
    assert answer.request.path == f"{VERSIONS}/1"
    page = text(people["lezer"].page(f"{VERSIONS}/1"))
    assert "Manager, Organisatie bedrijf" in page and "Manager, Organisatie overheid" in page
    assert people["bedrijf"].page("/plannen/1/acties/1").select(".action-form") == []
    answer = people["bedrijf"].submit("/plannen/1/klaar", {}, "/plannen/1/volgende-versie")
    assert "weer een concept" in answer.text
    lead = people["bedrijf"]
    lead.submit("/plannen/1/acties/1", {"due": "K2 2030"}, "/plannen/1/acties/1")
    assert "(was: 31 december 2029)" in text(lead.page("/plannen/1"))
    difference = text(people["lezer"].page(f"{VERSIONS}/1/verschil"))
    assert "Gereed 31 december 2029 2e kwartaal van 2030" in difference


def test_a_change_after_one_lead_agreed_is_said_plainly(people):
    lead = people["bedrijf"]
    lead.submit(READY, {"until": dutch_time.today().isoformat()})
    press(lead, "Ik ga akkoord")
    assert "akkoord op" in text(people["overheid"].page(READY))
    page = people["overheid"].page(READY)
    old = page.select_one("[name=gelezen]").find_parent("form")
    lead.submit("/plannen/1/acties/1", {"sentence": "Oefen vaker."}, "/plannen/1/acties/1")
    assert "is vervallen" in text(people["overheid"].page(READY))
    assert "Het plan is veranderd sinds u het opende" in people["overheid"].send(old["action"], old, {}).text
    press(people["overheid"], "Ik ga akkoord")
    press(people["overheid"], "Trek mijn akkoord in")
    assert "Overheid : nog niet akkoord" in text(lead.page(READY))


@pytest.mark.parametrize("day", ["", "2020-01-01", "2099-01-01", "morgen"])
def test_a_consultation_has_a_day_that_is_near(people, day):
    answer = people["bedrijf"].submit(READY, {"until": day})
    assert answer.status_code == 200 and "notice-error" in answer.text
    assert "concept" in text(people["lezer"].page("/plannen/1"))


def test_what_is_sent_to_an_adopted_plan_changes_nothing_and_says_why(people):
    lead = people["bedrijf"]
    form = lead.page("/plannen/1").select_one("#sentence").find_parent("form")
    adopt(people)
    assert "Er is niets veranderd" in lead.send("/plannen/1/acties", form, {"sentence": "Nog een."}).text
    assert lead.page("/plannen/1").select("#sentence") == []
    page = lead.page(f"{VERSIONS}/1")
    assert len(page.select(".action-list > li")) == 1


def test_a_lead_ends_a_plan_and_can_go_on_with_it(people):
    lead = people["bedrijf"]
    assert "beëindigd" in press(lead, "Beëindig dit plan").text
    assert "Dit plan is beëindigd" in text(people["lezer"].page("/plannen/1"))
    assert lead.page("/plannen/1/acties/1").select(".step-buttons") == []
    assert "Het plan gaat verder" in press(lead, "Ga verder met dit plan").text
