"""Commands that put the whole site in one file, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from kennisplatform.backup.archive import NotUsable, Progress
from kennisplatform.backup.checking import Contents, read_backup
from kennisplatform.backup.description import Description, shareable
from kennisplatform.backup.installation import CONTENT, INSTANCE
from kennisplatform.backup.making import make_backup
from kennisplatform.backup.restoring import AlreadyRestoring, NotEmpty, restore_backup
from kennisplatform.cli.refusing import Command, refuse_half_a_site, stop
from kennisplatform.dutch_text import counted, dutch_moment, file_size
from kennisplatform.site import site

_OF_THE_HOST = {"HOST", "PORT", "CONTENT_DIR", "INSTANCE_DIR", "DATABASE_URL"}
"""Settings that are another host's own matter."""


@click.command("backup", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", "checked", is_flag=True, help="Lees FILE en zeg of alles heel is en wat erin staat.")
@click.option("--overwrite", is_flag=True, help="Vervang FILE als het er al is.")
@with_appcontext
def backup(file: Path, checked: bool, overwrite: bool) -> None:
    """Zet de hele site in FILE: inhoud, geschiedenis en database. Anderen kunnen gewoon doorwerken."""
    if checked:
        _check(file)
        return
    refuse_half_a_site()
    _check_target(file, overwrite)
    made = make_backup(site.installation, file.absolute(), _bar)
    click.echo(f"De reservekopie staat in {file} ({file_size(made.size)}).")
    for name in made.left_out:
        click.echo(f"LET OP  {name} staat er niet in: het is geen gewoon bestand, te groot, of heeft een vreemde naam.")
    click.echo("Er staan persoonsgegevens in. Bewaar het bestand op een andere machine, net zo veilig als de site.")
    _tell_secrets(made.description)


@click.command("restore", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def restore(file: Path) -> None:
    """Zet de site uit FILE terug op een lege installatie; de site mag nu niet draaien."""
    _check_is_there(file)
    try:
        restored = restore_backup(site.installation, file, _bar)
    except NotEmpty as error:
        stop(f"Terugzetten kan alleen op een lege installatie. Er is niets veranderd.\n{error}")
    except NotUsable as error:
        stop(f"{error}. Er is niets teruggezet.")
    except AlreadyRestoring:
        stop("Hier wordt al een reservekopie teruggezet. Wacht tot dat klaar is.")
    if restored.contents is None:
        click.echo("De vorige keer was alles al teruggezet. De site kan starten.")
        return
    click.echo(f"Teruggezet: de site van {dutch_moment(restored.contents.description.made_at)}.")
    _tell(restored.contents)
    _tell_settings(restored.contents.description)
    _tell_secrets(restored.contents.description)


@contextmanager
def _bar(label: str, length: int) -> Iterator[Progress]:
    """Show how far a part of the work is; where nobody looks at a screen, only that it began."""
    with click.progressbar(length=length, label=label) as bar:
        yield bar.update


def _check_target(file: Path, overwrite: bool) -> None:
    if not file.absolute().parent.is_dir():
        stop(f"De map {file.absolute().parent} is er niet. Maak die eerst.")
    if file.exists() and not overwrite:
        stop(f"{file} is er al. Kies een andere naam, of geef --overwrite om het te vervangen.")
    for folder in (site.settings.content_dir, site.settings.instance_dir):
        if file.resolve().is_relative_to(folder.resolve()):
            stop(f"{file} staat in een map van de site zelf ({folder}). Kies een andere map, liefst een andere schijf.")


def _check_is_there(file: Path) -> None:
    if not file.is_file():
        stop(f"{file} is er niet.")


def _check(file: Path) -> None:
    _check_is_there(file)
    try:
        with _bar("Controleren", file.stat().st_size) as progress:
            contents = read_backup(file, progress)
    except NotUsable as error:
        stop(f"{error}. Gebruik een andere reservekopie.")
    description = contents.description
    click.echo(f"Alles is heel. Reservekopie van {dutch_moment(description.made_at)}.")
    _tell(contents)
    for table in contents.tables.tables:
        if table.rows:
            click.echo(f"    {table.rows:8}  {table.name}")
    for name, version in description.versions.items():
        click.echo(f"Gemaakt met {name} {version or '(versie onbekend)'}")
    _tell_secrets(description)


def _tell(contents: Contents) -> None:
    sizes, files = contents.sizes, contents.files
    rows = sum(table.rows for table in contents.tables.tables)
    database = contents.description.database
    click.echo(f"Inhoud: {counted(files[CONTENT], 'bestand', 'bestanden')}, {file_size(sizes[CONTENT])}.")
    click.echo(f"Geschiedenis en zoekvragen: {file_size(sizes[INSTANCE])}.")
    tables = counted(len(contents.tables.tables), "tabel", "tabellen")
    origin = f"{database.kind}, migratie {database.revision or 'geen'}"
    click.echo(f"Database: {counted(rows, 'rij', 'rijen')} in {tables} ({origin}).")


def _tell_settings(description: Description) -> None:
    here = shareable(site.settings)
    for name, value in description.settings.items():
        if name not in _OF_THE_HOST and name in here and here[name] != value:
            click.echo(f"Let op: {name} was {value!r}, en is hier {here[name]!r}.")


def _tell_secrets(description: Description) -> None:
    key = site.settings.instance_dir / "secret-key"
    click.echo("Geheimen staan niet in de reservekopie. Neem met de hand over:")
    click.echo(f"- SECRET_KEY, of anders het bestand {key}: met dezelfde sleutel blijft iedereen ingelogd")
    for name in description.secrets:
        if name != "SECRET_KEY":
            click.echo(f"- {name}")
