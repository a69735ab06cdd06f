"""Administrators: accounts and the audit log."""

from __future__ import annotations

from kennisplatform.web.administration import accounts, audit_log

blueprints = (accounts.blueprint, audit_log.blueprint)
