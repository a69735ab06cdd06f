"""The curator's desk: what needs attention first, and the lists behind it."""

import re
from datetime import timedelta

import pytest

from kennisplatform import dutch_time
from kennisplatform.curation.worklist.link_client import Answer, Verdict
from kennisplatform.site import site_of


def section(page, name):
    heading = page.find(id=name)
    return heading.find_parent("section").get_text(" ", strip=True) if heading else None


def in_days(days):
    return dutch_time.today() + timedelta(days=days)


@pytest.fixture
def complete(app, content):
    """Return what writes a contact that lacks nothing, unless said otherwise."""
    usual = {
        "telefoon": "+31881234567",
        "website": "https://waterbedrijf.example.org/",
        "bereikbaar": "24/7",
        "eigenaar": "Redactie",
        "bronnen": [{"titel": "B"}],
        "themas": ["alertering"],
    }

    def write(slug, titel, **velden):
        dates = {"bijgewerkt": in_days(0), "herzien_voor": in_days(200)}
        content.entry("contacten", slug, titel, "Tekst", **{**usual, **dates, **velden})
        site_of(app).follower.synchronise()

    return write


def test_an_empty_desk_says_so_kindly(curator, complete):
    complete("goed", "Goed contact")
    assert "U bent bij. Er is niets dat nu aandacht vraagt." in curator.page("/redactie").get_text()


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, "had gemoeten vóór"), (0, "vóór"), (14, "vóór"), (15, None), (200, None)]
)
def test_what_is_due_for_review_is_there_two_weeks_before(curator, complete, days, expected):
    complete("c", "Contact", herzien_voor=in_days(days))
    found = section(curator.page("/redactie"), "nakijken")
    assert (expected in found) if expected else (found is None)


@pytest.mark.parametrize("status", ["concept", "ter-beoordeling", "gearchiveerd"])
def test_only_what_is_on_the_site_is_due_for_review(curator, complete, status):
    complete("c", "Contact", herzien_voor=in_days(-5), status=status)
    assert section(curator.page("/redactie"), "nakijken") is None


def test_what_lacks_something_is_there_with_what_to_add(app, curator, content):
    content.entry("netwerken", "kaal", "Kaal netwerk")
    content.entry("netwerken", "oud", "Kaal archief", status="gearchiveerd")
    site_of(app).follower.synchronise()
    page = curator.page("/redactie")
    found = section(page, "aanvullen")
    assert found.startswith("Aan te vullen 1 Kaal netwerk")
    assert "Noem minstens één bron" in found and "Vul in wie lead partner is" in found
    whole = curator.page(page.find(id="aanvullen").find_parent("section").select_one(".desk-all a")["href"])
    assert [row.a.get_text() for row in whole.select("tbody tr")] == ["Kaal netwerk"]


def test_what_is_not_filled_in_is_on_the_desk_once_and_what_is_wrong_is_with_the_files(app, curator, complete):
    complete("leeg", "Leeg contact", eigenaar=None, herzien_voor=None)
    complete("fout", "Fout contact", eigenaar="redactie@nipv.nl")
    page = curator.page("/redactie")
    assert "Leeg contact Geen datum om na te kijken · Geen eigenaar" in section(page, "contacten")
    files = section(page, "bestanden")
    assert "fout.md" in files and "leeg.md" not in files
    listed = curator.get("/redactie/bestanden").text
    assert "fout.md" in listed and "leeg.md" not in listed
    told = app.test_cli_runner().invoke(args=["content", "check"]).output
    assert told.count("LET OP  contacten/leeg.md") == 2
    assert "eigenaar: noem welke functie of welk team" in told and "herzien-voor: kies vóór welke datum" in told


def test_contacts_that_lack_something_have_a_list_of_their_own(curator, complete):
    complete("c", "Kaal contact", telefoon=None, bronnen=[])
    complete("d", "Kaal archief", telefoon=None, status="gearchiveerd")
    page = curator.page("/redactie")
    assert "Kaal contact Geen bronnen · Geen telefoon of e-mail" in section(page, "contacten")
    assert "Kaal archief" not in section(page, "contacten")
    assert section(page, "aanvullen") is None
    whole = curator.page(page.find(id="contacten").find_parent("section").select_one(".desk-all a")["href"])
    assert "Vul een telefoonnummer of e-mailadres in." in whole.get_text()


