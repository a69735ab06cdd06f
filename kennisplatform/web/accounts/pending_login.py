"""Who gave a password and still has to give a code: kept in the signed cookie, for a few minutes.

It opens nothing: only the page that asks for the code reads it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import session

from kennisplatform.accounts.directory import Account

LASTS = timedelta(minutes=5)
_KEY = "halverwege"


def begin(account: Account, onward: str) -> None:
    """Remember that this account passed the first step; nothing else of the session is kept."""
    session.clear()
    session[_KEY] = [account.id, (datetime.now(UTC) + LASTS).timestamp(), onward]


def account_id() -> int | None:
    """Return the account that passed the first step just now."""
    number, until, _ = session.get(_KEY) or (None, 0, "")
    return number if datetime.now(UTC).timestamp() < until else None


def onward() -> str:
    """Return where that person was going."""
    return str(session[_KEY][2])
