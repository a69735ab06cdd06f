"""Curators see who changed what and when, in words, and put back whatever they want: nothing is ever lost."""

import io

import pytest

from kennisplatform.curation.writing.editing import Change, SlugTaken
from kennisplatform.entries.history.revisions import Author
from kennisplatform.site import site_of
from tests.files import pdf, picture

SOMEBODY = Author("Kees Curator", 7)
FIRST = "## Aanpak\n\nDe pomp staat klaar.\n\nTwee.\n\nDrie.\n\nVier.\n\nVijf."


@pytest.fixture
def editing(app):
    return site_of(app).editing


@pytest.fixture
def save(editing):
    """Return what saves an entry with another body or other fields."""

    def saved(slug, body=None, remark="", **velden):
        entry = editing.store.refresh().entries[slug]
        document, version = editing.store.document(entry)
        changed = document.updated({**document.metadata, **velden}, document.body if body is None else body)
        editing.save([Change(entry, changed, version)], SOMEBODY, remark)

    return saved


@pytest.fixture
def changed_twice(content, editing, save):
    """Write an entry and change it twice."""
    content.entry("menukaart", "lcms", "LCMS", FIRST, status="concept")
    editing.writer.record_by_hand()
    save("lcms", FIRST.replace("klaar", "gereed"), "Beter woord")
    save("lcms", remark="Klaar", status="gepubliceerd", titel="LCMS 2")


def revision(editing, number, path="menukaart/lcms.md"):
    return editing.history.revisions(path)[number].id


def words(node):
    return node.get_text(" ", strip=True)


def test_the_history_tells_who_when_why_and_what_became_of_the_status(changed_twice, curator):
    first, second, third = curator.page("/redactie/lcms/geschiedenis").select(".version-list > li")
    assert (
        "Kees Curator: Klaar" in words(first) and "Status: concept" in words(first) and "gepubliceerd" in words(first)
    )
    assert "Kees Curator: Beter woord" in words(second) and second.select_one(".status-change") is None
    assert "Met de hand" in words(third) and "Nieuw, met status: concept" in words(third)


@pytest.mark.slow
def test_a_long_history_is_paged(changed_twice, curator, save):
    for number in range(30):
        save("lcms", remark=f"Ronde {number}", raming=f"{number} euro")
    page = curator.page("/redactie/lcms/geschiedenis")
    assert len(page.select(".version-list > li")) == 25 and "Ronde 29" in words(page)
    older = curator.page(page.select_one(".paging [rel=next]")["href"])
    assert len(older.select(".version-list > li")) == 8 and "Ronde 4" in words(older) and "Ronde 5" not in words(older)
    assert (
        older.select_one(".paging [rel=next]") is None
        and older.select_one(".paging a")["href"] == "/redactie/lcms/geschiedenis"
    )


def test_a_difference_is_shown_by_words_and_says_so_to_who_cannot_see_it(changed_twice, curator, editing):
    page = curator.page(f"/redactie/lcms/geschiedenis/{revision(editing, 1)}")
    text = page.select_one(".difference-text")
    assert (
        words(text.ins) == "(toegevoegd:) gereed (einde)" and words(text.find("del")) == "(verwijderd:) klaar (einde)"
    )
    assert "De pomp staat" in words(text) and words(text.select_one("details summary")) == "4 alinea’s zonder wijziging"


def test_changed_fields_are_a_table_with_what_was_and_what_became(changed_twice, curator, editing):
    page = curator.page(f"/redactie/lcms/geschiedenis/{revision(editing, 0)}")
    rows = [[words(cell) for cell in row.select("th, td")] for row in page.select(".difference-fields tbody tr")]
    assert rows == [["Titel", "LCMS", "LCMS 2"], ["Status", "Concept", "Gepubliceerd"]]
    assert page.select_one(".difference-text") is None


def test_a_version_can_be_compared_with_today(changed_twice, curator, editing):
    page = curator.page(f"/redactie/lcms/geschiedenis/{revision(editing, 2)}?met=nu")
    assert "Wat er sindsdien is veranderd" in words(page) and words(page.select_one(".difference-text ins")).startswith(
        "(toegevoegd:) gereed"
    )
    assert [words(row.th) for row in page.select(".difference-fields tbody tr")] == ["Titel", "Status"]


