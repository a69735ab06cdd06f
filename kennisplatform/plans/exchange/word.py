"""A plan as a Word file in Word's own styles: title page, contents, agenda, overview, a page per action, sources.

It is made from nothing but what the reader of the plan sees. Contents are filled in beforehand, so that no program has
to ask whether it may update them; page numbers are fields, which every program fills in by itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph

from kennisplatform.plans.exchange import parts
from kennisplatform.plans.exchange.parts import Source
from kennisplatform.plans.plan import Plan, PlanAction

AGENDA_WIDTHS = (8.0, 3.4, 5.1)
OVERVIEW_WIDTHS = (3.3, 7.3, 4.8, 4.0, 2.8, 2.9)
FIELD_WIDTHS = (4.0, 12.5)
"""Centimetres of each column: together what a page has room for, the second that of a landscape one."""
HEADING_COLOUR = "E8ECF3"


def plan_as_word(plan: Plan, sources: Sequence[Source], today: date) -> bytes:
    """Return the file."""
    document = docx.Document()
    _prepare(document, plan, today)
    _title_page(document, plan, today)
    _contents(document, plan, bool(sources))
    if plan.points:
        document.add_heading(parts.AGENDA, 1)
        _table(document, parts.AGENDA_COLUMNS, AGENDA_WIDTHS, parts.agenda_rows(plan))
    _landscape(document, turned=True)
    document.add_heading(parts.OVERVIEW, 1)
    _table(document, parts.COLUMNS, OVERVIEW_WIDTHS, parts.overview_rows(plan))
    _landscape(document, turned=False)
    document.add_heading(parts.ACTIONS, 1)
    for place, action in enumerate(plan.actions):
        _action(document, plan, action, is_first=place == 0)
    if sources:
        heading = document.add_heading(parts.SOURCES, 1)
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
    properties.comments, properties.subject = "", parts.CONFIDENTIAL
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-NL")
    normal.element.get_or_add_rPr().append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{parts.footer(plan, today)} · bladzijde ")
    _field(footer, "PAGE")
    footer.add_run(" van ")
    _field(footer, "NUMPAGES")


def _title_page(document: Document, plan: Plan, today: date) -> None:
    document.add_paragraph(plan.title, style="Title").paragraph_format.space_before = Cm(6)
    document.add_paragraph(parts.subtitle(plan), style="Subtitle")
    document.add_paragraph(parts.CONFIDENTIAL, style="Intense Quote")
    for fact in parts.facts(plan, today):
        document.add_paragraph(fact)


def _contents(document: Document, plan: Plan, has_sources: bool) -> None:
    """Add a table of contents as Word makes them, filled in beforehand with links: only Word knows the page numbers.

    Who wants those asks Word for them (F9); a field that must be updated would make it ask when the file is opened.
    """
    for name, indent in (("TOC 1", 0.0), ("TOC 2", 0.6)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.paragraph_format.left_indent, style.paragraph_format.space_after = Cm(indent), Pt(4)
    heading = document.add_paragraph(parts.CONTENTS, style="TOC Heading")
    heading.paragraph_format.page_break_before = True
    lines = [*([(parts.AGENDA, 1)] if plan.points else []), (parts.OVERVIEW, 1), (parts.ACTIONS, 1)]
    lines += [(parts.heading(action), 2) for action in plan.actions]
    lines += [(parts.SOURCES, 1)] if has_sources else []
    for place, (title, level) in enumerate(lines):
        paragraph = document.add_paragraph(style=f"TOC {level}")
        if place == 0:
            _field_part(paragraph, "begin")
            _instruction(paragraph, 'TOC \\o "1-2" \\h \\z \\u')
            _field_part(paragraph, "separate")
        _link(paragraph, title, _bookmark(title))
    _field_part(paragraph, "end")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _action(document: Document, plan: Plan, there: PlanAction, is_first: bool) -> None:
    heading = document.add_heading(parts.heading(there), 2)
    heading.paragraph_format.page_break_before = not is_first
    _table(document, parts.FIELD_COLUMNS, FIELD_WIDTHS, parts.field_rows(plan, there))


def _table(document: Document, titles: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
    """Add a table with a heading row that is repeated on every page, and rows that stay whole."""
    table = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)  # LibreOffice looks at the columns, Word at the cells
    _fill(table.rows[0], titles, widths, "w:tblHeader")
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), HEADING_COLOUR)
        cell._tc.get_or_add_tcPr().append(shade)
    for texts in rows:
        _fill(table.add_row(), texts, widths, "w:cantSplit")


def _fill(row: _Row, texts: Sequence[str], widths: Sequence[float], mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.text = text or parts.NOTHING
        cell.width = Cm(width)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def _landscape(document: Document, turned: bool) -> None:
    """Begin a section on a new page, wide or upright."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if turned else (Cm(21), Cm(29.7))


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


def _field_part(paragraph: Paragraph, kind: str) -> None:
    """Add the begin, the middle or the end of a field that holds more than one paragraph."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Paragraph, text: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.text = text
    paragraph.add_run()._r.append(instruction)


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
