"""Contacts to take along: vCards, a table and a phone card, each with what the reader may see."""

import csv
import io

import pytest
import vobject

from kennisplatform import create_app
from kennisplatform.config import Settings
from kennisplatform.site import site_of

TELEPHONE, EMAIL = "+31881234567", "storing@enexis.example"
REACH = {"telefoon": TELEPHONE, "telefoon_voor": "crisis", "e_mail": EMAIL, "bereikbaar": "24/7"}
QUESTION = "sector=elektriciteit&regio=groningen"


@pytest.fixture(autouse=True)
def world(content):
    content.write(
        "belvolgorde.yml",
        "altijd:\n- {naam: Alarmnummer, nummer: '112', bereikbaar: 24/7}\n"
        "sectoren:\n  elektriciteit:\n  - {wie: bedrijf, waarvoor: De netbeheerder.}\n  - {wie: veiligheidsregio}\n",
    )
    company = {"type_organisatie": "vitale-partner", "sectoren": ["elektriciteit"]}
    content.entry("contacten", "enexis", "Enexis", organisatie="Enexis", functie="Storingsdienst", **company, **REACH)
    content.entry("contacten", "tennet", "TenneT", organisatie="TenneT", zichtbaar="leden", **company)
    content.entry("contacten", "vitens", "Vitens", organisatie="Vitens", type_organisatie="vitale-partner")
    content.entry(
        "contacten", "vr", "VR", organisatie="Veiligheidsregio Groningen", type_organisatie="veiligheidsregio",
        regios=["groningen"], telefoon="112", zichtbaar="openbaar",
    )  # fmt: skip
    content.entry("contacten", "ifv-desk", "Loket", organisatie="IFV", type_organisatie="kennisinstelling")
    content.entry(
        "netwerken", "stroom", "Stroom in het noorden", sector="elektriciteit", organisatie="Enexis",
        regios=["groningen"], contacten=["enexis", "tennet"],
    )  # fmt: skip


def cards_of(visitor, address):
    response = visitor.get(address)
    assert response.content_type == "text/vcard; charset=utf-8"
    return {card.org.value[0]: card for card in vobject.readComponents(response.text)}


def rows_of(visitor, address):
    response = visitor.get(address)
    assert response.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff")), delimiter=";"))


def test_the_page_of_a_contact_offers_its_card_and_a_code_that_leads_there(visitor):
    page = visitor.page("/contacten/enexis")
    assert page.find("a", href="/contacten/enexis.vcf")
    assert page.find("svg", attrs={"aria-label": "QR-code van deze pagina"})


def test_a_card_tells_a_member_how_to_reach_a_contact_and_a_visitor_who_it_is(visitor, member):
    mine, everyones = (cards_of(who, "/contacten/enexis.vcf")["Enexis"] for who in (member, visitor))
    assert (mine.tel.value, mine.email.value) == (TELEPHONE, EMAIL)
    assert everyones.title.value == "Storingsdienst"
    assert not {"tel", "email"} & set(everyones.contents)


def test_a_contact_that_is_not_for_everyone_has_no_card_for_others(visitor, member):
    assert visitor.get("/contacten/tennet.vcf").status_code == 404
    assert visitor.get("/contacten/bestaat-niet.vcf").status_code == 404
    assert list(cards_of(member, "/contacten/tennet.vcf")) == ["TenneT"]


def test_a_contact_that_got_another_name_still_has_a_card_at_its_old_address(visitor, content):
    content.entry("contacten", "nieuw", "Nieuw", eerdere_namen=["oud"])
    response = visitor.client.get("/contacten/oud.vcf")
    assert (response.status_code, response.headers["Location"]) == (301, "/contacten/nieuw.vcf")


@pytest.mark.parametrize("file", ["vcf", "csv"])
def test_the_answer_to_a_question_is_taken_along_as_the_page_gives_it(member, file):
    page = member.page(f"/contacten?q=vergeten&{QUESTION}")
    link = next(a["href"] for a in page.select(".take-along a") if f"contacten.{file}" in a["href"])
    assert "q=vergeten" in link
    shown = [heading.text for heading in page.select(".answer .contact-cards h4")]
    taken = list(cards_of(member, link)) if file == "vcf" else [row["Organisatie"] for row in rows_of(member, link)]
    assert taken == shown != []


def test_without_a_question_all_contacts_are_taken_along_or_those_of_one_kind_of_organisation(visitor):
    assert set(cards_of(visitor, "/contacten.vcf")) == {"Enexis", "Vitens", "Veiligheidsregio Groningen", "IFV"}
    page = visitor.page("/contacten?organisatie=vitale-partner")
    link = next(a["href"] for a in page.select(".take-along a") if "contacten.vcf" in a["href"])
    assert set(cards_of(visitor, link)) == {"Enexis", "Vitens"}


