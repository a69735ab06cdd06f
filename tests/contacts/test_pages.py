"""What the pages of contacts, networks, regions and organisations show."""

import re

import pytest
from openapi_spec_validator import validate

from kennisplatform.site import site_of
from tests.contacts import world as desk_world


@pytest.fixture(autouse=True)
def world(content):
    desk_world.write(content)


def text_of(page, selector):
    return " ".join(" ".join(found.text for found in page.select(selector)).split())


def test_an_answer_stands_in_the_order_in_which_it_is_needed(visitor):
    page = visitor.page("/contacten?q=stroom+zwolle")
    assert "U zoekt: elektriciteit in Zwolle (veiligheidsregio IJsselland)" in text_of(page, ".answer h2")
    titles = [heading.text for heading in page.select(".answer h3")]
    assert titles == [
        "Neem contact op met", "Wie belt u eerst?", "Regionaal netwerk", "Landelijk netwerk", "Nu iemand nodig?",
    ]  # fmt: skip
    assert [link.text for link in page.select(".answer h4 a")] == [
        "Enexis", "RENDO", "Veiligheidsregio IJsselland", "TenneT", "Stroom Enexis", "Stroom RENDO", "Stroom landelijk",
    ]  # fmt: skip


def test_lead_partners_are_named_or_said_to_be_unknown(visitor):
    page = visitor.page("/contacten?q=water+zwolle")
    told = {row.dt.text: row.dd.text for row in page.select(".answer .partners div")}
    assert told == {"Lead partner overheid": "Gemeente Zwolle", "Lead partner bedrijven": "nog niet bekend"}


@pytest.mark.parametrize(
    "address", ["/contacten?q=water+zwolle", "/regios/ijsselland", "/regios/ijsselland/drinkwater", "/netwerken/{}"]
)
def test_where_lead_partners_stand_it_is_said_once_what_they_are(visitor, address):
    network = visitor.page("/contacten?q=water+zwolle").select_one(".network-lines a")["href"].rpartition("/")[2]
    page = visitor.page(address.format(network))
    assert page.text.count("Een lead partner trekt het netwerk namens de overheid of namens de bedrijven.") == 1


def test_who_is_there_day_and_night_comes_first_and_is_marked_when_asked_for_now(visitor):
    page = visitor.page("/contacten?q=stroom+zwolle+nu")
    assert page.select_one(".contact-cards h4").text == "RENDO"
    assert "dag en nacht" in page.select_one(".contact-cards li").text


def crisis_line(content, slug, **fields):
    """Give a company a line for crises, which members may see."""
    name = {"liander": "Liander", "enexis": "Enexis"}[slug]
    content.entry(
        "contacten", slug, organisatie=name, type_organisatie="vitale-partner", sectoren=["elektriciteit"],
        **{"telefoon": "+31881234567", "telefoon_voor": "crisis", "bereikbaar": "24/7", **fields},
    )  # fmt: skip


def test_the_number_of_the_one_to_call_is_on_the_button_for_who_may_see_it(app, visitor, member, content):
    crisis_line(content, "liander")
    site_of(app).follower.synchronise()
    button = member.page("/contacten?q=stroom+haarlem").select_one(".understood a.call-big")
    assert (button["href"], button.text.strip()) == ("tel:+31881234567", "088 123 4567")
    page = visitor.page("/contacten?q=stroom+haarlem")
    assert page.select_one(".understood a.call-big") is None
    assert page.select_one(".understood").find("a", string="Log in")["href"] == "/inloggen?verder=/contacten/liander"


@pytest.mark.parametrize(
    "fields", [{"telefoon_voor": "klachten"}, {"telefoon_voor": "klantenservice"}, {"telefoon": ""}]
)
def test_a_number_that_is_for_something_else_is_no_answer(app, member, content, fields):
    crisis_line(content, "liander", **{**fields, "telefoon": fields.get("telefoon", "+31881234567") or None})
    site_of(app).follower.synchronise()
    page = member.page("/contacten?q=stroom+haarlem")
    assert page.select_one(".call-big") is None
    assert "U moet bij Liander zijn. Wij kennen geen nummer dat nu hiervoor bedoeld is." in text_of(page, ".understood")


def test_two_companies_in_a_region_stand_side_by_side_and_the_place_is_asked(app, member, content):
    crisis_line(content, "enexis")
    site_of(app).follower.synchronise()
    page = member.page("/contacten?q=stroom&regio=ijsselland")
    assert page.select_one(".call-big") is None
    assert [item.a.text for item in page.select(".either li")] == ["Enexis", "RENDO"]
    assert page.select_one(".next-question strong").text == "In welke plaats?"
    answered = member.submit_get(page, ".place-form", {"plaats": "Deventer"})
    assert "stroom in Deventer" in answered.select_one("#q")["value"]


