"""The curator's desk: what needs attention first, and the lists behind it."""

from datetime import timedelta

import pytest

from kennisplatform import dutch_time
from kennisplatform.curation.worklist.link_client import Answer, Verdict
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Role
from tests.visitor import logged_in


def group(page, name):
    """Return the words of a group of the desk: what is to be done now, or one that is folded."""
    found = page.find(id=name)
    if found is None:
        return None
    return (found if found.name == "details" else found.find_parent("section")).get_text(" ", strip=True)


def items(page, name):
    found = page.find(id=name)
    found = found if found.name == "details" else found.find_parent("section")
    return [item.get_text(" ", strip=True) for item in found.select(".desk-list > li")]


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
    ("days", "where", "expected"),
    [
        (-1, "nu", "Had nagekeken moeten zijn vóór"),
        (0, "nakijken", "Nakijken vóór"),
        (14, "nakijken", "Nakijken vóór"),
        (15, "nakijken", None),
        (200, "nakijken", None),
    ],
)
def test_what_is_due_for_review_is_there_two_weeks_before_and_urgent_when_late(
    curator, complete, days, where, expected
):
    complete("c", "Contact", herzien_voor=in_days(days))
    found = group(curator.page("/redactie"), where)
    assert (expected in found) if expected else (found is None)


@pytest.mark.parametrize("status", ["concept", "ter-beoordeling", "gearchiveerd"])
def test_only_what_is_on_the_site_is_due_for_review(curator, complete, status):
    complete("c", "Contact", herzien_voor=in_days(-5), status=status)
    page = curator.page("/redactie")
    assert "moeten zijn" not in group(page, "nu") and group(page, "nakijken") is None


def test_what_lacks_something_is_there_with_what_to_add(app, curator, content):
    content.entry("netwerken", "kaal", "Kaal netwerk")
    content.entry("netwerken", "oud", "Kaal archief", status="gearchiveerd")
    site_of(app).follower.synchronise()
    page = curator.page("/redactie")
    found = group(page, "aanvullen")
    assert found.startswith("Aan te vullen 1 Kaal netwerk")
    assert "Geen bronnen" in found and "Geen lead partners" in found
    whole = curator.page(page.find(id="aanvullen").select_one(".desk-all a")["href"])
    assert [row.a.get_text() for row in whole.select("tbody tr")] == ["Kaal netwerk"]


def test_what_is_not_filled_in_is_on_the_desk_once_and_what_is_wrong_is_with_the_files(app, curator, complete):
    complete("leeg", "Leeg contact", eigenaar=None, herzien_voor=None)
    complete("fout", "Fout contact", eigenaar="redactie@nipv.nl")
    page = curator.page("/redactie")
    assert "Leeg contact Contact Aan te vullen: Geen datum om na te kijken · Geen eigenaar" in group(page, "contacten")
    doubts = group(page, "twijfels")
    assert "Fout contact" in doubts and "Leeg contact" not in doubts
    listed = curator.get("/redactie/bestanden").text
    assert "fout.md" in listed and "leeg.md" not in listed
    told = app.test_cli_runner().invoke(args=["content", "check"]).output
    assert told.count("LET OP  contacten/leeg.md") == 2
    assert "eigenaar: noem welke functie of welk team" in told and "herzien-voor: kies vóór welke datum" in told


def test_contacts_that_lack_something_have_a_list_of_their_own(curator, complete):
    complete("c", "Kaal contact", telefoon=None, bronnen=[])
    complete("d", "Kaal archief", telefoon=None, status="gearchiveerd")
    page = curator.page("/redactie")
    assert "Aan te vullen: Geen bronnen · Geen telefoon of e-mail" in group(page, "contacten")
    assert "Kaal archief" not in group(page, "contacten")
    assert group(page, "aanvullen") is None
    whole = curator.page(page.find(id="contacten").select_one(".desk-all a")["href"])
    assert "Vul een telefoonnummer of e-mailadres in." in whole.get_text()


def test_files_and_a_thesaurus_that_cannot_be_read_are_there(app, curator, content):
    content.write("menukaart/kapot.md", "---\ntitel: x\nsoort: onzin\n---\n")
    content.write("thesaurus.yml", "gelijk: 3")
    site_of(app).follower.synchronise()
    curator.get("/zoeken?q=water")
    page = curator.page("/redactie")
    assert "menukaart/kapot.md" in group(page, "nu") and "(staat niet op de site)" in group(page, "nu")
    assert "thesaurus.yml" in page.find("main").get_text()
    assert "menukaart/kapot.md" in curator.get("/redactie/bestanden").text


def test_what_waits_for_review_is_there_with_who_asked_and_why(app, curator, complete):
    complete("c", "Nieuw contact", status="concept")
    curator.submit(
        "/contacten/c", {"status": "ter-beoordeling", "opmerking": "Klopt de functie?"}, action="/redactie/c/status"
    )
    found = group(curator.page("/redactie"), "nu")
    assert "Nieuw contact Contact Klaargezet voor beoordeling door Curator op" in found and "Klopt de functie?" in found


def test_concepts_are_there(curator, complete):
    complete("c", "Contact in wording", status="concept")
    assert "Contact in wording" in group(curator.page("/redactie"), "concepten")


