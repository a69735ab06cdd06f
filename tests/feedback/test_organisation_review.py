"""An organisation corrects its own contact by a link that works once; a curator looks at it and saves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text, update

from kennisplatform import dutch_time
from kennisplatform.config import PROJECT_FOLDER
from kennisplatform.curation.feedback.organisation_answers import fields
from kennisplatform.curation.feedback.reports import ReportState
from kennisplatform.curation.tables import ReportRow
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Availability
from kennisplatform.web.feedback.organisation_review import CONFIRMED
from tests.visitor import sent_by

KNOWN = {
    "organisatie": "Stedin",
    "functie": "Storingsdienst",
    "telefoon": "+31 88 123 45 67",
    "e_mail": "storing@stedin.example",
    "website": "https://stedin.example/",
    "bereikbaar": "kantooruren",
    "eigenaar": "Redactie",
    "trefwoorden": ["geheimwoord"],
}
BETTER = {"functie": "Meldkamer netbeheer", "website": "https://www.stedin.example/storing", "bereikbaar": "24/7"}


@pytest.fixture(autouse=True)
def world(content):
    content.entry("contacten", "stedin", "Stedin", "Interne tekst.", **KNOWN)
    content.entry("contacten", "ander", "Ander contact", telefoon="+31 20 765 43 21")
    content.entry("menukaart", "flessen", "Water in flessen")


@pytest.fixture
def link(curator):
    """Return the path of a link that a curator made for `stedin`."""
    return made(curator)


@pytest.fixture
def write(app, content):
    """Return what writes a contact that is there at once."""

    def write(slug, titel, **velden):
        content.entry("contacten", slug, titel, **velden)
        site_of(app).follower.synchronise()

    return write


def made(curator, slug="stedin"):
    answer = curator.submit(f"/redactie/{slug}/correctie", {}, action=f"/redactie/{slug}/correctie")
    page = BeautifulSoup(answer.text, "html.parser")
    return urlsplit(page.select_one("textarea#link").text.strip()).path


def report(app):
    (found,) = site_of(app).reports.unhandled()
    return found


def test_from_question_to_saved_contact(app, curator, visitor):
    """The whole way, by the links that the pages really have."""
    ask = curator.page("/contacten/stedin").select_one(".entry-bar a[href$='/correctie']")
    assert "Vraag de organisatie om een correctie" in ask.get_text()
    opened = visitor.page(made(curator, ask["href"].split("/")[2]))
    values = {field["name"]: field.get("value") for field in opened.select("main input.form-control")}
    assert values["functie"] == "Storingsdienst"
    assert values["e-mail"] == "storing@stedin.example"
    assert values["telefoon"] == "088 123 4567"
    sent = visitor.submit(made(curator), {**BETTER, "opmerking": "Dag en nacht bezet."})
    assert "uw antwoord is verstuurd" in sent.text
    assert site_of(app).editing.store.refresh().entries["stedin"].function == "Storingsdienst"
    number = report(app).id
    page = curator.page(f"/redactie/meldingen/{number}")
    rows = [row.get_text("|", strip=True) for row in page.select("main tbody tr")]
    assert rows == [
        "Functie|Storingsdienst|Meldkamer netbeheer",
        f"Bereikbaar|{Availability.OFFICE_HOURS.label}|{Availability.ALWAYS.label}",
        "Website|https://stedin.example/|https://www.stedin.example/storing",
    ]
    assert "Dag en nacht bezet." in page.text
    editor = curator.submit(f"/redactie/meldingen/{number}", {}, action=f"/redactie/meldingen/{number}/overnemen")
    assert "Als u bewaart, is dit bericht afgehandeld." in editor.text
    draft = urlsplit(editor.request.full_path)
    asked = curator.submit(f"{draft.path}?{draft.query}", {"doe": "bewaar"}, action=draft.path)
    assert "‘www.stedin.example’ is geen naam op internet" in asked.text
    form = BeautifulSoup(asked.text, "html.parser").select_one("form#editor")
    assert "is bewaard" in curator.send(draft.path, form, {"doe": "bewaar"}).text
    contact = site_of(app).editing.store.refresh().entries["stedin"]
    assert (contact.function, str(contact.website), contact.availability) == tuple(BETTER.values())
    assert contact.email == KNOWN["e_mail"]
    assert "staat er al zo" in curator.get(f"/redactie/meldingen/{number}").text


def test_the_holder_sees_how_this_contact_is_reached_and_nothing_else(visitor, link):
    main = visitor.page(link).select_one("main")
    assert "storing@stedin.example" in str(main)
    assert "Wij wissen wat u schrijft en voorstelt 30 dagen nadat" in main.get_text()
    for hidden in ("Interne tekst", "geheimwoord", "Redactie kennisplatform", "765 43 21", "Ander contact"):
        assert hidden not in str(main)


EVERYONE, MEMBERS = "kan iedereen telefoon en e-mail zien", "kunnen alleen leden telefoon en e-mail zien"
IN_NETWORKS = "kunnen alleen curatoren en leden van {} dit contact bij hoort telefoon en e-mail zien"


@pytest.mark.parametrize(
    ("visible", "said"),
    [
        ({}, MEMBERS),
        ({"zichtbaar": "leden"}, MEMBERS),
        ({"zichtbaar": "openbaar"}, EVERYONE),
        ({"zichtbaar": "netwerk", "netwerken": ["gas"]}, IN_NETWORKS.format("het netwerk waar")),
        ({"zichtbaar": "netwerk", "netwerken": ["gas", "olie"]}, IN_NETWORKS.format("de netwerken waar")),
    ],
)
def test_the_page_says_who_sees_the_details_or_will_see_them(curator, visitor, write, visible, said):
    for status, where in (("gepubliceerd", "Op de site"), ("concept", "Als dit op de site komt,")):
        write("olie", "Olie", **{**KNOWN, **visible, "status": status})
        assert f"{where} {said}." in visitor.page(made(curator, "olie")).select_one("main").get_text()


@pytest.mark.parametrize("hidden", [{"status": "concept"}, {"zichtbaar": "leden"}])
def test_a_contact_that_visitors_do_not_see_can_be_corrected_by_its_own_organisation(curator, visitor, write, hidden):
    write("olie", "Olie", **{**KNOWN, **hidden})
    assert visitor.get("/contacten/olie").status_code == 404
    path = made(curator, "olie")
    assert "Storingsdienst" in visitor.get(path).text
    assert "verstuurd" in visitor.submit(path, BETTER).text


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("functie", " ", "Functie: Vul dit in."),
        ("functie", "x" * 501, "hoogstens 500 tekens"),
        ("telefoon", "12345 bel maar", "is geen telefoonnummer dat bestaat"),
        ("e-mail", "geen adres", "geen e-mailadres"),
        ("website", "javascript:alert(1)", "is geen webadres"),
        ("bereikbaar", "altijd", "geen bekende waarde"),
        ("opmerking", "x" * 3001, "hoogstens 3000 tekens"),
    ],
)
def test_what_is_wrong_is_said_and_all_that_was_typed_stays(visitor, link, key, value, message):
    answer = visitor.submit(link, {"functie": "Meldkamer", "opmerking": "Wat ik schreef", key: value})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert message in page.select_one("[role=alert]").get_text()
    assert page.select_one(
        f"#veld-{key}.form-control[aria-invalid], fieldset#veld-{key}.has-error, .has-error #veld-{key}"
    )
    kept = sent_by(page.select_one("main form"))
    expected = {"functie": "Meldkamer", "opmerking": "Wat ik schreef", key: value}
    if key == "bereikbaar":
        expected[key] = ""  # there is no button for what is none of the choices, so none is chosen
    assert {name: kept.get(name, "") for name in expected} == expected
    assert "verstuurd" in visitor.submit(link, BETTER).text  # so the link was not used up


def test_an_answer_without_a_change_says_that_all_is_right(app, visitor, link):
    assert "Klopt alles? Vink dat dan aan." in visitor.submit(link, {}).text
    assert "verstuurd" in visitor.submit(link, {"klopt": "ja"}).text
    assert site_of(app).reports.unhandled() == []
    found = site_of(app).reports.by_id(1)
    assert (found.sent.proposed, found.sent.text) == ((), "Alles klopt zoals het er staat.")
    assert (found.state, found.note) == (ReportState.HANDLED, CONFIRMED)
    assert site_of(app).editing.store.refresh().entries["stedin"].confirmed_on == dutch_time.today()


def test_what_a_curator_changed_in_the_meantime_is_no_proposal(app, visitor, write, link):
    form = visitor.page(link).select_one("main form")
    write("stedin", "Stedin", **{**KNOWN, "functie": "Nieuwe functie"})
    visitor.send(link, form, {"website": "https://www.stedin.example/"})
    assert [one.key for one in report(app).sent.proposed] == ["website"]


def test_a_number_in_another_notation_is_no_proposal_and_a_new_one_is_shown_the_dutch_way(app, curator, visitor, link):
    visitor.submit(link, {"telefoon": "0031 (0)88-1234567", "klopt": "ja"})
    assert site_of(app).reports.by_id(1).sent.proposed == ()
    visitor.submit(made(curator), {"telefoon": "+31201234567"})
    row = curator.page("/redactie/meldingen/2").select_one("main tbody tr").get_text("|", strip=True)
    assert row == "Telefoon|088 123 4567|020 123 4567"


def test_a_proposal_to_leave_a_field_empty_is_one(app, curator, visitor, link):
    visitor.submit(link, {"e-mail": "", "bereikbaar": ""})
    page = curator.page(f"/redactie/meldingen/{report(app).id}").select_one("main table").get_text("|", strip=True)
    assert "storing@stedin.example|leeg laten" in page
    assert "Niet bekend" in page


def test_a_curator_is_warned_of_a_name_or_private_mail_in_a_proposal(app, curator, visitor, link):
    visitor.submit(link, {"functie": "Dhr. P. Jansen", "e-mail": "jansen@gmail.com"})
    notice = curator.page(f"/redactie/meldingen/{report(app).id}").find("strong", string="Let op bij dit voorstel")
    said = notice.find_parent(class_="notice").get_text()
    assert "naam van een persoon" in said and "privémail" in said and "eigenaar" not in said.lower()


def test_nothing_in_a_proposal_becomes_part_of_a_page(app, curator, visitor, link):
    visitor.submit(link, {"functie": "<img src=x onerror=alert(1)>", "opmerking": "<script>alert(2)</script>"})
    for address in (f"/redactie/meldingen/{report(app).id}", "/redactie/meldingen", "/redactie"):
        page = curator.page(address)
        assert not page.select("main [onerror], main script")


def test_a_new_link_ends_the_older_one_of_the_same_contact_only(curator, visitor):
    first, other, second = made(curator), made(curator, "ander"), made(curator)
    assert visitor.get(first).status_code == 410
    assert visitor.get(other).status_code == visitor.get(second).status_code == 200


def test_a_new_link_ends_the_older_one_of_a_contact_that_got_another_name_by_hand(
    app, curator, visitor, content, write
):
    address = "/redactie/stedin-nb/correctie"
    first = made(curator)
    (content.path / "contacten/stedin.md").unlink()
    write("stedin-nb", "Stedin", **{**KNOWN, "eerdere_namen": ["stedin"]})
    assert "Er is al een link." in curator.get(address).text
    assert "Gevraagd; de link werkt tot" in curator.get("/redactie/contacten").text
    second = made(curator, "stedin-nb")
    assert (visitor.get(first).status_code, visitor.get(second).status_code) == (410, 200)


def test_a_link_of_a_contact_that_got_another_name_by_hand_can_be_withdrawn(curator, visitor, content, write, link):
    address = "/redactie/stedin-nb/correctie"
    (content.path / "contacten/stedin.md").unlink()
    write("stedin-nb", "Stedin", **{**KNOWN, "eerdere_namen": ["stedin"]})
    assert "werkt niet meer" in curator.submit(address, {}, action=f"{address}/intrekken").text
    assert visitor.get(link).status_code == 410


def test_a_used_link_says_so_kindly(visitor, link):
    visitor.submit(link, BETTER)
    answer = visitor.get(link)
    assert answer.status_code == 410
    assert "Verstuurde u uw antwoord al? Dan is het goed aangekomen" in answer.text
    assert "Storingsdienst" not in answer.text


def test_a_curator_sees_that_a_link_is_out_and_withdraws_it(curator, visitor, link):
    address = "/redactie/stedin/correctie"
    assert "Er is al een link." in curator.get(address).text
    assert urlsplit(link).path.split("/")[-1] not in curator.get(address).text
    assert "werkt niet meer" in curator.submit(address, {}, action=f"{address}/intrekken").text
    assert visitor.get(link).status_code == 410


def test_a_link_follows_its_contact_to_another_name(app, visitor, content, write, link):
    (content.path / "contacten/stedin.md").unlink()
    write("stedin-nb", "Stedin", **{**KNOWN, "eerdere_namen": ["stedin"]})
    visitor.submit(link, BETTER)
    assert report(app).sent.slug == "stedin-nb"


def test_a_link_goes_along_when_a_curator_renames_its_contact(curator, visitor, link):
    renamed = "/redactie/stedin/hernoemen"
    assert curator.submit(renamed, {"adres": "stedin-nb"}, action=renamed).status_code == 200
    assert visitor.get(link).status_code == 200
    assert "Er is al een link." in curator.get("/redactie/stedin-nb/correctie").text


def test_who_holds_a_link_never_sees_another_contact_that_gets_its_name(curator, visitor, write, link):
    curator.submit("/redactie/stedin/verwijderen", {}, action="/redactie/stedin/verwijderen")
    write("stedin", "Heel ander contact", telefoon="+31 20 765 43 21")
    assert "Heel ander contact" in curator.get("/contacten/stedin").text
    assert visitor.get(link).status_code == 410


def test_the_link_of_a_contact_that_is_archived_or_gone_works_no_more(app, visitor, content, write, link):
    write("stedin", "Stedin", **{**KNOWN, "status": "gearchiveerd"})
    assert visitor.get(link).status_code == 410
    (content.path / "contacten/stedin.md").unlink()
    site_of(app).follower.synchronise()
    assert visitor.get(link).status_code == 410


def test_an_archived_contact_has_to_leave_the_archive_first(curator, write):
    write("oud", "Oud", status="gearchiveerd")
    page = curator.page("/redactie/oud/correctie")
    assert "staat in het archief" in page.get_text()
    assert not page.select("main form")


@pytest.mark.parametrize("slug", ["flessen", "bestaat-niet"])
def test_only_a_contact_can_be_corrected_this_way(curator, slug):
    assert curator.get(f"/redactie/{slug}/correctie").status_code == 404


@pytest.mark.slow
def test_an_organisation_corrects_all_its_contacts_within_an_hour(curator, visitor, write):
    for _ in range(5):
        visitor.submit("/melden/flessen", {"text": "Klopt niet"})
    for number in range(7):
        write(f"s{number}", f"Stedin {number}", **KNOWN)
        assert "uw antwoord is verstuurd" in visitor.submit(made(curator, f"s{number}"), BETTER).text


def test_a_form_without_its_token_is_refused_and_uses_nothing_up(app, visitor, link):
    assert visitor.client.post(link, data=BETTER).status_code == 400
    assert visitor.get(link).status_code == 200
    assert site_of(app).reports.unhandled() == []


def test_the_log_holds_no_personal_data_and_no_token(app, curator, visitor, link):
    visitor.submit(link, {"e-mail": "j.jansen@stedin.example", "opmerking": "Bel Jan"})
    with site_of(app).database.transaction() as session:
        lines = [tuple(line) for line in session.execute(text("SELECT action, subject, detail FROM audit"))]
    assert ("correctie gevraagd", "stedin", "link gemaakt") in lines
    assert ("correctie ontvangen", "correctie 1", "stedin") in lines
    assert not any(secret in str(lines) for secret in ("jansen", "Bel Jan", link.split("/")[-1]))


def test_what_was_answered_goes_thirty_days_after_it_was_handled(app, curator, visitor, link):
    visitor.submit(link, {**BETTER, "opmerking": "Bel Jan Jansen"})
    address = "/redactie/meldingen/1"
    curator.submit(address, {"state": "afgehandeld"}, action=address)
    with site_of(app).database.transaction() as session:
        session.execute(update(ReportRow).values(handled_at=datetime.now(UTC) - timedelta(days=31)))
    page = curator.get(address).text
    assert page.count("is gewist") == 1
    assert "Meldkamer netbeheer" not in page and "Jansen" not in page
    site_of(app).reports.erase_expired()
    with site_of(app).database.transaction() as session:
        row = session.get(ReportRow, 1)
        assert (row.proposed, row.text) == ({}, "Wat de organisatie schreef en voorstelde, is gewist.")


@pytest.mark.slow
@pytest.mark.parametrize("deed", ["retention", "open again"])
def test_a_proposal_goes_from_the_drafts_too_and_other_drafts_stay(app, curator, visitor, link, deed):
    visitor.submit(link, BETTER)
    address = "/redactie/meldingen/1"
    for _ in range(2):  # each time a form of its own, and one of them is typed in
        editor = curator.submit(address, {}, action=f"{address}/overnemen").request
    curator.submit(editor.full_path, {"doe": "bekijk", "eigenaar": "Ander team"}, action=editor.path)
    curator.submit("/redactie/ander", {"doe": "bekijk"}, action="/redactie/ander")
    assert sorted(draft.slug for draft in drafts(app)) == ["ander", "stedin", "stedin"]
    curator.submit(address, {"state": "afgehandeld"}, action=address)
    with site_of(app).database.transaction() as session:
        session.execute(update(ReportRow).values(handled_at=datetime.now(UTC) - timedelta(days=31)))
    if deed == "retention":
        site_of(app).reports.erase_expired()
    else:
        curator.submit(address, {"state": "open"}, action=address)
    assert [draft.slug for draft in drafts(app)] == ["ander"]
    assert "is gewist" in curator.get(address).text


def drafts(app):
    return site_of(app).drafts.of(site_of(app).accounts.by_email("curator@voorbeeld.nl").id)


def test_the_page_on_privacy_tells_of_corrections():
    text = (PROJECT_FOLDER / "content/paginas/privacy.md").read_text()
    told = text.partition("## Correcties door organisaties")[2].partition("\n## ")[0]
    for promise in (
        "Alleen curatoren zien uw antwoord",
        "wist uw antwoord 30 dagen nadat",
        "bewaart zij het e-mailadres niet",
    ):
        assert promise in told
    assert all(field.label.lower() in told for field in fields())


@pytest.mark.parametrize("address", ["link", "used", "/correctie/verstuurd"])
def test_who_looks_at_an_answer_is_called_a_curator_everywhere(visitor, link, address):
    if address == "used":
        visitor.submit(link, BETTER)
    text = BeautifulSoup(visitor.get(link if address in {"link", "used"} else address).text, "html.parser").main.text
    assert "curator" in text and "redacteur" not in text.lower()


def test_nobody_promises_that_a_proposal_is_taken_over(visitor, link):
    assert "past het contact aan als dat klopt" in visitor.submit(link, BETTER).text


def test_what_contacts_lack_is_listed_by_organisation_with_a_way_to_ask(curator, write):
    write("ander-2", "Ander contact, wacht", organisatie="Waterbedrijf", status="gearchiveerd")
    page = curator.page("/redactie/contacten")
    headings = [heading.get_text(strip=True) for heading in page.select(".lacking-organisations h3")]
    assert headings == ["Waterbedrijf", "Stedin"]
    assert page.select_one("a[href='/redactie/ander/correctie']")
    assert not page.select_one("a[href='/redactie/ander-2/correctie']")
    without_website = curator.page(page.select_one(".tabs a[href$='mist=website']")["href"])
    assert [one.get_text(strip=True) for one in without_website.select(".lacking-organisations h3")] == ["Waterbedrijf"]


def test_the_list_says_for_which_contacts_was_asked(curator, link):
    page = curator.page("/redactie/contacten")
    assert [note.find_parent("li").a.get_text() for note in page.select(".lacking-deeds .desk-note")] == [
        "Storingsdienst"
    ]


@pytest.mark.parametrize("who", ["visitor", "member"])
@pytest.mark.parametrize("address", ["/redactie/contacten", "/redactie/stedin/correctie"])
def test_asking_is_for_curators(request, who, address):
    assert "om een correctie" not in request.getfixturevalue(who).get("/contacten/stedin").text
    answer = request.getfixturevalue(who).get(address)
    assert answer.request.path == "/inloggen" or answer.status_code == 403


def test_the_page_of_a_contact_says_who_keeps_it_right(visitor):
    assert "Wordt bijgehouden door Redactie" in visitor.page("/contacten/stedin").get_text(" ", strip=True)
    assert "bijgehouden" not in visitor.get("/contacten/ander").text
