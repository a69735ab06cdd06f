"""A plan as a file to take along: PDF, Excel, CSV, a calendar and JSON, and the page that offers them."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kennisplatform.clean_text import clean
from kennisplatform.plans.action import Action, Milestone, Owner
from kennisplatform.plans.exchange.as_json import plan_as_json
from kennisplatform.plans.exchange.columns import COLUMNS, TITLES, table
from kennisplatform.plans.exchange.ical import plan_as_calendar
from kennisplatform.plans.exchange.parts import Source
from kennisplatform.plans.exchange.pdf import plan_as_pdf
from kennisplatform.plans.exchange.spreadsheet import plan_as_workbook
from tests.plans.test_plans import add, begin, lead, networks, save  # noqa: F401
from tests.plans.test_word import FULL, plan_of

TODAY = date(2026, 11, 26)
FORMULAS = ("=1+1", "+31 6 12", "-korting", "@naam", "\tx", '=HYPERLINK("http://x")')
PLACE = {column.name: place for place, column in enumerate(COLUMNS)}


def pdf_of(plan, *sources):
    return pypdf.PdfReader(io.BytesIO(plan_as_pdf(plan, sources, TODAY)))


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pdf.pages)


def test_the_pdf_holds_what_the_plan_says_with_a_page_for_each_action():
    pdf = pdf_of(plan_of(FULL, FULL), Source("Waterwagens klaarzetten", "https://site.nl/menukaart/waterwagens"))
    text = text_of(pdf)
    for part in (
        "Actieplan Noord", "Vertrouwelijk", "26 november 2026", "Inhoud", "Water in elke wijk", "DW-NOO-02",
        "Oefen de noodpompen.", "Noordwater, Adviseur", "4e kwartaal van 2027", "https://site.nl/menukaart/waterwagens",
    ):  # fmt: skip
        assert part in text, part
    wide = [page for page in pdf.pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) == 1
    assert "Overzicht van de acties" in wide[0].extract_text()
    assert sum("Draaiboek klaar" in page.extract_text() for page in pdf.pages) == 2


def test_the_pdf_can_be_read_aloud():
    pdf = pdf_of(plan_of(FULL), Source("Waterwagens", ""))
    root = pdf.trailer["/Root"]
    assert root["/Lang"].startswith("nl")
    assert root["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title == "Actieplan Noord"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert {"H1", "H2", "TH", "TD", "TOC"} <= {kind.removeprefix("/") for kind in kinds(root["/StructTreeRoot"])}


def kinds(part):
    """Yield the kinds of the tags below a part of a PDF."""
    part = getattr(part, "get_object", lambda: part)()
    if isinstance(part, list):
        for other in part:
            yield from kinds(other)
    elif isinstance(part, dict):
        if "/S" in part:
            yield part["/S"]
        yield from kinds(part.get("/K", []))


def test_the_heading_of_the_overview_is_on_each_of_its_pages():
    wide = [page for page in pdf_of(plan_of(*[FULL] * 60)).pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) > 1
    assert all("Prioriteit" in page.extract_text() for page in wide)


@pytest.mark.parametrize(
    "text", ["#set page(fill: red)", "*vet* _schuin_ $x$", "<a> @b = kop", "\\", "漢字 ✅ שלום", "a\nb"]
)
def test_the_pdf_shows_text_as_text_whatever_it_is(text):
    pdf = pdf_of(plan_of(Action(sentence="Doe.", description=text)))
    assert b"pdfuaid:part" in pdf.trailer["/Root"]["/Metadata"].get_data()
    if text.isascii():
        assert text.split("\n")[0] in text_of(pdf)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_becomes_a_pdf(text):
    assert pdf_of(plan_of(Action(sentence="Doe.", description=text, owner=Owner(organisation=text)))).pages


def sheet_of(plan):
    return openpyxl.load_workbook(io.BytesIO(plan_as_workbook(plan))).active


def test_the_workbook_has_a_row_for_each_action_below_titles_that_stay():
    sheet = sheet_of(plan_of(FULL, FULL))
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == list(TITLES)
    assert [row[PLACE["number"]] for row in rows[1:]] == ["DW-NOO-01", "DW-NOO-02"]
    assert rows[1][PLACE["organisation"]] == "Noordwater"
    assert rows[1][PLACE["points"]] == "Water in elke wijk"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C2", "$1:$1")


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_in_the_workbook_is_a_formula(text):
    sheet = sheet_of(plan_of(Action(sentence=text, description=text, owner=Owner(organisation=text))))
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    assert sheet.cell(2, PLACE["sentence"] + 1).value == text


@given(st.text(max_size=300))
def test_any_text_goes_into_the_workbook(text):
    sheet = sheet_of(plan_of(Action(sentence="Doe.", description=text)))
    kept = sheet.cell(2, PLACE["description"] + 1).value or ""
    assert kept.replace("\r\n", "\n").replace("\r", "\n") == clean(text).replace("\r\n", "\n").replace("\r", "\n")


PLANNED = Action(
    sentence="Oefen; met pompen, en\nmeer.",
    owner=Owner(organisation="Noordwater"),
    due="2027-K4",
    milestones=(Milestone(title="Klaar", due="2027-06-30"), Milestone(title="Oud", due="2026-01-01", is_done=True)),
)
OTHER = Action(sentence="Bel.", owner=Owner(organisation="Zuidwater"), due="2028-02-29")


def events(plan, owner=None):
    return Calendar.from_ical(plan_as_calendar(plan, "site.nl", owner)).walk("VEVENT")


def test_the_calendar_has_what_is_still_to_come():
    days = {
        str(event["SUMMARY"]): event["DTSTART"].dt
        for event in events(plan_of(PLANNED, OTHER, Action(sentence="Ooit.")))
    }
    assert days == {
        "Gereed: Oefen; met pompen, en\nmeer. (DW-NOO-01)": date(2027, 12, 31),
        "Mijlpaal: Klaar (DW-NOO-01)": date(2027, 6, 30),
        "Gereed: Bel. (DW-NOO-02)": date(2028, 2, 29),
    }


def test_the_calendar_of_an_owner_has_only_their_dates_and_reading_it_again_doubles_nothing():
    plan = plan_of(PLANNED, OTHER)
    assert [event["DTSTART"].dt for event in events(plan, "Zuidwater")] == [date(2028, 2, 29)]
    marks = [str(event["UID"]) for event in events(plan)]
    assert marks == [str(event["UID"]) for event in events(plan)]
    assert len(set(marks)) == 3


@given(st.text(max_size=200))
def test_any_text_goes_into_the_calendar(text):
    action = Action(sentence="x" + text[:100], due="2027-K4", owner=Owner(organisation=text))
    assert len(events(plan_of(action))) == 1


def test_the_json_has_every_field():
    whole = json.loads(plan_as_json(plan_of(FULL), datetime(2026, 11, 26, tzinfo=UTC)))
    (action,) = whole["actions"]
    assert Action.model_validate({name: action[name] for name in Action.model_fields}) == FULL
    assert (action["label"], action["state"], whole["confidential"]) == ("DW-NOO-01", "voorstel", True)


def test_the_page_offers_every_form_and_each_is_a_file_that_no_cache_keeps(lead):  # noqa: F811
    plan = begin(lead)
    add(lead, plan, "=Maak een belboom.")
    page = lead.page(f"{plan}/neem-mee")
    names = {}
    for link in page.select(".file-forms a"):
        answer = lead.get(link["href"])
        assert answer.headers["Cache-Control"] == "no-store"
        names[answer.headers["Content-Disposition"].rpartition(".")[2].strip('"')] = answer
    assert set(names) == {"docx", "pdf", "xlsx", "csv", "ics", "json"}
    rows = list(csv.reader(io.StringIO(names["csv"].get_data().decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == list(TITLES)
    assert rows[1][PLACE["sentence"]] == "'=Maak een belboom."


def test_each_owner_has_a_calendar_whose_address_says_no_name(lead):  # noqa: F811
    plan = begin(lead)
    add(lead, plan, "Maak een belboom.")
    form = lead.page(f"{plan}/acties/1").select_one(".action-form")
    save(lead, form, {"owner_organisation": "Noordwater", "due": "K4 2027"})
    (link,) = lead.page(f"{plan}/neem-mee").select(".owner-calendars a")
    assert "Noordwater" in link.text
    assert "oordwater" not in link["href"]
    assert b"Noordwater" in lead.get(link["href"]).get_data()
    assert lead.client.get(f"{plan}/neem-mee/agenda?van=99").status_code == 404
    assert lead.client.get(f"{plan}/neem-mee/zip").status_code == 404


def test_the_columns_of_the_table_are_known_by_unique_titles():
    assert len(set(TITLES)) == len(COLUMNS)
    assert all(len(row) == len(TITLES) for row in table(plan_of(FULL, PLANNED)))