@pytest.mark.parametrize("status", ["concept", "ter-beoordeling", "gearchiveerd"])
def test_not_even_a_curator_takes_along_what_is_not_published(app, curator, content, status):
    content.entry(
        "contacten", "later", "Later", organisatie="Later", type_organisatie="vitale-partner", status=status,
        sectoren=["elektriciteit"], telefoon="+31881112233",
    )  # fmt: skip
    content.entry(
        "netwerken",
        "straks",
        "Straks",
        sector="elektriciteit",
        regios=["groningen"],
        contacten=["later"],
        status=status,
    )
    site_of(app).follower.synchronise()
    assert not curator.page("/contacten/later").select("a[href='/contacten/later.vcf']")
    assert curator.get("/contacten/later.vcf").status_code == 404
    for address in ("/contacten.vcf", f"/contacten.vcf?{QUESTION}", "/contacten.csv", f"/belkaart?{QUESTION}"):
        text = curator.get(address).text
        assert "Enexis" in text and "Later" not in text and "Straks" not in text


def test_a_number_abroad_is_no_formula_in_the_table(app, member, content):
    content.entry("contacten", "elia", "Elia", organisatie="Elia", telefoon="+3225467011")
    site_of(app).follower.synchronise()
    row = next(row for row in rows_of(member, "/contacten.csv") if row["Organisatie"] == "Elia")
    assert row["Telefoon"] == "0032 2 546 70 11"


def test_addresses_that_are_taken_along_are_those_of_the_settings(content, tmp_path):
    settings = Settings(
        content_dir=content.path, instance_dir=tmp_path / "other", public_url="https://kennisplatform.example"
    )
    client = create_app(settings).test_client()
    text = client.get("/contacten/enexis.vcf", base_url="http://kennisplatform.example").text
    assert "https://kennisplatform.example/contacten/enexis" in text.replace("\r\n ", "")
    assert "http://" not in text.replace("\r\n ", "")


def test_the_table_says_what_is_for_members_and_what_is_public(visitor, member):
    everyones, mine = ({row["Organisatie"]: row for row in rows_of(who, "/contacten.csv")} for who in (visitor, member))
    assert (everyones["Enexis"]["Telefoon"], everyones["Enexis"]["E-mail"]) == ("alleen voor leden",) * 2
    assert (mine["Enexis"]["Telefoon"], mine["Enexis"]["E-mail"]) == ("088 123 4567", EMAIL)
    assert everyones["Veiligheidsregio Groningen"]["Telefoon"] == "112"
    assert mine["Vitens"]["Telefoon"] == ""
    assert everyones["Vitens"]["Pagina"] == "http://localhost/contacten/vitens"


def test_the_phone_card_has_the_networks_and_whom_to_call_for_a_region_and_a_sector(member):
    card = member.page(f"/belkaart?{QUESTION}").find("article")
    assert "Afgegeven op" in card.text
    assert "Stroom in het noorden" in card.select_one(".sheet-networks").text
    groups = [body.select_one(".sheet-group").text for body in card.select("tbody")]
    assert groups == ["In deze volgorde", "Bedrijven", "Nu iemand nodig?"]
    rows = [row.th.text.split()[:3] for row in card.select("tbody tr:has(td)")]
    assert rows == [
        ["1.", "Enexis", "De"],
        ["2.", "Veiligheidsregio", "Groningen"],
        ["TenneT", "Liaison"],
        ["Alarmnummer"],
    ]
    numbers = [number.text for number in card.select(".sheet-number")]
    assert numbers == ["088 123 4567", "112", "112"]


def test_the_phone_card_of_a_visitor_has_only_public_numbers_and_says_so(visitor):
    page = visitor.page(f"/belkaart?{QUESTION}")
    assert [number.text for number in page.select(".sheet-number")] == ["112", "112"]
    assert "Enexis" in page.text and "TenneT" not in page.text and EMAIL not in page.text
    assert "sommige zijn alleen voor leden" in page.select_one(".notice").text
    assert page.select_one(".notice a")["href"].startswith("/inloggen?verder=")


def test_a_phone_card_with_all_there_is_does_not_ask_to_log_in(visitor, member):
    assert not visitor.page("/belkaart?regio=groningen&sector=drinkwater").select(".notice")
    assert not member.page(f"/belkaart?{QUESTION}").select(".notice")


@pytest.mark.parametrize("address", ["/belkaart", "/belkaart?regio=groningen", "/belkaart?sector=gas&regio=atlantis"])
def test_without_a_region_and_a_sector_the_phone_card_asks_for_them(visitor, address):
    page = visitor.page(address)
    assert len(page.select("#regio option")) == 26 and len(page.select("#sector option")) == 6
    chosen = page.select_one("#regio option[selected]")
    assert (chosen["value"] if chosen else None) == ("groningen" if "groningen" in address else None)


def test_the_page_of_a_region_leads_to_its_phone_cards(visitor):
    links = [a["href"] for a in visitor.page("/regios/groningen").select("a[href^='/belkaart']")]
    assert len(links) == 5 and all("regio=groningen" in link for link in links)