def test_what_always_answers_stands_at_the_foot_of_every_answer(app, visitor, content):
    content.write(
        "belvolgorde.yml",
        "altijd:\n- {naam: Alarmnummer, nummer: '112', bereikbaar: 24/7}\n"
        "- {naam: Storing, nummer: '08009009', bereikbaar: 24/7, sectoren: [elektriciteit]}\n",
    )
    for question, numbers in (
        ("stroom", ["112", "0800 9009"]),
        ("water+zwolle", ["112"]),
        ("zonnestorm", ["112", "0800 9009"]),
    ):
        page = visitor.page(f"/contacten?q={question}")
        assert [link.text.strip() for link in page.select(".needed-now a.call")] == numbers
        assert "dag en nacht" in text_of(page, ".needed-now")


def test_a_place_in_two_regions_offers_each_of_them(visitor):
    page = visitor.page("/contacten?q=water+bergen")
    offered = [link["href"] for link in page.select(".offers a")]
    assert offered == [
        "/contacten?q=water+bergen&regio=noord-holland-noord",
        "/contacten?q=water+bergen&regio=limburg-noord",
    ]
    assert "veiligheidsregio Limburg-Noord" not in text_of(visitor.page(offered[0]), ".understood")


def test_each_part_that_was_understood_leads_to_the_field_that_changes_it(visitor):
    page = visitor.page("/contacten?q=stroom+zwolle")
    targets = [link["href"].removeprefix("#") for link in page.select(".change")]
    assert targets == ["sector", "regio"]
    assert all(page.find("select", id=target) for target in targets)


def test_a_company_that_does_not_supply_there_is_told(visitor):
    page = visitor.page("/contacten?q=liander+groningen%3F")
    assert "Liander levert niet in Groningen; dit zijn de netbeheerders daar." in text_of(page, ".notice")


def test_where_nothing_fits_the_desk_gets_the_question_already_written(visitor):
    page = visitor.page("/contacten?q=zonnestorm+op+mars")
    assert "Hierbij vinden wij geen contact" in text_of(page, ".answer h2")
    assert [link.text for link in page.select(".answer .contact-cards h4")] == ["IFV (sinds 2022 NIPV)"]
    link = page.select_one(".ask-desk a")
    form = visitor.page(link["href"])
    assert "Mijn vraag: zonnestorm op mars" in form.select_one("textarea").text
    answer = visitor.submit(link["href"], {})
    assert answer.status_code == 200
    assert "Bedankt" in answer.text


def test_where_the_mail_address_of_the_desk_may_be_seen_the_question_is_a_mail(app, member, visitor, content):
    content.entry(
        "contacten", "ifv-desk", organisatie="IFV", type_organisatie="kennisinstelling", e_mail="loket@ifv.example"
    )
    site_of(app).follower.synchronise()
    link = member.page("/contacten?q=zonnestorm+op+mars").select_one(".ask-desk a")["href"]
    assert link.startswith("mailto:loket@ifv.example?")
    assert "zonnestorm%20op%20mars" in link
    assert "loket@ifv" not in visitor.get("/contacten?q=zonnestorm+op+mars").text


def test_the_whole_list_stands_below_and_is_narrowed_by_type_of_organisation(visitor):
    page = visitor.page("/contacten")
    assert "10 contacten" not in page.text
    assert "9 contacten" in text_of(page, ".all-contacts h2")
    link = next(link for link in page.select(".organisation-types a") if link.text.startswith("Veiligheidsregio"))
    narrowed = visitor.page(link["href"])
    assert [link.text for link in narrowed.select(".all-contacts .contact-lines-who > a")] == [
        "Veiligheidsregio Groningen", "Veiligheidsregio IJsselland",
    ]  # fmt: skip


def test_the_whole_list_goes_from_a_to_z_with_a_letter_to_jump_to(visitor):
    page = visitor.page("/contacten")
    letters = [heading["id"] for heading in page.select(".all-contacts h3.letter")]
    assert letters == sorted(letters)
    assert [link["href"] for link in page.select(".letters a")] == [f"#{letter}" for letter in letters]


@pytest.mark.parametrize("query", ["q=%00", "q=%F0%9F%94%A5", "regio=onzin", "q=" + "zwolle+" * 200, "q='\"<b>"])
def test_no_question_is_an_error(visitor, query):
    page = visitor.page(f"/contacten?{query}")
    assert page.find("h2", string="Komt u er niet uit?")


