"""The steps in the life of an entry, from the panel above its page, and what the next reads of them."""

import pytest
from bs4 import BeautifulSoup

from kennisplatform import dutch_time
from kennisplatform.dutch_text import dutch_date
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import logged_in

ADDRESS = "/menukaart/flessen"
ACTION = "/redactie/flessen/status"


@pytest.fixture
def written(app, content):
    def write(status, text="Tekst"):
        content.entry("menukaart", "flessen", "Water in flessen", text, status=status)
        site_of(app).follower.synchronise()
        return content.path / "menukaart/flessen.md"

    return write


@pytest.fixture
def reviewer(app):
    return logged_in(app, Role.CURATOR, name="Rie Redacteur")


def step(who, status, remark="", **more):
    return who.submit(ADDRESS, {"status": status, "opmerking": remark, **more}, action=ACTION)


def desk_section(visitor, name):
    """Return the words of a group of the desk; None when it is not there."""
    found = visitor.page("/redactie").find(id=name)
    if found is None:
        return None
    return (found if found.name == "details" else found.find_parent("section")).get_text(" ", strip=True)


@pytest.mark.parametrize(
    "case",
    [
        ("concept", ["Vraag beoordeling", "Publiceer", "Archiveer"], ["Vraag beoordeling"]),
        ("ter-beoordeling", ["Publiceer", "Stuur terug", "Archiveer"], ["Publiceer"]),
        ("gepubliceerd", ["Haal van de site", "Archiveer"], []),
        ("gearchiveerd", ["Haal uit het archief"], ["Haal uit het archief"]),
    ],
)
def test_a_curator_sees_the_steps_that_are_possible_and_others_none(curator, visitor, member, written, case):
    status, buttons, primary = case
    written(status)
    shown = curator.page(ADDRESS).select(".workflow-buttons button")
    assert [button.text for button in shown] == buttons
    assert [button.text for button in shown if "btn-primary" in button["class"]] == primary
    if status == "gepubliceerd":
        for who in (visitor, member):
            assert who.page(ADDRESS).select(".workflow, .entry-bar") == []


def test_a_step_with_its_remark_is_in_the_history_and_the_audit_log(app, curator, visitor, written):
    path = written("concept")
    response = step(curator, "gepubliceerd", " Goed\nzo ")
    assert "‘Water in flessen’ is gepubliceerd." in response.text
    assert "status: gepubliceerd" in path.read_text()
    assert visitor.get(ADDRESS).status_code == 200
    revision = site_of(app).editing.history.latest()
    assert (revision.author, revision.message) == ("Curator", "Gepubliceerd: Goed zo")


@pytest.mark.parametrize(
    ("status", "target", "needed"),
    [
        ("concept", "ter-beoordeling", "Schrijf waar een collega naar moet kijken."),
        ("ter-beoordeling", "concept", "Schrijf wat er beter moet."),
        ("gepubliceerd", "concept", "Schrijf waarom dit van de site gaat."),
    ],
)
def test_a_step_that_needs_a_remark_asks_for_it_at_the_field_in_the_open_panel(
    curator, written, status, target, needed
):
    path = written(status)
    response = step(curator, target, "  ")
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 422
    assert page.select_one(".entry-bar details").has_attr("open")
    field = page.select_one(".workflow input[name=opmerking]")
    assert field["aria-invalid"] == "true"
    assert needed in " ".join(page.find(id=name).text for name in field["aria-describedby"].split())
    assert f"status: {status}" in path.read_text()
    step(curator, target, "Bron ontbreekt")
    assert f"status: {target}" in path.read_text()


@pytest.mark.parametrize("target", ["ter-beoordeling", "gepubliceerd", "onzin", ""])
def test_a_step_that_is_not_possible_changes_nothing(curator, written, target):
    path = written("gepubliceerd")
    response = step(curator, target, "x")
    assert "Deze stap kan niet (meer): de vermelding is nu gepubliceerd." in response.text
    assert "status: gepubliceerd" in path.read_text()


def test_what_somebody_changed_meanwhile_is_not_published_unseen(curator, written):
    path = written("concept")
    page = curator.page(ADDRESS)
    path.write_text(path.read_text().replace("Kort over", "Anders over"))
    response = curator.send(ACTION, page.select_one(".workflow"), {"status": "gepubliceerd"})
    assert "Iemand wijzigde deze vermelding intussen." in response.text
    assert "status: concept" in path.read_text()


