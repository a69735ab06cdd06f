"""The tables of curation. Only this package reads them; others get a `Report` or a `CheckedLink`."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from kennisplatform.database.connection import Base, Moment


class ReportRow(Base):
    """What a reader reported about an entry, an example that a reader suggested, or what an organisation corrected."""

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(120), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(2000))
    themes: Mapped[list[str]] = mapped_column(JSON)
    sectors: Mapped[list[str]] = mapped_column(JSON)
    proposed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    is_suspect: Mapped[bool] = mapped_column(default=False, server_default=false())
    email: Mapped[str | None] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20), index=True)
    note: Mapped[str] = mapped_column(Text)
    handled_at: Mapped[datetime | None] = mapped_column(Moment)


class CheckedLinkRow(Base):
    """What came of the last times that an address was looked at."""

    __tablename__ = "checked_link"

    url: Mapped[str] = mapped_column(String(2000), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20), index=True)
    detail: Mapped[str] = mapped_column(String(300))
    moved_to: Mapped[str | None] = mapped_column(String(2000))
    checked_on: Mapped[date] = mapped_column(Date)
    failing_since: Mapped[date | None] = mapped_column(Date)


class SentLetterRow(Base):
    """When an account last got a letter."""

    __tablename__ = "sent_letter"

    letter: Mapped[str] = mapped_column(String(40), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    sent_at: Mapped[datetime] = mapped_column(Moment)
