"""Every kind of report is taken over in the same way: in the editor, and saving it closes the report."""

import pytest

from kennisplatform.curation.feedback.reports import NewReport, Proposal, ReportKind, ReportState
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role, Sector, Theme
from tests.visitor import logged_in

SUGGESTION = NewReport(
    ReportKind.SUGGESTION,
    "Noodwater per fiets",
    "In Drenthe brengen vrijwilligers water rond.\nDat werkt.",
    source="https://drenthe.example/water",
    themes=(Theme("noodvoorzieningen"),),
    sectors=(Sector.DRINKING_WATER,),
)
CORRECTION = NewReport(ReportKind.CORRECTION, "Water in flessen", "Het nummer van de wet is veranderd.", slug="flessen")
OF_PAGE = NewReport(ReportKind.CORRECTION, "Over ons", "Wij heten anders.", slug="over")
BY_ORGANISATION = NewReport(
    ReportKind.BY_ORGANISATION, "Stedin", "Vanaf mei.", slug="stedin", proposed=(Proposal("telefoon", "088 123 4567"),)
)


@pytest.fixture(autouse=True)
def world(app, content):
    content.entry("menukaart", "flessen", "Water in flessen")
    content.entry("contacten", "stedin", "Stedin", telefoon="+31201234567", eigenaar="Redactie")
    content.entry("paginas", "over", "Over ons")
    site_of(app).follower.synchronise()


def reported(app, report):
    return site_of(app).reports.add(report)


def taken_over(curator, number):
    address = f"/redactie/meldingen/{number}"
    response = curator.submit(address, {}, action=f"{address}/overnemen")
    assert response.status_code == 200, response.status
    return response.request


def saved(curator, editor, **values):
    return curator.submit(editor.full_path, {"doe": "bewaar", **values}, action=editor.path)


def text_of(app, path):
    return (site_of(app).settings.content_dir / path).read_text()


@pytest.mark.parametrize(
    ("report", "values", "file"),
    [
        (CORRECTION, {"tekst": "Beter."}, "menukaart/flessen.md"),
        (OF_PAGE, {"tekst": "Beter."}, "paginas/over.md"),
        (BY_ORGANISATION, {}, "contacten/stedin.md"),
        (SUGGESTION, {"samenvatting": "Water."}, "menukaart/noodwater-per-fiets.md"),
    ],
    ids=lambda value: value.kind if isinstance(value, NewReport) else None,
)
def test_a_report_opens_the_editor_and_a_save_there_closes_it(app, curator, report, values, file):
    number = reported(app, report)
    editor = taken_over(curator, number)
    form = curator.get(editor.full_path).text
    assert report.text.split("\n")[0] in form
    assert "en handel af" in form
    assert site_of(app).reports.by_id(number).state is ReportState.IN_PROGRESS
    response = saved(curator, editor, **values)
    assert f"Bericht {number} is afgehandeld." in response.text
    closed = site_of(app).reports.by_id(number)
    assert closed.state is ReportState.HANDLED
    assert closed.note == f"Bewaard in: {file.split('/')[1].removesuffix('.md')}"
    assert site_of(app).history.revisions(file)[0].message.endswith(f"(bericht {number})")


def test_a_suggestion_fills_in_all_that_it_says_and_stays_out_of_sight(app, curator, visitor):
    editor = taken_over(curator, reported(app, SUGGESTION))
    assert editor.path == "/redactie/nieuw/voorbeeld"
    saved(curator, editor)
    file = text_of(app, "menukaart/noodwater-per-fiets.md")
    assert "status: concept" in file
    assert "themas:\n- noodvoorzieningen" in file and "sectoren:\n- drinkwater" in file
    assert "url: https://drenthe.example/water" in file
    assert "## Wat is het\n\nIn Drenthe brengen vrijwilligers water rond.\nDat werkt.\n\n\n## Aanpak" in file
    assert visitor.get("/menukaart/noodwater-per-fiets").status_code == 404


@pytest.mark.parametrize(
    ("changed", "values", "message"),
    [
        ({"source": "https://a b/c"}, {}, "geen webadres"),
        ({"title": "Lijst"}, {}, "Deze naam bestaat al."),
        ({"title": "Links"}, {}, "Deze naam bestaat al."),
        ({"title": "Flessen"}, {}, "Deze naam bestaat al."),
        ({"themes": (), "sectors": ()}, {}, "Thema"),
    ],
)
def test_what_a_suggestion_says_wrong_is_said_in_the_form_and_nothing_is_lost(app, curator, changed, values, message):
    number = reported(app, NewReport(**{**SUGGESTION.__dict__, **changed}))
    response = saved(curator, taken_over(curator, number), **values)
    assert response.status_code == 422
    assert message in response.text
    assert "In Drenthe brengen vrijwilligers water rond." in response.text
    assert site_of(app).reports.by_id(number).state is ReportState.IN_PROGRESS


def test_what_is_kept_while_typing_still_closes_the_report_afterwards(app, curator):
    number = reported(app, CORRECTION)
    editor = taken_over(curator, number)
    curator.submit(editor.full_path, {"doe": "bekijk", "tekst": "Half af"}, action=editor.path)
    draft = curator.page("/redactie/concepten").select_one(".draft-list a")["href"]
    assert "afgehandeld" in curator.submit(draft, {"doe": "bewaar"}, action=editor.path).text
    assert site_of(app).reports.by_id(number).state is ReportState.HANDLED


def test_a_report_about_what_has_another_name_by_now_opens_that(app, curator):
    number = reported(app, CORRECTION)
    curator.submit("/redactie/flessen/hernoemen", {"adres": "waterflessen"}, action="/redactie/flessen/hernoemen")
    assert taken_over(curator, number).path == "/redactie/waterflessen"


def test_a_report_about_what_is_gone_says_so(app, curator, content):
    number = reported(app, CORRECTION)
    (content.path / "menukaart/flessen.md").unlink()
    site_of(app).follower.synchronise()
    page = curator.page(f"/redactie/meldingen/{number}")
    assert "Er is niets om dit in over te nemen." in page.text
    assert not page.select(".take-over")


def test_an_ordinary_save_closes_nothing(app, curator):
    number = reported(app, CORRECTION)
    assert "en handel af" not in curator.get("/redactie/flessen").text
    curator.submit("/redactie/flessen", {"doe": "bewaar", "tekst": "Beter."}, action="/redactie/flessen")
    assert site_of(app).reports.by_id(number).state is ReportState.OPEN


def test_only_curators_take_over(app, visitor):
    number = reported(app, CORRECTION)
    member = logged_in(app, Role.MEMBER)
    for who in (visitor, member):
        assert who.get(f"/redactie/meldingen/{number}").request.path == "/inloggen" or who is member
