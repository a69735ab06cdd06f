"""The site: thin blueprints, a package per section, around what every page shares. Nothing here decides, it asks."""

from __future__ import annotations

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_wtf import CSRFProtect

from kennisplatform.web import (
    accounts,
    administration,
    api,
    contacts,
    curation,
    editor,
    feedback,
    plans,
    prepared,
    reading,
    search,
    watching,
)
from kennisplatform.web.accounts import login, signing_in, single_sign_on, two_step_settings
from kennisplatform.web.administration import unfinished_restore
from kennisplatform.web.base import (
    caching,
    current,
    errors,
    own_basket,
    own_saves,
    page_memory,
    requests,
    security,
    trouble_bar,
    unsent_forms,
    visibility,
)
from kennisplatform.web.contacts import front_desk, offline
from kennisplatform.web.curation import contact_person, curators_desk, steps
from kennisplatform.web.display import assets, formatting, icons, navigation, qr_code
from kennisplatform.web.editor import source_files
from kennisplatform.web.plans import basket, plan_access
from kennisplatform.web.prepared import review
from kennisplatform.web.reading import wrong_address
from kennisplatform.web.watching import requests_seen

SECTIONS = (
    *(reading, search, contacts, accounts, administration, feedback, editor, prepared, curation, plans),
    *(api, watching),
)


def register(app: Flask) -> None:
    """Give the app its pages, and what every answer gets on its way out."""
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    requests_seen.register(app)
    unfinished_restore.register(app)  # before anything opens the files or the database
    # What is registered last handles an answer first: entity tags are made before compression, which is what is kept.
    own_saves.register(app)
    page_memory.register(app)
    Compress(app)
    for part in (requests, security, caching, current, visibility, unsent_forms, errors, trouble_bar, own_basket):
        part.register(app)
    token = CSRFProtect(app)
    token.exempt(login.log_out)
    token.exempt(basket.change)
    for part in (signing_in, two_step_settings, single_sign_on, assets, formatting, icons, qr_code, navigation):
        part.register(app)
    for part in (curators_desk, source_files, steps, review, front_desk, offline, contact_person, wrong_address):
        part.register(app)
    for part in (basket, plan_access):
        part.register(app)
    for section in SECTIONS:
        for blueprint in section.blueprints:
            app.register_blueprint(blueprint)
