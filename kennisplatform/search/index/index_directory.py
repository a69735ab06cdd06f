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
from collections.abc import Mapping
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from kennisplatform.search.index.private_files import Buffer, Draft, PrivateFiles, private_copy
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

    def seal(self, files: Mapping[str, _Seal]) -> bytes:
        """Write down what a whole index consists of, and return that."""
        manifest = json.dumps({"fingerprint": FINGERPRINT, "files": files}).encode()
        temporary = self.path / "manifest.tmp"
        with temporary.open("wb") as file:
            file.write(manifest)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._manifest_path)
        return manifest

    def publish(self) -> bytes:
        """Let the index be what was made in the folder, and return its manifest."""
        files = (file for file in sorted(self.path.iterdir()) if _belongs_to_index(file.name))
        return self.seal({file.name: (file.stat().st_size, zlib.crc32(file.read_bytes())) for file in files})

    def draft(self, manifest: bytes) -> Draft:
        """Return the index of this manifest, which is open, to be changed in memory."""
        return Draft({name: self._read(name, seal) for name, seal in _sealed_files(manifest).items()})

    def publish_draft(self, draft: Draft) -> bytes:
        """Let the index be what became of a draft, and return its manifest.

        A kill on the way leaves the index as it was, and files that the next change removes.
        """
        files = {
            name: self._stored(name, data) for name, data in sorted(draft.files.items()) if _belongs_to_index(name)
        }
        manifest = self.seal({name: seal for name, (seal, _) in files.items()})
        self._loaded = {**self._loaded, **files}  # another dictionary: somebody may be looking through this one
        self.remove_unsealed()
        return manifest

    def _stored(self, name: str, data: Buffer) -> tuple[_Seal, Buffer]:
        """Write a file of a draft, unless it was there, and return it with its seal."""
        if (known := self._loaded.get(name)) and known[1] is data:
            return known
        (self.path / name).write_bytes(data)
        return (len(data), zlib.crc32(data)), data

    def remove_unsealed(self) -> None:
        """Remove what is no part of the index as it was sealed, such as what a writer left that was killed."""
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
        """Return the bytes that the index takes on disk, as far as it is whole or can be looked at."""
        if self._loaded:
            return sum(size for (size, _), _ in self._loaded.values())
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