def test_putting_back_makes_a_new_version_and_destroys_nothing(changed_twice, curator, visitor, editing):
    first = revision(editing, 2)
    address = f"/redactie/lcms/geschiedenis/{first}"
    response = curator.submit(address, {}, action=f"{address}/terugzetten")
    assert "‘LCMS’ is teruggezet" in response.text
    assert visitor.get("/menukaart/lcms").status_code == 404  # a concept again
    assert len(editing.history.revisions("menukaart/lcms.md")) == 4
    assert editing.history.revisions("menukaart/lcms.md")[0].author == "Curator"
    address = f"/redactie/lcms/geschiedenis/{revision(editing, 1)}"
    curator.submit(address, {}, action=f"{address}/terugzetten")
    assert visitor.get("/menukaart/lcms").status_code == 200


def test_the_version_of_today_cannot_be_put_back(changed_twice, curator, editing):
    page = curator.page(f"/redactie/lcms/geschiedenis/{revision(editing, 0)}")
    assert "Zo is de vermelding nu" in words(page) and page.select_one("form[action$=terugzetten]") is None


def test_putting_back_does_not_overwrite_what_somebody_saved_meanwhile(changed_twice, curator, editing, save):
    address = f"/redactie/lcms/geschiedenis/{revision(editing, 2)}"
    form = curator.page(address).select_one("form[action$=terugzetten]")
    save("lcms", "Iets nieuws.")
    assert "Iemand anders heeft deze vermelding intussen gewijzigd" in curator.send(form["action"], form, {}).text
    assert "Iets nieuws." in curator.page("/menukaart/lcms").text


@pytest.mark.slow
def test_an_old_version_is_shown_whole_with_its_pictures_of_then(content, curator, visitor, editing, save):
    content.entry("menukaart", "lcms", "LCMS")
    editing.follower.synchronise()
    curator.submit(
        "/redactie/lcms/bijlagen",
        {"titel": "Foto", "bestand": (io.BytesIO(picture()), "foto.png")},
        action="/redactie/lcms/bijlagen",
    )
    address = curator.page("/redactie/lcms/bijlagen").select_one(".attachment-cards a")["href"]
    save("lcms", f"Zie ![Foto]({address}).")
    form = curator.page("/redactie/lcms/bijlagen").select_one(".attachment-cards form")
    curator.send(form["action"], form, {})
    assert curator.get(address).status_code == 404
    then = f"/redactie/lcms/geschiedenis/{revision(editing, 1)}"
    page = curator.page(f"{then}/vermelding")
    shown = page.select_one(".prose img")["src"]
    assert page.select_one(".attachment-list a")["href"] == shown
    assert (
        curator.get(shown).mimetype == "image/png"
        and "sandbox" in curator.get(shown).headers["Content-Security-Policy"]
    )
    assert visitor.client.get(shown).status_code == 302
    assert "Zo was deze vermelding" in words(page) and page.select_one(".notice a")["href"] == then
    curator.submit(then, {}, action=f"{then}/terugzetten")
    assert (
        visitor.get(address).mimetype == "image/png"
        and visitor.page("/menukaart/lcms").select_one(".prose img")["src"] == address
    )


def test_deleting_warns_who_refers_to_it_and_can_be_taken_back(content, changed_twice, curator, visitor, editing):
    content.entry("menukaart", "ander", "Verwijzer", verwant=["lcms"])
    content.entry("menukaart", "derde", "Schrijver", "Zie [dit](/menukaart/lcms).")
    editing.follower.synchronise()
    page = curator.page("/redactie/lcms/verwijderen")
    assert "Verwijzer" in words(page.select_one(".notice")) and "Schrijver" in words(page.select_one(".notice"))
    response = curator.submit(
        "/redactie/lcms/verwijderen", {"opmerking": "Dubbel"}, action="/redactie/lcms/verwijderen"
    )
    assert "is verwijderd" in response.text
    assert visitor.get("/menukaart/lcms").status_code == 404
    (gone,) = curator.page("/redactie/verwijderd").select(".version-list > li")
    assert "LCMS 2" in words(gone) and "Verwijderd door Curator" in words(gone)
    assert "Dubbel" in words(curator.page("/redactie/lcms/geschiedenis").select_one(".version-list"))
    assert "is terug" in curator.submit("/redactie/verwijderd", {}, action="/redactie/verwijderd/lcms/terugzetten").text
    assert visitor.get("/menukaart/lcms").status_code == 200 and not curator.page("/redactie/verwijderd").select(
        ".version-list"
    )


