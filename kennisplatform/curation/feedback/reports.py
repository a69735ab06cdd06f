"""What readers report: that something on a page is not right any more, or an example that belongs on the menu card.

Organisations answer here too, when they were asked whether their contact is right. Readers may leave an e-mail address,
and what an organisation writes and proposes may be somebody's. That is personal data: an address is gone when a curator
says so, and all of it is in any case `KEPT_FOR` after the report was dealt with. From then on it is in no answer of
this class, and at the next `erase_expired` not in the database, nor in a draft that was made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Text, and_, case, cast, delete, exists, func, or_, select, true, update
from sqlalchemy.orm import Session

from kennisplatform.curation.editor.drafts import DraftRow, is_made_of
from kennisplatform.curation.tables import ReportRow
from kennisplatform.database.connection import Database, advisory_lock, rows_changed
from kennisplatform.vocabulary import Sector, Term, Theme

KEPT_FOR = timedelta(days=30)
"""How long what is personal stays after its report was dealt with."""
LONGEST_TEXT = 3000
FORGOTTEN = "Wat de organisatie schreef en voorstelde, is gewist."
"""What stands in the place of the words of an organisation from then on."""
REPORTS_PER_PAGE = 30


class ReportKind(Term):
    """What a reader has to say."""

    CORRECTION = "melding", "Melding"
    SUGGESTION = "voorstel", "Voorstel"
    BY_ORGANISATION = "correctie", "Correctie van de organisatie"


class ReportState(Term):
    """How far a curator is with it."""

    OPEN = "open", "Open"
    IN_PROGRESS = "in-behandeling", "In behandeling"
    HANDLED = "afgehandeld", "Afgehandeld"


@dataclass(frozen=True)
class Proposal:
    """What a field of a contact should say: its key, and the value as typed; empty for nothing."""

    key: str
    value: str


@dataclass(frozen=True)
class NewReport:
    """What a reader sends. `slug` is of the entry that it is about, empty for a suggestion."""

    kind: ReportKind
    title: str
    text: str
    slug: str = ""
    source: str = ""
    themes: tuple[Theme, ...] = ()
    sectors: tuple[Sector, ...] = ()
    email: str | None = None
    proposed: tuple[Proposal, ...] = ()
    is_suspect: bool = False
    """Tell whether a field was filled in that people do not see: a program, or a browser that helps too much."""


@dataclass(frozen=True)
class Report:
    """A report as a curator sees it. `handled_at` is None until it is dealt with."""

    id: int
    sent: NewReport
    made_at: datetime
    state: ReportState
    note: str
    handled_at: datetime | None

    @property
    def email_goes_on(self) -> datetime | None:
        """When the e-mail address goes, None while that is not known yet or there is none."""
        return self.handled_at + KEPT_FOR if self.handled_at and self.sent.email else None

    @property
    def is_forgotten(self) -> bool:
        """Tell whether what an organisation wrote and proposed is gone, because its time was over."""
        return self.sent.text == FORGOTTEN


@dataclass(frozen=True)
class ReportPage:
    """A page of reports, the newest first."""

    reports: tuple[Report, ...]
    total: int
    number: int

    @property
    def page_count(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // REPORTS_PER_PAGE))


class Reports:
    """The reports in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, sent: NewReport, opened_at: datetime | None = None) -> int | None:
        """Keep a report and return its number; None when it is there since `opened_at`, when the form was made."""
        with self._database.transaction() as session:
            advisory_lock(session, "reports")
            return None if opened_at and _is_there(session, sent, opened_at) else insert(session, sent)

    def by_id(self, number: int) -> Report | None:
        """Return the report with this number."""
        with self._database.transaction() as session:
            row = session.get(ReportRow, number)
            return _report(row) if row else None

    def unhandled(self) -> list[Report]:
        """Return the reports that ask for work, the oldest first."""
        with self._database.transaction() as session:
            rows = session.scalars(
                select(ReportRow)
                .where(ReportRow.state != ReportState.HANDLED)
                .order_by(ReportRow.made_at, ReportRow.id)
            )
            return [_report(row) for row in rows]

    def unhandled_subjects(self) -> list[str]:
        """Return what the reports that ask for work are about: a slug, or the report itself where there is none."""
        waiting = select(ReportRow.id, ReportRow.slug).where(ReportRow.state != ReportState.HANDLED)
        with self._database.transaction() as session:
            return [subject_key(number, slug) for number, slug in session.execute(waiting)]

    def page(self, state: ReportState | None, number: int) -> ReportPage:
        """Return a page of the reports in one state, or of all."""
        wanted = select(ReportRow) if state is None else select(ReportRow).where(ReportRow.state == state)
        number = max(1, number)
        with self._database.transaction() as session:
            total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            number = min(number, max(1, -(-total // REPORTS_PER_PAGE)))
            rows = session.scalars(
                wanted.order_by(ReportRow.made_at.desc(), ReportRow.id.desc())
                .offset((number - 1) * REPORTS_PER_PAGE)
                .limit(REPORTS_PER_PAGE)
            )
            return ReportPage(tuple(_report(row) for row in rows), total, number)

    def answer(self, number: int, state: ReportState, note: str) -> None:
        """Write down how far a curator is with a report; a number that is not there is ignored."""
        with self._database.transaction() as session:
            row = session.get(ReportRow, number)
            if row is None:
                return
            _erase_expired(session, ReportRow.id == number)  # opening a report again does not bring it back
            if state is not ReportState.HANDLED:
                row.handled_at = None
            elif row.handled_at is None:
                row.handled_at = datetime.now(UTC)
            row.state = state
            row.note = note

    def close(self, number: int, result: str) -> Report | None:
        """Mark a report as handled and add its result to the note; None when there is no such report."""
        report = self.by_id(number)
        if report:
            self.answer(number, ReportState.HANDLED, "\n".join(filter(None, (report.note, result)))[:LONGEST_TEXT])
        return report

    def forget_email(self, number: int) -> None:
        """Remove the e-mail address of a report now."""
        with self._database.transaction() as session:
            session.execute(update(ReportRow).where(ReportRow.id == number).values(email=None))

    def erase_expired(self) -> int:
        """Remove what is personal in the reports of which the time is over; return in how many there was any."""
        with self._database.transaction() as session:
            return _erase_expired(session, true())


def subject_key(number: int, slug: str) -> str:
    """Return what a report is about, as a key: the slug, or the report itself where there is none."""
    return slug or f"bericht {number}"


def insert(session: Session, sent: NewReport) -> int:
    """Keep a report in this transaction and return its number."""
    row = ReportRow(
        kind=sent.kind,
        slug=sent.slug,
        title=sent.title,
        text=sent.text,
        source=sent.source,
        themes=[str(theme) for theme in sent.themes],
        sectors=[str(sector) for sector in sent.sectors],
        email=sent.email,
        proposed={one.key: one.value for one in sent.proposed},
        is_suspect=sent.is_suspect,
        made_at=datetime.now(UTC),
        state=ReportState.OPEN,
        note="",
    )
    session.add(row)
    session.flush()
    return row.id


def _is_there(session: Session, sent: NewReport, moment: datetime) -> bool:
    """Tell whether a report that was made since a moment says the same."""
    alike = (ReportRow.text == sent.text, ReportRow.slug == sent.slug, ReportRow.made_at >= moment)
    return any(_report(row).sent == sent for row in session.scalars(select(ReportRow).where(*alike)))


def _erase_expired(session: Session, which: ColumnElement[bool]) -> int:
    """Remove what is personal in those of these reports of which the time is over; return in how many there was any."""
    is_over = and_(which, ReportRow.handled_at < datetime.now(UTC) - KEPT_FOR)
    session.execute(delete(DraftRow).where(exists().where(is_over, is_made_of(ReportRow.id.expression))))
    is_of_organisation = ReportRow.kind == ReportKind.BY_ORGANISATION
    is_there = or_(
        ReportRow.email.is_not(None),
        cast(ReportRow.proposed, Text) != "{}",
        and_(is_of_organisation, ReportRow.text != FORGOTTEN),
    )
    left = case((is_of_organisation, FORGOTTEN), else_=ReportRow.text)
    return rows_changed(session, update(ReportRow).where(is_over, is_there).values(email=None, proposed={}, text=left))


def _is_over(row: ReportRow) -> bool:
    return row.handled_at is not None and datetime.now(UTC) - row.handled_at > KEPT_FOR


def _report(row: ReportRow) -> Report:
    kind, is_over = ReportKind(row.kind), _is_over(row)
    sent = NewReport(
        kind,
        row.title,
        FORGOTTEN if is_over and kind is ReportKind.BY_ORGANISATION else row.text,
        row.slug,
        row.source,
        tuple(Theme(slug) for slug in row.themes),
        tuple(Sector(slug) for slug in row.sectors),
        None if is_over else row.email,
        () if is_over else tuple(Proposal(key, value) for key, value in row.proposed.items()),
        row.is_suspect,
    )
    return Report(row.id, sent, row.made_at, ReportState(row.state), row.note, row.handled_at)
