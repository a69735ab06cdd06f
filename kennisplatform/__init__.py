"""Kennisplatform: the menu card and single window of the project Continuïteit van de Samenleving."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from kennisplatform.config import Settings


def create_app(settings: Settings) -> Flask:
    """Return the site; nothing is read or indexed before the first request."""
    # Every process that makes a part of the index imports this package, and would spend two seconds on all of the site.
    from kennisplatform.wiring import wired  # noqa: PLC0415

    return wired(settings)
