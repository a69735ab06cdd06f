"""A log-in that passed its first step and waits for the second: five minutes, in the signed session cookie.

It opens nothing: only the page that asks for the code reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import session

from kennisplatform.accounts.directory import Account

LASTS = timedelta(minutes=5)
_KEY = "halverwege"


@dataclass(frozen=True)
class PendingLogin:
    """Who passed the first step, where they were going, and whether their device may stay logged in."""

    account_id: int
    onward: str
    trusts_device: bool


def begin(account: Account, onward: str, trusts_device: bool) -> None:
    """Remember that this account passed the first step."""
    session[_KEY] = [account.id, (datetime.now(UTC) + LASTS).timestamp(), onward, trusts_device]


def present() -> PendingLogin | None:
    """Return the log-in that waits in this browser, None when there is none or it waited too long."""
    kept = session.get(_KEY)
    if not isinstance(kept, list) or len(kept) != 4 or datetime.now(UTC).timestamp() >= kept[1]:
        return None
    return PendingLogin(kept[0], kept[2], kept[3])
