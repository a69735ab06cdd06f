"""The key that signs cookies: made at the first start and kept in the instance folder, for the site's own user only."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from filelock import FileLock


class SecretKey:
    """The key of an instance. Where it cannot be kept, the site runs on one that is forgotten when it stops."""

    def __init__(self, instance: Path) -> None:
        self._path = instance / "secret-key"
        self.value = secrets.token_urlsafe(48)
        with contextlib.suppress(OSError):
            self.value = self._kept_or_new()

    def check(self) -> None:
        """Keep the key, if that did not succeed before; raise `OSError` when it is not the one that is kept."""
        if self._kept_or_new() != self.value:
            raise OSError(f"{self._path} holds another key than the one in use since the start")

    def _kept_or_new(self) -> str:
        if kept := self._kept():
            return kept
        with FileLock(self._path.with_suffix(".lock")):
            return self._kept() or self._keep(self.value)

    def _kept(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""

    def _keep(self, key: str) -> str:
        descriptor, temporary = tempfile.mkstemp(dir=self._path.parent, prefix="secret-key.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(key)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self._path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        return key
