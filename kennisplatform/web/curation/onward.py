"""Where a button of the desk leads back to, and what it did: both stand in the address, never in the session."""

from __future__ import annotations

from flask import request, url_for

from kennisplatform.entries.history.repository import Revision, RevisionUnknown
from kennisplatform.site import site

DONE = "gedaan"
"""The parameter of a list that names the revision which was just made from it."""


def page_of_desk() -> str | None:
    """Return the page of the desk on which the form stood that is sent, if it says so in `verder`."""
    wanted = request.form.get("verder", "")
    is_of_the_desk = wanted == url_for("curators_desk.overview") or wanted.startswith(
        f"{url_for('curators_desk.overview')}/"
    )
    return wanted if is_of_the_desk and wanted.isprintable() and "\\" not in wanted else None


def just_made() -> Revision | None:
    """Return the revision that the address of this page says was just made."""
    revision_id = request.args.get(DONE, "")
    try:
        return site.history.revision(revision_id) if revision_id else None
    except RevisionUnknown:
        return None
