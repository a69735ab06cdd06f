"""The site: thin blueprints, one per section, around what every page shares. Nothing here decides, it asks."""

from __future__ import annotations

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_wtf import CSRFProtect

from kennisplatform.web import (
    account,
    administration,
    api,
    assets,
    attaching,
    attachments,
    audit,
    caching,
    cards,
    confirmation,
    contacts,
    correction_requests,
    corrections,
    current,
    desk,
    drafts,
    editor,
    editor_services,
    entries,
    entry_list,
    errors,
    feeds,
    formatting,
    health,
    history,
    home,
    icons,
    links,
    login,
    navigation,
    networks,
    offline,
    organisation,
    organisations,
    pages,
    passwords,
    persons,
    qr_code,
    regions,
    reporting,
    reports,
    restoring,
    search,
    second_step,
    security,
    source_files,
    status,
    two_step,
)


def register(app: Flask) -> None:
    """Give the app its pages, and what every answer gets on its way out."""
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    # What is registered last handles an answer first: entity tags are made before compression.
    Compress(app)
    security.register(app)
    caching.register(app)
    current.register(app)
    errors.register(app)
    CSRFProtect(app)
    login.register(app)
    two_step.register(app)
    organisation.register(app)
    for part in (assets, formatting, icons, qr_code, navigation, desk, source_files, status, offline, persons):
        part.register(app)
    for section in (
        home,
        search,
        entries,
        contacts,
        cards,
        networks,
        regions,
        organisations,
        attachments,
        attaching,
        persons,
        history,
        restoring,
        pages,
        login,
        organisation,
        links,
        passwords,
        second_step,
        account,
        confirmation,
        two_step,
        administration,
        audit,
        reporting,
        reports,
        corrections,
        correction_requests,
        desk,
        source_files,
        entry_list,
        status,
        editor,
        editor_services,
        drafts,
        api,
        feeds,
        health,
        offline,
    ):
        app.register_blueprint(section.blueprint)
