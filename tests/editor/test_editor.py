"""The editor, as a curator meets it: every kind of entry can be made and changed, and nothing typed is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import pytest
from bs4 import BeautifulSoup
from pydantic import Field

from kennisplatform import dutch_time
from kennisplatform.curation.editor.drafts import Drafts
from kennisplatform.curation.editor.fields import fields_of
from kennisplatform.dutch_text import dutch_date, short_date
from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.entries.form_labels import FieldLabel, Group
from kennisplatform.entries.menu_card.model import MenuCardEntry
from kennisplatform.entries.models import ROLE_HEADINGS
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Kind, Role
from tests.visitor import logged_in, sent_by

ROLE_TEXT = "\n\n".join(f"## {heading}\n\nTekst." for heading in ROLE_HEADINGS)
COMMON = {"titel": "Iets nieuws", "samenvatting": "Kort gezegd."}
NEW = {
    Kind.EXAMPLE: {"themas": ["alertering"], "sectoren": ["gas", "olie"]},
    Kind.PILOT: {"themas": ["alertering"], "sectoren": ["gas"]},
    Kind.COVENANT: {"themas": ["alertering"], "sectoren": ["gas"]},
    Kind.INFORMATION_STRUCTURE: {"themas": ["alertering"], "sectoren": ["gas"]},
    Kind.ROLE: {"themas": "alertering", "tekst": ROLE_TEXT},
    Kind.CONTACT: {"organisatie": "Gasbedrijf", "type-organisatie": "vitale-partner", "functie": "Liaison"},
    Kind.NETWORK: {"sector": "gas", "organisatie": "Gasbedrijf"},
    Kind.AGENDA: {
        "sector": "gas",
        "punten-0-titel": "Eerst dit",
        "punten-0-thema": "alertering",
        "punten-0-prioriteit": "1",
    },
}


def edit(who, address, **values):
    """Fill in the form of the editor and press a button; `doe` says which, and _ stands for -."""
    page = who.page(address)
    form = page.select_one("form#editor")
    return who.send(address, form, {"doe": "bewaar", **{name.replace("_", "-"): v for name, v in values.items()}})


def shown_errors(response):
    return [error.text for error in BeautifulSoup(response.text, "html.parser").select(".form-error")]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_made_and_is_found_at_once(curator, content, kind):
    answer = edit(
        curator, f"/redactie/nieuw/{kind}", **COMMON, **{"tekst": "Tekst", **NEW[kind]}, doe="bewaar:gepubliceerd"
    )
    assert answer.status_code == 200 and answer.request.path.endswith("/iets-nieuws"), shown_errors(answer)
    assert "‘Iets nieuws’ is gepubliceerd." in answer.text
    assert "Iets nieuws" in curator.page("/zoeken?q=nieuws").select_one(".hits").text
    (file,) = content.path.glob("*/iets-nieuws.md")
    text = file.read_text()
    assert text.startswith(f"---\ntitel: Iets nieuws\nsoort: {kind}\nsamenvatting: Kort gezegd.\n")
    assert "status: gepubliceerd" in text and "bijgewerkt" not in text


FULL = """---
# bovenaan staat een opmerking
titel: 'Nooddrinkwater in Zwolle'   # met reden tussen aanhalingstekens
soort: voorbeeld
samenvatting: >
  Een gevouwen
  samenvatting.
zelf-bedacht: {a: 1}
themas: [opleiden-trainen-oefenen, alertering]
sectoren: [drinkwater]
regios: [ijsselland]
organisaties:
- Vitens, en anderen
periode:
  van: 2015
  tot: '2016-03'
trefwoorden: [zak, "kraan"]
status: gepubliceerd
bijgewerkt: 2026-01-02
herzien-voor: 2027-01-02
contacten: [vitens]
verwant: [niet-bekend]
bronnen:
- titel: Een bron
  url: https://voorbeeld.nl/a?b=c
  datum: 2015-03-04
  zelf-bedacht-in-bron: ja
- titel: Nog een
---

## Wat is het

