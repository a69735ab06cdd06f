"""Readers tell what is not right, or suggest an example; curators answer and nobody else sees it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update

from kennisplatform.curation.feedback.reports import Reports, ReportState
from kennisplatform.curation.tables import ReportRow
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from kennisplatform.web.base import throttling
from tests.visitor import Visitor, logged_in

CORRECTION = {"text": "Het nummer van de wet is veranderd.", "email": "ria@lezer.example"}
SUGGESTION = {
    "title": "Noodwater per fiets",
    "text": "In Drenthe brengen vrijwilligers water rond.\nDat werkt.",
    "source": "https://drenthe.example/water",
    "themes": ["noodvoorzieningen"],
    "sectors": ["drinkwater"],
    "email": "",
}


@pytest.fixture(autouse=True)
def world(content):
    content.entry("menukaart", "flessen", "Water in flessen")
    content.entry("menukaart", "geheim", "Geheime afspraak", zichtbaar="leden")


def reports(app):
    return site_of(app).reports.unhandled()


def test_a_reader_reports_from_the_page_and_comes_back_to_it(app, visitor):
    link = visitor.page("/menukaart/flessen").find("a", string="Klopt hier iets niet?")
    response = visitor.submit(link["href"], CORRECTION)
    assert "Bedankt" in response.text
    assert "Terug naar Water in flessen" in response.text
    (report,) = reports(app)
    assert (report.sent.slug, report.sent.text) == ("flessen", CORRECTION["text"])
    assert report.sent.email == "ria@lezer.example"


def test_a_page_about_the_site_can_be_reported_too(app, visitor, content):
    content.entry("paginas", "over", "Over ons")
    content.entry("paginas", "later", "Later", status="concept")
    link = visitor.page("/paginas/over").find("a", string="Klopt hier iets niet?")
    assert "Terug naar Over ons" in visitor.submit(link["href"], CORRECTION).text
    assert reports(app)[0].sent.slug == "over"
    assert visitor.get("/melden/later").status_code == 404


@pytest.mark.parametrize("slug", ["geheim", "bestaat-niet"])
def test_what_a_reader_may_not_see_they_cannot_report_either(app, visitor, slug):
    assert visitor.get(f"/melden/{slug}").status_code == 404
    assert visitor.get(f"/bedankt?over={slug}").text.count("Geheime") == 0
    assert logged_in(app, Role.MEMBER).get("/melden/geheim").status_code == 200


def test_a_reader_suggests_an_example(app, visitor):
    assert "Bedankt" in visitor.submit("/voorstel", SUGGESTION).text
    (report,) = reports(app)
    assert report.sent.title == SUGGESTION["title"]
    assert [*report.sent.themes, *report.sent.sectors] == ["noodvoorzieningen", "drinkwater"]
    assert report.sent.email is None


@pytest.mark.parametrize(
    ("address", "changed", "message"),
    [
        ("/melden/flessen", {"text": "  "}, "Schrijf wat er niet klopt."),
        ("/melden/flessen", {"text": "x" * 3001}, "hoogstens 3000 tekens"),
        ("/melden/flessen", {"email": "geen adres"}, "Dit is geen e-mailadres"),
        ("/voorstel", {"title": ""}, "Geef het voorbeeld een korte naam."),
        ("/voorstel", {"title": "x" * 201}, "hoogstens 200 tekens"),
        ("/voorstel", {"source": "javascript:alert(1)"}, "Dit is geen webadres"),
        ("/voorstel", {"source": "https://" + "x" * 2000}, "hoogstens 2000 tekens"),
        ("/voorstel", {"themes": ["onzin"]}, "Kies een van de mogelijkheden."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(app, visitor, address, changed, message):
    typed = {**(CORRECTION if "melden" in address else SUGGESTION), **changed}
    response = visitor.submit(address, typed)
    assert message in response.text
    assert (
        CORRECTION["email"] if "email" not in changed else typed["text"][:20]
    ) in response.text or "voorstel" in address
    assert "Drenthe brengen" in response.text or "voorstel" not in address
    assert reports(app) == []


def test_a_message_with_the_hidden_field_filled_in_is_kept_and_marked(app, visitor, curator):
    assert "Bedankt" in visitor.submit("/voorstel", {**SUGGESTION, "homepage": "https://helpende.browser.example"}).text
    (report,) = reports(app)
    assert (report.sent.title, report.sent.is_suspect) == (SUGGESTION["title"], True)
    for address in ("/redactie/meldingen", f"/redactie/meldingen/{report.id}"):
        assert "Misschien van een programma" in curator.get(address).text


def test_who_sends_too_much_waits_and_keeps_what_they_typed(app, visitor):
    for number in range(5):
        assert "Bedankt" in visitor.submit("/melden/flessen", {**CORRECTION, "text": f"Fout {number}"}).text
    response = visitor.submit("/voorstel", SUGGESTION)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "Dit is nog niet verstuurd" in response.text
    assert "In Drenthe brengen vrijwilligers water rond." in response.text
    assert 'value="Noodwater per fiets"' in response.text
    assert len(reports(app)) == 5
    elsewhere = Visitor(app)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert "Bedankt" in elsewhere.submit("/voorstel", SUGGESTION).text


@pytest.mark.slow
def test_many_networks_of_one_party_count_together(app):
    answers = []
    for number in range(throttling.REPORTS_OF_NETWORK.tries + 1):
        sender = Visitor(app)
        sender.client.environ_base["REMOTE_ADDR"] = f"2001:db8:5:{number:x}::1"
        answers.append(sender.submit("/melden/flessen", {"text": f"Fout {number}"}).status_code)
    assert answers == [200] * throttling.REPORTS_OF_NETWORK.tries + [429]
    elsewhere = Visitor(app)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "2001:db8:6::1"
    assert "Bedankt" in elsewhere.submit("/voorstel", SUGGESTION).text


def test_the_form_says_what_the_address_is_for_and_when_it_goes(visitor):
    for address in ("/voorstel", "/melden/flessen"):
        text = visitor.get(address).text
        assert "Alleen om u te kunnen antwoorden" in text
        assert "30 dagen nadat uw bericht is afgehandeld" in text


def test_a_curator_reads_and_answers(app, visitor, curator):
    visitor.submit("/melden/flessen", CORRECTION)
    (report,) = reports(app)
    assert CORRECTION["text"] in curator.get("/redactie/meldingen").text
    page = curator.page(f"/redactie/meldingen/{report.id}")
    assert curator.get(page.find("a", string="Water in flessen")["href"]).request.path == "/menukaart/flessen"
    address = f"/redactie/meldingen/{report.id}"
    response = curator.submit(address, {"state": "afgehandeld", "note": "Aangepast."}, action=address)
    assert "De status is nu: afgehandeld." in response.text
    assert "U bent bij" in curator.get("/redactie/meldingen").text
    assert "Water in flessen" in curator.get("/redactie/meldingen?stand=afgehandeld").text
    assert "Aangepast." in curator.get(address).text


def test_no_personal_data_of_a_reader_reaches_the_audit_log(app, visitor, curator):
    visitor.submit("/melden/flessen", CORRECTION)
    curator.submit("/redactie/meldingen/1", {"state": "afgehandeld"}, action="/redactie/meldingen/1/wis-adres")
    with site_of(app).database.transaction() as session:
        lines = session.execute(text("SELECT action, subject, detail FROM audit")).all()
    assert ("bericht ontvangen", "melding 1", "flessen") in [tuple(line) for line in lines]
    assert ("e-mailadres gewist", "melding 1", "") in [tuple(line) for line in lines]
    assert "ria@" not in str(lines)
    assert CORRECTION["text"] not in str(lines)


def test_an_address_can_be_wiped_at_once(app, visitor, curator):
    visitor.submit("/melden/flessen", CORRECTION)
    response = curator.submit("/redactie/meldingen/1", {}, action="/redactie/meldingen/1/wis-adres")
    assert "Het e-mailadres is gewist." in response.text
    assert "ria@lezer.example" not in response.text
    assert reports(app)[0].sent.email is None


@pytest.mark.parametrize(("days", "is_gone"), [(29, False), (31, True)])
def test_an_address_goes_thirty_days_after_the_report_was_handled(app, visitor, curator, days, is_gone):
    visitor.submit("/melden/flessen", CORRECTION)
    address = "/redactie/meldingen/1"
    curator.submit(address, {"state": "afgehandeld"}, action=address)
    handled = datetime.now(UTC) - timedelta(days=days)
    with site_of(app).database.transaction() as session:
        session.execute(update(ReportRow).values(handled_at=handled))
    assert ("ria@lezer.example" not in curator.get(address).text) is is_gone
    site_of(app).reports.erase_expired()
    with site_of(app).database.transaction() as session:
        assert (session.get(ReportRow, 1).email is None) is is_gone


def test_opening_a_report_again_does_not_bring_an_address_back(app, visitor):
    visitor.submit("/melden/flessen", CORRECTION)
    kept: Reports = site_of(app).reports
    kept.answer(1, ReportState.HANDLED, "")
    with site_of(app).database.transaction() as session:
        session.execute(update(ReportRow).values(handled_at=datetime.now(UTC) - timedelta(days=31)))
    kept.answer(1, ReportState.OPEN, "")
    assert kept.by_id(1).sent.email is None


@pytest.mark.parametrize("address", ["/redactie/meldingen", "/redactie/meldingen/1"])
def test_reports_are_for_curators_only(app, visitor, member, address):
    visitor.submit("/melden/flessen", CORRECTION)
    assert visitor.get(address).request.path == "/inloggen"
    assert member.get(address).status_code == 403


@pytest.mark.parametrize("number", [0, 2, 2**40])
def test_a_report_that_is_not_there_is_not_found(curator, number):
    assert curator.get(f"/redactie/meldingen/{number}").status_code == 404
