"""The quiet bar above every page that says what does not work now, to whom it hinders."""

from __future__ import annotations

from flask import Flask

from kennisplatform.health import Part
from kennisplatform.site import site
from kennisplatform.web.base import current

VIEWER_UNKNOWN = (
    "Wij kunnen nu niet nagaan wie u bent. U ziet wat iedereen mag zien. U hoeft niet opnieuw in te loggen: het komt "
    "vanzelf goed."
)


def register(app: Flask) -> None:
    """Let the layout of every page ask what to say."""
    app.jinja_env.globals["troubles"] = sentences


def sentences() -> list[str]:
    """Return what does not work now, for the viewer of this request; each sentence once."""
    is_curator = current.viewer().is_curator
    found = {part.sentence: None for part in site.health.troubles if is_curator or part.is_for_everyone}
    if current.is_unknown():
        found = {Part.DATABASE.sentence: None, **found, VIEWER_UNKNOWN: None}
    return list(found)
