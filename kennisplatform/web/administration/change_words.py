"""What an administrator changed about an account, in words for the audit log: no slugs, arrows or addresses."""

from __future__ import annotations

from collections.abc import Collection

from kennisplatform.accounts.directory import Account, NewAccount
from kennisplatform.web.administration.forms import network_titles


def invitation(new: NewAccount) -> str:
    """Return as what somebody was invited."""
    return f"als {new.role.label.lower()}; netwerken: {_titles(new.networks) or 'geen'}"


def change(before: Account, after: Account) -> str:
    """Return what is different, empty when nothing is. That an address changed is told, not which it is."""
    parts = []
    if before.name != after.name:
        parts.append(f"heette {before.name}")
    if before.email != after.email:
        parts.append("ander e-mailadres")
    if before.role is not after.role:
        parts.append(f"was {before.role.label.lower()}, is nu {after.role.label.lower()}")
    if came := _titles(after.networks - before.networks):
        parts.append(f"nu lid van {came}")
    if went := _titles(before.networks - after.networks):
        parts.append(f"niet meer lid van {went}")
    return "; ".join(parts)


def _titles(slugs: Collection[str]) -> str:
    titles = network_titles()
    return ", ".join(titles.get(slug, slug) for slug in sorted(slugs))
