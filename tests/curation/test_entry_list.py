"""The whole list for curators: filters in the address, and many changes at once with a way back."""

import pytest
from bs4 import BeautifulSoup

from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import logged_in

ACTION = "/redactie/lijst/bekijk"


@pytest.fixture(autouse=True)
def world(content):
    content.entry("menukaart", "flessen", "Water in flessen", status="concept", trefwoorden=["nood"])
    content.entry("menukaart", "zakken", "Water in zakken", zichtbaar="leden", herzien_voor="2020-01-01")
    content.entry("menukaart", "oud", "Oud plan", status="gearchiveerd", sectoren=["gas"])
    content.entry("contacten", "vitens", "Vitens", themas=["alertering"], status="ter-beoordeling")


def titles(curator, query):
    return [link.text for link in curator.page(f"/redactie/lijst{query}").select("tbody .cell-title a")]


FILTERS = [
    ("", ["Oud plan", "Vitens", "Water in flessen", "Water in zakken"]),
    ("?q=WATÉR", ["Vitens", "Water in flessen", "Water in zakken"]),
    ("?q=flessen water", ["Water in flessen"]),
    ("?q=liaison", []),
    ("?soort=contact", ["Vitens"]),
    ("?status=concept", ["Water in flessen"]),
    ("?status=ter-beoordeling", ["Vitens"]),
    ("?thema=alertering", ["Vitens"]),
    ("?sector=gas", ["Oud plan"]),
    ("?zichtbaar=leden", ["Water in zakken"]),
    ("?nodig=te-laat", ["Water in zakken"]),
    ("?nodig=nakijken", ["Water in zakken"]),
    ("?nodig=bereik", ["Vitens"]),
    ("?nodig=aanvullen", ["Vitens", "Water in flessen", "Water in zakken"]),
    ("?sorteer=soort", ["Oud plan", "Water in flessen", "Water in zakken", "Vitens"]),
    ("?sorteer=status", ["Water in flessen", "Vitens", "Water in zakken", "Oud plan"]),
    ("?sorteer=nakijken&soort=voorbeeld", ["Water in zakken", "Oud plan", "Water in flessen"]),
    ("?soort=onzin&status=x&pagina=99", ["Oud plan", "Vitens", "Water in flessen", "Water in zakken"]),
]


def test_filters_and_order_are_in_the_address(curator):
    found = {query: titles(curator, query) for query, _ in FILTERS}
    assert found == dict(FILTERS)


def test_the_list_goes_page_by_page_and_keeps_its_filters(app, curator, content):
    for number in range(60):
        content.entry("contacten", f"c{number:02}", f"Contact {number:02}")
    site_of(app).follower.synchronise()
    first = curator.page("/redactie/lijst?soort=contact&status=gepubliceerd")
    assert len(first.select("tbody tr")) == 50
    following = first.select_one("a[rel=next]")["href"]
    assert titles(curator, following.removeprefix("/redactie/lijst")) == [f"Contact {n:02}" for n in range(50, 60)]


def preview(curator, slugs, address="/redactie/lijst", **values):
    return curator.submit(address, {"slug": list(slugs), **values}, action=ACTION)


def confirm(curator, response, **values):
    form = BeautifulSoup(response.text, "html.parser").select_one("form[action='/redactie/lijst/doen']")
    return curator.send("/redactie/lijst/doen", form, values)


def source(content, name):
    return (content.path / name).read_text()


def test_publishing_shows_what_will_change_and_what_will_not(curator, content):
    shown = preview(curator, ["flessen", "zakken", "oud"], actie="publiceren")
    assert "Publiceren: 1 vermelding." in shown.text
    assert "<del>Concept</del>" in shown.text and "<ins>Gepubliceerd</ins>" in shown.text
    assert "dit is al gepubliceerd" in shown.text
    assert "dit staat in het archief; haal het daar eerst uit" in shown.text
    assert "status: concept" in source(content, "menukaart/flessen.md")


