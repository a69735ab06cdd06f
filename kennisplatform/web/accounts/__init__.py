"""Logging in and out, and the pages about the own account."""

from __future__ import annotations

from kennisplatform.web.accounts import (
    link_pages,
    login,
    own_account,
    passwords,
    reauthentication,
    single_sign_on,
    two_step_login,
    two_step_settings,
)

blueprints = (
    link_pages.blueprint,
    login.blueprint,
    own_account.blueprint,
    passwords.blueprint,
    reauthentication.blueprint,
    two_step_login.blueprint,
    single_sign_on.blueprint,
    two_step_settings.blueprint,
)
