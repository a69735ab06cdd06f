"""The buttons of the workflow, on the page of an entry."""

import pytest

from kennisplatform.site import site_of

ADDRESS = "/menukaart/flessen"
ACTION = "/redactie/flessen/status"


@pytest.fixture
def written(app, content):
    def write(status):
        content.entry("menukaart", "flessen", "Water in flessen", status=status)
        site_of(app).follower.synchronise()
        return content.path / "menukaart/flessen.md"

    return write


@pytest.mark.parametrize(
    "case",
    [
        ("concept", ["Vraag beoordeling", "Publiceer", "Archiveer"]),
        ("ter-beoordeling", ["Publiceer", "Stuur terug", "Archiveer"]),
        ("gepubliceerd", ["Archiveer", "Haal van de site"]),
        ("gearchiveerd", ["Haal uit het archief"]),
    ],
)
def test_a_curator_sees_the_steps_that_are_possible_and_others_none(curator, visitor, member, written, case):
    status, buttons = case
    written(status)
    assert [button.text for button in curator.page(ADDRESS).select(".workflow button")] == buttons
    if status == "gepubliceerd":
        for who in (visitor, member):
            assert who.page(ADDRESS).select(".workflow, .entry-bar") == []


def test_a_step_with_its_remark_is_in_the_history_and_the_audit_log(app, curator, visitor, written):
    path = written("concept")
    response = curator.submit(ADDRESS, {"status": "gepubliceerd", "opmerking": " Goed\nzo "}, action=ACTION)
    assert "‘Water in flessen’ is gepubliceerd." in response.text
    assert "status: gepubliceerd" in path.read_text()
    assert visitor.get(ADDRESS).status_code == 200
    revision = site_of(app).editing.history.latest()
    assert (revision.author, revision.message) == ("Curator", "Gepubliceerd: Goed zo")


@pytest.mark.parametrize(("status", "target"), [("ter-beoordeling", "concept"), ("gepubliceerd", "concept")])
def test_sending_back_needs_a_remark(curator, written, status, target):
    path = written(status)
    response = curator.submit(ADDRESS, {"status": target, "opmerking": "  "}, action=ACTION)
    assert "Schrijf een opmerking" in response.text
    assert f"status: {status}" in path.read_text()
    curator.submit(ADDRESS, {"status": target, "opmerking": "Bron ontbreekt"}, action=ACTION)
    assert f"status: {target}" in path.read_text()


@pytest.mark.parametrize("target", ["ter-beoordeling", "gepubliceerd", "onzin", ""])
def test_a_step_that_is_not_possible_changes_nothing(curator, written, target):
    path = written("gepubliceerd")
    response = curator.submit(ADDRESS, {"status": target, "opmerking": "x"}, action=ACTION)
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
    response = curator.submit(ADDRESS, {"status": "gepubliceerd", "verder": onward}, action=ACTION)
    assert (response.request.host, response.request.path) == ("localhost", expected)
