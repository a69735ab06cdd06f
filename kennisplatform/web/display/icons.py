"""Single icons out of the Bootstrap Icons sprite, placed in the page itself: the whole sprite weighs a megabyte."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import flask_bootstrap
from flask import Flask
from markupsafe import Markup

SPRITE = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/icons/bootstrap-icons.svg"


def register(app: Flask) -> None:
    """Let templates write `icon("search")`."""
    app.jinja_env.globals["icon"] = icon


@lru_cache(maxsize=64)
def icon(name: str) -> Markup:
    """Return the drawing with this name (https://icons.getbootstrap.com), hidden from screen readers."""
    symbol = re.search(rf'<symbol class="bi[^"]*" viewBox="([^"]*)" id="{re.escape(name)}">(.*?)</symbol>', _sprite())
    if symbol is None:
        raise LookupError(name)
    view_box, drawing = symbol.groups()
    # The drawing comes from the pinned package, never from content.
    attributes = f'class="icon" viewBox="{view_box}" fill="currentColor" aria-hidden="true" focusable="false"'
    return Markup(f"<svg {attributes}>{drawing}</svg>")  # noqa: S704


@lru_cache(maxsize=1)
def _sprite() -> str:
    return SPRITE.read_text()