def test_files_and_a_thesaurus_that_cannot_be_read_are_there(app, curator, content):
    content.write("menukaart/kapot.md", "---\ntitel: x\nsoort: onzin\n---\n")
    content.write("thesaurus.yml", "gelijk: 3")
    site_of(app).follower.synchronise()
    curator.get("/zoeken?q=water")
    found = section(curator.page("/redactie"), "bestanden")
    assert "menukaart/kapot.md" in found and "(doet niet mee)" in found and "thesaurus.yml" in found
    assert "menukaart/kapot.md" in curator.get("/redactie/bestanden").text


def test_what_waits_for_review_is_there_with_who_asked_and_why(app, curator, complete):
    complete("c", "Nieuw contact", status="concept")
    curator.submit(
        "/contacten/c", {"status": "ter-beoordeling", "opmerking": "Klopt de functie?"}, action="/redactie/c/status"
    )
    found = section(curator.page("/redactie"), "beoordelen")
    assert "Nieuw contact Klaargezet voor beoordeling door Curator op" in found and "Klopt de functie?" in found


def test_concepts_are_there(curator, complete):
    complete("c", "Contact in wording", status="concept")
    assert "Contact in wording" in section(curator.page("/redactie"), "concepten")


def test_links_that_are_not_in_order_are_there_until_nothing_points_at_them(app, curator, complete):
    complete("c", "Contact", website="https://stuk.example/")
    known = site_of(app).link_checker.checked
    for days in (-3, -1):
        known.note("https://stuk.example/", Answer(Verdict.FAILED, "de pagina is er niet (code 404)"), in_days(days))
    known.note("https://vergeten.example/", Answer(Verdict.FAILED, "x"), in_days(-1))
    page = curator.page("/redactie")
    assert "Stuk stuk.example de pagina is er niet (code 404); staat in c" in section(page, "links")
    assert "vergeten" not in page.get_text()
    links = curator.page("/redactie/links")
    assert "https://stuk.example/" in links.get_text()
    assert curator.get(links.find("a", string="Contact")["href"]).request.path == "/contacten/c"


def test_searches_that_find_little_are_there_until_they_find_enough(curator, visitor, complete):
    complete("c", "Contact")
    visitor.get("/zoeken?q=noodaggregaat")
    assert "noodaggregaat 1 keer" in section(curator.page("/redactie"), "zoekvragen")
    assert "noodaggregaat" in curator.get("/redactie/zoekvragen").text
    complete("d", "Noodaggregaat")
    assert "noodaggregaat 1 keer" in section(curator.page("/redactie"), "zoekvragen")
    for number in range(4):
        complete(f"d{number}", f"Noodaggregaat {number}")
    assert section(curator.page("/redactie"), "zoekvragen") is None


def test_reports_of_readers_are_there_until_they_are_handled(curator, visitor, complete):
    complete("c", "Contact")
    visitor.submit("/melden/c", {"text": "Klopt niet"})
    assert "Contact Melding" in section(curator.page("/redactie"), "berichten")
    curator.submit("/redactie/meldingen/1", {"state": "afgehandeld"}, action="/redactie/meldingen/1")
    assert section(curator.page("/redactie"), "berichten") is None


def test_a_long_list_is_cut_short_and_leads_to_the_whole_of_it(curator, complete):
    for number in range(7):
        complete(f"c{number}", f"Contact {number}", herzien_voor=in_days(-number - 1))
    page = curator.page("/redactie")
    found = section(page, "nakijken")
    assert re.findall(r"Contact \d", found) == [f"Contact {number}" for number in (6, 5, 4, 3, 2)]
    link = page.find(id="nakijken").find_parent("section").select_one(".desk-all a")
    whole = curator.page(link["href"])
    assert len(whole.select("tbody tr")) == 7


def test_the_menu_of_a_curator_leads_to_the_desk_with_how_much_is_urgent(curator, member, complete):
    complete("c", "Contact", herzien_voor=in_days(-1))
    link = curator.page("/").select_one(".account-menu a[href='/redactie']")
    assert link.get_text(" ", strip=True) == "Redactie 1 dringend"
    assert member.page("/").select_one(".account-menu a[href='/redactie']") is None


@pytest.mark.parametrize("address", ["", "/lijst", "/links", "/bestanden", "/zoekvragen", "/naar/c"])
def test_the_desk_is_for_curators(visitor, member, complete, address):
    complete("c", "Contact")
    assert visitor.get(f"/redactie{address}").request.path == "/inloggen"
    assert member.get(f"/redactie{address}").status_code == 403
