"""Which accounts an administrator wants to see: by name or address, role, blocked or not, and when they were here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kennisplatform.accounts.directory import Account
from kennisplatform.vocabulary import Role, Term

LONG_AGO = timedelta(days=90)


class Seen(Term):
    """When somebody was last here."""

    RECENTLY = "kort", "In de laatste 90 dagen"
    LONG_AGO = "lang", "Langer dan 90 dagen geleden"
    NEVER = "nooit", "Nog nooit"

    @classmethod
    def of(cls, account: Account, now: datetime) -> Seen:
        """Return which of these holds for an account."""
        if account.seen_at is None:
            return cls.NEVER
        return cls.RECENTLY if now - account.seen_at <= LONG_AGO else cls.LONG_AGO


@dataclass(frozen=True)
class Selection:
    """What is asked for; what is not given does not count."""

    text: str = ""
    role: Role | None = None
    is_blocked: bool | None = None
    seen: Seen | None = None
    network: str = ""

    def of(self, accounts: Iterable[Account]) -> list[Account]:
        """Return the accounts that are asked for, in the same order."""
        now = datetime.now(UTC)
        return [account for account in accounts if self._includes(account, now)]

    def _includes(self, account: Account, now: datetime) -> bool:
        words = self.text.casefold().split()
        shown = f"{account.name} {account.email}".casefold()
        return (
            all(word in shown for word in words)
            and self.role in {None, account.role}
            and self.is_blocked in {None, account.is_blocked}
            and self.seen in {None, Seen.of(account, now)}
            and (not self.network or self.network in account.networks)
        )
