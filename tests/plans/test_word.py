"""A plan as a Word file: what is in it, and what it never does."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime

import docx
import pytest
from docx.enum.section import WD_ORIENT
from hypothesis import given, settings
from hypothesis import strategies as st

from kennisplatform.clean_text import clean
from kennisplatform.plans.action import Action, Milestone, Owner, UsedExample
from kennisplatform.plans.exchange.parts import Source
from kennisplatform.plans.exchange.word import plan_as_word
from kennisplatform.plans.plan import Plan, PlanAction, PlanPoint
from kennisplatform.plans.words import ActionState, PlanRole, PlanState, PointState
from kennisplatform.vocabulary import Sector, Theme

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def plan_of(*actions: Action, title: str = "Actieplan Noord") -> Plan:
    point = PlanPoint("Water in elke wijk", Theme.ALERTING, "", (), 1, PointState.OPEN, "Nog niet begonnen")
    numbered = tuple(
        PlanAction(number, f"DW-NOO-{number:02}", ActionState.PROPOSED, 1, action, "Anna", NOW)
        for number, action in enumerate(actions, 1)
    )
    return Plan(
        1, title, "noord", "Netwerk Noord", False, Sector.DRINKING_WATER, 2027, 2030, PlanState.CONCEPT, NOW,
        PlanRole.LEAD, (point,), numbered,
    )  # fmt: skip


FULL = Action(
    sentence="Oefen de noodpompen.",
    points=(1,),
    owner=Owner(organisation="Noordwater", function="Adviseur"),
    due="2027-K4",
    milestones=(Milestone(title="Draaiboek klaar", due="2027-06-30"),),
    examples=(UsedExample(slug="waterwagens", title="Waterwagens klaarzetten"),),
)


def written(plan: Plan, *sources: Source) -> bytes:
    return plan_as_word(plan, sources, date(2026, 11, 26))


def opened(plan: Plan, *sources: Source):
    return docx.Document(io.BytesIO(written(plan, *sources)))


def text_of(document) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_file_holds_what_the_plan_says():
    text = text_of(opened(plan_of(FULL), Source("Waterwagens klaarzetten", "https://site.nl/menukaart/waterwagens")))
    for part in (
        "Actieplan Noord", "Netwerk Noord, 2027 tot en met 2030", "Vertrouwelijk", "26 november 2026", "Water in elke wijk",
        "Nog niet begonnen", "DW-NOO-01", "Oefen de noodpompen.", "Noordwater, Adviseur", "4e kwartaal van 2027",
        "Draaiboek klaar (30 juni 2027)", "https://site.nl/menukaart/waterwagens",
    ):  # fmt: skip
        assert part in text, part


def test_it_is_made_of_the_styles_of_word_with_a_wide_table_whose_heading_is_repeated():
    document = opened(plan_of(FULL, FULL))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2"} <= styles
    assert WD_ORIENT.LANDSCAPE in {section.orientation for section in document.sections}
    for table in document.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in list(table.rows)[1:])
    assert len([p for p in document.paragraphs if p.style.name == "Heading 2"]) == 2
    assert "PAGE" in document.sections[-1].footer._element.xml


def test_every_line_of_the_contents_leads_to_a_heading():
    xml = zipfile.ZipFile(io.BytesIO(written(plan_of(FULL), Source("x", "")))).read("word/document.xml").decode()
    places, links = (
        re.findall(rf'{tag}[^>]*w:{name}="(p[^"]*)"', xml)
        for tag, name in (("bookmarkStart", "name"), ("hyperlink", "anchor"))
    )
    assert sorted(places) == sorted(links) and len(links) == 5


def test_it_names_nobody_and_runs_and_fetches_nothing():
    files = zipfile.ZipFile(io.BytesIO(written(plan_of(FULL))))
    assert not [name for name in files.namelist() if "vba" in name.lower() or "embed" in name.lower()]
    whole = b"".join(files.read(name) for name in files.namelist()).decode("utf-8", "replace")
    assert 'TargetMode="External"' not in whole
    assert "Anna" not in whole
    assert opened(plan_of(FULL)).core_properties.author == ""


@pytest.mark.slow
@settings(max_examples=15)
@given(st.text(max_size=100).map(clean).map(str.strip), st.text(max_size=200).map(clean))
def test_any_text_stands_in_it_as_text(sentence, description):
    plan = plan_of(Action(sentence=sentence or "x", description=description))
    assert (sentence.split("\n")[0].split("\r")[0].strip() or "x") in text_of(opened(plan))


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 200])
def test_a_plan_of_any_size_becomes_a_file(number):
    document = opened(plan_of(*[FULL] * number))
    assert len([p for p in document.paragraphs if p.style.name == "Heading 2"]) == number
