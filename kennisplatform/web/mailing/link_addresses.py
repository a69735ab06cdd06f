"""The addresses of one-time links, for a page, a mail or a terminal, and how the pages behind them keep them secret.

They are made from the settings, never from what a request says its host is: a mail must not lead to another site.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask, Response

from kennisplatform.accounts.account_links import SET_UP_FOR
from kennisplatform.accounts.one_time_links import Purpose
from kennisplatform.site import site_of

ENDPOINTS = {
    Purpose.SET_UP: "link_pages.set_up",
    Purpose.INVITATION: "link_pages.accept_invitation",
    Purpose.RESET: "link_pages.choose_password",
    Purpose.CORRECTION: "organisation_review.correct",
    Purpose.REMINDER: "organisation_review.correct",
    Purpose.PLAN: "plan_invitations.accept",
}


def address_of(app: Flask, purpose: Purpose, token: str) -> str:
    """Return the whole address of a link."""
    settings = site_of(app).settings
    path = app.url_map.bind("localhost").build(ENDPOINTS[purpose], {"token": token})
    return settings.address + path


def keep_secret(blueprint: Blueprint) -> None:
    """Let the pages of a blueprint tell no other site where they are, and be kept by no browser or search engine."""
    blueprint.after_request(_with_secrecy)


def _with_secrecy(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def set_up_address(app: Flask) -> str | None:
    """Make a link for the first administrator and return its address; None when there is an administrator already."""
    token = site_of(app).account_links.make_set_up()
    return address_of(app, Purpose.SET_UP, token) if token else None


def set_up_message(address: str) -> str:
    """Return what the terminal says about the link for the first administrator."""
    hours = SET_UP_FOR // timedelta(hours=1)
    return f"Nog geen beheerder. Maak de eerste met deze link ({hours} uur geldig, werkt één keer): {address}"
