"""Builds the site: `python app.py` serves it, `flask --app app …` runs its commands."""

from __future__ import annotations

import logging
import sys

import waitress

from kennisplatform import create_app
from kennisplatform.config import SettingsError, read_settings

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
logging.getLogger("waitress").setLevel(logging.WARNING)

try:
    settings = read_settings()
except SettingsError as error:
    sys.exit(str(error))
app = create_app(settings)


def serve() -> None:
    """Bring the index up to date, say where the site is, and serve until stopped."""
    app.extensions["index_follower"].ensure_following()
    try:
        server = waitress.create_server(app, host=settings.host, port=settings.port, ident="", threads=8)
    except OSError as error:
        sys.exit(
            f"Kan niet luisteren op {settings.host}:{settings.port} ({error.strerror}). "
            "Kies een andere poort, bijvoorbeeld: PORT=5001 make run"
        )
    shown_host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Kennisplatform staat klaar op http://{shown_host}:{settings.port} (stoppen: Ctrl+C)", flush=True)
    server.run()


if __name__ == "__main__":
    serve()
