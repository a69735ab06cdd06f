"""The files of an open index, where nobody else can reach them, and without memory for what nobody asks for.

A large file is copied to a temporary one without a name, and of that the operating system reads what is asked for and
keeps what there is room for. Mapping the file itself would do the same, but whoever cuts it short then kills the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from zlib import crc32

from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import BufferFile

Buffer = bytes | mmap

LARGE = 1_000_000
"""Bytes from which on a file is worth a temporary one."""
PIECE = 65_536


def private_copy(path: Path, folder: Path) -> tuple[Buffer, int]:
    """Return the content of a file, as it stays whatever happens to the file, and its checksum.

    A large one lies in the folder, or in memory when there is no room.
    """
    if path.stat().st_size >= LARGE:
        with suppress(OSError):
            return _mapped_copy(path, folder)
    data = path.read_bytes()
    return data, crc32(data)


def _mapped_copy(path: Path, folder: Path) -> tuple[mmap, int]:
    """Copy in small pieces, because the system maps what was written at once into memory at once."""
    checksum = 0
    with path.open("rb") as source, TemporaryFile(dir=folder) as copy:
        while piece := source.read(PIECE):
            checksum = crc32(piece, checksum)
            copy.write(piece)
        copy.flush()
        return mmap(copy.fileno(), 0, access=ACCESS_READ), checksum


class PrivateFiles(RamStorage):  # type: ignore[misc]
    """Whoosh's storage in memory, holding such files. Only for reading."""

    def __init__(self, files: Mapping[str, Buffer]) -> None:
        super().__init__()
        self.files.update(files)

    def open_file(self, name: str, **_: object) -> BufferFile:
        """Open a file; raises `NameError`."""
        if name not in self.files:
            raise NameError(name)
        data = self.files[name]
        return BufferFile(data, name) if isinstance(data, bytes) else _MappedFile(data, name)


class _MappedFile(BufferFile):  # type: ignore[misc]
    """A large file, which Whoosh reads by place only. (Its own class copies the whole into memory to read in turn.)"""

    def __init__(self, data: mmap, name: str) -> None:
        super().__init__(b"", name)
        self._buf = data


class InMemory(RamStorage):  # type: ignore[misc]
    """Whoosh's storage in memory, with what is temporary in memory as well."""

    def temp_storage(self, name: str | None = None) -> InMemory:
        """Return a storage for what is written while the index is."""
        return InMemory()


class Draft(PrivateFiles, InMemory):
    """The files of an open index, and in memory those of a change of it."""