def test_deleting_is_refused_when_somebody_saved_meanwhile(changed_twice, curator, save):
    form = curator.page("/redactie/lcms/verwijderen").select_one("main form")
    save("lcms", "Iets nieuws.")
    response = curator.send("/redactie/lcms/verwijderen", form, {"opmerking": "Mijn reden"})
    assert "Iemand anders heeft deze vermelding intussen gewijzigd" in response.text and "Mijn reden" in response.text
    assert curator.get("/menukaart/lcms").status_code == 200


def test_another_address_keeps_the_old_one_working(content, changed_twice, curator, visitor, editing):
    content.entry("menukaart", "ander", "Verwijzer", "Zie [dit](/menukaart/lcms).", verwant=["lcms"])
    editing.follower.synchronise()
    page = curator.page("/redactie/lcms/hernoemen")
    assert "Verwijzer" in words(page) and "blijft werken" in words(page)
    response = curator.submit("/redactie/lcms/hernoemen", {"adres": "landelijk"}, action="/redactie/lcms/hernoemen")
    assert response.request.path == "/menukaart/landelijk"
    moved = visitor.client.get("/menukaart/lcms")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/menukaart/landelijk")
    assert visitor.page("/menukaart/ander").select_one(".prose a")["href"] == "/menukaart/landelijk"
    assert len(curator.page("/redactie/landelijk/geschiedenis").select(".version-list > li")) == 4


@pytest.fixture
def taken(content):
    content.entry("contacten", "bezet")


