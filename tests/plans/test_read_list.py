"""Reading a list into a plan: choosing, correcting the columns, seeing what will happen, confirming; and own files."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest
from bs4 import BeautifulSoup
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from kennisplatform.plans.action import Action, CostLine, Financing, Milestone, Owner, Partner
from kennisplatform.plans.exchange.columns import COLUMNS, TITLES, table
from kennisplatform.plans.exchange.reading.changes import Outcome, changes
from kennisplatform.plans.exchange.reading.kept import whole_list
from kennisplatform.plans.exchange.reading.upload import REFUSALS, UnreadableList, tables_of
from kennisplatform.plans.exchange.spreadsheet import plan_as_workbook
from kennisplatform.plans.exchange.word import plan_as_word
from kennisplatform.plans.words import Capacity, Certainty, CostKind, Level, Priority
from kennisplatform.site import site_of
from kennisplatform.vocabulary import Recurrence, Role, Theme
from kennisplatform.web.display.csv_format import harmless
from tests.plans.lists.make import LISTS
from tests.plans.test_plans import add, begin, lead, networks, press, sentences  # noqa: F401
from tests.plans.test_word import FULL, plan_of
from tests.visitor import logged_in

PLACE = {column.name: place for place, column in enumerate(COLUMNS)}
TEXT = st.text(max_size=120)
LINE = st.text(min_size=1, max_size=60)


@st.composite
def actions(draw):
    """Draw an action that says anything in every field."""
    return Action(
        sentence=draw(LINE),
        description=draw(TEXT),
        points=draw(st.sampled_from([(), (1,)])),
        occasion=draw(TEXT),
        theme=draw(st.sampled_from([None, *Theme])),
        level=draw(st.sampled_from([None, *Level])),
        owner=Owner(organisation=draw(TEXT), function=draw(TEXT), contact=draw(st.sampled_from(["", "noordwater"]))),
        partners=tuple(draw(st.lists(st.builds(Partner, organisation=TEXT, brings=TEXT), max_size=3))),
        start=draw(st.sampled_from(["", "2027-K1", "2027-01-31"])),
        due=draw(st.sampled_from(["", "2028-K4", "2028-02-29"])),
        priority=draw(st.sampled_from([None, *Priority])),
        milestones=tuple(draw(st.lists(st.builds(Milestone, title=TEXT, is_done=st.booleans()), max_size=3))),
        capacity=draw(st.sampled_from(list(Capacity))),
        costs=tuple(
            CostLine(kind=CostKind.HIRING, low=low, high=low + 5, recurrence=Recurrence.ONCE, certainty=Certainty.OFFER, source=draw(TEXT))
            for low in draw(st.lists(st.integers(0, 10**6), max_size=2))
        ),
        financing=draw(st.sampled_from([None, Financing(company=50, region=30, state=20)])),
        depends_on=draw(TEXT),
        evidence=draw(TEXT),
        outcome=draw(TEXT),
    )  # fmt: skip


def as_csv(rows):
    """Return a table as the site gives it, and as Excel saves it again."""
    kept = io.StringIO()
    csv.writer(kept, delimiter=";", quoting=csv.QUOTE_ALL).writerows([[harmless(cell) for cell in row] for row in rows])
    return kept.getvalue().encode("utf-8-sig")


def outcomes(data, plan):
    return [change.outcome for change in changes(whole_list(tables_of(data)).rows(), plan, lambda *_: None)]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(actions(), min_size=1, max_size=3))
def test_our_own_csv_comes_back_without_a_difference(drawn):
    plan = plan_of(*drawn)
    assert outcomes(as_csv([TITLES, *table(plan)]), plan) == [Outcome.SAME] * len(drawn)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(actions(), min_size=1, max_size=3))
def test_our_own_workbook_comes_back_without_a_difference(drawn):
    plan = plan_of(*drawn)
    assert outcomes(plan_as_workbook(plan), plan) == [Outcome.SAME] * len(drawn)


@pytest.mark.parametrize("text", ["\n'", "'\n'=1", "''=1", " '+1", "\t'", "’=1", "-\n-", "–"])
def test_text_that_looks_like_a_formula_comes_back_without_a_difference(text):
    plan = plan_of(Action(sentence=text, outcome=text, owner=Owner(organisation=text, function=text)))
    assert outcomes(as_csv([TITLES, *table(plan)]), plan) == [Outcome.SAME]


def test_the_table_of_our_own_word_file_comes_back_without_a_difference():
    plan = plan_of(FULL, FULL.model_copy(update={"sentence": "Bel.", "start": "2027-K1"}), Action(sentence="Los."))
    data = plan_as_word(plan, (), plan.changed_at.date())
    assert outcomes(data, plan) == [Outcome.SAME] * 3


def edited(plan, **cells):
    """Return our own CSV with something typed over in the first row."""
    rows = table(plan)
    for name, text in cells.items():
        rows[0][PLACE[name]] = text
    return as_csv([TITLES, *rows])


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"sentence": "Oefen vaker."}, "sentence", "Oefen vaker."),
        ({"due": "31-12-2028"}, "due", "2028-12-31"),
        ({"due": ""}, "due", ""),
        ({"organisation": "Zuidwater"}, "owner", Owner(organisation="Zuidwater", function="Adviseur")),
        ({"theme": "Crisismanagement"}, "theme", Theme.CRISIS_MANAGEMENT),
        ({"milestones": "Eerste stap (1 maart 2028): gedaan\nTweede"}, "milestones", (Milestone(title="Eerste stap", due="2028-03-01", is_done=True), Milestone(title="Tweede"))),
        ({"costs": "Inhuur: € 2.000 tot € 4.000, eenmalig (raming). Offerte"}, "costs", (CostLine(kind=CostKind.HIRING, low=2000, high=4000, recurrence=Recurrence.ONCE, certainty=Certainty.ESTIMATE, source="Offerte"),)),
        ({"financing": "bedrijf 20 %, regio 30 %, Rijk 50 %"}, "financing", Financing(company=20, region=30, state=50)),
        ({"partners": "Zuidwater: pompen\nGemeente"}, "partners", (Partner(organisation="Zuidwater", brings="pompen"), Partner(organisation="Gemeente"))),
        ({"points": ""}, "points", ()),
    ],
)  # fmt: skip
def test_what_is_typed_over_in_our_own_file_changes_that_action_and_nothing_else(cells, field, value):
    plan = plan_of(FULL, FULL)
    first, second = changes(whole_list(tables_of(edited(plan, **cells))).rows(), plan, lambda *_: None)
    assert (first.outcome, second.outcome) == (Outcome.CHANGED, Outcome.SAME)
    assert first.action == FULL.model_copy(update={field: value})


def test_a_cell_that_is_not_understood_leaves_that_field_as_it_was_and_says_so():
    plan = plan_of(FULL)
    (change,) = changes(
        whole_list(tables_of(edited(plan, due="ooit", state="Bevestigd"))).rows(), plan, lambda *_: None
    )
    assert change.outcome is Outcome.SAME
    assert [reason for reason in change.reasons if "Gereed" in reason] and "stand" in change.reasons[-1]


def test_an_own_file_of_another_plan_gives_new_actions():
    plan = plan_of(FULL)
    data = edited(plan, mark="2/1/1", sentence="Iets anders.")
    assert outcomes(data, plan) == [Outcome.NEW]


def with_part(data, name, content):
    """Return a zip with a part added."""
    kept = io.BytesIO(data)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return kept.getvalue()


def workbook_of(row, times):
    """Return a sheet with the same row so many times."""
    book = openpyxl.Workbook()
    for _ in range(times):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def bomb():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "spreadsheetml.sheet.main+xml")
        file.writestr("xl/worksheets/sheet1.xml", b"<c/>" * 60_000_000)
    return kept.getvalue()


WORKBOOK = LISTS["continued_rows"]()
DOCUMENT = LISTS["two_tables"]()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old"),
        (b"%PDF-1.7 x", "pdf"),
        (b"PK\x03\x04 broken", "broken"),
        (WORKBOOK[: len(WORKBOOK) // 2], "broken"),
        (with_part(WORKBOOK, "xl/vbaProject.bin", b"x"), "active"),
        (with_part(DOCUMENT, "word/vbaProject.bin", b"x"), "active"),
        (with_part(WORKBOOK, "xl/externalLinks/externalLink1.xml", b"<a/>"), "external"),
        (with_part(WORKBOOK, "xl/embeddings/oleObject1.bin", b"x"), "files"),
        (with_part(WORKBOOK, "xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "broken"),
        (b"\x00\x01\x02\x03" * 50, "other"),
        (b"Actie;Wie\nBel\x00;PWN\n", "other"),
        (b"<html><table><tr><td>Actie</td></tr></table></html>", "other"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "other"),
        (b"{\\rtf1 Actie}", "other"),
        (b'[{"actie": "Bel."}]', "other"),
        (b"", "empty"),
        (b" ;; \r\n;;\r\n" * 10, "empty"),
        (b"x" * 3_000_001, "large"),
        (b"Actie;Wie\n" + b"Bel.;Noordwater\n" * 1_000, "long"),
        (b"Actie;Wie\n" + 200 * (b"x" * 3_000 + b";Noordwater\n"), "long"),
        (workbook_of(["Bel.", "Noordwater"], 1_001), "long"),
    ],
)  # fmt: skip
def test_what_cannot_or_must_not_be_read_is_refused_with_what_to_do(data, reason):
    with pytest.raises(UnreadableList) as refused:
        tables_of(data)
    assert str(refused.value) == REFUSALS[reason]


@pytest.mark.slow
def test_a_zip_bomb_is_refused():
    with pytest.raises(UnreadableList):
        tables_of(bomb())


def test_a_formula_is_read_as_the_value_that_was_saved_and_never_worked_out():
    book = openpyxl.Workbook()
    book.active.append(["Actie", "Kosten"])
    book.active.append(["Bel.", "=1+1"])
    kept = io.BytesIO()
    book.save(kept)
    (sheet,) = tables_of(kept.getvalue())
    assert sheet.rows[1] == ["Bel."]


@pytest.mark.slow
def test_a_million_empty_rows_cost_nothing():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Actie", "Wie"])
    sheet.append(["Bel.", "Noordwater"])
    kept = io.BytesIO()
    book.save(kept)
    far = kept.getvalue()
    read = zipfile.ZipFile(io.BytesIO(far))
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as file:
        for name in read.namelist():
            content = read.read(name)
            if name.endswith("sheet1.xml"):
                rows = "".join(f'<row r="{number}"/>' for number in range(3, 1_000_000)).encode()
                content = content.replace(b"</sheetData>", rows + b"</sheetData>")
            file.writestr(name, content)
    (sheet,) = tables_of(again.getvalue())
    assert len(sheet.rows) < 200


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet="ab;,\t|\"\n=1€é.-' ", max_size=400).map(str.encode))
def test_any_text_is_read_or_refused(data):
    try:
        read = whole_list(tables_of(data))
    except UnreadableList:
        return
    for change in changes(read.rows(), plan_of(), lambda *_: None):
        assert change.reasons or change.action


def send(person, plan, data, name="lijst.csv"):
    """Choose a file."""
    form = person.page(f"{plan}/inlezen").select_one("form[enctype]")
    token = form.select_one("[name=csrf_token]")["value"]
    values = {"csrf_token": token, "file": (io.BytesIO(data), name)}
    return person.client.post(f"{plan}/inlezen", data=values, follow_redirects=True)


def confirm(person, plan, *without):
    form = person.page(f"{plan}/inlezen/lijst").select_one("form[action$=zet]")
    ticked = [box["value"] for box in form.select("[name=regel]") if box["value"] not in without]
    token = form.select_one("[name=csrf_token]")["value"]
    return person.client.post(f"{plan}/inlezen/zet", data={"csrf_token": token, "regel": ticked}, follow_redirects=True)


def test_nothing_is_written_before_confirming_and_a_row_can_be_left_out(lead):  # noqa: F811
    plan = begin(lead)
    answer = send(lead, plan, LISTS["region_csv"]())
    assert "4 nieuw" in answer.text
    assert sentences(lead, plan) == []
    answer = confirm(lead, plan, "3")
    assert "3 acties staan erbij" in answer.text
    assert sentences(lead, plan) == [
        "Coördinatie van nooddrinkwater vastleggen",
        "Draaiboek schrijven en toetsen op papier",
        "Alarmlijn testen",
    ]
    assert "hij is al ingelezen" in lead.client.get(f"{plan}/inlezen/lijst", follow_redirects=True).text


def test_the_columns_can_be_corrected_by_hand(lead):  # noqa: F811
    plan = begin(lead)
    send(lead, plan, b"Onderwerp;Iets\nBel de buren;Noordwater\n")
    form = lead.page(f"{plan}/inlezen/lijst").select_one("form[action$=kolommen]")
    lead.send(f"{plan}/inlezen/kolommen", form, {"kolom-0": "sentence", "kolom-1": "organisation"})
    row = lead.page(f"{plan}/inlezen/lijst").select_one(".list-row")
    assert "Bel de buren" in row.text and "Wie" in row.text and "Noordwater" in row.text


@pytest.mark.slow
def test_reading_the_same_list_twice_adds_nothing(lead):  # noqa: F811
    plan = begin(lead)
    for _ in range(2):
        send(lead, plan, LISTS["word_by_theme"](), "lijst.docx")
        confirm(lead, plan)
    assert len(sentences(lead, plan)) == 4


@pytest.mark.slow
def test_an_own_file_changes_what_was_typed_over_and_reports_what_somebody_else_changed_too(app, lead):  # noqa: F811
    plan = begin(lead)
    for sentence in ("Bel.", "Oefen."):
        add(lead, plan, sentence)
    rows = list(csv.reader(io.StringIO(lead.get(f"{plan}/neem-mee/csv").get_data().decode("utf-8-sig")), delimiter=";"))
    rows[1][PLACE["sentence"]], rows[2][PLACE["sentence"]] = "Bel vaker.", "Oefen vaker."
    rows[2][PLACE["occasion"]] = "Storing"
    for address, typed in (
        (f"{plan}/acties/1", {"sentence": "Bel nooit."}),
        (f"{plan}/acties/2", {"depends_on": "Het weer"}),
    ):
        lead.send(address, lead.page(address).select_one(".action-form"), typed)
    kept = io.StringIO()
    csv.writer(kept, delimiter=";").writerows(rows)
    send(lead, plan, kept.getvalue().encode())
    answer = confirm(lead, plan)
    assert "1 actie is gewijzigd" in answer.text
    assert "Niet gewijzigd: DW-NOO-01" in answer.text
    assert sentences(lead, plan) == ["Bel nooit.", "Oefen vaker."]
    form = lead.page(f"{plan}/acties/2")
    assert (form.select_one("[name=depends_on]")["value"], form.select_one("[name=occasion]")["value"]) == (
        "Het weer",
        "Storing",
    )


def test_a_file_that_cannot_be_read_gives_the_form_back_with_the_reason(lead):  # noqa: F811
    plan = begin(lead)
    assert REFUSALS["pdf"] in send(lead, plan, b"%PDF-1.4", "lijst.xlsx").text
    assert "Kies een bestand" in send(lead, plan, b"", "").text


def test_only_who_writes_in_the_plan_reads_a_list_into_it(app, lead):  # noqa: F811
    plan = begin(lead)
    send(lead, plan, LISTS["region_csv"]())
    reader = logged_in(app, Role.MEMBER, ("drinkwater-noord",), "meelezer")
    stranger = logged_in(app, Role.ADMINISTRATOR, (), "vreemde")
    for address in ("/inlezen", "/inlezen/lijst"):
        assert reader.client.get(plan + address).status_code == 403
        assert stranger.client.get(plan + address).status_code == 404
    assert "Lees een lijst in" not in reader.get(plan).text


def test_a_list_that_nobody_confirms_goes_after_a_day(app, lead):  # noqa: F811
    import time_machine

    plan = begin(lead)
    send(lead, plan, LISTS["region_csv"]())
    lists = site_of(app).plan_lists
    assert lists.erase_expired() == 0
    with time_machine.travel("2099-01-01", tick=False):
        assert lists.erase_expired() == 1


def test_the_page_is_kept_by_no_cache_and_shows_text_as_text(lead):  # noqa: F811
    plan = begin(lead)
    send(lead, plan, b"Actie;Wie\n<script>alert(1)</script>;Noordwater\n")
    answer = lead.get(f"{plan}/inlezen/lijst")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script>alert" not in answer.text
    assert "<script>alert(1)</script>" in BeautifulSoup(answer.text, "html.parser").select_one(".list-row").text


@pytest.mark.slow
def test_a_plan_of_2015_in_word_comes_in_and_goes_out_as_word(lead):  # noqa: F811
    plan = begin(lead)
    send(lead, plan, LISTS["word_by_theme"](), "Actieplan 2015.docx")
    confirm(lead, plan)
    file = Document(io.BytesIO(lead.get(f"{plan}/neem-mee/word").get_data()))
    headings = [paragraph.text for paragraph in file.paragraphs if paragraph.style.name == "Heading 2"]
    assert headings[0] == "DW-NOO-01 Vaste alarmlijn tussen meldkamer en waterbedrijf instellen"
    assert len(headings) == 4
