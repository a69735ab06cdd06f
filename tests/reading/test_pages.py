"""What a visitor gets to see, page by page."""

import pytest
from bs4 import BeautifulSoup

from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Evidence
from kennisplatform.web.search import left_out


@pytest.fixture(autouse=True)
def world(content):
    content.entry(
        "menukaart",
        "flessen",
        "Nooddrinkwater in flessen",
        "## Wat is het\n\nTekst",
        verwant=["zakken"],
        contacten=["vitens"],
        bronnen=[{"titel": "De bron", "url": "https://example.org/bron", "datum": "2015-03"}],
    )
    content.entry("menukaart", "zakken", "Water in zakken", regios=["drenthe"])
    content.entry("menukaart", "geheim", "Geheime afspraak", zichtbaar="leden", verwant=["flessen"])
    content.entry("menukaart", "concept", "Conceptvoorbeeld", status="concept")
    content.entry("contacten", "vitens", "Vitens", sectoren=["drinkwater"], regios=["drenthe"])
    content.entry("contacten", "ifv-desk", "IFV-loket", type_organisatie="kennisinstelling")
    content.entry("netwerken", "water-drenthe", "Netwerk Drenthe", regios=["drenthe"])
    content.entry(
        "agendas",
        "drinkwater",
        "Agenda drinkwater",
        punten=[
            {"titel": "Tweede punt", "thema": "alertering", "prioriteit": 2},
            {
                "titel": "Eerste punt",
                "thema": "noodvoorzieningen",
                "prioriteit": 1,
                "voorbeelden": ["flessen", "geheim"],
            },
        ],
    )
    content.entry("paginas", "over", "Over ons", "Hallo")


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/zoeken",
        "/zoeken?q=water",
        "/menukaart",
        "/menukaart/flessen",
        "/rollen",
        "/netwerken",
        "/netwerken/water-drenthe",
        "/agenda",
        "/agenda/drinkwater",
        "/contacten",
        "/contacten/vitens",
        "/paginas/over",
        "/feed.atom",
        "/feed/alertering.atom",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/api/v1/zoeken",
        "/api/v1/openapi.json",
        "/api/v1/voorbeeld/flessen",
    ],
)
def test_no_page_shows_a_trace_of_what_is_not_for_everyone(client, address):
    text = page(client, address)
    assert "Geheime afspraak" not in text
    assert "Conceptvoorbeeld" not in text
    assert "geheim" not in text


@pytest.mark.parametrize(
    "address",
    [
        "/menukaart/geheim",
        "/menukaart/concept",
        "/x",
        "/feed/onzin.atom",
        "/menukaart/..%2f..%2fapp",
        "/paginas/geen",
        "/agenda/gas",
    ],
)
def test_what_is_not_there_or_not_for_you_is_not_found_in_dutch(client, address):
    assert "Deze pagina is er niet" in page(client, address, 404)


def test_the_front_page_counts_what_its_links_show(client):
    text = page(client, "/")
    assert 'id="q"' in text
    address = "/menukaart?thema=noodvoorzieningen&amp;sector=drinkwater"
    assert f'<a href="{address}">2<' in text
    assert "2 resultaten" in page(client, address.replace("&amp;", "&"))


def test_results_show_filters_that_go_one_by_one(client):
    text = page(client, "/zoeken?q=water&thema=noodvoorzieningen&regio=drenthe")
    assert 'href="/zoeken?q=water&amp;regio=drenthe"' in text
    assert 'href="/zoeken?q=water&amp;thema=noodvoorzieningen"' in text
    assert "<mark>Water</mark>" in text


def test_a_search_without_results_helps_on(client):
    text = page(client, "/zoeken?q=xyzzy")
    assert "Niets gevonden" in text
    assert "/contacten/ifv-desk" in text


@pytest.mark.parametrize("query", ["thema=onzin", "pagina=-1", "pagina=99999", "sorteer=raar", "pagina=%D9%A3"])
def test_values_nobody_knows_are_named_and_ignored(client, query):
    assert "kennen wij niet" in page(client, f"/zoeken?{query}")
    assert client.get(f"/api/v1/zoeken?{query}").status_code == 400


def test_an_entry_shows_sources_contacts_related_and_where_it_is_named(client):
    text = page(client, "/menukaart/flessen")
    for expected in (
        "De bron",
        "example.org, maart 2015",
        "/contacten/vitens",
        "Water in zakken",
        "15 januari 2026",
        "/agenda/drinkwater",
    ):
        assert expected in text
    assert "Nooddrinkwater in flessen" in page(client, "/menukaart/zakken")


def test_an_agenda_lists_its_points_by_priority(client):
    text = page(client, "/agenda/drinkwater")
    assert text.index("Eerste punt") < text.index("Tweede punt")


