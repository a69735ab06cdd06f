"""Builds the site: `python app.py` serves it, `flask --app app …` runs its commands."""

from __future__ import annotations

import logging
import sys

from kennisplatform import create_app
from kennisplatform.backup.installation import UNFINISHED, is_restore_unfinished
from kennisplatform.config import SettingsError, read_settings
from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.running import logs
from kennisplatform.running.server import SECONDS_TO_FINISH, Server
from kennisplatform.site import site_of
from kennisplatform.web.mailing import link_addresses

try:
    settings = read_settings()
except SettingsError as error:
    sys.exit(str(error))
logs.configure(settings.log_format)
app = create_app(settings)


def serve() -> None:
    """Bring the index up to date, say where the site is, and serve until stopped."""
    if is_restore_unfinished(settings.instance_dir):
        sys.exit(UNFINISHED)
    site_of(app).follower.ensure_following()
    try:
        server = Server(app, settings.host, settings.port, settings.drain_seconds)
    except OSError as error:
        sys.exit(
            f"Kan niet luisteren op {settings.host}:{settings.port} ({error.strerror}). "
            "Kies een andere poort, bijvoorbeeld: PORT=5001 make run"
        )
    try:
        link = link_addresses.set_up_address(app)
    except DatabaseUnavailable as error:
        link = None
        logging.warning(
            "De database is niet te gebruiken (%s). Draait zij, en klopt DATABASE_URL? Lezen en zoeken werken wel; "
            "inloggen zodra het kan. Een link voor de eerste beheerder geeft dan: flask --app app user setup-link",
            error,
        )
    shown_host = f"[{settings.host}]" if ":" in settings.host else settings.host
    if link:
        print(link_addresses.set_up_message(link), flush=True)
    site_of(app).link_rounds.keep_every_night()
    print(f"Kennisplatform staat klaar op http://{shown_host}:{settings.port} (stoppen: Ctrl+C)", flush=True)
    server.run(on_stopping=site_of(app).health.stopping.set)
    site_of(app).follower.stop_following(SECONDS_TO_FINISH)
    site_of(app).database.close()


if __name__ == "__main__":
    serve()
