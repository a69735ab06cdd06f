"""Puts a backup back on an empty installation: all of it, or nothing.

All is unpacked and checked first, beside its place. Then the rows are written in a transaction, the files are renamed
into place, and the transaction is committed: that is the moment at which the site is there. Whoever is killed before it
leaves a mark on which the site does not start, and the next restore removes what they placed; after it, it only removes
the mark. A backup of an earlier migration is written into the tables of then, which are migrated afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic.util import CommandError
from filelock import FileLock, Timeout
from sqlalchemy import Engine, inspect

from kennisplatform.backup.archive import Member, NotUsable, shown
from kennisplatform.backup.checking import Contents, read_backup
from kennisplatform.backup.database import engine_for, fill, filling, revision_of, rows_in
from kennisplatform.backup.description import Description
from kennisplatform.backup.installation import INSTANCE, RESTORING, Installation
from kennisplatform.backup.making import Bar
from kennisplatform.backup.rows import names_of
from kennisplatform.backup.staging import Staging
from kennisplatform.database.migration import downgrade, known_migrations, upgrade
from kennisplatform.entries.content_files import is_there
from kennisplatform.entries.history.repository import History


class NotEmpty(Exception):
    """There is something where the backup would be put; each line says what, and what to do, in Dutch."""


class AlreadyRestoring(Exception):
    """Somebody else is putting something back here at this moment."""


@dataclass(frozen=True)
class Restored:
    """What was put back. `contents` is None when an earlier restore turned out to be finished but for its mark."""

    contents: Contents | None


def restore_backup(installation: Installation, path: Path, bar: Bar) -> Restored:
    """Put a backup back; when this raises, the installation is as empty as it was.

    Raises `NotEmpty`, `NotUsable`, `AlreadyRestoring`, `DatabaseUnavailable`, `HistoryUnusable` and `OSError`.
    """
    settings = installation.settings
    staging = Staging(settings.content_dir, settings.instance_dir)
    with _alone(settings.instance_dir), engine_for(settings.database) as engine:
        if staging.is_there and _was_finished(staging, engine):
            return Restored(None)
        _check_empty(installation, engine)
        try:
            staging.begin()
            contents = _unpack(installation, path, staging, bar)
            _put_in_place(installation, staging, engine, contents, bar)
        except BaseException:
            _was_finished(staging, engine)
            raise
        staging.finish()
        upgrade(engine)
        return Restored(contents)


@contextmanager
def _alone(instance: Path) -> Iterator[None]:
    instance.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(instance / f"{RESTORING}.lock", timeout=0):
            yield
    except Timeout as error:
        raise AlreadyRestoring from error


def _was_finished(staging: Staging, engine: Engine) -> bool:
    """Tell whether all was in place, and take away the mark; if it was not, first what had been placed."""
    with engine.connect() as connection:
        is_finished = staging.is_placed and any(rows_in(connection).values())
    if is_finished:
        staging.finish()
    else:
        staging.undo()
    return is_finished


def _check_empty(installation: Installation, engine: Engine) -> None:
    settings = installation.settings
    with engine.connect() as connection:
        filled = [name for name, count in rows_in(connection).items() if count]
        present = revision_of(connection)
        is_foreign = not _is_known(present) or (present is None and bool(names_of(connection)))
    in_the_way = [path for path in (installation.history, *installation.kept_files) if path.exists()]
    reasons = []
    if is_there(settings.content_dir):
        reasons.append(
            f"De map met inhoud ({settings.content_dir}) is niet leeg. Zet CONTENT_DIR op een lege map, of haal weg "
            "wat er staat."
        )
    if in_the_way:
        names = ", ".join(path.name for path in in_the_way)
        reasons.append(
            f"In {settings.instance_dir} staat al: {names}. Zet INSTANCE_DIR op een lege map, of haal dit weg."
        )
    if filled or is_foreign:
        what = f"gegevens ({', '.join(filled)})" if filled else "tabellen van een ander programma"
        reasons.append(
            f"In de database staan al {what}. Geef met DATABASE_URL een lege database, of maak deze leeg; SQLite: haal "
            "kennisplatform.sqlite3 weg, met wat daar met dezelfde naam naast staat."
        )
    if reasons:
        raise NotEmpty("\n".join(reasons))


def _unpack(installation: Installation, path: Path, staging: Staging, bar: Bar) -> Contents:
    known = {file.name for file in (installation.history, *installation.kept_files)}

    def take(folder: str, member: Member) -> None:
        if folder == INSTANCE and member.name.split("/")[1] not in known:
            raise NotUsable(f"In het bestand staat iets dat er niet in hoort: {shown(member.name)}")
        staging.add(folder, member)

    with bar("Uitpakken en controleren", path.stat().st_size) as progress:
        return read_backup(path, progress, _check_revision, take)


def _check_revision(description: Description) -> None:
    """Refuse tables of which this program does not know how they became what they are."""
    if not _is_known(description.database.revision):
        raise NotUsable(
            "Deze reservekopie is van een nieuwere versie van de site dan deze: haar database heeft een migratie die "
            "hier niet bekend is. Werk de site eerst bij"
        )


def _is_known(revision: str | None) -> bool:
    try:
        return revision is None or bool(known_migrations().get_revision(revision))
    except CommandError:
        return False


def _put_in_place(installation: Installation, staging: Staging, engine: Engine, contents: Contents, bar: Bar) -> None:
    history = History(staging.waiting(INSTANCE, installation.history.name))
    history.check()
    _make_tables(engine, contents.description.database.revision)
    rows = sum(table.rows for table in contents.tables.tables)
    with filling(engine) as connection:
        with bar("Database", rows) as progress:
            fill(connection, contents.tables, staging.opened_table, progress)
        with installation.editing.store.writing:
            staging.place()


def _make_tables(engine: Engine, revision: str | None) -> None:
    """Make the empty tables of a migration, in the place of those of another one."""
    with engine.connect() as connection:
        present = revision_of(connection)
        is_made = inspect(connection).has_table("alembic_version")
    if present == revision and revision is not None:
        return
    if is_made:
        downgrade(engine, "base")
    upgrade(engine, revision or "head")
