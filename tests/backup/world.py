"""A site with something of everything in it, a way to put it in a file and back, and to see whether it is the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, String, Table, null, select

from kennisplatform.database.connection import Base, Moment
from kennisplatform.database.engines import make_engine
from kennisplatform.entries.content_files import version_of
from kennisplatform.site import site_of
from tests.conftest import ContentFolder
from tests.sites import site_on
from tests.trouble.world import fill

ODD = 'Ünï “aanhaling” "x" \\ 🙂\u2028\ttab\r\nregel'
LARGE = 2**31 - 1
PDF = b"%PDF-1.4 niet echt, maar wel bytes: \x00\xff\r\n"


def run(app: Flask, *arguments: object) -> Result:
    """Give a command."""
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def done(app: Flask, *arguments: object) -> str:
    """Give a command that must succeed, and return what it said."""
    result = run(app, *arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def fill_content(content: ContentFolder) -> None:
    """Write an entry of every kind, with an attachment, and files that the site does not know but somebody may want."""
    fill(content)
    (content.path / "menukaart" / "voorbeeld-1").mkdir()
    content.write("menukaart/voorbeeld-1/plan ünï.pdf", PDF)
    content.write("thesaurus.yml", "synoniemen: [[water, drinkwater]]\n")
    (content.path / "oud" / "dieper").mkdir(parents=True)
    content.write("oud/dieper/aantekening.docx", b"een map die de site niet kent")


def live_with(app: Flask, content: ContentFolder) -> None:
    """Let people change and rename entries, so that there are several versions of them."""
    site = site_of(app)
    site.follower.synchronise()
    site.editing.record_by_hand()
    path = content.path / "menukaart" / "voorbeeld-1.md"
    path.write_text(path.read_text().replace("Over nooddrinkwater.", "Over nooddrinkwater, nu anders."))
    site.editing.record_by_hand()
    site.follower.synchronise()
    contact = content.path / "contacten" / "ifv-desk.md"
    curator = site.accounts.by_email("curator@voorbeeld.nl")
    from kennisplatform.curation.writing.editing import Author

    site.editing.rename("ifv-desk", "nipv-loket", version_of(contact.read_bytes()), Author(curator.name, curator.id))
    site.missed_searches.record("iets dat er niet is")


def fill_tables(database_url: str, rows_each: int = 2) -> None:
    """Put rows in every table that the site has, of values that are easily lost; the last has as little as is allowed."""
    engine = make_engine(database_url)
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            for number in range(1000, 1000 + rows_each):
                row = {column.name: _value(column, number) for column in table.columns}
                row |= _references(table, number)
                if number == 1000 + rows_each - 1:
                    row |= {
                        column.name: null() if isinstance(column.type, JSON) else None
                        for column in table.columns
                        if column.nullable and not column.primary_key
                    }
                connection.execute(table.insert(), row)
    engine.dispose()


def _references(table: Table, number: int) -> dict[str, Any]:
    """Return the values of columns that refer to a row of another table: the one with the same number."""
    return {
        element.parent.name: _value(element.column, number)
        for constraint in table.foreign_key_constraints
        for element in constraint.elements
    }


def _value(column: Column[Any], number: int) -> Any:
    if column.foreign_keys:
        return _value(next(iter(column.foreign_keys)).column, number)
    if isinstance(column.type, Boolean):
        return bool(number % 2)
    if isinstance(column.type, JSON):
        return [None, {"lijst": [1, 2.5, None, True, ODD, 2**70]}][number % 2]
    if isinstance(column.type, Moment | DateTime):
        return datetime(2026, 3, 29, 1, 30, number % 60, number, tzinfo=UTC)
    if isinstance(column.type, Date):
        return date(2024, 2, 29)
    if isinstance(column.type, LargeBinary):
        return bytes(range(256))
    if isinstance(column.type, Integer):
        return number if column.primary_key else LARGE
    assert isinstance(column.type, String), column.type
    return f"{number} {ODD}"[: column.type.length]


def all_rows(database_url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, as the site reads it."""
    engine = make_engine(database_url)
    with engine.connect() as connection:
        rows = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return rows


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all that stands in a folder, by path; nothing hidden."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


@contextmanager
def empty_site(folder: Path, database_url: str = "") -> Iterator[Flask]:
    """Give a site that was never used."""
    content = folder / "content"
    content.mkdir(parents=True)
    with site_on(content, folder / "instance", database_url) as app:
        yield app


def database_of(app: Flask) -> str:
    """Return the address of the database of a site."""
    return site_of(app).settings.database


def is_untouched(app: Flask) -> bool:
    """Tell whether nothing was put back: no content, no history, no rows, and nothing that waits."""
    settings = site_of(app).settings
    left = {path.name for path in settings.instance_dir.iterdir()} if settings.instance_dir.exists() else set()
    return (
        not any(settings.content_dir.iterdir())
        and not left & {"geschiedenis.git", "terugzetten", "zoekvragen-zonder-resultaat.jsonl"}
        and not any(all_rows(database_of(app)).values())
    )
