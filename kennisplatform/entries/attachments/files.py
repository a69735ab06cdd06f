"""The files of the attachments on disk, in a folder beside the entry's own file and named after its slug.

Only what the entry lists is read, only when it is an ordinary file with the listed content: whoever puts another file
in its place, or a link to elsewhere, shows nobody anything.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kennisplatform.entries.attachments.accept import LARGEST_ATTACHMENT, checksum
from kennisplatform.entries.catalogue import Catalogue
from kennisplatform.entries.entry_store import EntryStore
from kennisplatform.entries.models import Entry
from kennisplatform.entries.parts import Attachment
from kennisplatform.entries.problems import Problem

_ORDINARY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a named pipe would keep the reader waiting


class AttachmentFiles:
    """What is attached to the entries of a store."""

    def __init__(self, store: EntryStore) -> None:
        self._store = store

    def folder_of(self, entry: Entry) -> Path:
        """Return the folder for the files of an entry, whether it exists or not."""
        return self._store.path_of(entry).with_suffix("")

    def path_of(self, entry: Entry, name: str) -> str:
        """Return where a file of an entry stands, relative to the content folder."""
        return (self.folder_of(entry) / name).relative_to(self._store.folder).as_posix()

    def read(self, entry: Entry, attachment: Attachment) -> bytes | None:
        """Return the content of an attachment, None when it is not there as it is listed."""
        data = self._content(entry, attachment.name)
        return data if data is not None and checksum(data) == attachment.checksum else None

    def size(self, entry: Entry, attachment: Attachment) -> int | None:
        """Return the bytes of an attachment, None when it is not there."""
        try:
            status = (self.folder_of(entry) / attachment.name).lstat()
        except OSError:
            return None
        return status.st_size if stat.S_ISREG(status.st_mode) else None

    def total(self, entry: Entry) -> int:
        """Return the bytes of all attachments of an entry."""
        return sum(self.size(entry, attachment) or 0 for attachment in entry.attachments)

    def problems(self, catalogue: Catalogue) -> tuple[Problem, ...]:
        """Report attachments that are not there or not as listed, and files that no entry lists. Reads every file."""
        found = [problem for entry in catalogue.entries.values() for problem in self._problems_of(entry)]
        return tuple(sorted(found, key=lambda problem: (problem.path, problem.reason)))

    def _problems_of(self, entry: Entry) -> Iterator[Problem]:
        for attachment in entry.attachments:
            if self.read(entry, attachment) is None:
                reason = "dit bestand is er niet of is veranderd, en wordt niet getoond; voeg het opnieuw toe"
                yield Problem(self.path_of(entry, attachment.name), None, None, reason, left_out=False)
        folder = self.folder_of(entry)
        listed = {attachment.name for attachment in entry.attachments}
        for name in sorted(os.listdir(folder)) if folder.is_dir() else ():
            if name not in listed:
                reason = "dit bestand hoort bij geen vermelding en wordt niet getoond; voeg het toe of verwijder het"
                yield Problem(self.path_of(entry, name), None, None, reason, left_out=False)

    def _content(self, entry: Entry, name: str) -> bytes | None:
        try:
            folder = os.open(self.folder_of(entry), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            with open(name, "rb", opener=lambda path, _: os.open(path, _ORDINARY, dir_fd=folder)) as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_ATTACHMENT:
                    return None
                return file.read()
        except OSError:
            return None
        finally:
            os.close(folder)
