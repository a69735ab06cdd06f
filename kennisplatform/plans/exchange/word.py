"""A plan as a Word file in Word's own styles: title page, contents, agenda, overview, a page per action, sources.

It is made from nothing but what the reader of the plan sees. Contents are filled in beforehand, so that no program has
to ask whether it may update them; page numbers are fields, which every program fills in by itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph

from kennisplatform.dutch_text import dutch_date
from kennisplatform.plans import wording
from kennisplatform.plans.action import FIELD_LABELS
from kennisplatform.plans.plan import Plan, PlanAction

CONFIDENTIAL = "Vertrouwelijk"
CONTENTS, AGENDA, OVERVIEW, ACTIONS, SOURCES = "Inhoud", "Agenda", "Overzicht van de acties", "Acties", "Bronnen"
COLUMNS = (("Nummer", 3.3), ("Actie", 7.3), ("Eigenaar", 4.8), ("Wanneer", 4.0), ("Prioriteit", 2.8), ("Stand", 2.9))
"""Titles of the table of actions, with their width in centimetres: together a landscape page."""
NOTHING = "–"
"""What stands in a cell for which nothing is filled in."""
FIELDS = tuple(name for name in FIELD_LABELS if name != "sentence")


@dataclass(frozen=True)
class Source:
    """An example on which actions rest, and where it can be read; no address when this reader cannot."""

    title: str
    url: str


def plan_as_word(plan: Plan, sources: Sequence[Source], today: date) -> bytes:
    """Return the file."""
    document = docx.Document()
    _prepare(document, plan, today)
    _title_page(document, plan, today)
    _contents(document, plan)
    if plan.points:
        document.add_heading(AGENDA, 1)
        rows = ((point.title, point.state.label, point.reason) for point in plan.points)
        _table(document, (("Punt", 8.0), ("Stand", 3.4), ("Toelichting", 5.1)), rows)
    _landscape(document, turned=True)
    document.add_heading(OVERVIEW, 1)
    _table(document, COLUMNS, map(_row, plan.actions))
    _landscape(document, turned=False)
    document.add_heading(ACTIONS, 1)
    for place, action in enumerate(plan.actions):
        _action(document, plan, action, is_first=place == 0)
    if sources:
        heading = document.add_heading(SOURCES, 1)
        heading.paragraph_format.page_break_before = True
        for source in sources:
            text = f"{source.title}. {source.url}" if source.url else source.title
            document.add_paragraph(text, style="List Bullet")
    _mark_headings(document)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _prepare(document: Document, plan: Plan, today: date) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = plan.title, "", "nl-NL"
    properties.comments, properties.subject = "", CONFIDENTIAL
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-NL")
    normal.element.get_or_add_rPr().append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{CONFIDENTIAL} · {plan.title} · {dutch_date(today)} · bladzijde ")
    _field(footer, "PAGE")
    footer.add_run(" van ")
    _field(footer, "NUMPAGES")


def _title_page(document: Document, plan: Plan, today: date) -> None:
    document.add_paragraph(plan.title, style="Title")
    document.add_paragraph(f"{plan.network_title}, {plan.first_year} tot en met {plan.last_year}", style="Subtitle")
    document.add_paragraph(CONFIDENTIAL, style="Intense Quote")
    document.add_paragraph(f"{plan.state.label}, stand van {dutch_date(today)}")


def _contents(document: Document, plan: Plan) -> None:
    """List the headings as links; no page numbers, since only a layout program knows them."""
    paragraph = document.add_paragraph(style="TOC Heading")
    paragraph.add_run(CONTENTS)
    paragraph.paragraph_format.page_break_before = True
    titles = [*([AGENDA] if plan.points else []), OVERVIEW, ACTIONS]
    for title in titles:
        _link(document.add_paragraph(style="List Bullet"), title, _bookmark(title))
    for action in plan.actions:
        _link(document.add_paragraph(style="List Bullet 2"), _heading(action), _bookmark(_heading(action)))
    if any(action.action.examples for action in plan.actions):
        _link(document.add_paragraph(style="List Bullet"), SOURCES, _bookmark(SOURCES))
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _action(document: Document, plan: Plan, there: PlanAction, is_first: bool) -> None:
    heading = document.add_heading(_heading(there), 2)
    heading.paragraph_format.page_break_before = not is_first
    words = ((FIELD_LABELS[name], wording.in_words(name, there.action, plan.points)) for name in FIELDS)
    facts = [("Stand", there.state.label), *((label, text) for label, text in words if text)]
    _table(document, (("Veld", 4.0), ("Inhoud", 12.5)), facts)


def _row(there: PlanAction) -> tuple[str, ...]:
    action = there.action
    return (
        there.label,
        action.sentence,
        wording.owner(action),
        wording.period(action),
        action.priority.label if action.priority else "",
        there.state.label,
    )


def _heading(there: PlanAction) -> str:
    return f"{there.label} {there.action.sentence}"


def _table(document: Document, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]) -> None:
    """Add a table with a heading row that is repeated on every page, and rows that stay whole."""
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    widths = [width for _, width in columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)  # LibreOffice looks at the columns, Word at the cells
    _fill(table.rows[0], [title for title, _ in columns], widths, "w:tblHeader")
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    for texts in rows:
        _fill(table.add_row(), texts, widths, "w:cantSplit")


def _fill(row: _Row, texts: Sequence[str], widths: Sequence[float], mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.text = text or NOTHING
        cell.width = Cm(width)


def _landscape(document: Document, turned: bool) -> None:
    """Begin a section on a new page, wide or upright."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if turned else (Cm(21), Cm(29.7))


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


def _link(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """Add a link to a heading of this file."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    run = paragraph.add_run(text)
    link.append(run._r)
    paragraph._p.append(link)


def _mark_headings(document: Document) -> None:
    """Give every heading the bookmark that the contents lead to."""
    headings = [paragraph for paragraph in document.paragraphs if str(paragraph.style.name).startswith("Heading")]  # type: ignore[union-attr]
    for number, heading in enumerate(headings):
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), _bookmark(heading.text))
        heading._p.insert(1, start)
        heading._p.append(end)


def _bookmark(heading: str) -> str:
    """Return the name of the place of a heading: letters and digits, at most 40."""
    return "p" + "".join(letter for letter in heading if letter.isalnum())[:39]
