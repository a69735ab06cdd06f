"""The Whoosh index on disk, and how to know that it is whole.

After each commit the directory is sealed: a manifest lists every file with size and checksum, and the fingerprint of
the schema. An index is opened by copying the sealed files to where nobody else can reach them (`private_files`), so an
open one cannot be damaged from outside; whatever is missing, cut short or altered is noticed and named instead of read.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from kennisplatform.search.index.private_files import Buffer, PrivateFiles, private_copy
from kennisplatform.search.index.schema import FINGERPRINT, SCHEMA

_Seal = tuple[int, int]
"""The size and the checksum of a file."""


class IndexDamaged(Exception):
    """The index cannot be used as it is; the reason is Dutch, for the log."""


class IndexDirectory:
    """The folder of one index. Who writes must hold the lock that `IndexFollower` gives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.storage = FileStorage(str(path))
        self._manifest_path = path / "manifest.json"
        self._loaded: dict[str, tuple[_Seal, Buffer]] = {}

    def create(self) -> None:
        """Throw away what is there and make an empty index to write to."""
        if self.path.is_dir():
            shutil.rmtree(self.path, ignore_errors=True)
        else:
            self.path.unlink(missing_ok=True)
        self.path.mkdir(parents=True, exist_ok=True)
        self.storage.create_index(SCHEMA)

    def seal(self) -> None:
        """Write down what a whole index consists of; to be called after each commit."""
        known = self._sealed_before()
        files = {
            file.name: known.get(file.name) or (file.stat().st_size, zlib.crc32(file.read_bytes()))
            for file in sorted(self.path.iterdir())
            if _belongs_to_index(file.name)
        }
        temporary = self.path / "manifest.tmp"
        with temporary.open("w") as file:
            json.dump({"fingerprint": FINGERPRINT, "files": files}, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._manifest_path)

    def remove_unsealed(self) -> None:
        """Go back to the index as it was sealed: remove what a writer left that was killed before sealing.

        To be called before each change. Otherwise Whoosh would go on from what that writer committed, in which
        documents have other numbers than in the generation that is in memory.
        """
        sealed = self._sealed_before()
        for file in self.path.iterdir():
            if file.is_dir():
                shutil.rmtree(file, ignore_errors=True)  # where Whoosh sorts
            elif _belongs_to_index(file.name) and file.name not in sealed:
                file.unlink(missing_ok=True)

    def manifest(self) -> bytes:
        """Return the manifest as it is now, after a look at the sizes of the files; raises `IndexDamaged`."""
        try:
            manifest = self._manifest_path.read_bytes()
        except FileNotFoundError:
            raise IndexDamaged("er is nog geen (volledige) index") from None
        except OSError as error:
            raise IndexDamaged(f"het overzicht van de index is niet te lezen ({error.strerror})") from None
        for name, (size, _) in _sealed_files(manifest).items():
            try:
                found = (self.path / name).stat().st_size
            except OSError:
                raise IndexDamaged(f"het bestand {name} van de index ontbreekt") from None
            if found != size:
                raise IndexDamaged(f"het bestand {name} van de index is {found} bytes groot in plaats van {size}")
        return manifest

    def load(self, manifest: bytes) -> FileIndex:
        """Return the index of this manifest, a copy that is read-only; raises `IndexDamaged`."""
        sealed = _sealed_files(manifest)
        loaded = {name: (seal, self._read(name, seal)) for name, seal in sealed.items()}
        self._loaded = loaded
        return PrivateFiles({name: data for name, (_, data) in loaded.items()}).open_index(schema=SCHEMA)

    def _read(self, name: str, seal: _Seal) -> Buffer:
        # Whoosh never changes a file that it has written, so what is open already is the same.
        known, data = self._loaded.get(name, (None, b""))
        if known == seal:
            return data
        try:
            data, checksum = private_copy(self.path / name, self.path.parent)
        except OSError as error:
            raise IndexDamaged(f"het bestand {name} van de index is niet te lezen ({error.strerror})") from error
        if checksum != seal[1]:
            raise IndexDamaged(f"het bestand {name} van de index is beschadigd")
        return data

    def _sealed_before(self) -> dict[str, _Seal]:
        try:
            return _sealed_files(self._manifest_path.read_bytes())
        except (OSError, IndexDamaged):
            return {}

    def size(self) -> int:
        """Return the bytes that the index takes on disk."""
        try:
            return sum(file.stat().st_size for file in self.path.iterdir())
        except OSError:  # there is none, or it is being replaced
            return 0


def _belongs_to_index(name: str) -> bool:
    return not name.startswith("manifest") and not name.endswith("LOCK")


def _sealed_files(manifest: bytes) -> dict[str, _Seal]:
    try:
        content = json.loads(manifest)
        if content["fingerprint"] != FINGERPRINT:
            raise IndexDamaged("de index is door een andere versie van de software gemaakt")
        return {name: (size, checksum) for name, (size, checksum) in content["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged("het overzicht van de index is beschadigd") from error
