"""What a visitor gets to see, page by page."""

import pytest

from kennisplatform.site import site_of


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
        "/menukaart/vitens",
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
    assert "autofocus" in text
    address = "/zoeken?thema=noodvoorzieningen&amp;sector=drinkwater&amp;soort=voorbeeld&amp;soort=pilot&amp;soort=convenant&amp;soort=informatiestructuur"
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
    assert "Het netwerk dat erbij hoort" in text


def test_the_contact_window_shows_contact_and_network_of_a_region(client):
    text = page(client, "/contacten?sector=drinkwater&regio=drenthe")
    assert "1 contact<" in text
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


def test_a_search_without_result_is_kept_for_curators(app, client, content):
    content.entry("menukaart", "iets", "Iets")
    client.get("/zoeken?q=zonnestorm")
    client.get("/zoeken?q=iets")
    assert "zonnestorm" in app.test_cli_runner().invoke(args=["search", "missed"]).output
    assert "iets" not in app.test_cli_runner().invoke(args=["search", "missed"]).output


def test_an_entry_shows_what_resembles_it(client, content):
    content.entry("menukaart", "een", "Nooddrinkwater in flessen")
    content.entry("menukaart", "twee", "Nooddrinkwater in zakken")
    content.entry("menukaart", "drie", "Nooddrinkwater voor leden", zichtbaar="leden")
    text = client.get("/menukaart/een").text
    assert 'href="/menukaart/twee"' in text
    assert "drie" not in text
