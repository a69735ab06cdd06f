"""Reads a backup from begin to end without unpacking it: is it whole, and what is in it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from kennisplatform.backup.archive import CHUNK, NO_BACKUP, Member, NotUsable, Progress, read, shown
from kennisplatform.backup.database import Tables
from kennisplatform.backup.description import NAME, Description, read_description
from kennisplatform.backup.installation import CONTENT, DATABASE, INSTANCE, README, TABLES

LARGEST_LIST_OF_TABLES = 16 * CHUNK
_AT_THE_TOP = frozenset({README})


@dataclass
class Contents:
    """What is in a backup: how many files there are, and their bytes, in each of its folders; and its tables."""

    description: Description
    files: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)
    tables: Tables = field(default_factory=lambda: Tables(tables=[]))


def read_backup(
    path: Path,
    progress: Progress,
    accept: Callable[[Description], object] = lambda _: None,
    take: Callable[[str, Member], object] = lambda *_: None,
) -> Contents:
    """Read all of a backup; raises `NotUsable`.

    `accept` may refuse it for what it says about itself; `take` gets each member with the folder to which it belongs.
    """
    members = read(path, progress)
    contents = Contents(_begin(members))
    accept(contents.description)
    for member in members:
        folder = _folder_of(member)
        contents.files[folder] += 1
        contents.sizes[folder] += member.size
        if member.name == TABLES:
            contents.tables = _read_tables(member)
        else:
            take(folder, member)
    return contents


def _begin(members: Iterator[Member]) -> Description:
    """Read what a backup begins with; raises `NotUsable` when it is none, or one of the future."""
    for member in members:
        if member.name == NAME:
            return read_description(member)
        if member.name not in _AT_THE_TOP:
            break
    raise NotUsable(NO_BACKUP)


def _folder_of(member: Member) -> str:
    """Return which part of a site a member belongs to; raises `NotUsable` for one that belongs nowhere."""
    folder, slash, _ = member.name.partition("/")
    if not slash or folder not in {CONTENT, INSTANCE, DATABASE}:
        raise NotUsable(f"In het bestand staat iets dat er niet in hoort: {shown(member.name)}")
    return folder


def _read_tables(member: Member) -> Tables:
    """Return the list of tables; raises `NotUsable`."""
    try:
        return Tables.model_validate_json(member.whole(LARGEST_LIST_OF_TABLES))
    except ValidationError as error:
        raise NotUsable(f"{shown(member.name)} is niet te lezen") from error
