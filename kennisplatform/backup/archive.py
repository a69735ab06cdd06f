"""The file of a backup: a plain tar that ends with the checksum of each of its members, as `sha256sum` writes them.

It is written and read from begin to end and never in memory. What is read is trusted by no one until the end: a member
is an ordinary file with a harmless name, or the whole archive is refused with `NotUsable`.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

SUMS = "SHA256SUMS"
CHUNK = 1 << 20
MOST_AT_ONCE = 2 * CHUNK
"""Bytes that may be asked of the file at once; a header that claims to be larger is no honest one."""
LONGEST_NAME = 1000
LONGEST_LINE = 2 * LONGEST_NAME
IN_MEMORY = 8 * CHUNK
"""Bytes of checksums; more of them wait on the disk."""
NO_BACKUP = "Dit bestand is geen reservekopie van het kennisplatform"
CUT_OFF = "De reservekopie is beschadigd of niet compleet: zij houdt te vroeg op. Kopieer het bestand opnieuw"
_DAMAGE = (tarfile.TarError, EOFError, OverflowError, RecursionError, ValueError)
"""What `tarfile` raises for bytes that are no archive."""

Progress = Callable[[int], object]
"""Is told how many bytes, or rows, were done since the last time."""


class NotUsable(Exception):
    """This is not a whole and honest backup; the message says what is wrong, in Dutch."""


def shown(name: str) -> str:
    """Return a name of a foreign archive as it can be shown."""
    return f"‘{name[:200] if name.isprintable() else ascii(name)[1:200]}’"


def is_harmless(name: str) -> bool:
    """Tell whether a name stays within the folder where it is unpacked, and hides nothing."""
    return (
        len(name) <= LONGEST_NAME
        and name.isprintable()
        and "\\" not in name
        and all(part and not part.startswith(".") for part in name.split("/"))
    )


class Writer:
    """Writes the members one after the other; `finish` adds the checksums."""

    def __init__(self, file: BinaryIO, moment: int) -> None:
        self._file = file
        self._moment = moment
        self._sums: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (until `finish`)

    def add(self, name: str, data: bytes) -> None:
        """Write a member that is in memory."""
        self.add_stream(name, len(data), (data,))

    def add_stream(self, name: str, size: int, chunks: Iterable[bytes]) -> None:
        """Write a member of exactly this size; raises `OSError` when what comes is less."""
        digest = hashlib.sha256()
        left = size
        self._write_head(name, size)
        for chunk in chunks:
            part = chunk[:left]
            self._file.write(part)
            digest.update(part)
            left -= len(part)
            if not left:
                break
        if left:
            raise OSError(f"{name} werd korter terwijl het werd gelezen")
        self._pad(size)
        self._sums.write(_line(digest.hexdigest(), name))

    def finish(self) -> None:
        """Write the checksums and the end of the archive."""
        size = self._sums.tell()
        self._sums.seek(0)
        self._write_head(SUMS, size)
        for chunk in iter(lambda: self._sums.read(CHUNK), b""):
            self._file.write(chunk)
        self._pad(size)
        self._file.write(tarfile.NUL * tarfile.BLOCKSIZE * 2)
        self._sums.close()

    def _write_head(self, name: str, size: int) -> None:
        assert is_harmless(name), name  # noqa: S101
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self._moment, 0o600
        self._file.write(info.tobuf(tarfile.PAX_FORMAT))

    def _pad(self, size: int) -> None:
        self._file.write(tarfile.NUL * (-size % tarfile.BLOCKSIZE))


@dataclass(frozen=True)
class Member:
    """A file in the archive, to be read before the next one is asked for."""

    name: str
    size: int
    _stream: BinaryIO
    _digest: hashlib._Hash

    def chunks(self) -> Iterator[bytes]:
        """Yield what it holds, in pieces."""
        with distrusted(CUT_OFF):
            while chunk := self._stream.read(CHUNK):
                self._digest.update(chunk)
                yield chunk

    def whole(self, largest: int = CHUNK) -> bytes:
        """Return all that it holds, of a member that cannot honestly be large."""
        if self.size > largest:
            raise NotUsable(f"{shown(self.name)} is te groot")
        return b"".join(self.chunks())


def read(path: Path, progress: Progress) -> Iterator[Member]:
    """Yield the members in order; raises `NotUsable`, at the end at the latest, when they are not what was written."""
    with path.open("rb") as file, SpooledTemporaryFile(IN_MEMORY) as sums:
        with distrusted(NO_BACKUP):
            tar = tarfile.open(fileobj=cast("BinaryIO", _Bounded(file)), mode="r:")  # noqa: SIM115
        while True:
            before = file.tell()
            member = _next(tar)
            if member is None:
                raise NotUsable(CUT_OFF)
            if member.name == SUMS:
                break
            yield member
            for _ in member.chunks():
                pass  # also what nobody wanted to read is checked
            sums.write(_line(member._digest.hexdigest(), member.name))
            progress(file.tell() - before)
        sums.seek(0)
        _compare(sums, cast("BufferedReader", member._stream))
        if _next(tar) is not None:
            raise NotUsable(f"Na {SUMS} staat nog iets dat er niet hoort")


@contextmanager
def distrusted(otherwise: str) -> Iterator[None]:
    """Say what is wrong with bytes that cannot be read as what they should be."""
    try:
        yield
    except _DAMAGE as error:
        raise NotUsable(otherwise) from error


class _Bounded:
    """A file of which nobody reads much at once, whatever it claims about itself."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell

    def read(self, size: int) -> bytes:
        """Return so many bytes; refuses what would fill the memory."""
        if not 0 <= size <= MOST_AT_ONCE:
            raise tarfile.ReadError("a header claims to be huge")
        return self._file.read(size)


def _next(tar: tarfile.TarFile) -> Member | None:
    with distrusted(CUT_OFF):
        info = tar.next()
        tar.members.clear()  # type: ignore[attr-defined] # it would remember all of them
        if info is None:
            return None
        if info.type != tarfile.REGTYPE or info.sparse is not None:
            raise NotUsable(f"In het bestand staat {shown(info.name)}, en dat is geen gewoon bestand")
        if not is_harmless(info.name):
            raise NotUsable(f"In het bestand staat een naam die er niet in hoort: {shown(info.name)}")
        stream = tar.extractfile(info)
    return Member(info.name, info.size, cast("BinaryIO", stream), hashlib.sha256())


def _line(digest: str, name: str) -> bytes:
    return f"{digest}  {name}\n".encode()


def _compare(read_sums: SpooledTemporaryFile[bytes], written_sums: BufferedReader) -> None:
    """Raise `NotUsable` for the first member that is not what was written."""
    with distrusted(CUT_OFF):
        while True:
            line, written = read_sums.readline(), written_sums.readline(LONGEST_LINE)
            if line == written:
                if not line:
                    return
                continue
            name = line[66:].decode().rstrip("\n")
            if written[66:] == line[66:]:
                raise NotUsable(f"{shown(name)} is beschadigd: het controlegetal klopt niet")
            raise NotUsable(f"De lijst {SUMS} past niet bij wat er in het bestand staat, vanaf {shown(name)}")
