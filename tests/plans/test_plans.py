"""Beginning a plan, its agenda with examples, and its actions."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.plans.conftest import put_aside
from tests.visitor import logged_in

pytestmark = pytest.mark.usefixtures("menu_card")

POINTS = [
    {
        "titel": "Waterwagens voor elke wijk",
        "thema": "noodvoorzieningen",
        "prioriteit": 1,
        "voorbeelden": ["waterwagens"],
    },
    {"titel": "Zonnestormen voorspellen", "thema": "alertering", "prioriteit": 2},
]


@pytest.fixture
def networks(content):
    """Fill the site with two networks, an agenda and contacts."""
    content.entry("netwerken", "drinkwater-noord", "Drinkwater Noord")
    content.entry("netwerken", "drinkwater-zuid", "Drinkwater Zuid")
    content.entry("agendas", "drinkwater", "Agenda drinkwater", punten=POINTS)
    content.entry("contacten", "noordwater", "Noordwater", organisatie="Noordwater", functie="Adviseur continuïteit")


@pytest.fixture
def lead(app, networks):
    """Return a member of the network North, who begins plans."""
    return logged_in(app, Role.MEMBER, ("drinkwater-noord",), "lead")


def begin(person, network="drinkwater-noord", **values):
    """Begin a plan; return its address."""
    answer = person.submit("/plannen/nieuw", {"network": network, **values})
    assert answer.request.path.endswith("/agenda"), answer.text
    return answer.request.path.removesuffix("/agenda")


def sentences(person, plan):
    return [heading.get_text(strip=True) for heading in person.page(plan).select(".action-list h3")]


def add(person, plan, sentence):
    person.submit(plan, {"sentence": sentence}, f"{plan}/acties")


def press(person, address, selector):
    """Press a button of a page, in its own form."""
    button = person.page(address).select_one(selector)
    form = button.find_parent("form")
    return person.send(form["action"], form, {button["name"]: button["value"]} if button.get("name") else {})


def test_a_plan_begins_with_the_agenda_of_its_sector_and_the_own_network_stands_first(lead):
    options = lead.page("/plannen/nieuw").select("[name=network] option")
    assert [option.text for option in options] == ["Drinkwater Noord", "Drinkwater Zuid", "Landelijk plan"]
    plan = begin(lead)
    page = lead.page(f"{plan}/agenda")
    assert [heading.text for heading in page.select(".agenda-list h2")] == [point["titel"] for point in POINTS]
    assert "Actieplan Drinkwater Noord" in lead.get("/plannen").text


def test_an_open_point_gets_examples_with_a_reason_or_says_that_there_is_none(lead):
    plan = begin(lead)
    first, second = lead.page(f"{plan}/agenda").select(".agenda-list > li")
    assert "Waterwagens klaarzetten" in first.text
    assert "Waarom: staat op de agenda bij dit punt" in first.text
    assert "Hier is nog geen voorbeeld van" in second.text


def test_an_action_that_is_written_with_a_point_has_its_theme_and_reason(lead):
    plan = begin(lead)
    field = lead.page(f"{plan}/agenda").select_one("#zin-2")
    lead.send(f"{plan}/acties", field.find_parent("form"), {"sentence": "Kijk naar de zon."})
    form = lead.page(f"{plan}/acties/1")
    assert form.select_one("[name=points][checked]")["value"] == "2"
    assert form.select_one("[name=theme] [selected]")["value"] == "alertering"


def test_an_example_becomes_an_action_with_its_steps_and_its_conditions_are_offered(lead):
    plan = begin(lead)
    press(lead, f"{plan}/agenda", "button[name=voorbeeld]")
    assert sentences(lead, plan) == ["Zet voor elke wijk een waterwagen klaar."]
    form = lead.page(f"{plan}/acties/1")
    milestones = [row["value"] for row in form.select("[name^=milestones][name$=name]") if row["value"]]
    assert milestones == ["Kies de plekken. (Gemeente)", "Oefen het uitdelen."]
    assert form.select_one("[name=points][checked]")["value"] == "1"
    press(lead, f"{plan}/acties/1", "button[value*=voorwaarde]")
    assert sentences(lead, plan)[1] == "Regel: Er is een lijst van plekken."
    offered = [button["value"] for button in lead.page(f"{plan}/acties/1").select("button[value*=voorwaarde]")]
    assert len(offered) == 1


def test_a_point_that_is_arranged_asks_for_nothing_and_one_that_does_not_apply_needs_a_reason(lead):
    plan = begin(lead)
    address = f"{plan}/agenda"
    lead.submit(address, {"state": "geregeld"}, f"{plan}/agenda/1")
    assert "Voorbeelden die passen" not in lead.page(address).text
    answer = lead.submit(address, {"state": "niet-van-toepassing"}, f"{plan}/agenda/2")
    assert "Schrijf waarom" in answer.text
    lead.submit(address, {"state": "niet-van-toepassing", "reason": "Geen zon."}, f"{plan}/agenda/2")
    assert "Niet van toepassing: Geen zon." in " ".join(lead.page(address).text.split())
    assert "Alle punten van de agenda zijn bekeken" in lead.page(plan).text


def test_the_basket_becomes_actions(lead):
    put_aside(lead, "waterwagens", "noodpakket")
    plan = begin(lead)
    press(lead, plan, "button[name=mandje]")
    assert sentences(lead, plan) == ["Zet voor elke wijk een waterwagen klaar.", "Noodpakket voor thuis"]
    assert "Er ligt nog niets in" in lead.page("/mandje").text


def test_every_field_of_an_action_is_kept(lead):
    plan = begin(lead)
    add(lead, plan, "Oefen de noodpompen.")
    filled = {
        "sentence": "Oefen de noodpompen samen.",
        "theme": "opleiden-trainen-oefenen",
        "points": ["1", "2"],
        "owner_organisation": "Noordwater",
        "owner_function": "Adviseur continuïteit",
        "start": "1-3-2027",
        "due": "K4 2027",
        "description": "Eén keer per jaar.\nMet publiek.",
        "occasion": "Oefening van 2025",
        "level": "regio",
        "priority": "moet",
        "depends_on": "Levering van pompen",
        "milestones-0-name": "Draaiboek klaar",
        "milestones-0-due": "2027-06-30",
        "partners-0-name": "Gemeente Assen",
        "partners-0-brings": "Een terrein",
        "capacity": "kosten",
        "costs-0-name": "oefening",
        "costs-0-low": "2.000",
        "costs-0-high": "4000",
        "costs-0-source": "Offerte 2024",
        "company": "50",
        "region": "50",
        "evidence": "Verslag",
        "outcome": "Sneller water",
    }
    answer = lead.submit(f"{plan}/acties/1", filled, f"{plan}/acties/1")
    assert "is bewaard" in answer.text
    form = lead.page(f"{plan}/acties/1").select_one(".action-form")
    kept = {
        **filled,
        "milestones-0-due": "30-6-2027",
        "costs-0-low": "2000",
    }
    for name, value in kept.items():
        fields = form.select(f"[name={name}]")
        if name == "points":
            assert [field["value"] for field in fields if field.has_attr("checked")] == value
        elif fields[0].name == "select":
            assert fields[0].select_one("[selected]")["value"] == value, name
        else:
            assert (fields[0].get("value") or fields[0].text.strip().replace("\r", "")) == value, name
    text = " ".join(lead.page(plan).text.split())
    assert "Noordwater, Adviseur continuïteit" in text
    assert "1 maart 2027 tot 4e kwartaal van 2027" in text


@pytest.mark.parametrize(
    ("wrong", "what_to_do"),
    [
        ({"sentence": " "}, "Schrijf in één zin"),
        ({"sentence": "x" * 161}, "hoogstens 160 tekens"),
        ({"due": "volgend jaar"}, "Schrijf een dag als 31-3-2027"),
        ({"due": "31-2-2027"}, "Schrijf een dag als 31-3-2027"),
        ({"start": "2028-01-01", "due": "K4 2027"}, "ligt vóór"),
        ({"company": "60", "region": "20"}, "Samen moet dit 100 zijn"),
        ({"company": "-1"}, "Schrijf een heel getal"),
        ({"costs-0-name": "inhuur", "costs-0-low": "5", "costs-0-high": "4"}, "Wissel ze om"),
        ({"costs-0-low": "5"}, "wat het is"),
        ({"partners-0-brings": "Een terrein"}, "wat het is"),
        ({"milestones-0-due": "K1 2027"}, "wat het is"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(lead, wrong, what_to_do):
    plan = begin(lead)
    add(lead, plan, "Oefen de noodpompen.")
    answer = lead.submit(f"{plan}/acties/1", {"description": "Lange tekst", **wrong}, f"{plan}/acties/1")
    assert answer.status_code == 200
    assert what_to_do in answer.text
    assert "Lange tekst" in answer.text
    assert sentences(lead, plan) == ["Oefen de noodpompen."]


def test_numbers_stay_with_their_action_whatever_moves_or_goes(lead):
    plan = begin(lead)
    for sentence in ("Een.", "Twee.", "Drie."):
        add(lead, plan, sentence)
    press(lead, plan, "#actie-3 [name=omhoog]")
    assert sentences(lead, plan) == ["Een.", "Drie.", "Twee."]
    answer = press(lead, plan, "#actie-1 form[action$=weg] button")
    assert sentences(lead, plan) == ["Drie.", "Twee."]
    add(lead, plan, "Vier.")
    labels = [label.text for label in lead.page(plan).select(".action-number")]
    assert labels == ["DW-NOO-03", "DW-NOO-02", "DW-NOO-04"]
    press(lead, answer.request.full_path, "form[action$=terug] button")
    assert sentences(lead, plan) == ["Een.", "Drie.", "Twee.", "Vier."]


def test_two_who_change_other_fields_both_keep_what_they_wrote(app, lead):
    plan, other = shared(app, lead)
    mine, theirs = ((person, opened(person, plan)) for person in (lead, other))
    save(*mine, {"occasion": "Wet"})
    save(*theirs, {"owner_organisation": "Noordwater"})
    form = lead.page(f"{plan}/acties/1")
    assert form.select_one("[name=occasion]")["value"] == "Wet"
    assert form.select_one("[name=owner_organisation]")["value"] == "Noordwater"


def test_two_who_change_the_same_field_see_both_texts_side_by_side(app, lead):
    plan, other = shared(app, lead)
    mine, theirs = ((person, opened(person, plan)) for person in (lead, other))
    save(*mine, {"sentence": "Oefen in maart."})
    answer = save(*theirs, {"sentence": "Oefen in mei.", "occasion": "Wet"})
    assert "Oefen in maart." in answer.text and "Oefen in mei." in answer.text
    assert sentences(lead, plan) == ["Oefen in maart."]
    form = BeautifulSoup(answer.text, "html.parser").select_one(".action-form")
    assert form.select_one("[name=sentence]")["value"] == "Oefen in mei."
    save(other, form, {"sentence": "Oefen in april."}, plan)
    assert sentences(lead, plan) == ["Oefen in april."]
    assert lead.page(f"{plan}/acties/1").select_one("[name=occasion]")["value"] == "Wet"


def shared(app, lead):
    """Return a plan with an action, and a second person who may write in it."""
    plan = begin(lead)
    add(lead, plan, "Oefen de noodpompen.")
    other = logged_in(app, Role.MEMBER, (), "other")
    lead.submit(f"{plan}/mensen", {"email": "other@voorbeeld.nl", "role": "schrijver"}, f"{plan}/mensen")
    return plan, other


def opened(person, plan):
    return person.page(f"{plan}/acties/1").select_one(".action-form")


def save(person, form, values, plan="/plannen/1"):
    return person.send(f"{plan}/acties/1", form, values)


ADDRESSES = ("", "/agenda", "/mensen", "/neem-mee", "/neem-mee/word", "/neem-mee/pdf", "/acties/1")
CHANGES = (
    ("/mensen", {"email": "lead@voorbeeld.nl", "role": "lezer"}),
    ("/agenda/1", {"state": "geregeld"}),
    ("/acties", {"sentence": "Qx."}),
    ("/acties/1", {"sentence": "Qx."}),
    ("/acties/1/weg", {}),
    ("/acties/1/plaats", {"omhoog": "1"}),
)


FORMS_OF_PLAN = "main form:not(.plan-mail)"
"""Forms with which a plan is changed; whether one wants mail about it everybody says for themselves."""


def without_token(text):
    return re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", text)


@pytest.fixture
def free_of_token(app):
    """Let forms be sent without the token: what is refused must be refused to who has one as well."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CURATOR, Role.ADMINISTRATOR])
