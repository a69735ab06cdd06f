"""Makes a backup while people save.

Content, history and database are of one moment. It is chosen under the lock of who saves, which is held for as long as
it takes to finish an interrupted change, read the references of the history and ask the database one question. From
then on the content is read out of the history and the rows out of a transaction, so nobody waits and nothing changes.

What a save does after it let go of that lock may fall after the moment: then a draft is there beside the entry that was
saved from it, or the members of a renamed network under its old name. That is what a kill at that moment leaves, too.
Not of that moment but of a little later are files that the site does not know (those in the content folder that are no
content, and what was searched in vain): nothing refers to them.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryFile, mkstemp
from typing import BinaryIO

from sqlalchemy import Connection

from kennisplatform.backup.archive import CHUNK, Progress, Writer, is_harmless
from kennisplatform.backup.database import Tables, rows_in, snapshot, write_table
from kennisplatform.backup.description import NAME, Description, describe
from kennisplatform.backup.installation import CONTENT, DATABASE, INSTANCE, README, TABLES, Installation
from kennisplatform.backup.rows import names_of, tables_of
from kennisplatform.entries.content_files import found_files
from kennisplatform.entries.history import copying

Bar = Callable[[str, int], AbstractContextManager[Progress]]
"""Gives what is told of progress in a part of the work, by its name in Dutch and its size in bytes or rows."""


@dataclass(frozen=True)
class Made:
    """What came into a backup; `left_out` are files of the content folder that no archive should hold."""

    description: Description
    size: int
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class _Moment:
    """The site at one moment: the last version in the history, the files of its references, and the database."""

    head: str | None
    references: dict[str, bytes]
    connection: Connection


def make_backup(installation: Installation, target: Path, bar: Bar) -> Made:
    """Write a backup to a file, which is there as a whole or not at all, and for its owner only.

    What is there under that name is replaced. Raises `DatabaseUnavailable`, `HistoryUnusable` and `OSError`.
    """
    with _whole_or_not(target) as file, _at_one_moment(installation) as moment:
        description = describe(installation.settings, moment.connection, moment.head)
        writer = Writer(file, int(description.made_at.timestamp()))
        writer.add(README, Path(__file__).with_name(README).read_bytes())
        writer.add(NAME, description.model_dump_json(indent=2).encode())
        left_out = _add_content(writer, installation, moment, bar)
        _add_instance(writer, installation, moment, bar)
        _add_database(writer, moment.connection, target.parent, bar)
        writer.finish()
        return Made(description, file.tell(), tuple(left_out))


@contextmanager
def _at_one_moment(installation: Installation) -> Iterator[_Moment]:
    editing = installation.editing
    editing.store.blob_ids()  # reads what may have changed by hand, while nobody waits for it
    editing.record_by_hand()
    with ExitStack() as stack:
        if editing.history.latest():
            stack.enter_context(copying.kept_unpacked(installation.history))
        connection = stack.enter_context(snapshot(installation.settings.database))
        with editing.store.writing:
            editing.writer.check_there()
            editing.writer.recover()
            head = editing.history.latest()
            references = copying.references(installation.history) if head else {}
            names_of(connection)  # its first question: from now on it sees nothing new
        yield _Moment(head.id if head else None, dict(references), connection)


def _add_content(writer: Writer, installation: Installation, moment: _Moment, bar: Bar) -> list[str]:
    """Write the content; return what was left out."""
    history, folder = installation.editing.history, installation.settings.content_dir
    names = history.recorded() if moment.head else {}
    with bar("Inhoud", len(names)) as progress:
        for path, data in history.files_at(moment.head) if moment.head else ():
            writer.add(f"{CONTENT}/{path}", data)
            progress(1)
    left_out: list[str] = []
    for file in _no_content(folder):
        name = f"{CONTENT}/{file.relative_to(folder).as_posix()}"
        if name.removeprefix(f"{CONTENT}/") in names or not is_harmless(name) or not _is_ordinary(file):
            left_out.append(ascii(name)[1:-1])
        else:
            _add_file(writer, name, file)
    return left_out


def _is_ordinary(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except FileNotFoundError:
        return False


def _no_content(folder: Path) -> Iterator[Path]:
    """Yield what stands in the content folder and is no content, but may be dear to somebody; nothing hidden."""
    for found in found_files(folder):
        if found.ignored_because is None:
            continue
        path = Path(found.file)
        if not (found.status and stat.S_ISDIR(found.status.st_mode)):
            yield path
            continue
        for below, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            links = [name for name in folders if (Path(below) / name).is_symlink()]
            yield from (Path(below) / name for name in sorted([*files, *links]) if not name.startswith("."))


def _add_instance(writer: Writer, installation: Installation, moment: _Moment, bar: Bar) -> None:
    repository = installation.history
    if moment.head:
        prefix = f"{INSTANCE}/{repository.name}"
        for name, data in moment.references.items():
            writer.add(f"{prefix}/{name}", data)
        files = copying.files(repository)
        with bar("Geschiedenis", sum(file.stat().st_size for file in files)) as progress:
            for file in files:
                _add_file(writer, f"{prefix}/{file.relative_to(repository).as_posix()}", file, progress)
    for file in installation.kept_files:
        if file.is_file():
            _add_file(writer, f"{INSTANCE}/{file.name}", file)


def _add_database(writer: Writer, connection: Connection, room: Path, bar: Bar) -> None:
    """Write each table by way of a file beside the backup: how large a member is must be known before it."""
    described = []
    with bar("Database", sum(rows_in(connection).values())) as progress:
        for name, table in tables_of(connection).items():
            with TemporaryFile(dir=room) as file:
                described.append(write_table(connection, table, file, progress))
                size = file.tell()
                file.seek(0)
                writer.add_stream(f"{DATABASE}/{name}.jsonl", size, _chunks(file))
    writer.add(TABLES, Tables(tables=described).model_dump_json(indent=2).encode())


def _add_file(writer: Writer, name: str, path: Path, progress: Progress = lambda _: None) -> None:
    """Write a file as long as it is now, whatever is written behind that meanwhile."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        writer.add_stream(name, size, _chunks(file))
        progress(size)


def _chunks(file: BinaryIO | BufferedReader) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


@contextmanager
def _whole_or_not(target: Path) -> Iterator[BinaryIO]:
    """Give a file that gets its name, for its owner only, when all of it is on the disk."""
    descriptor, temporary = mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb", buffering=CHUNK) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
