"""The JSON API keeps its contract."""

import pytest
from openapi_spec_validator import validate

from kennisplatform.site import site_of


@pytest.fixture(autouse=True)
def world(content):
    content.entry("menukaart", "a", "Nooddrinkwater <b>", "Tekst over water", verwant=["geheim"])
    content.entry("menukaart", "geheim", "Geheim", zichtbaar="leden")


def test_a_search_answers_in_the_agreed_shape(client):
    response = client.get("/api/v1/zoeken?q=nooddrinkwater")
    assert response.headers["API-Version"] == "1.0.0"
    answer = response.json
    assert {"totaal", "pagina", "perPagina", "suggestie", "resultaten", "facetten"} <= answer.keys()
    (result,) = answer["resultaten"]
    assert result["titel"] == "Nooddrinkwater <b>"
    assert result["fragment"] == "Kort over <mark>Nooddrinkwater</mark> &lt;b&gt;"
    assert result["url"] == "http://localhost/menukaart/a"
    assert len(answer["facetten"]["thema"]) == 8
    assert answer["facetten"]["thema"][7] == {
        "waarde": "noodvoorzieningen",
        "label": "Tijdelijke noodvoorzieningen, capaciteiten en distributie",
        "aantal": 1,
    }


def test_an_entry_comes_with_its_own_keys_and_without_hidden_references(client):
    answer = client.get("/api/v1/voorbeeld/a").json
    assert answer["samenvatting"] == "Kort over Nooddrinkwater <b>"
    assert answer["verwant"] == []
    assert "<p>Tekst over water</p>" in answer["html"]


@pytest.mark.parametrize("address", ["/api/v1/voorbeeld/geheim", "/api/v1/pilot/a", "/api/v1/x/y", "/api/bestaat-niet"])
def test_what_is_not_there_is_a_problem_document(client, address):
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    assert response.json["status"] == 404
    assert response.headers["API-Version"]


def test_the_description_is_valid_openapi_and_open_to_every_site(client):
    response = client.get("/api/v1/openapi.json")
    assert response.json["openapi"].startswith("3.1")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    validate(response.json)


def test_health_and_readiness(client, app, content):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    site_of(app).follower.stop_following()
    content.entry("menukaart", "nieuw")
    site_of(app).follower.store.refresh()
    site_of(app).follower.ensure_following = lambda: None
    assert client.get("/readyz").status_code == 503


def test_a_wrong_method_says_which_is_right(client):
    response = client.post("/api/v1/zoeken")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_suggestions_complete_what_is_typed_and_hide_what_is_hidden(client):
    (suggestion,) = client.get("/api/v1/suggesties?q=noodd").json["suggesties"]
    assert suggestion == {
        "slug": "a",
        "soort": "voorbeeld",
        "soortLabel": "Voorbeeld",
        "titel": "Nooddrinkwater <b>",
        "url": "http://localhost/menukaart/a",
    }
    assert client.get("/api/v1/suggesties?q=gehei").json == {"onderwerpen": [], "suggesties": []}
    assert client.get("/api/v1/suggesties").json == {"onderwerpen": [], "suggesties": []}


@pytest.mark.parametrize(
    ("typed", "topics"),
    [
        ("drinkw", ["/menukaart?sector=drinkwater"]),
        ("Alarm", ["/menukaart?thema=alertering"]),
        ("ict", ["/menukaart?sector=ict-telecom"]),
        ("tijdelijke nood", ["/menukaart?thema=noodvoorzieningen"]),
        ("x", []),
    ],
)
def test_topics_are_suggested_by_the_words_of_their_name(client, typed, topics):
    found = client.get("/api/v1/suggesties", query_string={"q": typed}).json["onderwerpen"]
    assert [topic["url"].removeprefix("http://localhost") for topic in found] == topics


def test_a_word_that_is_nowhere_does_not_take_the_suggestions_away(client):
    found = client.get("/api/v1/suggesties?q=nooddrinkwater+zwolle").json["suggesties"]
    assert [suggestion["slug"] for suggestion in found] == ["a"]


def test_a_corrected_search_says_so_and_can_be_asked_literally(client):
    answer = client.get("/api/v1/zoeken?q=noodrinkwater").json
    assert (answer["suggestie"], answer["totaal"]) == ("nooddrinkwater", 1)
    answer = client.get("/api/v1/zoeken?q=noodrinkwater&letterlijk=1").json
    assert (answer["suggestie"], answer["totaal"]) == (None, 0)
    assert client.get("/api/v1/zoeken?q=x&letterlijk=ja").status_code == 400