def test_confirming_does_it_in_one_revision_that_can_be_undone(app, curator, content):
    before = {name: source(content, name) for name in ("menukaart/flessen.md", "contacten/vitens.md")}
    done = confirm(
        curator, preview(curator, ["flessen", "vitens"], actie="publiceren"), opmerking="Klaar voor de start"
    )
    assert "Klaar voor de start" in done.text
    for name in before:
        assert "status: gepubliceerd" in source(content, name)
    revision = site_of(app).editing.history.latest()
    assert (revision.author, len(revision.paths)) == ("Curator", 2)
    undo = f"/redactie/geschiedenis/{revision.id}/ongedaan"
    undone = curator.submit(f"/redactie/lijst?gedaan={revision.id}", {}, action=undo)
    assert "Teruggezet zoals het was: Vitens; Water in flessen" in undone.text
    assert {name: source(content, name) for name in before} == before


def test_what_may_be_a_mistake_stands_beside_what_would_be_published(app, curator, content):
    content.entry("menukaart", "half", "Half af", "## Aanpak\n\n## Lessen\n\nVeel.", status="concept")
    site_of(app).follower.synchronise()
    page = BeautifulSoup(preview(curator, ["half"], actie="publiceren").text, "html.parser")
    assert "Deze koppen zijn nog leeg: Aanpak." in page.select_one("tbody tr").text


def test_undo_leaves_alone_what_somebody_changed_since(app, curator, content):
    confirm(curator, preview(curator, ["flessen", "vitens"], actie="archiveren"))
    revision = site_of(app).editing.history.latest()
    path = content.path / "contacten/vitens.md"
    path.write_text(path.read_text() + "\nIntussen gewijzigd.\n")
    undone = curator.submit(
        f"/redactie/lijst?gedaan={revision.id}", {}, action=f"/redactie/geschiedenis/{revision.id}/ongedaan"
    )
    assert "Teruggezet zoals het was: Water in flessen." in undone.text
    assert "Niet teruggezet, omdat iemand het intussen wijzigde: Vitens." in undone.text
    assert "Intussen gewijzigd." in path.read_text()


def test_what_somebody_changed_between_looking_and_confirming_is_left_alone(curator, content):
    shown = preview(curator, ["flessen", "vitens"], actie="archiveren")
    path = content.path / "contacten/vitens.md"
    path.write_text(path.read_text().replace("Liaison", "Coördinator"))
    done = confirm(curator, shown)
    assert "Overgeslagen, omdat iemand dit intussen wijzigde: Vitens." in done.text
    assert "status: gearchiveerd" in source(content, "menukaart/flessen.md")
    assert "status: ter-beoordeling" in path.read_text()


def test_sending_the_same_confirmation_twice_changes_nothing_more(app, curator):
    shown = preview(curator, ["flessen"], actie="archiveren")
    confirm(curator, shown)
    latest = site_of(app).editing.history.latest()
    assert "Overgeslagen" in confirm(curator, shown).text
    assert site_of(app).editing.history.latest() == latest


def test_everything_that_was_found_can_be_chosen(curator, content):
    shown = preview(
        curator, [], "/redactie/lijst?q=water&soort=voorbeeld", keuze="alle", actie="toevoegen", trefwoord="Fiets"
    )
    assert "2 vermeldingen" in shown.text
    assert "Trefwoord ‘Fiets’ toegevoegd" in confirm(curator, shown).text
    assert "- nood\n- Fiets\n" in source(content, "menukaart/flessen.md")
    assert "Fiets" not in source(content, "menukaart/oud.md")