def test_for_whoever_is_no_member_the_plan_does_not_exist(app, lead, free_of_token, role):
    plan = begin(lead)
    add(lead, plan, "Geheime actie.")
    stranger = logged_in(app, role, ("drinkwater-zuid",), f"vreemde-{role}")
    never_was = without_token(stranger.client.get("/plannen/9").text)
    for address in ADDRESSES:
        answer = stranger.client.get(plan + address)
        assert answer.status_code == 404
        assert "Geheime" not in answer.text
    hidden = without_token(stranger.client.get(plan).text)
    # The page offers to search for what was typed.
    assert hidden.replace("/plannen/1", "/plannen/9").replace('value="1"', 'value="9"') == never_was
    for address, values in CHANGES:
        assert stranger.client.post(plan + address, data=values).status_code == 404
    assert "Actieplan Drinkwater Noord" not in stranger.get("/plannen").text
    assert sentences(lead, plan) == ["Geheime actie."]


def test_the_network_reads_the_plan_and_changes_nothing(app, lead, free_of_token):
    plan = begin(lead)
    add(lead, plan, "Oefen de noodpompen.")
    reader = logged_in(app, Role.MEMBER, ("drinkwater-noord",), "reader")
    for address in ADDRESSES:
        assert reader.client.get(plan + address).status_code == 200
    for address in ("", "/agenda"):
        assert reader.page(plan + address).select(FORMS_OF_PLAN) == []
    assert reader.page(f"{plan}/acties/1").select("main form") == []
    for address, values in CHANGES:
        answer = reader.client.post(plan + address, data=values)
        assert answer.status_code == 403 or address == "/acties/1"  # there a reader gets the text, without a form
    assert sentences(lead, plan) == ["Oefen de noodpompen."]


