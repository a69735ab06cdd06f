"""Which process does what one at a time does: a lease per job, in the database that all hosts share.

Whoever holds a lease renews it for as long as it lives; the lease of one that was killed ends by itself. A process that
was stopped for longer than that, and goes on, may meet another at the same job: so every job can bear that.
"""

from __future__ import annotations

import logging
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import Date, String, and_, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kennisplatform.database.connection import Base, Database, DatabaseUnavailable, Moment, insert_into

LASTS = timedelta(minutes=3)
"""How long a lease lasts that nobody renews; far more than the clocks of two hosts differ."""
SECONDS_BETWEEN_RENEWALS = LASTS.total_seconds() / 6

log = logging.getLogger(__name__)


class Job(StrEnum):
    """What one process at a time does, of all processes of all hosts."""

    LINKS = "links"
    RETENTION = "retention"
    DIGEST = "digest"
    MAIL_OF_PLANS = "mail-of-plans"


class JobLeaseRow(Base):
    """Who does a job, until when unless it is renewed, and for which day it was done last."""

    __tablename__ = "job_lease"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(Moment)
    done_for: Mapped[date | None] = mapped_column(Date)


@dataclass
class Lease:
    """A job that this process does; its `with` block renews the lease, and lets go of it at the end."""

    database: Database
    job: Job
    holder: str
    done_for: date | None = None
    """Set it when the job needs not be done again for this day."""
    _is_over: threading.Event = field(default_factory=threading.Event)
    _renewing: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._renewing = threading.Thread(target=self._keep, name=f"lease-{self.job}", daemon=True)
        self._renewing.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        if self._renewing:
            self._renewing.join()  # or it might renew what was let go of
        values: dict[str, Any] = {"until": datetime.now(UTC)}
        if self.done_for:
            values["done_for"] = self.done_for
        self.database.sooner_or_later(f"dat {self.job} klaar is", lambda session: self._change(session, values))

    def _keep(self) -> None:
        while not self._is_over.wait(SECONDS_BETWEEN_RENEWALS):
            self.database.attempt(f"dat {self.job} bezig is", self._renew)

    def _renew(self, session: Session) -> None:
        self._change(session, {"until": datetime.now(UTC) + LASTS})

    def _change(self, session: Session, values: dict[str, Any]) -> None:
        mine = (JobLeaseRow.job == self.job, JobLeaseRow.holder == self.holder)
        session.execute(update(JobLeaseRow).where(*mine).values(values))


class Leases:
    """The leases of all jobs. Safe to share between threads, processes and hosts that have one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, job: Job, day: date | None = None) -> Lease | None:
        """Return the lease of a job; None when somebody else holds it, or it was done already for this day.

        Raises `DatabaseUnavailable`.
        """
        now = datetime.now(UTC)
        holder = secrets.token_hex(16)
        mine = {"holder": holder, "until": now + LASTS}
        is_free = [JobLeaseRow.until <= now]
        if day:
            is_free.append(or_(JobLeaseRow.done_for.is_(None), JobLeaseRow.done_for < day))
        with self._database.transaction() as session:
            making = insert_into(session, JobLeaseRow).values(job=job, **mine)
            taking = making.on_conflict_do_update(index_elements=[JobLeaseRow.job], set_=mine, where=and_(*is_free))
            is_mine = session.scalar(taking.returning(JobLeaseRow.job)) is not None
        return Lease(self._database, job, holder) if is_mine else None

    def is_held(self, job: Job) -> bool:
        """Tell whether somebody does this job now; False where that cannot be known."""
        held = select(JobLeaseRow.job).where(JobLeaseRow.job == job, JobLeaseRow.until > datetime.now(UTC))
        try:
            with self._database.transaction() as session:
                return session.scalar(held) is not None
        except DatabaseUnavailable as error:
            log.warning("Of iemand bezig is met %s, is niet te zien (%s).", job, error)
            return False