def test_links_that_are_not_in_order_are_there_until_nothing_points_at_them(app, curator, complete):
    complete("c", "Contact", website="https://stuk.example/")
    known = site_of(app).link_checker.checked
    for days in (-3, -1):
        known.note("https://stuk.example/", Answer(Verdict.FAILED, "de pagina is er niet (code 404)"), in_days(days))
    known.note("https://vergeten.example/", Answer(Verdict.FAILED, "x"), in_days(-1))
    page = curator.page("/redactie")
    assert "Stuk stuk.example de pagina is er niet (code 404); staat in 1 vermelding" in group(page, "links")
    assert "vergeten" not in page.get_text()
    links = curator.page("/redactie/links")
    assert "https://stuk.example/" in links.get_text()
    assert curator.get(links.find("a", string="Contact")["href"]).request.path == "/contacten/c"


def test_searches_that_find_little_are_there_until_they_find_enough(curator, visitor, complete):
    complete("c", "Contact")
    visitor.get("/zoeken?q=noodaggregaat")
    assert "noodaggregaat 1 keer" in group(curator.page("/redactie"), "zoekvragen")
    assert "noodaggregaat" in curator.get("/redactie/zoekvragen").text
    complete("d", "Noodaggregaat")
    assert "noodaggregaat 1 keer" in group(curator.page("/redactie"), "zoekvragen")
    for number in range(4):
        complete(f"d{number}", f"Noodaggregaat {number}")
    assert group(curator.page("/redactie"), "zoekvragen") is None


def test_reports_of_readers_are_there_until_they_are_handled(curator, visitor, complete):
    complete("c", "Contact")
    visitor.submit("/melden/c", {"text": "Klopt niet"})
    page = curator.page("/redactie")
    assert "Contact Contact Melding van" in group(page, "nu")
    assert page.select_one(".desk-reasons a")["href"] == "/redactie/meldingen/1"
    curator.submit("/redactie/meldingen/1", {"state": "afgehandeld"}, action="/redactie/meldingen/1")
    assert "Melding" not in group(curator.page("/redactie"), "nu")


def test_an_entry_stands_there_once_with_all_its_reasons_and_counts_once(curator, visitor, complete):
    complete("c", "Contact", herzien_voor=in_days(-1), website=None)
    visitor.submit("/melden/c", {"text": "Klopt niet"})
    visitor.submit("/melden/c", {"text": "Klopt nog steeds niet"})
    page = curator.page("/redactie")
    (only,) = items(page, "nu")
    assert only.count("Melding van") == 2 and "Had nagekeken moeten zijn" in only and "Geen website" in only
    assert group(page, "contacten") is None
    assert page.select_one(".account-menu .menu-count").get_text(" ", strip=True) == "1 dringend"


def test_the_newest_comes_first_and_what_came_back_to_this_curator_before_that(app, curator, visitor, complete):
    complete("oud", "Lang te laat", herzien_voor=in_days(-90))
    complete("mijn", "Van mij", status="concept")
    asked = {"status": "ter-beoordeling", "opmerking": "Klopt dit?"}
    curator.submit("/contacten/mijn", asked, action="/redactie/mijn/status")
    other = logged_in(app, Role.CURATOR, name="Ans")
    other.submit("/contacten/mijn", {"status": "concept", "opmerking": "Noem de bron"}, action="/redactie/mijn/status")
    visitor.submit("/melden/oud", {"text": "Klopt niet"})
    complete("nieuw", "Net te laat", herzien_voor=in_days(-2))
    titles = [item.split(" Contact ")[0] for item in items(curator.page("/redactie"), "nu")]
    assert titles == ["Van mij", "Lang te laat", "Net te laat"]
    assert "Noem de bron" in items(curator.page("/redactie"), "nu")[0]
    assert "Van mij" in group(other.page("/redactie"), "concepten")


def test_a_new_site_starts_calm(curator, content, app):
    for number in range(30):
        content.entry("menukaart", f"e{number}", f"Voorbeeld {number}")
        content.entry("contacten", f"c{number}", f"Contact {number}")
    site_of(app).follower.synchronise()
    page = curator.page("/redactie")
    assert "U bent bij" in group(page, "nu")
    assert all(not folded.has_attr("open") for folded in page.select("details"))
    assert page.select_one(".account-menu .menu-count") is None


def test_an_entry_is_looked_up_from_the_desk(curator, complete):
    complete("c", "Waterbedrijf Oost")
    complete("d", "Brandweer")
    page = curator.page("/redactie")
    found = curator.submit_get(page, "form[role=search].word-search", {"q": "oost"})
    assert [row.a.get_text() for row in found.select("tbody tr")] == ["Waterbedrijf Oost"]


@pytest.mark.slow
def test_a_long_list_is_cut_short_and_leads_to_the_whole_of_it(curator, complete):
    for number in range(7):
        complete(f"c{number}", f"Contact {number}", herzien_voor=in_days(number + 1))
    page = curator.page("/redactie")
    assert len(items(page, "nakijken")) == 5
    whole = curator.page(page.find(id="nakijken").select_one(".desk-all a")["href"])
    assert len(whole.select("tbody tr")) == 7
    for number in range(20):
        complete(f"c{number}", f"Contact {number}", herzien_voor=in_days(-number - 1))
    page = curator.page("/redactie")
    assert len(items(page, "nu")) == 20
    assert page.select_one(".desk-now details summary").get_text(strip=True) == "En nog 8"


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