def test_a_network_that_takes_over_an_old_name_does_not_read_its_plan(app, lead):
    plan = begin(lead)
    later = logged_in(app, Role.MEMBER, ("drinkwater-noord",), "later")
    site_of(app).plans.follow("drinkwater-noord", "water-noord")
    assert later.client.get(plan).status_code == 404
    assert logged_in(app, Role.MEMBER, ("water-noord",), "mee").client.get(plan).status_code == 200
    site_of(app).plans.follow(None, "water-noord")
    assert logged_in(app, Role.MEMBER, ("water-noord",), "nieuw").client.get(plan).status_code == 404
    assert lead.client.get(plan).status_code == 200


def test_no_plan_is_kept_by_a_browser_found_by_a_search_or_told_in_the_audit_log(app, lead, administrator):
    plan = begin(lead, title="Qxgeheim plan")
    add(lead, plan, "Qxactie.")
    assert lead.client.get(plan).headers["Cache-Control"] == "no-store"
    for address in ("/zoeken?q=qxactie", "/api/v1/zoeken?q=qxgeheim", "/beheer/logboek"):
        text = administrator.get(address).text.casefold()
        assert "qxgeheim plan" not in text and "qxactie." not in text


def test_a_lead_says_who_takes_part_and_there_is_always_one(app, lead):
    plan, other = shared(app, lead)
    people = f"{plan}/mensen"
    assert other.page(people).select("main select") == []
    numbers = {name: site_of(app).accounts.by_email(f"{name}@voorbeeld.nl").id for name in ("lead", "other")}
    answer = lead.submit(people, {f"role-{numbers['lead']}": "lezer"}, people)
    assert "altijd een trekker" in answer.text
    lead.submit(people, {f"role-{numbers['other']}": "trekker"}, people)
    other.submit(people, {f"role-{numbers['lead']}": "lezer"}, people)
    assert lead.page(plan).select(FORMS_OF_PLAN) == []
    other.submit(people, {f"role-{numbers['lead']}": ""}, people)
    assert lead.client.get(plan).status_code == 200  # the network still reads
    assert "Niemand met dit e-mailadres" in other.submit(people, {"email": "niemand@voorbeeld.nl"}, people).text


def test_whoever_no_longer_takes_part_does_not_find_the_plan_any_more(app, lead):
    plan, other = shared(app, lead)
    people = f"{plan}/mensen"
    lead.submit(people, {f"role-{site_of(app).accounts.by_email('other@voorbeeld.nl').id}": ""}, people)
    assert other.client.get(plan).status_code == 404


def test_leaving_a_national_plan_oneself_leads_to_the_other_plans(app, lead):
    plan = begin(lead, "landelijk")
    logged_in(app, Role.MEMBER, (), "other")
    people = f"{plan}/mensen"
    lead.submit(people, {"email": "other@voorbeeld.nl", "role": "trekker"}, people)
    answer = lead.submit(people, {f"role-{site_of(app).accounts.by_email('lead@voorbeeld.nl').id}": ""}, people)
    assert answer.request.path == "/plannen"
    assert "U werkt niet meer mee" in answer.text