@pytest.mark.parametrize(
    ("adres", "reason"),
    [("", "Schrijf hoe"), ("Groot", "kleine letters"), ("a/b", "kleine letters"), ("../x", "kleine letters"), ("a" * 121, "120"), ("bezet", "al in gebruik"), ("lijst", "al in gebruik")],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused_with_the_reason(taken, changed_twice, curator, adres, reason):
    response = curator.submit("/redactie/lcms/hernoemen", {"adres": adres}, action="/redactie/lcms/hernoemen")
    assert response.status_code == 200 and reason in response.text
    assert curator.get("/menukaart/lcms").status_code == 200


def test_what_was_done_to_many_can_be_undone_except_where_somebody_went_on(content, curator, editing, save):
    for slug in ("een", "twee", "drie"):
        content.entry("menukaart", slug, slug.title())
    editing.writer.record_by_hand()
    changes = []
    for slug in ("een", "twee", "drie"):
        entry = editing.store.refresh().entries[slug]
        document, version = editing.store.document(entry)
        changes.append(
            Change(entry, document.updated({**document.metadata, "status": "gearchiveerd"}, document.body), version)
        )
    bulk = editing.save(changes, SOMEBODY, "Drie gearchiveerd")
    save("twee", "Nog iets.")
    page = curator.page("/redactie/geschiedenis")
    _, second, by_hand = page.select(".version-list > li")
    assert "Drie gearchiveerd" in words(second) and by_hand.form is None
    response = curator.submit("/redactie/geschiedenis", {}, action=f"/redactie/geschiedenis/{bulk.id}/ongedaan")
    assert "Teruggezet zoals het was: " in response.text
    assert "Niet teruggezet, omdat iemand het intussen wijzigde: " in response.text
    assert {slug: str(editing.store.catalogue.entries[slug].status) for slug in ("een", "twee", "drie")} == {
        "een": "gepubliceerd", "twee": "gearchiveerd", "drie": "gepubliceerd",
    }  # fmt: skip


def test_what_is_one_change_or_was_done_by_hand_is_not_undone_as_a_whole(changed_twice, content, curator, editing):
    content.entry("menukaart", "een")
    content.entry("menukaart", "twee")
    (by_hand,) = editing.writer.record_by_hand()
    form = curator.page("/redactie/lcms/verwijderen").select_one("main form")
    for one in (by_hand.id, revision(editing, 0)):
        assert curator.send(f"/redactie/geschiedenis/{one}/ongedaan", form, {}).status_code == 404


def test_a_file_that_was_broken_by_hand_can_be_put_back(content, changed_twice, curator, visitor, editing):
    content.write("menukaart/lcms.md", "---\nkapot: [\n---\n")
    editing.writer.record_by_hand()
    editing.follower.synchronise()
    assert visitor.get("/menukaart/lcms").status_code == 404
    assert curator.get(f"/redactie/lcms/geschiedenis/{revision(editing, 0)}").status_code == 200
    address = f"/redactie/lcms/geschiedenis/{revision(editing, 1)}"
    curator.submit(address, {}, action=f"{address}/terugzetten")
    assert visitor.get("/menukaart/lcms").status_code == 200


def test_pages_of_the_site_have_a_history_as_well(content, curator, editing):
    path = content.entry("paginas", "over", "Over ons", "Eerst.")
    editing.writer.record_by_hand()
    path.write_text(path.read_text().replace("Eerst", "Daarna"))
    editing.writer.record_by_hand()
    first = revision(editing, 1, "paginas/over.md")
    assert "Eerst." in curator.page(f"/redactie/over/geschiedenis/{first}/vermelding").select_one("main").text
    curator.submit(
        f"/redactie/over/geschiedenis/{first}", {}, action=f"/redactie/over/geschiedenis/{first}/terugzetten"
    )
    assert "Eerst." in curator.page("/paginas/over").text


@pytest.mark.slow
def test_every_dangerous_step_stands_in_the_audit_log(changed_twice, curator, administrator, editing):
    first = revision(editing, 2)
    curator.submit(
        f"/redactie/lcms/geschiedenis/{first}", {}, action=f"/redactie/lcms/geschiedenis/{first}/terugzetten"
    )
    curator.submit("/redactie/lcms/hernoemen", {"adres": "andere-naam"}, action="/redactie/lcms/hernoemen")
    curator.submit("/redactie/andere-naam/verwijderen", {}, action="/redactie/andere-naam/verwijderen")
    curator.submit("/redactie/verwijderd", {}, action="/redactie/verwijderd/andere-naam/terugzetten")
    log = [words(row) for row in administrator.page("/beheer/logboek").select("tbody tr")]
    for action in (
        "vermelding teruggezet LCMS",
        "vermelding verwijderd LCMS",
        "adres gewijzigd lcms",
        "vermelding teruggezet lcms",
    ):
        assert any(action in line and "Curator" in line for line in log), action


PAGES = [
    "/redactie/lcms/geschiedenis", "/redactie/lcms/geschiedenis/{id}", "/redactie/lcms/geschiedenis/{id}/vermelding",
    "/redactie/lcms/geschiedenis/{id}/bijlagen/x.png", "/redactie/geschiedenis", "/redactie/verwijderd",
    "/redactie/lcms/verwijderen", "/redactie/lcms/hernoemen", "/redactie/lcms/bijlagen",
]  # fmt: skip


def test_nobody_but_curators_sees_anything_of_the_past(changed_twice, visitor, member, editing):
    for page in PAGES:
        address = page.format(id=revision(editing, 0))
        assert visitor.client.get(address).headers.get("Location", "").startswith("/inloggen"), address
        assert member.client.get(address).status_code == 403, address


ODD = [
    "..",
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "menukaart%2flcms",
    "LCMS",
    "é",
    "%e2%80%ae",
    "x" * 5000,
    "lcms%0a",
    "thesaurus",
    "%252e%252e",
]
SURELY_LCMS = {"menukaart%2flcms", "LCMS", "lcms%0a"}
"""Those that are forgiven at the end of an address: they lead to the page of that entry, and nowhere else."""


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:12])
def test_no_address_leads_to_another_file_or_fails(changed_twice, curator, editing, odd):
    known = revision(editing, 0)
    form = curator.page("/redactie/lcms/verwijderen").select_one("main form")
    for address in (
        f"/redactie/{odd}/geschiedenis", f"/redactie/{odd}/geschiedenis/{known}", f"/redactie/lcms/geschiedenis/{odd}",
        f"/redactie/lcms/geschiedenis/{odd}/vermelding", f"/redactie/lcms/geschiedenis/{known}/bijlagen/{odd}",
        f"/redactie/{odd}/verwijderen", f"/redactie/{odd}/hernoemen",
    ):  # fmt: skip
        response = curator.get(address)
        if odd in SURELY_LCMS and address.endswith(odd):
            landed = (response.status_code, response.request.path)
            assert landed == (200, "/menukaart/lcms"), (address, landed)
        else:
            assert response.status_code in {404, 414}, (address, response.status)
        assert "root:" not in response.text
    assert curator.get(f"/redactie/geschiedenis?voor={odd}").status_code == 200
    for address in (
        f"/redactie/{odd}/geschiedenis/{known}/terugzetten",
        f"/redactie/lcms/geschiedenis/{odd}/terugzetten",
        f"/redactie/verwijderd/{odd}/terugzetten",
        f"/redactie/geschiedenis/{odd}/ongedaan",
    ):
        assert curator.send(address, form, {}).status_code in {404, 405, 414}, address
    assert curator.get("/menukaart/lcms").status_code == 200


