"""The second step of logging in: a code from an app (TOTP, RFC 6238), or a recovery code when the app is lost.

A code works once: the moment of the last one is remembered, unless that is still to come because a clock was wrong.
Recovery codes are kept as hashes. How often somebody may guess is decided by who asks
(`throttle.WRONG_CODES_OF_ACCOUNT`).
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

import pyotp
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from kennisplatform.accounts.tables import RecoveryCodeRow, TwoStepRow
from kennisplatform.database.connection import Database, insert_into

ISSUER = "Kennisplatform"
RECOVERY_CODES = 10
CODE_PARTS = CODE_PART_LENGTH = 4
STEPS_AROUND = 1
"""How many steps of half a minute the clock of a telephone may differ."""
log = logging.getLogger(__name__)

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of recovery codes: none that looks like another."""


@dataclass(frozen=True)
class TwoStepState:
    """How it stands with the second step of an account."""

    switched_on_at: datetime | None = None
    recovery_codes_left: int = 0

    @property
    def is_on(self) -> bool:
        """Tell whether logging in needs the second step."""
        return self.switched_on_at is not None


class TwoStep:
    """The second steps in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self, account_id: int) -> TwoStepState:
        """Return how it stands with an account."""
        with self._database.transaction() as session:
            row = session.get(TwoStepRow, account_id)
            mine = RecoveryCodeRow.account_id == account_id
            left = session.scalar(select(func.count()).select_from(RecoveryCodeRow).where(mine)) or 0
            return TwoStepState(row.switched_on_at if row else None, left)

    def is_on(self, account_id: int) -> bool:
        """Tell whether logging in to this account needs the second step."""
        with self._database.transaction() as session:
            row = session.get(TwoStepRow, account_id)
            return row is not None and row.switched_on_at is not None

    def secret(self, account_id: int) -> str:
        """Return the secret for the app of somebody who is about to switch it on: the same until they did."""
        made = {"account_id": account_id, "secret": pyotp.random_base32(), "last_step": 0}
        with self._database.transaction() as session:
            session.execute(insert_into(session, TwoStepRow).values(made).on_conflict_do_nothing())
            row = session.get_one(TwoStepRow, account_id)
            if row.switched_on_at:
                raise ValueError("the secret of a second step that is on is shown to nobody")
            return row.secret

    def switch_on(self, account_id: int, code: str) -> tuple[str, ...] | None:
        """Switch it on when the code shows that the app works; return the recovery codes, which exist nowhere else."""
        if not self._accepts(account_id, code, switched_on=False):
            return None
        with self._database.transaction() as session:
            session.get_one(TwoStepRow, account_id).switched_on_at = datetime.now(UTC)
            return _new_recovery_codes(session, account_id)

    def accepts(self, account_id: int, code: str) -> bool:
        """Tell whether this is a code of the app of the account that was not used before, and use it up."""
        return self._accepts(account_id, code, switched_on=True)

    def accepts_recovery(self, account_id: int, code: str) -> bool:
        """Tell whether this is a recovery code of the account, and use it up."""
        with self._database.transaction() as session:
            this = (RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.code_hash == _hash_of(code))
            found = list(session.scalars(delete(RecoveryCodeRow).where(*this).returning(RecoveryCodeRow.code_hash)))
            return bool(found)

    def new_recovery_codes(self, account_id: int) -> tuple[str, ...]:
        """Replace the recovery codes of an account; they exist nowhere else."""
        with self._database.transaction() as session:
            return _new_recovery_codes(session, account_id)

    def switch_off(self, account_id: int) -> None:
        """Let the account log in without a second step; its secret and recovery codes are forgotten."""
        with self._database.transaction() as session:
            session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))
            session.execute(delete(TwoStepRow).where(TwoStepRow.account_id == account_id))

    def _accepts(self, account_id: int, code: str, switched_on: bool) -> bool:
        with self._database.transaction() as session:
            row = session.get(TwoStepRow, account_id)
            if row is None or (row.switched_on_at is not None) is not switched_on:
                return False
            now = datetime.now(UTC)
            step = fitting_step(row.secret, code, now)
            if step is None:
                return False
            latest = pyotp.TOTP(row.secret).timecode(now) + STEPS_AROUND
            if row.last_step > latest:
                log.warning("De klok van de server liep voor: de laatste code van account %s telt niet.", account_id)
            # In one statement, so that of two who send the same code at the same moment one gets in.
            is_unused = or_(TwoStepRow.last_step < step, TwoStepRow.last_step > latest)
            later = update(TwoStepRow).where(TwoStepRow.account_id == account_id, is_unused)
            used = session.execute(later.values(last_step=step).returning(TwoStepRow.last_step))
            return used.first() is not None


def fitting_step(secret: str, code: str, moment: datetime) -> int | None:
    """Return the number of the half minute to which a code belongs, if that is about now."""
    app = pyotp.TOTP(secret)
    now = app.timecode(moment)
    typed = "".join(code.split())
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        if hmac.compare_digest(app.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def address_for_app(secret: str, name: str) -> str:
    """Return what the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def is_recovery_code(text: str) -> bool:
    """Tell whether a text looks like a recovery code."""
    parts = text[: CODE_PARTS * (CODE_PART_LENGTH + 1)].split("-")
    are_parts = all(len(part) == CODE_PART_LENGTH and set(part) <= set(_LETTERS) for part in parts)
    return are_parts and len(parts) == CODE_PARTS


def _new_recovery_codes(session: Session, account_id: int) -> tuple[str, ...]:
    codes = tuple("-".join(_random(CODE_PART_LENGTH) for _ in range(CODE_PARTS)) for _ in range(RECOVERY_CODES))
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))
    session.add_all(RecoveryCodeRow(account_id=account_id, code_hash=_hash_of(code)) for code in codes)
    return codes


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def _hash_of(code: str) -> str:
    """Return what may be kept of a recovery code; 79 random bits need no slow hash."""
    plain = "".join(character for character in code.casefold() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
