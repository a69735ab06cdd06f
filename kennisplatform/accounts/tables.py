"""The tables of accounts. Only this package reads them; others get an `Account`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from kennisplatform.database.connection import Base, Moment


class AccountRow(Base):
    """Somebody who can log in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    networks: Mapped[list[str]] = mapped_column(JSON)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_blocked: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)


class LoginSessionRow(Base):
    """A browser in which somebody is logged in; a trusted one stays so. Only a hash of its token is kept."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    browser: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime] = mapped_column(Moment)
    is_trusted: Mapped[bool] = mapped_column(default=False, server_default=false())


class OneTimeLinkRow(Base):
    """A link that lets its holder do one thing, once. Only a hash of its token is kept.

    An invitation says for whom it is and what the account will be; a new password says for which account; a correction
    has the slug of its contact as its subject.
    """

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(120), default="", server_default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    role: Mapped[str] = mapped_column(String(20), default="")
    networks: Mapped[list[str]] = mapped_column(JSON, default=list)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class AuditRow(Base):
    """A line of the audit log. No foreign key: a line outlives the account it is about."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text)


class TwoStepRow(Base):
    """The second step of logging in to an account; it counts from `switched_on_at`, before that it is being set up."""

    __tablename__ = "two_step"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    switched_on_at: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int]


class RecoveryCodeRow(Base):
    """A recovery code that was not used yet, as a hash."""

    __tablename__ = "recovery_code"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class UnsentFormRow(Base):
    """A form whose sender must log in first, and the account that had opened it."""

    __tablename__ = "unsent_form"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(Text)
    values: Mapped[list[list[str]]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(Moment)


class IdentityRow(Base):
    """Who an account is to an organisation that people log in with (OpenID Connect)."""

    __tablename__ = "identity"

    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)


class CountedTryRow(Base):
    """A try that counts until it is over. Whose it was is kept as a hash only."""

    __tablename__ = "counted_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_hash: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    over_at: Mapped[datetime] = mapped_column(Moment, index=True)