def test_a_pdf_of_an_earlier_version_is_not_found_by_its_words(content, curator, visitor, editing):
    content.entry("menukaart", "lcms", "LCMS")
    editing.follower.synchronise()
    curator.submit(
        "/redactie/lcms/bijlagen",
        {"titel": "Plan", "bestand": (io.BytesIO(pdf("kwelderbus")), "p.pdf")},
        action="/redactie/lcms/bijlagen",
    )
    form = curator.page("/redactie/lcms/bijlagen").select_one(".attachment-cards form")
    assert visitor.get("/api/v1/zoeken?q=kwelderbus").json["totaal"] == 1
    curator.send(form["action"], form, {})
    assert curator.get("/api/v1/zoeken?q=kwelderbus").json["totaal"] == 0


def test_undoing_never_puts_a_second_entry_under_a_name_that_is_in_use(editing, content):
    content.entry("menukaart", "een", "Een")
    editing.record_by_hand()
    editing.delete("een", editing.store.refresh().versions["een"], SOMEBODY)
    removal = editing.history.latest()
    content.entry("contacten", "een", "Een ander")
    editing.follower.synchronise()
    with pytest.raises(SlugTaken):
        editing.undo(removal.id, SOMEBODY)
    assert not (content.path / "menukaart/een.md").exists()


def test_the_list_puts_a_version_back_at_once_and_names_who_saved_by_hand_once(changed_twice, curator, editing):
    page = curator.page("/redactie/lcms/geschiedenis")
    now, second, by_hand = page.select(".version-list > li")
    assert "Zo is de vermelding nu" in words(now) and now.form is None
    assert words(second.button).startswith("Zet terug")
    assert "Met de hand gewijzigd" in words(by_hand) and "Met de hand: " not in words(by_hand)
    curator.send(second.form["action"], second.form, {})
    newest = curator.page("/redactie/lcms/geschiedenis").select_one(".version-list > li")
    assert words(newest.p).startswith("Curator: Teruggezet naar de versie van")
    assert editing.store.refresh().entries["lcms"].status == "concept"


def test_a_difference_names_other_entries_by_their_title(content, curator, editing, save):
    content.entry("contacten", "vitens", "Vitens NV")
    content.entry("menukaart", "lcms", "LCMS", bronnen=[{"titel": "Rapport", "url": "https://a.example/1"}])
    editing.writer.record_by_hand()
    save("lcms", contacten=["vitens"], bronnen=[{"titel": "Rapport", "url": "https://a.example/2"}])
    page = curator.page(f"/redactie/lcms/geschiedenis/{revision(editing, 0)}")
    rows = [[words(cell) for cell in row.select("th, td")] for row in page.select(".difference-fields tbody tr")]
    assert ["Contacten", "leeg", "Vitens NV"] in rows
    assert ["Bronnen: Rapport – Webadres", "https://a.example/1", "https://a.example/2"] in rows
