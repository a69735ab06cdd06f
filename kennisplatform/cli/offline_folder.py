"""A copy as a folder that opens from a stick in a browser, without a server.

A page that is opened from a file cannot load modules nor fetch data, so the scripts are plain ones and the data is one
of them. An earlier copy is written over, whoever it was for; a folder with anything else in it is left alone.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from flask import current_app

from kennisplatform.contacts.downloads.offline_copy import OfflineCopy
from kennisplatform.dutch_text import dutch_moment
from kennisplatform.web.contacts.offline_json import CopyOwner, as_json

DATA = "kopie.js"
MARK = "// Kopie van het kennisplatform, voor zonder internet."
"""The first line of the data, by which an earlier copy is known."""
START = "offlineView.show(offlineCopy);\n"


class NotAnExport(Exception):
    """The folder holds something, and is not an earlier copy."""


def write_folder(folder: Path, copy: OfflineCopy, owner: CopyOwner) -> None:
    """Write the copy; raise `NotAnExport` before anything is written."""
    _check(folder)
    folder.mkdir(parents=True, exist_ok=True)
    data = (
        json.dumps(as_json(copy, owner), ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )
    # First, so that a copy that was cut short is known as one, and holds nothing of an earlier one for others.
    _write(folder / DATA, f"{MARK}\nglobalThis.offlineCopy = {data};\n")
    _write(folder / "start.js", START)
    _copy(_static("js/offline-order.js"), folder / "volgorde.js")
    _copy(_static("js/offline-view.js"), folder / "zoeken.js")
    _copy(_static("kennisplatform.css"), folder / "kennisplatform.css")
    _copy(_static("favicon.svg"), folder / "favicon.svg")
    bootstrap = Path(str(current_app.blueprints["bootstrap"].static_folder))
    _copy(bootstrap / "css" / "bootstrap.min.css", folder / "bootstrap.min.css")
    (folder / "fonts").mkdir(exist_ok=True)
    for font in sorted(_static("fonts").iterdir()):
        _copy(font, folder / "fonts" / font.name)
    template = current_app.jinja_env.get_template("contacts/offline_export.html")
    _write(folder / "index.html", template.render(moment=dutch_moment(copy.made_at), explanation=owner.explanation))


def _check(folder: Path) -> None:
    if not folder.exists() or not any(folder.iterdir()):
        return
    data = folder / DATA
    if not data.is_file() or not data.read_bytes().startswith(MARK.encode()):
        raise NotAnExport(folder)


def _static(name: str) -> Path:
    return Path(str(current_app.static_folder)) / name


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    """Copy the bytes only: sticks know no owners and rights."""
    shutil.copyfile(source, target)