@pytest.mark.parametrize(
    "query", ["", "?sector=drinkwater&regio=drenthe", "?q=vitens", "?q=xyzzy", "?sector=olie&regio=zeeland"]
)
def test_the_contact_window_never_leaves_you_empty_handed(client, query):
    text = page(client, "/contacten" + query)
    assert "Komt u er niet uit?" in text
    assert "/contacten/ifv-desk" in text
    if query:
        assert '<h3 id="netwerk">Regionaal netwerk</h3>' in text
    else:
        assert 'href="/netwerken">Alle netwerken' in text, "nothing was asked, so there is the way to them all"


def test_the_contact_window_shows_contact_and_network_of_a_region(client):
    text = page(client, "/contacten?sector=drinkwater&regio=drenthe")
    assert "Andere contacten met deze woorden <span>(1)</span>" in text
    assert "/netwerken/water-drenthe" in text


def test_a_file_that_breaks_while_the_site_runs_takes_only_itself_down(client, app, content):
    page(client, "/")
    content.write("menukaart/flessen.md", "---\nkapot: [\n---\n")
    site_of(app).follower.synchronise()
    page(client, "/menukaart/flessen", 404)
    assert "Water in zakken" in page(client, "/zoeken")


def test_an_error_inside_shows_no_stack_trace(client, app, monkeypatch):
    monkeypatch.setattr(site_of(app).follower.engine, "search", lambda _: 1 / 0)
    for address in ("/zoeken", "/api/v1/zoeken"):
        text = page(client, address, 500)
        assert "Er ging iets mis bij ons" in text
        assert "ZeroDivision" not in text


def test_many_contacts_are_paged_within_the_window(client, content):
    for number in range(100):
        content.entry("contacten", f"bedrijf-{number}", f"Bedrijf {number}")
    first = page(client, "/contacten")
    assert "102 contacten" in first
    assert 'rel="next" href="/contacten?' in first
    assert "Bladzijde 2 van 2" in page(client, "/contacten?pagina=2")


def test_the_results_say_what_was_corrected_and_what_was_searched_for_as_well(client, content):
    content.write("thesaurus.yml", "gelijk: [[VR, veiligheidsregio]]")
    content.entry("menukaart", "afspraak", "Afspraak met de veiligheidsregio")
    text = client.get("/zoeken?q=afspraka+VR&thema=noodvoorzieningen").text
    assert "<strong>afspraak VR</strong>" in text
    assert 'href="/zoeken?q=afspraka+VR&amp;thema=noodvoorzieningen&amp;letterlijk=1"' in text
    assert "veiligheidsregio <small>(bij “vr”)</small>" in text
    literal = client.get("/zoeken?q=VR&letterlijk=1").text
    assert "alleen gezocht op wat u typte" in literal
    assert '<input type="hidden" name="letterlijk" value="1">' in literal


def test_a_search_that_found_little_is_kept_for_curators_and_no_other(app, client, content):
    for number in range(left_out.FEW):
        content.entry("menukaart", f"kade-{number}", f"Kade {number}")
    content.entry("menukaart", "sluis", "Sluis")
    for text in ("zonnestorm", "sluis", "kade"):
        client.get(f"/zoeken?q={text}")
    kept = app.test_cli_runner().invoke(args=["search", "missed"]).output
    assert "zonnestorm" in kept
    assert "sluis" in kept
    assert "kade" not in kept


def test_an_entry_shows_what_resembles_it(client, content):
    content.entry("menukaart", "een", "Nooddrinkwater in flessen")
    content.entry("menukaart", "twee", "Nooddrinkwater in zakken")
    content.entry("menukaart", "drie", "Nooddrinkwater voor leden", zichtbaar="leden")
    text = client.get("/menukaart/een").text
    assert 'href="/menukaart/twee"' in text
    assert "drie" not in text


def test_the_menu_card_is_the_finder_at_its_own_address(client):
    text = page(client, "/menukaart?thema=noodvoorzieningen")
    assert "2 resultaten" in text
    assert "Kort over Water in zakken" in text
    assert 'href="/menukaart?regio=drenthe"' not in text
    assert "Vitens" not in text, "a contact is not on the menu card"
    assert 'name="soort" value="pilot"' in text
    assert 'name="soort" value="contact"' not in text
    assert "kennen wij niet" in page(client, "/menukaart?soort=contact")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("vermelding=flessen&vermelding=zakken", ["Nooddrinkwater in flessen", "Water in zakken"], []),
        ("vermelding=flessen&vermelding=geheim", ["kennen wij niet", "Kies er nog een"], ["Geheime afspraak"]),
        ("vermelding=flessen&vermelding=vitens", ["kennen wij niet", "Kies er nog een"], []),
        ("vermelding=flessen", ["Kies er nog een"], ["kennen wij niet"]),
        ("", ["Kies twee tot vier"], []),
        ("vermelding=%00&vermelding=&vermelding=../x", ["Kies twee tot vier", "kennen wij niet"], []),
    ],
)
def test_entries_of_the_menu_card_are_compared_side_by_side(client, query, shown, hidden):
    text = page(client, f"/menukaart/vergelijk?{query}")
    assert [words for words in shown if words not in text] == []
    assert [words for words in hidden if words in text] == []