@pytest.mark.parametrize(
    ("values", "expected", "name"),
    [
        (
            {"actie": "toevoegen", "tag": "themas:alertering"},
            "- alertering\n- noodvoorzieningen",
            "menukaart/flessen.md",
        ),
        ({"actie": "toevoegen", "tag": "sectoren:olie"}, "- drinkwater\n- olie", "menukaart/flessen.md"),
        ({"actie": "toevoegen", "tag": "regios:drenthe"}, "regios:\n- drenthe", "menukaart/flessen.md"),
        ({"actie": "nakijken", "datum": "2999-12-31"}, "herzien-voor: 2999-12-31", "menukaart/zakken.md"),
    ],
)
def test_tags_and_dates(curator, content, values, expected, name):
    confirm(curator, preview(curator, ["flessen", "zakken"], **values))
    assert expected in source(content, name)


def test_a_keyword_goes_whatever_its_capitals_and_an_empty_list_disappears(curator, content):
    shown = preview(curator, ["flessen", "zakken"], actie="weghalen", trefwoord="NOOD")
    assert "dit heeft het niet" in shown.text
    confirm(curator, shown)
    assert "trefwoorden" not in source(content, "menukaart/flessen.md")


def test_what_would_break_a_rule_is_named_and_left_out(curator, content):
    shown = preview(curator, ["flessen"], actie="weghalen", tag="themas:noodvoorzieningen")
    assert "noem er minstens 1" in shown.text or "dit verplichte veld ontbreekt" in shown.text
    assert "Er verandert niets" in shown.text


UNCLEAR = [
    (["flessen"], {"actie": ""}, "Kies wat er moet gebeuren."),
    (["flessen"], {"actie": "nakijken"}, "Kies een datum vanaf vandaag."),
    (["flessen"], {"actie": "nakijken", "datum": "2020-01-01"}, "Kies een datum vanaf vandaag."),
    (["flessen"], {"actie": "nakijken", "datum": "morgen"}, "Dit is geen datum."),
    (["flessen"], {"actie": "toevoegen"}, "óf schrijf een trefwoord."),
    (
        ["flessen"],
        {"actie": "toevoegen", "tag": "themas:alertering", "trefwoord": "x"},
        "óf schrijf een trefwoord.",
    ),
    ([], {"actie": "publiceren"}, "Vink eerst een of meer vermeldingen aan"),
    (["bestaat-niet"], {"actie": ""}, "Kies wat er moet gebeuren."),
]


@pytest.mark.slow
def test_an_action_that_is_not_clear_is_asked_again_and_what_was_ticked_stays(curator):
    for slugs, values, message in UNCLEAR:
        text = preview(curator, slugs, "/redactie/lijst?status=concept", **values).text
        assert message in text, values
        assert ('id="kies-flessen" aria-labelledby="titel-flessen" checked' in text) is (slugs == ["flessen"])
        assert "Water in zakken" not in text


def test_bulk_changes_are_written_in_the_audit_log(app, curator):
    confirm(curator, preview(curator, ["flessen"], actie="publiceren"))
    page = site_of(app).audit_log.page(
        __import__("kennisplatform.accounts.audit", fromlist=["AuditFilter"]).AuditFilter(), 1
    )
    assert ("Curator", "gepubliceerd", "flessen") in [(line.actor, line.action, line.subject) for line in page.entries]


@pytest.mark.parametrize(
    "address", [ACTION, "/redactie/lijst/doen", "/redactie/geschiedenis/abc/ongedaan", "/redactie/flessen/status"]
)
def test_nobody_else_changes_anything(app, content, address):
    app.config["WTF_CSRF_ENABLED"] = False
    data = {"slug": "flessen", "actie": "publiceren", "status": "gepubliceerd", "versie": "flessen:x"}
    assert logged_in(app, Role.MEMBER).client.post(address, data=data).status_code == 403
    assert app.test_client().post(address, data=data).location.startswith("/inloggen")
    assert "status: concept" in source(content, "menukaart/flessen.md")


def test_undoing_what_never_was_is_not_found(app, curator):
    app.config["WTF_CSRF_ENABLED"] = False
    assert curator.client.post("/redactie/geschiedenis/0123/ongedaan").status_code == 404
