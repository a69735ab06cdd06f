"""The tables of contacts. Only this package reads them; others get a `Person` or a number of openings."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from kennisplatform.database.connection import Base


class PersonRow(Base):
    """The name of who fulfils the function of a contact; at most one per contact."""

    __tablename__ = "contact_person"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    consented_on: Mapped[date] = mapped_column(Date)
    purpose: Mapped[str] = mapped_column(String(500))
    keep_until: Mapped[date] = mapped_column(Date)


class OpeningsRow(Base):
    """How often members opened a contact in a month, such as `2026-11`. Nothing else is known of it."""

    __tablename__ = "contact_openings"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    number: Mapped[int]