@pytest.mark.parametrize(
    ("onward", "expected"),
    [
        ("/redactie", "/redactie"),
        ("/redactie/lijst", "/redactie/lijst"),
        ("https://kwaad.example/", ADDRESS),
        ("//kwaad.example", ADDRESS),
        ("/redactiekwaad", ADDRESS),
        ("/redactie/\\kwaad", ADDRESS),
    ],
)
def test_the_way_on_stays_at_the_desk(curator, written, onward, expected):
    written("concept")
    response = step(curator, "gepubliceerd", verder=onward)
    assert (response.request.host, response.request.path) == ("localhost", expected)


QUESTIONS = [
    ("concept", "gepubliceerd", "Deze koppen zijn nog leeg: Aanpak, Lessen.", "Toch publiceren"),
    ("ter-beoordeling", "gepubliceerd", "Deze koppen zijn nog leeg: Aanpak, Lessen.", "Toch publiceren"),
    ("gepubliceerd", "gearchiveerd", "Er wordt naar verwezen in: Tanks.", "Toch archiveren"),
]


@pytest.mark.parametrize("case", QUESTIONS)
def test_what_may_be_a_mistake_is_asked_first_and_done_with_one_more_press(curator, content, written, case):
    status, target, question, button = case
    content.entry("menukaart", "tanks", "Tanks", verwant=["flessen"])
    path = written(status, "## Aanpak\n\n## Lessen")
    response = step(curator, target, "Mijn opmerking")
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 422
    assert question in page.select_one(".workflow .notice").text
    assert page.select_one(".workflow input[name=opmerking]")["value"] == "Mijn opmerking"
    assert f"status: {status}" in path.read_text()
    pressed = page.find("button", string=button)
    done = curator.send(ACTION, page.select_one(".workflow"), {"status": pressed["value"]})
    assert done.status_code == 200
    assert f"status: {target}" in path.read_text()


@pytest.mark.slow
def test_what_a_reviewer_writes_is_read_until_it_is_asked_again(app, curator, reviewer, visitor, written):
    written("concept")
    step(curator, "ter-beoordeling", "Klopt het aantal?")
    asked = f"Klaargezet voor beoordeling door Curator op {dutch_date(dutch_time.today())}: Klopt het aantal?"
    assert asked in desk_section(reviewer, "nu")
    assert asked in reviewer.page(ADDRESS).select_one(".entry-bar").text
    step(reviewer, "concept", "Noem de bron van het aantal.")
    told = f"Teruggestuurd door Rie Redacteur op {dutch_date(dutch_time.today())}: Noem de bron van het aantal."
    assert told in desk_section(curator, "nu")
    assert told not in desk_section(reviewer, "nu")
    assert told in desk_section(reviewer, "concepten")
    assert desk_section(curator, "concepten") is None
    assert told in curator.page(ADDRESS).select_one(".entry-bar").text
    assert told in curator.page("/redactie/flessen").text
    form = curator.page("/redactie/flessen").select_one("form#editor")
    curator.send("/redactie/flessen", form, {"doe": "bewaar", "samenvatting": "Anders gezegd."})
    assert told in curator.page("/redactie/flessen").text
    form = curator.page("/redactie/flessen").select_one("form#editor")
    curator.send("/redactie/flessen", form, {"doe": "bewaar:ter-beoordeling", "opmerking": "Zo beter?"})
    assert told not in desk_section(curator, "nu")
    assert "Zo beter?" in desk_section(reviewer, "nu")
    assert told not in curator.page(ADDRESS).text


def test_a_published_page_tells_readers_nothing_of_its_review(curator, reviewer, visitor, written):
    written("concept")
    step(curator, "ter-beoordeling", "Intern: klopt dit?")
    step(reviewer, "gepubliceerd", "Intern: prima")
    assert "Intern" not in visitor.get(ADDRESS).text
    assert "Intern" not in curator.get(ADDRESS).text


def test_why_a_page_went_off_the_site_is_read_under_another_name_and_beside_changes_by_hand(app, curator, written):
    path = written("gepubliceerd")
    site_of(app).editing.record_by_hand()
    step(curator, "concept", "Het convenant is opgezegd.")
    path.write_text(path.read_text().replace("Kort over", "Anders over"))
    site_of(app).editing.record_by_hand()
    curator.submit("/redactie/flessen/hernoemen", {"adres": "water-in-flessen"}, action="/redactie/flessen/hernoemen")
    assert "Van de site gehaald door Curator" in curator.page("/redactie/water-in-flessen").text
    assert "Het convenant is opgezegd." in curator.page("/menukaart/water-in-flessen").select_one(".entry-bar").text
