"""Tables with merged cells as tables that Markdown can hold: each row as many cells as the widest, and none lost."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

MOST_CELLS = 5_000
"""Of all tables of a paste; merged cells beyond it are no longer filled up."""
MOST_COLUMNS = 60


def square_tables(tree: BeautifulSoup) -> None:
    """Give every table its cells one by one: a merged cell keeps its text in the first of its places."""
    left = MOST_CELLS
    for table in tree.find_all("table"):
        if table.name != "table":
            continue  # within one that was done
        for inner in table.find_all(["table", "thead", "tbody"]):
            inner.name = "span"
        rows = [row for row in table.find_all("tr") if not row.find_parent("td") and not row.find_parent("th")]
        for inner in table.find_all("tr"):
            if inner.find_parent(["td", "th"]):
                inner.name = "span"
        grid = _grid([row for row in rows if row.find(["td", "th"], recursive=False)], left)
        widest = max((len(cells) for cells in grid), default=0)
        left -= widest * len(grid)
        for cell in (cell for row in grid for cell in row if cell):
            cell.extract()
        if caption := table.get_text(" ", strip=True):  # and whatever else stood in no cell
            above = tree.new_tag("p")
            above.string = caption
            table.insert_before(above)
        table.clear()
        if not grid:
            table.name = "span"
        for cells in grid:
            row = tree.new_tag("tr")
            row.extend(cell or tree.new_tag("td") for cell in cells)
            row.extend(tree.new_tag("td") for _ in range(widest - len(cells) if left > 0 else 0))
            table.append(row)


def _grid(rows: list[Tag], most: int) -> list[list[Tag | None]]:
    """Return per row its cells in their columns; None where a merged cell reaches."""
    grid: list[list[Tag | None]] = []
    reaching: dict[int, int] = {}  # per column the rows that a cell from above still takes
    for row in rows:
        cells: list[Tag | None] = []
        below: dict[int, int] = {}
        for cell in row.find_all(["td", "th"], recursive=False):
            while reaching.get(len(cells), 0) and len(cells) < MOST_COLUMNS:
                cells.append(None)
            columns = _number(cell, "colspan") if most > 0 else 1
            down = _number(cell, "rowspan") - 1
            below.update(dict.fromkeys(range(len(cells), len(cells) + columns), down))
            cells.append(cell)
            cells += [None] * (columns - 1)
            cell.attrs = {}
        while reaching.get(len(cells), 0) and len(cells) < MOST_COLUMNS:
            cells.append(None)
        reaching = {column: number - 1 for column, number in reaching.items() if number > 1} | {
            column: number for column, number in below.items() if number
        }
        most -= len(cells)
        grid.append(cells)
    return grid


def _number(cell: Tag, name: str) -> int:
    text = str(cell.get(name) or "1")
    return min(int(text), MOST_COLUMNS) or 1 if text.isascii() and text.isdigit() and len(text) < 6 else 1