def test_the_table_and_the_map_say_the_same_of_each_region(visitor):
    page = visitor.page("/netwerken?sector=elektriciteit")
    tiles = {tile["href"]: tile["aria-label"].partition(": ")[2] for tile in page.select(".tile")}
    assert len(tiles) == 25
    assert tiles["/regios/ijsselland"] == "Enexis, RENDO"
    for row in page.select(".coverage tbody tr"):
        cell = row.select("td")[1]
        told = ", ".join(link.text for link in cell.select("a"))
        assert tiles[row.th.a["href"]] == (told or "geen regionaal netwerk")
    assert "no-network" in page.select_one(".coverage tbody tr:nth-of-type(19) td:nth-of-type(2)")["class"]


def test_an_unknown_sector_on_the_map_is_the_first_one(visitor):
    assert "Op de kaart: Drinkwater" in visitor.page("/netwerken?sector=onzin").text


def test_a_hidden_network_is_nowhere(app, visitor, member, content):
    content.entry("netwerken", "besloten", "Besloten", sector="gas", regios=["zeeland"], zichtbaar="leden")
    site_of(app).follower.synchronise()
    for address in ("/netwerken?sector=gas", "/regios/zeeland", "/contacten?q=gas+zeeland", "/sitemap.xml"):
        assert "esloten" not in visitor.get(address).text
    assert "Besloten" in member.get("/regios/zeeland").text


def test_a_region_shows_its_row_its_contact_its_examples_and_its_places(visitor):
    page = visitor.page("/regios/ijsselland")
    assert [heading.text.strip() for heading in page.select(".sector-row h3")] == [
        f"{sector} in IJsselland" for sector in ("Drinkwater", "Elektriciteit", "Gas", "Olie", "ICT en telecom")
    ]
    rows = page.select(".sector-row")
    assert [link.text for link in rows[1].select("h4 a")] == ["Stroom Enexis", "Stroom RENDO"]
    assert "Hier werken meer netwerken" in rows[1].text
    assert "nog geen regionaal netwerk bekend" in rows[2].text
    assert page.find("a", string="Veiligheidsregio IJsselland")
    assert page.find("a", string="Beeldbank voor piketfunctionarissen")
    assert "Zwolle, Deventer" in page.text


def test_regions_are_listed_with_their_numbers_and_others_do_not_exist(visitor):
    page = visitor.page("/regios")
    assert [int(item["value"]) for item in page.select(".region-list li")] == list(range(1, 26))
    assert visitor.get("/regios/atlantis").status_code == 404


def test_a_network_shows_agenda_and_plan_examples_partners_and_contacts_in_that_order(visitor):
    page = visitor.page("/netwerken/water-vitens")
    titles = [heading.text for heading in page.select(".entry-main > section h2")]
    assert titles[:5] == [
        "Agenda en actieplan",
        "Voorbeelden",
        "Lead partners",
        "Contacten",
        "Drinkwater per veiligheidsregio",
    ]
    assert "Gemeente Zwolle" in text_of(page, ".partners")
    assert page.find(id="partners").find_parent("section").find("a", string="Vraag het aan het loket")
    assert [link.text for link in page.select(".contact-lines-who > a")] == ["Vitens"]
    assert "nog geen actieplan" in page.text
    assert page.find("a", string="Beeldbank voor piketfunctionarissen")
    assert page.select_one(".region-links a")["href"] == "/regios/ijsselland/drinkwater"


def test_a_sector_in_a_region_has_all_of_it_on_one_page(app, visitor, content):
    content.entry(
        "agendas", "elektriciteit", "Agenda elektriciteit", sector="elektriciteit",
        punten=[{"titel": "Samen oefenen", "thema": "alertering", "prioriteit": 1, "voorbeelden": ["elders"]}],
    )  # fmt: skip
    content.entry("menukaart", "hier", "Hier gedaan", sectoren=["elektriciteit"], regios=["ijsselland"])
    content.entry("menukaart", "elders", "Elders gedaan", sectoren=["elektriciteit"], regios=["zeeland"])
    page = visitor.page("/regios/ijsselland/elektriciteit")
    assert [step.a.text for step in page.select(".call-order .call-step")] == [
        "Enexis",
        "RENDO",
        "Veiligheidsregio IJsselland",
    ]
    assert [link.text for link in page.select(".network-lines h3 a")] == ["Stroom Enexis", "Stroom RENDO"]
    assert "Samen oefenen" in text_of(page, ".agenda-lines")
    assert [link.text for link in page.select(".entry-list a")] == ["Hier gedaan", "Elders gedaan"]
    assert page.find("a", href="/belkaart?regio=ijsselland&sector=elektriciteit")
    assert "112" in text_of(page, ".needed-now")


@pytest.mark.parametrize("address", ["/regios/ijsselland/stroom", "/regios/atlantis/gas", "/regios/ijsselland/gas/x"])
def test_a_sector_or_region_that_does_not_exist_has_no_page(visitor, address):
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/contacten?q=stroom+zwolle", "/regios/ijsselland", "/netwerken/stroom-enexis"])
def test_the_page_of_a_sector_in_a_region_is_linked_where_one_is_about_it(visitor, address):
    assert visitor.page(address).select("a[href^='/regios/ijsselland/elektriciteit']")


