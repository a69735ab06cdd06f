"""Administrators: accounts and the audit log."""

from __future__ import annotations

from kennisplatform.web.administration import accounts, audit_log, network_members

blueprints = (accounts.blueprint, audit_log.blueprint, network_members.blueprint)
