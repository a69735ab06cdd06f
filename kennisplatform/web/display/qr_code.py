"""QR codes as drawings in the page itself: black on white, also in the dark, because not every reader takes another."""

from __future__ import annotations

import segno
from flask import Flask
from markupsafe import Markup, escape

QUIET_ZONE = 4
"""White modules around the code, as ISO/IEC 18004 asks."""


def register(app: Flask) -> None:
    """Let templates write `qr_code(address, "QR-code van deze pagina")`."""
    app.jinja_env.globals["qr_code"] = qr_code


def qr_code(text: str, label: str) -> Markup:
    """Return the code of a text; the label is for who cannot see it."""
    drawing = segno.make(text, micro=False).svg_inline(
        border=QUIET_ZONE, light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    # What segno draws holds numbers only: the text itself is not in it.
    return Markup('<svg class="qr-code" role="img" aria-label="{}"{}').format(
        escape(label),
        Markup(drawing.removeprefix("<svg")),  # noqa: S704
    )