def test_an_organisation_shows_its_contacts_networks_and_examples(visitor):
    page = visitor.page("/organisaties/vitens")
    for text in ("Water Vitens", "Beeldbank voor piketfunctionarissen"):
        assert page.find("a", string=text)
    assert visitor.page("/contacten/ifv-desk").find("a", href="/organisaties/ifv")
    assert visitor.page("/organisaties/ifv")
    assert visitor.get("/organisaties/geheimwater").status_code == 404
    assert visitor.get("/organisaties/bestaat-niet").status_code == 404


def test_the_sitemap_lists_regions_and_organisations(visitor):
    text = visitor.get("/sitemap.xml").text
    for address in ("/regios</loc>", "/regios/zeeland</loc>", "/organisaties/vitens</loc>"):
        assert address in text
    assert "geheimwater" not in text


def test_the_api_gives_the_answer_of_the_page(client, member):
    answer = client.get("/api/v1/loket?vraag=stroom+zwolle").json
    assert {key: answer[key] for key in ("netwerken", "contacten", "rollen", "terugval")} == {
        "netwerken": ["stroom-enexis", "stroom-rendo", "stroom-landelijk"],
        "contacten": ["enexis", "rendo", "vr-ijsselland", "tennet"],
        "rollen": [],
        "terugval": "ifv-desk",
    }
    assert (answer["zeker"], answer["bel"], answer["ontbreekt"]) == (False, None, "plaats")
    assert answer["kandidaten"] == ["enexis", "rendo"]
    assert [step["naam"] for step in answer["belvolgorde"]] == ["Enexis", "RENDO", "Veiligheidsregio IJsselland"]
    assert [step["nummer"] for step in answer["altijd"]] == ["112"]
    chosen = client.get("/api/v1/loket?sector=drinkwater&sector=gas&regio=ijsselland&thema=").json
    assert chosen["netwerken"] == ["water-vitens"]
    assert "geheim" not in chosen["contacten"]
    assert "geheim" in member.client.get("/api/v1/loket?vraag=water+zwolle").json["contacten"]


@pytest.mark.parametrize("query", ["", "vraag=zonnestorm", "q=stroom"])
def test_the_api_falls_back_to_the_desk(client, query):
    answer = client.get(f"/api/v1/loket?{query}").json
    assert (answer["netwerken"], answer["contacten"], answer["terugval"]) == ([], ["ifv-desk"], "ifv-desk")
    assert (answer["zeker"], answer["bel"]) == (False, None)


def test_the_api_gives_the_number_only_where_it_is_sure_of_it(app, client, member, content):
    crisis_line(content, "liander")
    site_of(app).follower.synchronise()
    found = member.client.get("/api/v1/loket?vraag=stroom+haarlem").json
    assert (found["zeker"], found["bel"]["contact"], found["bel"]["nummer"]) == (True, "liander", "+31881234567")
    hidden = client.get("/api/v1/loket?vraag=stroom+haarlem").json
    assert (hidden["zeker"], hidden["kandidaten"], hidden["bel"]) == (True, ["liander"], None)


@pytest.mark.parametrize("query", ["sector=onzin", "regio=atlantis", "thema=drinkwater"])
def test_the_api_refuses_values_that_no_vocabulary_knows(client, query):
    response = client.get(f"/api/v1/loket?{query}")
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert "=".join(response.json["onbekend"][0].values()) == query


def test_the_description_of_the_api_knows_the_desk(client):
    description = client.get("/api/v1/openapi.json").json
    validate(description)
    asked = description["paths"]["/loket"]["get"]["parameters"]
    assert [parameter["name"] for parameter in asked] == ["vraag", "sector", "regio", "thema"]


def test_a_mistake_in_the_lists_of_the_desk_is_reported_and_changes_nothing(app, client, curator, content):
    assert client.get("/api/v1/loket?vraag=stroom").json["netwerken"]
    words = (content.path / "loket.yml").read_text()
    content.write("loket.yml", words + "\nonzin: [stroom]\n")
    content.write("plaatsen.yml", "regios: [")
    result = app.test_cli_runner().invoke(args=["content", "check"])
    assert result.exit_code == 1
    assert re.search(r"loket.yml:\d+: deze regel telt niet mee", result.output)
    assert re.search(r"plaatsen.yml: bij regel \d: dit is geen geldige YAML", result.output)
    assert client.get("/api/v1/loket?vraag=stroom+zwolle").json["netwerken"]
    page = curator.page("/redactie/bestanden")
    assert "loket.yml" in page.text
    assert "plaatsen.yml" in page.text
