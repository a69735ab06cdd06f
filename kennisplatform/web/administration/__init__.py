"""Administrators: accounts and the audit log."""

from __future__ import annotations

from kennisplatform.web.administration import accounts, audit_log, network_members, plan_emergency

blueprints = (accounts.blueprint, audit_log.blueprint, network_members.blueprint, plan_emergency.blueprint)
