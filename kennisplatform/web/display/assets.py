"""Addresses of style sheets, scripts and fonts that change with their content, so that browsers can keep them."""

from __future__ import annotations

import hashlib
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app


def register(app: Flask) -> None:
    """Add the version of a static file to each address that `url_for` makes of it."""
    app.url_defaults(_add_version)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if not endpoint.endswith("static") or "filename" not in values:
        return
    owner = current_app.blueprints[endpoint.rpartition(".")[0]] if "." in endpoint else current_app
    path = os.path.join(str(owner.static_folder), values["filename"])
    try:
        status = os.stat(path)
    except OSError:
        return
    if stat.S_ISREG(status.st_mode):
        values["v"] = _version(path, status.st_mtime_ns)


@lru_cache(maxsize=256)
def _version(path: str, _modified: int) -> str:
    return hashlib.blake2b(Path(path).read_bytes(), digest_size=6).hexdigest()