def test_more_than_four_do_not_fit(client, content):
    for number in range(5):
        content.entry("menukaart", f"nummer-{number}", f"Nummer {number}")
    query = "&".join(f"vermelding=nummer-{number}" for number in range(5))
    text = page(client, f"/menukaart/vergelijk?{query}")
    assert "de eerste 4" in text
    assert "Nummer 3</a>" in text
    assert "Nummer 4</a>" not in text


CHOOSING = {
    "stappen": [{"stap": "Bel de buren", "wie": "De gemeente"}, {"stap": "Schrijf het op"}],
    "voorwaarden": ["Er is een lijst", "Er is een sleutel"],
    "kosten": {"band": "minder-dan-10.000", "keer": "jaarlijks", "toelichting": "Vooral uren", "bron": "Het verslag"},
    "doorlooptijd": "Drie maanden",
    "werking": "Omdat iedereen het weet",
    "aanleiding": ["incident"],
    "stand": "in-gebruik",
    "beproefd": [
        {
            "soort": "inzet",
            "wat": "De grote storing",
            "plaats": "Ede",
            "datum": "2019-03",
            "uitkomst": "werkte",
            "beoordeeld-door": "ander",
            "bron": "Het verslag",
        }
    ],
    "bronnen": [{"titel": "De krant", "soort": "nieuws"}, {"titel": "Het verslag", "soort": "evaluatie"}],
}


def test_what_helps_to_choose_stands_on_the_page_in_results_and_in_the_api(client, content):
    content.entry("menukaart", "keuze", "Een keuze", **CHOOSING)
    tree = BeautifulSoup(page(client, "/menukaart/keuze"), "html.parser")
    assert [item.get_text(" ", strip=True) for item in tree.select(".step-list li")] == [
        "Bel de buren De gemeente",
        "Schrijf het op",
    ]
    assert [item.text for item in tree.select(".tick-list li")] == ["Er is een lijst", "Er is een sleutel"]
    facts = tree.select_one(".entry-facts").get_text(" ", strip=True)
    for fact in ("Minder dan € 10.000, elk jaar", "Vooral uren", "Drie maanden", "Incident", "Nog onvoldoende bekend"):
        assert fact in facts
    assert (
        tree.select_one(".trial-list").get_text(" ", strip=True)
        == "De grote storing Echte gebeurtenis, Ede, maart 2019 Werkte (volgens iemand anders) bron [2]"
    )
    assert tree.select_one(".trial-list a")["href"] == "#bron-2"
    assert "evaluatie" in tree.select_one("#bron-2").text
    label = "Bewijs 0: nog onvoldoende bekend"
    assert label in tree.select_one(".entry-head").text
    assert label in page(client, "/menukaart?q=keuze")
    for labels in (
        client.get("/api/v1/voorbeeld/keuze").json["labels"],
        client.get("/api/v1/zoeken?q=keuze").json["resultaten"][0]["labels"],
    ):
        assert (labels["bewijs"]["trede"], labels["stand"], labels["nagekeken"]) == (0, "in-gebruik", "2026-01-15")


def test_what_is_not_for_everyone_says_so(client, member):
    text = member.get("/menukaart/geheim").text
    assert "Alleen voor leden" in text
    assert "Alleen voor leden" in member.get("/zoeken?q=geheime").text
    assert "Alleen voor leden" not in member.get("/menukaart/flessen").text


def test_what_came_in_its_place_is_named_to_who_may_see_it(client, member, content):
    content.entry("menukaart", "oud", "Het oude", stand="vervangen", vervangen_door="geheim")
    content.entry("menukaart", "ouder", "Het oudere", stand="vervangen", vervangen_door="Iets in een ander land")
    assert "Geheime afspraak" in member.get("/menukaart/oud").text
    assert "geheim" not in page(client, "/menukaart/oud").lower()
    assert "geheim" not in client.get("/api/v1/voorbeeld/oud").text
    assert "Iets in een ander land" in page(client, "/menukaart/ouder")


def test_every_rung_is_explained_in_the_words_of_its_label():
    text = (PROJECT_FOLDER / "content/paginas/hulp.md").read_text()
    assert [rung for rung in Evidence if f"| {rung.number}. {rung.label} | {rung.definition} |" not in text] == []


def test_a_text_that_is_too_long_is_cut_on_a_page_and_refused_to_a_program(client):
    assert "te lang" in page(client, f"/zoeken?q={'water ' * 100}")
    assert "te lang" not in page(client, f"/zoeken?q={'x' * 500}")
    for address in ("/api/v1/zoeken?q=", "/api/v1/loket?vraag="):
        answer = client.get(address + "x" * 501)
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
        assert "hoogstens 500 tekens" in answer.json["detail"]
        assert client.get(address + "x" * 500).status_code == 200
