"""A plan as a workbook of Excel, in which every cell is text: nothing that somebody typed is ever a formula."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kennisplatform.clean_text import clean
from kennisplatform.plans.exchange.columns import COLUMNS, TITLES, table
from kennisplatform.plans.plan import Plan

SHEET = "Acties"
_TEXT = "s"
"""What openpyxl calls a cell that holds text, also when that begins with `=`."""


def plan_as_workbook(plan: Plan) -> bytes:
    """Return the file: one sheet with titles that stay in sight and on every printed page."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    book.properties.title, book.properties.creator, book.properties.language = clean(plan.title), "", "nl-NL"
    for row, texts in enumerate([list(TITLES), *table(plan)], 1):
        for place, text in enumerate(texts, 1):
            if not text:
                continue
            cell = sheet.cell(row, place)
            cell.value, cell.data_type = text, _TEXT
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.quotePrefix = True  # so that it stays text when somebody edits the cell
            if row == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8ECF3")
    for place, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "Vertrouwelijk", "&P / &N"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
