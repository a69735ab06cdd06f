"""The places that a backup is made of and restored to, under the names that they have in the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kennisplatform.config import Settings
from kennisplatform.curation.writing.editing import Editing

CONTENT = "content"
INSTANCE = "instance"
DATABASE = "database"
TABLES = f"{DATABASE}/tabellen.json"
README = "README.txt"
RESTORING = "terugzetten"
"""A folder in the instance that is there as long as a restore is not finished."""


@dataclass(frozen=True)
class Installation:
    """A site on this host. `kept_files` are the files of the instance folder that cannot be made again."""

    settings: Settings
    editing: Editing
    kept_files: tuple[Path, ...]

    @property
    def history(self) -> Path:
        """The repository of the history, in the instance folder."""
        return self.editing.history.repository


def is_restore_unfinished(instance: Path) -> bool:
    """Tell whether something was being put back here and is not finished: the site must not run on half of it."""
    return (instance / RESTORING).exists()


UNFINISHED = (
    "Het terugzetten van een reservekopie is niet afgemaakt. Doe dat eerst, met: flask --app app restore BESTAND"
)
