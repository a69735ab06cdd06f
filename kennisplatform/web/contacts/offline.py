"""What works when the net does not: the page that a browser keeps, the copy that it shows, and how it is installed.

The worker in the browser keeps the page and the files that it needs, as a visitor gets them; of what somebody who is
logged in sees it keeps nothing but the one copy, which that person asked for.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request, url_for

from kennisplatform.contacts.downloads.offline_copy import offline_copy
from kennisplatform.permissions import ANONYMOUS
from kennisplatform.site import site
from kennisplatform.web.base import current
from kennisplatform.web.base.access import for_everyone
from kennisplatform.web.base.page_memory import ROOM_FOR_OWNER, leaves_room
from kennisplatform.web.contacts.offline_json import EVERYONE, FOR_EVERYONE, as_json, owner_of

blueprint = Blueprint("offline", __name__)

SHELL = (
    ("bootstrap.static", "css/bootstrap.min.css"),
    ("static", "kennisplatform.css"),
    ("static", "favicon.svg"),
    ("static", "fonts/atkinson-hyperlegible-latin-400-normal.woff2"),
    ("static", "fonts/atkinson-hyperlegible-latin-400-italic.woff2"),
    ("static", "fonts/atkinson-hyperlegible-latin-700-normal.woff2"),
    ("static", "fonts/source-serif-4-latin-600-normal.woff2"),
    ("static", "js/basket.js"),
    ("static", "js/combobox.js"),
    ("static", "js/offline.js"),
    ("static", "js/offline-order.js"),
    ("static", "js/offline-page.js"),
    ("static", "js/offline-store.js"),
    ("static", "js/offline-view.js"),
    ("static", "js/refresh.js"),
    ("static", "js/suggest.js"),
    ("static", "js/print.js"),
    ("static", "js/storage.js"),
    ("static", "js/too-large.js"),
)
"""The files that the page needs."""
ICONS = (
    ("icons/icon-192.png", "192x192", "any"),
    ("icons/icon-512.png", "512x512", "any"),
    ("icons/icon-512-maskable.png", "512x512", "maskable"),
)


def register(app: Flask) -> None:
    """Let every page say for whom it was made, so that the copy of somebody else is wiped."""
    app.jinja_env.globals["copy_owner"] = _copy_owner


def _copy_owner() -> str | None:
    """Return the mark of who looks; None when that cannot be known, so that nobody's copy is wiped meanwhile."""
    if leaves_room():
        return ROOM_FOR_OWNER
    return None if current.is_unknown() else owner_of(current.account()).mark


@blueprint.get("/offline")
@for_everyone
def page() -> str:
    """Keep, show and remove the copy; the browser shows this page as well when it cannot reach the site."""
    return render_template("contacts/offline.html")


@blueprint.get("/offline/kopie")
@for_everyone
def copy() -> Response:
    """Give the copy: what the viewer may see, or with `voor=iedereen` what everyone may."""
    is_own = request.args.get("voor") != EVERYONE
    if is_own:
        current.refuse_unknown()  # what everyone may see must not replace what they have
    viewer, owner = (current.viewer(), owner_of(current.account())) if is_own else (ANONYMOUS, FOR_EVERYONE)
    desk = site.front_desk
    made = offline_copy(site.catalogue, viewer, desk.lists(), datetime.now(UTC))
    response = jsonify(as_json(made, owner))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/service-worker.js")
@for_everyone
def service_worker() -> Response:
    """Give the worker, with the addresses that it keeps; it is another one as soon as one of those files changes."""
    shell = [url_for("offline.page"), *(url_for(endpoint, filename=name) for endpoint, name in SHELL)]
    worker = (Path(str(current_app.static_folder)) / "js" / "service-worker.js").read_text()
    template = current_app.jinja_env.get_or_select_template("contacts/offline.html")
    page_source = Path(str(template.filename)).read_bytes() if template.filename else b""
    version = hashlib.blake2b(json.dumps(shell).encode() + page_source, digest_size=6).hexdigest()
    constants = f"const SHELL = {json.dumps(shell)};\nconst VERSION = {json.dumps(version)};\n"
    return Response(constants + worker, mimetype="text/javascript")


@blueprint.get("/manifest.webmanifest")
@for_everyone
def manifest() -> Response:
    """Tell a browser how the site is installed."""
    described = {
        "name": "Kennisplatform Continuïteit van de Samenleving",
        "short_name": "Kennisplatform",
        "description": "Contacten, netwerken en rollen bij uitval van vitale voorzieningen, ook zonder internet.",
        "lang": "nl",
        "dir": "ltr",
        "id": "/",
        "start_url": url_for("front_desk.front_desk"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f0",
        "theme_color": "#0b3c49",
        "icons": [
            {"src": url_for("static", filename=name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return Response(json.dumps(described, ensure_ascii=False), mimetype="application/manifest+json")