Regel met spaties aan het eind\x20\x20
en een [link](https://voorbeeld.nl).
"""


@pytest.fixture
def full(app, content):
    """Return the file of an entry with everything in it, written by hand, found and recorded."""
    content.entry("contacten", "vitens", "Vitens")
    path = content.write("menukaart/zwolle.md", FULL)
    site_of(app).follower.synchronise()
    site_of(app).editing.writer.record_by_hand()
    return path


def changed_lines(before, after):
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


CHANGES = [
    (
        {"titel": "Anders"},
        ["titel: 'Nooddrinkwater in Zwolle'   # met reden tussen aanhalingstekens"],
        ["titel: Anders"],
    ),
    ({"soort": "pilot"}, ["soort: voorbeeld"], ["soort: pilot"]),
    ({"themas": ["alertering"]}, ["themas: [opleiden-trainen-oefenen, alertering]"], ["themas:", "- alertering"]),
    ({"regios": []}, ["regios: [ijsselland]"], []),
    (
        {"trefwoorden": "zak\nkraan\npomp"},
        ['trefwoorden: [zak, "kraan"]'],
        ["trefwoorden:", "- zak", "- kraan", "- pomp"],
    ),
    ({"periode-tot": "april 2016"}, ["  van: 2015", "  tot: '2016-03'"], ["  van: 2015", "  tot: 2016-04"]),
    ({"raming": "10 euro"}, [], ["raming: 10 euro"]),
    ({"herzien-voor": "3 februari 2028"}, ["herzien-voor: 2027-01-02"], ["herzien-voor: 2028-02-03"]),
    ({"herzien-voor": ""}, ["herzien-voor: 2027-01-02"], []),
    ({"contacten": []}, ["contacten: [vitens]"], []),
    ({"bronnen-1-titel": "Anders"}, ["- titel: Nog een"], ["- titel: Anders"]),
    ({"zichtbaar": "leden"}, [], ["zichtbaar: leden"]),
    ({"tekst": "## Wat is het\n\nNieuw."}, FULL.splitlines()[-2:], ["Nieuw."]),
]


@pytest.mark.parametrize(("values", "gone", "come"), CHANGES, ids=[next(iter(values)) for values, _, _ in CHANGES])
def test_only_the_lines_of_what_was_changed_are_written(curator, full, values, gone, come):
    answer = edit(curator, "/redactie/zwolle", **values)
    assert answer.status_code == 200, shown_errors(answer)
    removed, added = changed_lines(FULL, full.read_text())
    # A changed list or group is written anew as a whole; nothing else is touched.
    assert set(gone) <= set(removed) | {"  van: 2015"}
    assert {line.strip().replace("'", "") for line in come} <= {
        line.strip().replace("'", "") for line in full.read_text().splitlines()
    }
    assert not [line for line in added if line.startswith("bijgewerkt")]
    kept = [line for line in FULL.splitlines() if line.startswith(("zelf-bedacht", "#", "titel", "  zelf"))]
    assert [line for line in kept if line not in full.read_text().splitlines()] == [
        line for line in gone if line in kept
    ]


def test_a_form_that_nobody_touched_changes_no_byte(curator, full):
    answer = edit(curator, "/redactie/zwolle")
    assert "Er is niets veranderd" in answer.text
    assert full.read_text() == FULL


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"titel": ""}, "titel", "Vul dit in"),
        ({"samenvatting": "x" * 301}, "samenvatting", "te lang (301 tekens)"),
        ({"themas": []}, "themas", "Kies er minstens één."),
        ({"themas": ["kwaad"]}, "themas", "geen bekende waarde"),
        ({"herzien-voor": "31-02-2027"}, "herzien-voor", "‘31-02-2027’ is geen datum. Schrijf bijvoorbeeld 31-12-2026"),
        ({"bijgewerkt": "1-1-2206"}, "bijgewerkt", "1 januari 2206 is nog niet geweest"),
        ({"bronnen-0-url": "javascript:alert(1)"}, "bronnen-0-url", "Dit is geen webadres"),
        ({"zichtbaar": "netwerk"}, "netwerken", "noem er minstens een"),
        ({"zoek:verwant": "vitens"}, "verwant", "koos nog niets"),
    ],
)
def test_an_error_stands_at_its_field_and_everything_typed_comes_back(curator, full, values, field, reason):
    answer = edit(curator, "/redactie/zwolle", **{"tekst": "Mijn lange tekst", **values})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert reason in page.select_one(f"#fout-{field}").text
    assert page.select_one(f'.notice-error a[href="#veld-{field}"]')
    assert page.select_one(f"#veld-{field}")
    assert page.select_one("textarea[name=tekst]").text.strip() == "Mijn lange tekst"
    name, value = next(iter(values.items()))
    if isinstance(value, str) and value and name != "zichtbaar":
        given = page.select_one(f'[name="{name}"]')
        assert value in (given.get("value"), given.text.strip())
    assert full.read_text() == FULL


def test_a_new_field_of_a_model_appears_in_the_form_by_itself(curator, content, full, monkeypatch):
    class Wider(MenuCardEntry):
        warning: Annotated[str | None, FieldLabel("Let hierop", "Voor de lezer.", Group.HEAD)] = Field(
            default=None, alias="let-op"
        )
        bare: int | None = None

    monkeypatch.setitem(MODEL_BY_FOLDER, "menukaart", Wider)
    page = curator.page("/redactie/zwolle")
    assert page.select_one("label[for=veld-let-op]").text.strip() == "Let hierop"
    assert page.select_one("label[for=veld-bare]").text.strip() == "Bare"
    edit(curator, "/redactie/zwolle", let_op="Pas op", bare="3")
    assert "let-op: Pas op\nbare: 3\n" in full.read_text()


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        ("Zwolle!", "kleine letters"),
        ("../geheim", "kleine letters"),
        ("zwolle", "bestaat al"),
        ("vitens", "bestaat al"),
        ("nieuw", "bestaat al"),
        ("concepten", "bestaat al"),
    ],
)
def test_a_name_that_cannot_be_is_refused(curator, full, slug, reason):
    values = {**COMMON, **NEW[Kind.PILOT], "slug": slug}
    answer = edit(curator, "/redactie/nieuw/pilot", **values)
    assert answer.status_code == 422
    assert reason in " ".join(shown_errors(answer))
    assert f'value="{slug}"' in answer.text


def test_the_template_headings_stand_in_a_new_form(curator):
    text = curator.page("/redactie/nieuw/pilot").select_one("textarea[name=tekst]").text
    assert [line for line in text.splitlines() if line] == [
        "## Wat is het",
        "## Aanpak",
        "## Resultaat",
        "## Randvoorwaarden",
        "## Lessen",
        "## Zo gebruikt u dit in een actieplan",
    ]
    role = curator.page("/redactie/nieuw/rol").select_one("textarea[name=tekst]").text
    assert [line[3:] for line in role.splitlines() if line] == list(ROLE_HEADINGS)


@pytest.mark.slow
def test_who_may_see_a_contact_is_written_as_chosen(curator, content):
    file = content.entry("contacten", "vitens", "Vitens", telefoon="0381234567")
    for value, line in [("openbaar", "zichtbaar: openbaar"), ("leden", "zichtbaar: leden"), ("", None)]:
        edit(curator, "/redactie/vitens", zichtbaar=value)
        found = [text for text in file.read_text().splitlines() if text.startswith("zichtbaar")]
        assert found == ([line] if line else [])


def test_entries_are_chosen_by_searching_without_a_script(curator, full):
    found = edit(curator, "/redactie/zwolle", **{"zoek:contacten": "Vitens", "contacten": [], "doe": "zoek:contacten"})
    page = BeautifulSoup(found.text, "html.parser")
    button = page.select_one(".chooser-found button")
    assert "Vitens" in button.text
    chosen = curator.send("/redactie/zwolle", page.select_one("form#editor"), {"doe": button["value"]})
    page = BeautifulSoup(chosen.text, "html.parser")
    assert [chip["value"] for chip in page.select("[data-chips] input[name=contacten]")] == ["vitens"]
    let_go = page.select_one(".chip-item button[value='haal-weg:contacten:vitens']")["value"]
    empty = curator.send("/redactie/zwolle", page.select_one("form#editor"), {"doe": let_go})
    assert not BeautifulSoup(empty.text, "html.parser").select("[data-chips] input[name=contacten]")


def test_rows_come_and_go_without_a_script(curator, full):
    more = edit(curator, "/redactie/zwolle", doe="rij-erbij:bronnen:2")
    page = BeautifulSoup(more.text, "html.parser")
    assert page.select_one('input[name="bronnen-2-titel"]')
    fewer = curator.send(
        "/redactie/zwolle", page.select_one("form#editor"), {"bronnen-2-titel": "Derde", "doe": "rij-weg:bronnen-0"}
    )
    page = BeautifulSoup(fewer.text, "html.parser")
    curator.send("/redactie/zwolle", page.select_one("form#editor"), {"doe": "bewaar"})
    text = full.read_text()
    assert "Een bron" not in text and "- titel: Nog een\n- titel: Derde" in text


@pytest.mark.slow
def test_the_preview_is_the_page_and_advice_stands_beside_it(curator, full):
    answer = edit(curator, "/redactie/zwolle", tekst="## Kop\n\n**vet**", **{"contacten": [], "doe": "bekijk"})
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one(".preview .prose strong").text == "vet"
    assert "Kies bij welk contact de lezer terecht kan." in page.select_one("#raad").text
    assert full.read_text() == FULL
    new = curator.page("/redactie/nieuw/pilot").select_one("form#editor")
    data = {"titel": "Nooddrinkwater in Zwolle", "samenvatting": "x" * 310}
    piece = BeautifulSoup(curator.send("/redactie/voorbeeld", new, data).text, "html.parser")
    advice = piece.select_one("#raad").text
    assert "Dit lijkt op" in advice and "10 tekens te lang" in advice and "Noem minstens één bron" in advice
    assert piece.select_one("[data-slug]")["data-slug"] == "nooddrinkwater-in-zwolle"


HOSTILE = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.mark.parametrize("kind", Kind)
def test_nothing_typed_in_any_field_becomes_part_of_the_page(curator, content, kind):
    page = curator.page(f"/redactie/nieuw/{kind}")
    form = page.select_one("form#editor")
    kept = {"csrf_token", "doe", "geopend-door", "vorm", "versie", "concept"}
    values = {name: HOSTILE for name in sent_by(form) if name not in kept} | {
        "verwant": [HOSTILE],
        "contacten": [HOSTILE],
    }
    answer = curator.send(f"/redactie/nieuw/{kind}", form, {**values, "doe": "bewaar"})
    assert answer.status_code == 422
    shown = BeautifulSoup(answer.text, "html.parser")
    assert not shown.select("main [onerror]")
    assert "alert(1)" not in "".join(script.text for script in shown.select("script"))
    assert shown.select_one("textarea[name=samenvatting]").text.strip() == HOSTILE


@pytest.mark.parametrize(
    "address",
    [
        "/redactie/zwolle",
        "/redactie/nieuw/pilot",
        "/redactie/voorbeeld",
        "/redactie/plakken",
        "/redactie/concepten/bewaren",
        "/redactie/concepten/weggooien",
        "/redactie/concepten/terugzetten",
    ],
)
def test_a_form_of_another_site_is_refused(curator, full, address):
    answer = curator.client.post(
        address, data={"titel": "Kwaad", "doe": "bewaar"}, headers={"Origin": "https://kwaad.example"}
    )
    assert answer.status_code == 400
    assert full.read_text() == FULL


@pytest.mark.parametrize(
    "address",
    ["/redactie/nieuw", "/redactie/nieuw/pilot", "/redactie/zwolle", "/redactie/concepten"],
)
def test_only_curators_get_in(visitor, member, full, address):
    assert visitor.get(address).request.path == "/inloggen"
    assert member.get(address).status_code == 403


def test_only_curators_see_the_bar_on_a_page(visitor, member, curator, full):
    assert curator.page("/menukaart/zwolle").select_one(".entry-bar a")["href"] == "/redactie/zwolle"
    assert not member.page("/menukaart/zwolle").select_one(".entry-bar")
    assert not visitor.page("/menukaart/zwolle").select_one(".entry-bar")
    assert not curator.page("/redactie/zwolle").select_one(".entry-bar")


def test_who_was_overtaken_gets_a_merged_form_and_nothing_is_written_over(app, curator, full):
    ans = logged_in(app, Role.CURATOR, name="Ans")
    mine = curator.page("/redactie/zwolle").select_one("form#editor")
    edit(ans, "/redactie/zwolle", samenvatting="Van Ans.")
    answer = curator.send("/redactie/zwolle", mine, {"titel": "Van mij", "doe": "bewaar"})
    assert answer.status_code == 409
    assert "Ans heeft intussen ook iets veranderd; dit is samengevoegd" in answer.text
    page = BeautifulSoup(answer.text, "html.parser")
    form = page.select_one("form#editor")
    assert sent_by(form)["titel"] == "Van mij" and sent_by(form)["samenvatting"] == "Van Ans."
    assert "Van mij" not in full.read_text()
    assert curator.send("/redactie/zwolle", form, {"doe": "bewaar"}).status_code == 200
    assert "titel: Van mij" in full.read_text() and "samenvatting: Van Ans." in full.read_text()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("choice", "written"),
    [("mijn", ("titel: Van mij", "Mijn tekst")), ("ander", ("titel: Van Ans", "Tekst van Ans"))],
)
def test_a_conflict_is_shown_side_by_side_and_chosen_per_field(app, curator, full, choice, written):
    ans = logged_in(app, Role.CURATOR, name="Ans")
    mine = curator.page("/redactie/zwolle").select_one("form#editor")
    edit(ans, "/redactie/zwolle", titel="Van Ans", tekst="Tekst van Ans")
    answer = curator.send(
        "/redactie/zwolle", mine, {"titel": "Van mij", "tekst": "Mijn tekst", "raming": "5 euro", "doe": "bewaar"}
    )
    assert answer.status_code == 409
    page = BeautifulSoup(answer.text, "html.parser")
    assert [legend.text for legend in page.select(".conflict legend")] == ["Titel", "Tekst"]
    assert "Van mij" in page.select_one(".conflict-sides").text and "Van Ans" in page.select_one(".conflict-sides").text
    assert page.select(".conflict-text ins") and page.select(".conflict-text del")
    form = page.select_one("form#editor")
    done = curator.send("/redactie/zwolle", form, {"keuze:titel": choice, "keuze:tekst": choice, "doe": "bewaar"})
    assert done.status_code == 200, shown_errors(done)
    assert all(line in full.read_text() for line in (*written, "raming: 5 euro"))
    if choice == "ander":
        draft = curator.page("/redactie/concepten").select_one(".draft-list a")["href"]
        assert "Mijn tekst" in curator.get(draft).text


def test_what_no_form_shows_merges_without_a_word(curator, full):
    mine = curator.page("/redactie/zwolle").select_one("form#editor")
    full.write_text(FULL.replace("zelf-bedacht: {a: 1}", "zelf-bedacht: {a: 2}"))
    answer = curator.send("/redactie/zwolle", mine, {"titel": "Van mij", "doe": "bewaar"})
    assert answer.status_code == 200
    assert "zelf-bedacht: {a: 2}" in full.read_text() and "titel: Van mij" in full.read_text()


def test_an_entry_that_somebody_removed_can_be_saved_as_a_new_one(curator, full):
    mine = curator.page("/redactie/zwolle").select_one("form#editor")
    full.unlink()
    answer = curator.send("/redactie/zwolle", mine, {"titel": "Toch bewaren", "doe": "bewaar"})
    assert answer.request.path == "/redactie/nieuw/voorbeeld" and "verwijderd" in answer.text
    form = BeautifulSoup(answer.text, "html.parser").select_one("form#editor")
    assert curator.send("/redactie/nieuw/voorbeeld", form, {"doe": "bewaar"}).status_code == 200
    assert "titel: Toch bewaren" in full.read_text()


@pytest.mark.slow
def test_a_draft_is_kept_while_typing_and_offered_again(app, curator, full):
    form = curator.page("/redactie/zwolle").select_one("form#editor")
    kept = curator.send("/redactie/concepten/bewaren", form, {"titel": "Half af"})
    assert "uur" in kept.json["bewaard"]
    page = curator.page("/redactie/zwolle")
    assert "U was hier bezig" in page.select_one(".draft-offer").text
    again = curator.page(page.select_one(".draft-offer a")["href"])
    assert again.select_one("input[name=titel]")["value"] == "Half af"
    assert full.read_text() == FULL
    other = logged_in(app, Role.CURATOR, name="Ans")
    assert "Half af" not in other.get(page.select_one(".draft-offer a")["href"]).text
    assert "Half af" not in other.get("/redactie/concepten").text
    curator.send("/redactie/zwolle", again.select_one("form#editor"), {"doe": "bewaar"})
    assert "titel: Half af" in full.read_text()
    assert not curator.page("/redactie/zwolle").select(".draft-offer")


def test_two_windows_have_a_draft_each(curator, full):
    one, two = (curator.page("/redactie/zwolle").select_one("form#editor") for _ in range(2))
    curator.send("/redactie/concepten/bewaren", one, {"titel": "Eerste venster"})
    curator.send("/redactie/concepten/bewaren", two, {"titel": "Tweede venster"})
    listed = curator.page("/redactie/concepten").select_one(".draft-list").text
    assert "Eerste venster" in listed and "Tweede venster" in listed
    curator.submit("/redactie/concepten", {}, action="/redactie/concepten/weggooien")
    first, second = curator.page("/redactie/concepten").select(".draft-list li")
    assert "Zet terug" in second.text and "Zet terug" not in first.text


def ended(app, curator):
    """End the session of a curator from elsewhere, as after a night."""
    from sqlalchemy import text

    with site_of(app).database.transaction() as session:
        session.execute(text("delete from login_session"))


@pytest.mark.parametrize("address", ["/redactie/zwolle", "/redactie/nieuw/pilot"])
@pytest.mark.parametrize("logs_out_elsewhere", [True, False])
def test_a_form_sent_after_the_session_ended_lies_ready_after_logging_in(
    app, curator, full, address, logs_out_elsewhere
):
    form = curator.page(address).select_one("form#editor")
    if logs_out_elsewhere:
        curator.submit("/", {}, action="/uitloggen")
    else:
        ended(app, curator)
    data = sent_by(form)
    data.setlist("titel", ["Na een lange nacht"])
    sent = curator.client.post(address, data={**data, "doe": "bewaar"}, headers={"Origin": "http://localhost"})
    assert sent.status_code == 303 and "/inloggen" in sent.location
    assert full.read_text() == FULL
    back = curator.submit(sent.location, {"email": "curator@voorbeeld.nl", "password": "ketting-nachtegaal-rivier"})
    assert back.request.path == "/redactie/concepten" and "staat nog niet op de site" in back.text
    link = BeautifulSoup(back.text, "html.parser").select_one(".found-again a")
    assert link.text == "Na een lange nacht"
    again = curator.page(link["href"])
    assert again.select_one("input[name=titel]")["value"] == "Na een lange nacht"


def test_the_next_person_at_the_computer_does_not_get_the_form(app, curator, full):
    site_of(app).accounts.add("ans@voorbeeld.nl", "Ans", Role.CURATOR, (), "ketting-nachtegaal-rivier")
    form = curator.page("/redactie/zwolle").select_one("form#editor")
    ended(app, curator)
    data = sent_by(form)
    data.setlist("titel", ["Geheim"])
    sent = curator.client.post("/redactie/zwolle", data=data, headers={"Origin": "http://localhost"})
    back = curator.submit(sent.location, {"email": "ans@voorbeeld.nl", "password": "ketting-nachtegaal-rivier"})
    assert "Geheim" not in back.text
    assert back.request.path == "/redactie/concepten"
    assert [draft.title for draft in site_of(app).drafts.of(1)] == ["Geheim"]


@pytest.mark.parametrize("model", MODEL_BY_FOLDER.values())
def test_no_field_has_a_name_that_means_something_else_in_the_form(model, curator, full):
    form = curator.page("/redactie/zwolle").select_one("form#editor")
    hidden = {field["name"] for field in form.select(":scope > input[type=hidden]")}
    assert "geopend-door" in hidden
    assert not (hidden | {"slug", "doe", "opmerking"}) & {field.key for field in fields_of(model)}


@pytest.mark.parametrize(
    ("changes", "headers"),
    [({"geopend-door": "1"}, {"Origin": "http://localhost"}), ({}, {"Origin": "https://kwaad.example"}), ({}, {})],
)
def test_a_form_that_is_not_ours_is_not_kept(app, curator, full, changes, headers):
    form = curator.page("/redactie/zwolle").select_one("form#editor")
    ended(app, curator)
    sent = curator.client.post("/redactie/zwolle", data={**sent_by(form), **changes}, headers=headers)
    assert "teruggevonden" not in sent.headers.get("Location", "")
    assert not site_of(app).drafts.of(1)


def test_a_form_of_an_earlier_session_lies_ready_unsaved(app, curator, full):
    form = curator.page("/redactie/zwolle").select_one("form#editor")
    curator.submit("/", {}, action="/uitloggen")
    curator.log_in("curator@voorbeeld.nl")
    data = sent_by(form)
    data.setlist("titel", ["Uit een ander tabblad"])
    sent = curator.client.post(
        "/redactie/zwolle",
        data={**data, "doe": "bewaar"},
        headers={"Origin": "http://localhost"},
        follow_redirects=True,
    )
    assert sent.request.path == "/redactie/concepten" and "Uit een ander tabblad" in sent.text
    assert full.read_text() == FULL


def test_a_file_that_breaks_the_rules_can_be_repaired_in_the_form(curator, content):
    file = content.write("menukaart/kapot.md", "---\ntitel: Kapot\nsoort: pilot\nthemas: [zomaar]\n---\n\nTekst\n")
    assert curator.get("/menukaart/kapot").status_code == 404
    answer = edit(curator, "/redactie/kapot", samenvatting="Heel.", themas=["alertering"], sectoren=["gas"])
    assert answer.status_code == 200, shown_errors(answer)
    assert "- alertering" in file.read_text()


def test_a_page_about_the_site_can_be_edited(curator, content):
    file = content.entry("paginas", "hulp", "Hulp", "Tekst")
    answer = edit(curator, "/redactie/hulp", titel="Hulp en uitleg")
    assert answer.request.path == "/paginas/hulp" and "Hulp en uitleg" in answer.text
    assert "titel: Hulp en uitleg" in file.read_text()


def test_drafts_know_only_their_owner(app, curator):
    drafts: Drafts = site_of(app).drafts
    form = curator.page("/redactie/nieuw/pilot").select_one("form#editor")
    curator.send("/redactie/concepten/bewaren", form, {"titel": "Van mij"})
    (draft,) = drafts.of(1)
    assert drafts.find(1, draft.key) and drafts.find(2, draft.key) is None
    drafts.throw_away(2, draft.key)
    assert drafts.find(1, draft.key)


CHOOSING = {
    "aanleiding": ["oefening"],
    "stand": "in-gebruik",
    "kosten-band": "10.000-50.000",
    "kosten-keer": "jaarlijks",
    "kosten-toelichting": "Huur van tanks",
    "voorwaarden": "Er is een convenant, met handtekening\nDe pompen staan klaar",
    "stappen-0-stap": "Bel het waterbedrijf",
    "stappen-0-wie": "Regio",
    "beproefd-0-soort": "oefening",
    "beproefd-0-wat": "Oefening Waterkering",
    "beproefd-0-uitkomst": "",
}


@pytest.mark.slow
def test_what_helps_to_choose_an_example_is_kept_part_by_part(curator, content, full):
    form = curator.page("/redactie/zwolle").select_one("form#editor")
    occasions = [box["value"] for box in form.select("input[name=aanleiding]")]
    answer = curator.send("/redactie/zwolle", form, {**CHOOSING, "aanleiding": occasions[:1], "doe": "bewaar"})
    assert answer.request.path == "/menukaart/zwolle", shown_errors(answer)
    entry = site_of(curator.client.application).store.refresh().entries["zwolle"]
    assert (entry.cost.band, entry.cost.recurrence, entry.cost.explanation) == (
        "10.000-50.000",
        "jaarlijks",
        "Huur van tanks",
    )
    assert entry.conditions == ("Er is een convenant, met handtekening", "De pompen staan klaar")
    assert [(step.action, step.actor) for step in entry.steps] == [("Bel het waterbedrijf", "Regio")]
    assert [(trial.kind, trial.occasion, trial.outcome) for trial in entry.trials] == [
        ("oefening", "Oefening Waterkering", None)
    ]
    again = curator.page("/redactie/zwolle").select_one("form#editor")
    sent = sent_by(again)
    assert {name: sent[name] for name in CHOOSING if name.startswith(("kosten", "beproefd"))} == {
        name: value for name, value in CHOOSING.items() if name.startswith(("kosten", "beproefd"))
    }
    cleared = curator.send("/redactie/zwolle", again, {"kosten-keer": "", "doe": "bewaar"})
    assert cleared.request.path == "/menukaart/zwolle", shown_errors(cleared)
    assert site_of(curator.client.application).store.refresh().entries["zwolle"].cost.recurrence is None


FAULTS = [
    ({"kosten-toelichting": "Huur"}, "kosten-band", "Kies er één."),
    ({"beproefd-3-wat": "Oefening"}, "beproefd-3-soort", "Kies er één."),
    ({"bronnen-4-titel": "Derde", "bronnen-4-url": "geen adres"}, "bronnen-4-url", "Dit is geen webadres."),
    ({"themas": []}, "themas", "Kies er minstens één."),
    ({"titel": ""}, "titel", "Vul dit in."),
    ({"periode-van": "maart 2026", "periode-tot": "2025"}, "periode", "ligt voor het begin"),
    ({"herzien-voor": "ooit"}, "herzien-voor", "is geen datum"),
    ({"bronnen-0-datum": "31-02-2015"}, "bronnen-0-datum", "‘31-02-2015’ is geen datum"),
    ({"bronnen-0-datum": "2015-02-31"}, "bronnen-0-datum", "‘2015-02-31’ is een datum die niet bestaat"),
    ({"bronnen-0-datum": "2015-13"}, "bronnen-0-datum", "‘2015-13’ is een datum die niet bestaat"),
    ({"periode-van": "0000"}, "periode-van", "‘0000’ is een datum die niet bestaat"),
]


@pytest.mark.parametrize(("values", "control", "said"), FAULTS)
def test_what_is_wrong_is_said_at_the_control_and_the_summary_leads_there(curator, full, values, control, said):
    answer = edit(curator, "/redactie/zwolle", **values)
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert said in page.select_one(f"#fout-{control}").text
    assert page.select_one(f".notice-error a[href='#veld-{control}']")
    assert page.select_one(f"#veld-{control}")


def test_a_date_may_be_typed_with_wide_digits(curator, full):
    edit(curator, "/redactie/zwolle", **{"bijgewerkt": "３１-０３-２０２５"})
    assert "bijgewerkt: 2025-03-31" in full.read_text()


def test_a_site_without_https_before_it_gets_it(curator, full):
    edit(curator, "/redactie/zwolle", **{"bronnen-1-url": "www.vrijsselland.nl"})
    assert "url: https://www.vrijsselland.nl" in full.read_text()


def test_names_with_commas_are_one_name_and_keywords_with_commas_are_several(curator, full):
    edit(
        curator,
        "/redactie/zwolle",
        organisaties="Landbouw, Visserij, Voedselzekerheid en Natuur",
        trefwoorden="a, b\nc",
    )
    entry = site_of(curator.client.application).store.refresh().entries["zwolle"]
    assert entry.organisations == ("Landbouw, Visserij, Voedselzekerheid en Natuur",)
    assert entry.keywords == ("a", "b", "c")


def test_the_form_is_in_the_order_of_the_work(curator, full):
    page = curator.page("/redactie/zwolle")
    names = [field["name"] for field in page.select("form#editor [name]") if field["name"] != "doe"]
    wanted = ["titel", "samenvatting", "tekst", "inzetbaar-als", "bronnen-0-titel", "themas", "regios"]
    assert [name for name in dict.fromkeys(names) if name in wanted] == wanted
    assert "25 veiligheidsregio’s kiezen" in page.select_one("details:has([name=regios]) > summary").text
    assert {link["href"] for link in page.select(".editor-sections a")} <= {
        f"#{one['id']}" for one in page.select("[id]")
    }


def test_a_new_entry_is_saved_and_then_takes_files(curator, content):
    answer = edit(curator, "/redactie/nieuw/pilot", **COMMON, **NEW[Kind.PILOT], doe="bewaar-en-bijlagen")
    assert answer.request.path == "/redactie/iets-nieuws/bijlagen", shown_errors(answer)


@pytest.mark.parametrize("typed", ["coo\u0308rdinatie", "coördina\xadtie", "coördi\u200bnatie"])
def test_what_nobody_sees_is_not_saved_and_does_not_stand_in_the_way_of_finding(curator, visitor, full, typed):
    edit(curator, "/redactie/zwolle", titel=f"Over {typed}")
    assert "titel: Over coördinatie" in full.read_text()
    assert "Over coördinatie" in visitor.page("/zoeken?q=co\u00f6rdinatie").find("main").text


def test_what_nobody_touched_stays_to_the_letter_whatever_is_unseen_in_it(curator, content):
    file = content.entry("menukaart", "x", "Regio's en hulp\xadverlening", "Tekst met hulp\xadverlening")
    before = file.read_bytes()
    answer = edit(curator, "/redactie/x")
    assert "Er is niets veranderd" in answer.text
    assert file.read_bytes() == before


def test_the_editor_the_list_and_the_desk_name_the_same_that_is_missing(app, curator, content):
    content.entry("contacten", "vitens", "Vitens", functie="Aanspreekpunt (nog aan te vullen)", website="https://x.nl")
    content.entry("menukaart", "proef", "Proef", "## Wat is het\n\n## Lessen\n\nVeel.", organisaties=["Vitens"])
    site_of(app).follower.synchronise()
    listed = curator.page("/redactie/lijst").select("tbody tr")
    for row, address, section in (
        (listed[0], "/redactie/proef", "aanvullen"),
        (listed[1], "/redactie/vitens", "contacten"),
    ):
        missing = {item.text for item in row.select(".cell-lacking li")}
        assert missing
        assert {item.text for item in curator.page(address).select("#raad li")} == missing
        desk = curator.page("/redactie").find(id=section).find_parent("section").text
        labels = row.select_one(".cell-lacking summary").text.split(", ")
        assert all(label in desk for label in labels), desk


WRONG = [
    ("telefoon", "06 12", "‘06 12’ is geen telefoonnummer dat bestaat"),
    ("andere-nummers-0-nummer", "0612", "‘0612’ is geen telefoonnummer dat bestaat"),
    ("e-mail", "kees@gmail.com", "is voor privémail"),
    ("e-mail", "meldkamer@water.local", "‘water.local’ is geen naam op internet"),
    ("website", "http://vitens.nl", "begint met http://"),
    ("functie", "dhr. Jansen", "de naam van een persoon"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=[value for _, value, _ in WRONG])
@pytest.mark.parametrize("status", ["gepubliceerd", "concept"])
def test_what_cannot_be_right_is_asked_beside_its_field_and_saved_with_one_more_press(
    app, curator, content, status, wrong
):
    field, value, said = wrong
    path = content.entry("contacten", "vitens", "Vitens", status=status)
    site_of(app).follower.synchronise()
    before = path.read_text()
    key = "andere-nummers" if field.startswith("andere") else field
    name = {"andere-nummers-0-naam": "Meldkamer"} if key == "andere-nummers" else {}
    answer = edit(curator, "/redactie/vitens", **{field: value, **name, "samenvatting": "Mijn zin."})
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert path.read_text() == before
    assert said in page.select_one(f"#twijfel-{key}").text
    assert said in page.select_one(f'.notice-error a[href="#veld-{key}"]').text
    again = page.find("button", string="Toch bewaren")
    assert curator.send("/redactie/vitens", page.select_one("form#editor"), {"doe": again["value"]}).status_code == 200
    assert "Mijn zin." in path.read_text()
    # What was there already is not asked again, another mistake is.
    assert edit(curator, "/redactie/vitens", samenvatting="Nog een zin.").status_code == 200
    other = edit(curator, "/redactie/vitens", telefoon="0699", samenvatting="Derde zin.")
    assert "‘0699’ is geen telefoonnummer dat bestaat" in other.text and other.status_code == 422


def test_a_confirmed_mistake_does_not_confirm_the_next_one(app, curator, content):
    path = content.entry("contacten", "vitens", "Vitens")
    site_of(app).follower.synchronise()
    page = BeautifulSoup(edit(curator, "/redactie/vitens", telefoon="0612").text, "html.parser")
    answer = curator.send("/redactie/vitens", page.select_one("form#editor"), {"doe": "bewaar", "telefoon": "0613"})
    assert answer.status_code == 422 and "‘0613’" in answer.text
    assert "telefoon" not in path.read_text()


def test_empty_headings_are_listed_before_publishing_and_readers_do_not_see_them(curator, visitor, content):
    values = {**COMMON, **NEW[Kind.PILOT], "tekst": "## Aanpak\n\n## Resultaat\n\nHet werkt.\n\n## Lessen"}
    answer = edit(curator, "/redactie/nieuw/pilot", **values, doe="bewaar:gepubliceerd")
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422 and not list(content.path.glob("*/iets-nieuws.md"))
    assert "Deze koppen zijn nog leeg: Aanpak, Lessen." in page.select_one(".notice-error").text
    again = page.find("button", string="Toch publiceren")
    curator.send("/redactie/nieuw/pilot", page.select_one("form#editor"), {"doe": again["value"]})
    shown = visitor.page("/menukaart/iets-nieuws").select_one(".prose")
    assert [heading.text for heading in shown.select("h2")] == ["Resultaat"]
    assert "Aanpak" not in visitor.page("/zoeken?q=werkt").select_one(".hits").text


def test_who_asks_for_a_review_says_what_to_look_at(curator, content):
    values = {**COMMON, **NEW[Kind.PILOT], "tekst": "Tekst"}
    answer = edit(curator, "/redactie/nieuw/pilot", **values, doe="bewaar:ter-beoordeling")
    assert "Schrijf waar een collega naar moet kijken." in shown_errors(answer)[0]
    answer = edit(
        curator, "/redactie/nieuw/pilot", **values, opmerking="Klopt het aantal?", doe="bewaar:ter-beoordeling"
    )
    assert "is klaargezet voor beoordeling" in answer.text
    assert "Klopt het aantal?" in curator.page("/menukaart/iets-nieuws").select_one(".entry-bar").text


CHECKED = [
    ({"samenvatting": "Een komma, verbeterd."}, "2026-01-02"),
    ({"samenvatting": "Een komma, verbeterd.", "nagelezen": "ja"}, "{today}"),
    ({"nagelezen": "ja"}, "{today}"),
    ({"bijgewerkt": "3-3-2026"}, "2026-03-03"),
    ({"bijgewerkt": "3-3-2026", "nagelezen": "ja"}, "2026-03-03"),
]


@pytest.mark.parametrize("case", CHECKED)
def test_only_who_says_so_has_checked_the_sources_and_a_change_is_dated_by_itself(curator, visitor, full, case):
    values, day = case
    assert edit(curator, "/redactie/zwolle", **values).status_code == 200
    today = dutch_time.today()
    checked = date.fromisoformat(day.format(today=today))
    assert f"bijgewerkt: {checked}" in full.read_text()
    facts = {row.dt.text: row.dd.text for row in visitor.page("/menukaart/zwolle").select(".entry-facts dl > div")}
    assert facts["Laatst gewijzigd"] == dutch_date(today)
    assert facts["Laatst nagekeken"].startswith(dutch_date(checked))
    assert f"nagekeken: {short_date(checked)}" in visitor.page("/zoeken?q=nooddrinkwater").select_one(".hit").text
    assert f"<lastmod>{datetime.now(UTC).date()}</lastmod>" in visitor.get("/sitemap.xml").text
    listed = visitor.get("/api/v1/zoeken?q=nooddrinkwater").json["resultaten"][0]
    assert listed["labels"]["nagekeken"] == str(checked)


def test_the_tick_stays_when_something_else_is_wrong(curator, full):
    answer = edit(curator, "/redactie/zwolle", titel="", nagelezen="ja")
    assert BeautifulSoup(answer.text, "html.parser").select_one("#veld-nagelezen").has_attr("checked")
