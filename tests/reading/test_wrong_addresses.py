"""Addresses as people type, cut off and remember them: they lead on where that is sure, and else help to find it."""

import pytest

from kennisplatform.site import site_of


@pytest.fixture(autouse=True)
def world(content):
    content.entry("menukaart", "nl-alert", "NL-Alert")
    content.entry("menukaart", "nooddrinkwater-zwolle", "Nooddrinkwater in Zwolle")
    content.entry("menukaart", "geheime-afspraak", "Geheime afspraak", zichtbaar="leden")
    content.entry("contacten", "vitens", "Vitens")
    content.entry("agendas", "drinkwater", "Agenda drinkwater")
    content.entry("paginas", "hulp", "Hulp")
    content.entry("paginas", "kladje", "Kladje", status="concept")


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/menukaart/nl-alert/", "/menukaart/nl-alert"),
        ("/menukaart/NL-Alert", "/menukaart/nl-alert"),
        ("/menukaart/nl-alert.html", "/menukaart/nl-alert"),
        ("/menukaart/NL_Alert.htm/", "/menukaart/nl-alert"),
        ("/menukaart/nlalert", "/menukaart/nl-alert"),
        ("/Menukaart", "/menukaart"),
        ("/menukaart/", "/menukaart"),
        ("/contacten//", "/contacten"),
        ("/contacten/Vitens", "/contacten/vitens"),
        ("/contacten/nl-alert", "/menukaart/nl-alert"),
        ("/nl-alert", "/menukaart/nl-alert"),
        ("/agendas", "/agenda"),
        ("/agenda/Drinkwater/", "/agenda/drinkwater"),
        ("/regios/Utrecht", "/regios/utrecht"),
        ("/regios/UTRECHT/Drinkwater/", "/regios/utrecht/drinkwater"),
        ("/hulp", "/paginas/hulp"),
        ("/login", "/inloggen"),
        ("/Zoek/", "/zoeken"),
    ],
)
def test_an_address_that_is_surely_meant_leads_on(client, address, leads_to):
    response = client.get(address)
    assert (response.status_code, response.location) == (302, leads_to)


@pytest.mark.parametrize(
    "address",
    [
        "/menukaart/nl-alrt",  # a letter away may be another entry
        "/menukaart/geheime-afspraak/",
        "/menukaart/Geheime-Afspraak",
        "/geheime-afspraak",
        "/kladje",
        "/%00",
        "/menukaart/" + "a-" * 3000,
        "/menukaart/%2e%2e%2f%2e%2e",
        "/.html",
    ],
)
def test_what_is_not_sure_or_not_for_you_is_not_found(client, address):
    assert client.get(address, follow_redirects=True).status_code == 404


def test_the_page_offers_what_comes_near_and_fills_in_the_search(visitor):
    text = visitor.get("/menukaart/noodrinkwater-zwole").text
    assert 'value="noodrinkwater zwole"' in text
    assert 'href="/menukaart/nooddrinkwater-zwolle"' in text
    assert "geheime-afspraak" not in visitor.get("/menukaart/geheime-afsprak").text


def test_a_member_is_led_to_what_members_may_see(member):
    response = member.client.get("/menukaart/Geheime-Afspraak/")
    assert response.location == "/menukaart/geheime-afspraak"


def archive(app, content, slug="nl-alert", status="gearchiveerd", **fields):
    content.entry("menukaart", slug, "NL-Alert", status=status, **fields)
    site_of(app).follower.synchronise()
    site_of(app).editing.record_by_hand()


def test_what_was_archived_says_so_to_who_could_see_it(app, client, content):
    site_of(app).editing.record_by_hand()
    archive(app, content, vervangen_door="nooddrinkwater-zwolle")
    response = client.get("/menukaart/nl-alert")
    assert response.status_code == 410
    assert "is gearchiveerd" in response.text
    assert 'href="/menukaart/nooddrinkwater-zwolle"' in response.text


def test_without_a_history_nothing_is_said_of_what_was_archived(app, client, content):
    site_of(app).editing.record_by_hand()
    archive(app, content)
    site_of(app).history.repository.rename(site_of(app).history.repository.with_name("weg"))
    assert client.get("/menukaart/nl-alert").status_code == 404


def test_what_visitors_could_never_see_is_as_absent_as_what_never_was(app, client, content):
    content.entry("menukaart", "klad", "Klad", status="concept")
    site_of(app).editing.record_by_hand()
    archive(app, content, "klad")
    archive(app, content, "geheime-afspraak", zichtbaar="leden")
    for slug in ("klad", "geheime-afspraak"):
        response = client.get(f"/menukaart/{slug}")
        assert response.status_code == 404
        assert "gearchiveerd" not in response.text


def test_programs_get_a_problem_document(client):
    response = client.get("/api/v1/Voorbeeld/nl-alert")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
