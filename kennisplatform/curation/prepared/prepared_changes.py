"""The prepared changes in the database: at most one of an entry, shared among curators.

Who changes one has seen a version of it; who is overtaken gets `SomebodyWasFirst`, and nothing is written. While one is
being published it is claimed, so that of several processes one publishes it. An entry that is deleted lets go of its
change; so does a slug that another entry gets. What was let go of stays until a curator decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, Text, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from kennisplatform import dutch_time
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.database.connection import Base, Database, Moment, rows_changed
from kennisplatform.entries.folders import MODEL_BY_FOLDER
from kennisplatform.entries.history.revisions import Author
from kennisplatform.vocabulary import Term


class State(Term):
    """How far a prepared change is."""

    PREPARING = "voorbereiding", "In voorbereiding"
    IN_REVIEW = "beoordeling", "Ter beoordeling"
    RETURNED = "teruggestuurd", "Teruggestuurd"
    SCHEDULED = "ingepland", "Ingepland"


class SomebodyWasFirst(Exception):
    """Somebody else changed, published or discarded the prepared change meanwhile."""


class PreparedChangeRow(Base):
    """A prepared change. `slug` is empty when the entry is gone; `last_slug` is what it was then."""

    __tablename__ = "prepared_change"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a form that is old must not be about another one

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    slug: Mapped[str | None] = mapped_column(String(120), unique=True)
    last_slug: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    base_version: Mapped[str] = mapped_column(String(64))
    values: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20))
    remark: Mapped[str] = mapped_column(Text)
    reply: Mapped[str] = mapped_column(Text)
    publish_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed: Mapped[list[str]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(200))
    made_by_id: Mapped[int | None]
    also_by: Mapped[list[str]] = mapped_column(JSON)
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    hindrance: Mapped[str] = mapped_column(Text)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    claimed_version: Mapped[str] = mapped_column(String(64))
    claimed_after: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Claim:
    """That somebody is publishing: the version tag that the file gets, and the newest revision before that."""

    at: datetime
    version: str
    after: str


@dataclass(frozen=True)
class PreparedChange:
    """A change beside a published entry. `slug` is None when the entry is gone.

    `author` made it and stands in the history; `remark` is theirs, `reply` that of who sent it back. `changed_by` took
    the last step. `publish_at` counts when it is scheduled; `hindrance` is what kept it from being published.
    """

    id: int
    version: int
    slug: str | None
    last_slug: str
    kind: str
    base_version: str
    typed: FormData
    state: State
    author: Author
    also_by: tuple[str, ...]
    changed_by: str
    changed_at: datetime
    remark: str = ""
    reply: str = ""
    publish_at: datetime | None = None
    confirmed: frozenset[str] = frozenset()
    hindrance: str = ""
    claim: Claim | None = None

    @property
    def title(self) -> str:
        """The title as typed."""
        return self.typed.one("titel").strip() or self.last_slug

    @property
    def tag(self) -> str:
        """What a form sends back to say which version of which change it shows."""
        return f"{self.id}-{self.version}"

    @property
    def is_scheduled(self) -> bool:
        """Tell whether it will be published by itself."""
        return self.state is State.SCHEDULED

    @property
    def is_urgent(self) -> bool:
        """Tell whether it waits for any curator."""
        return self.state is State.IN_REVIEW or bool(self.hindrance) or self.slug is None


@dataclass(frozen=True)
class PreparedText:
    """What somebody typed for an entry, from which version, what they say of it, and whether they ask for review."""

    slug: str
    kind: str
    base_version: str
    typed: FormData
    remark: str = ""
    asks_review: bool = False


@dataclass(frozen=True)
class Step:
    """A step of a prepared change that leaves its text alone; a remark of None stays as it was."""

    state: State
    remark: str | None = None
    reply: str = ""
    publish_at: datetime | None = None
    confirmed: frozenset[str] = frozenset()


class PreparedChanges:
    """The prepared changes. Safe among threads and processes."""

    follows_folders = tuple(MODEL_BY_FOLDER)

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[PreparedChange]:
        """Return every prepared change, the longest untouched first."""
        return self._listed()

    def of(self, slug: str) -> PreparedChange | None:
        """Return the prepared change of an entry."""
        return next(iter(self._listed(PreparedChangeRow.slug == slug)), None)

    def by_id(self, number: int) -> PreparedChange | None:
        """Return the prepared change with this number."""
        return next(iter(self._listed(PreparedChangeRow.id == number)), None)

    def due(self, now: datetime) -> list[PreparedChange]:
        """Return what is to be published by now, and is not being published."""
        is_due = PreparedChangeRow.publish_at <= now
        return self._listed(PreparedChangeRow.state == State.SCHEDULED, is_due, PreparedChangeRow.claimed_at.is_(None))

    def claimed_before(self, moment: datetime) -> list[PreparedChange]:
        """Return what somebody began to publish before a moment, and neither finished nor gave up."""
        return self._listed(PreparedChangeRow.claimed_at < moment)

    def urgent_keys(self) -> set[str]:
        """Return the slugs of what waits for any curator; of a change without an entry its number."""
        columns = select(PreparedChangeRow.slug, PreparedChangeRow.id).where(_IS_URGENT)
        with self._database.transaction() as session:
            return {slug or str(number) for slug, number in session.execute(columns)}

    def start(self, text: PreparedText, author: Author) -> PreparedChange:
        """Keep the first text of a change; raise `SomebodyWasFirst` when the entry has one."""
        row = PreparedChangeRow(
            version=1,
            slug=text.slug,
            last_slug=text.slug,
            kind=text.kind,
            made_by=author.name,
            made_by_id=author.account_id,
            also_by=[],
            **_texts(text),
            **_stepped(Step(_state(text), text.remark), author),
            **_UNCLAIMED,
        )
        try:
            with self._database.transaction() as session:
                session.add(row)
                session.flush()
                return _change(row)
        except IntegrityError as error:
            raise SomebodyWasFirst from error

    def rewrite(self, change: PreparedChange, text: PreparedText, by: Author) -> PreparedChange:
        """Keep another text of a change.

        What was asked or answered about it stays until somebody asks again; a scheduled change was approved with
        another text, so it waits for a new date.
        """
        _refuse_claimed(change)
        others = () if by.name == change.author.name or by.name in change.also_by else (by.name,)
        values = {**_texts(text), "remark": text.remark, "hindrance": "", "also_by": [*change.also_by, *others]}
        if text.asks_review or change.state not in _STAY:
            values |= _stepped(Step(_state(text), publish_at=change.publish_at), by)
        return self._changed(change, values)

    def take(self, change: PreparedChange, step: Step, by: Author) -> PreparedChange:
        """Take a step with a change."""
        _refuse_claimed(change)
        return self._changed(change, _stepped(step, by))

    def discard(self, change: PreparedChange) -> None:
        """Remove a change that nobody wants."""
        _refuse_claimed(change)
        self.finish(change)

    def claim(self, change: PreparedChange, claim: Claim) -> PreparedChange:
        """Keep others from publishing a change, or changing it, while it is published."""
        _refuse_claimed(change)
        claimed = {"claimed_at": claim.at, "claimed_version": claim.version, "claimed_after": claim.after}
        return self._changed(change, claimed)

    def finish(self, change: PreparedChange) -> None:
        """Remove a change that is published; raise `SomebodyWasFirst` when it is another one by now."""
        mine = delete(PreparedChangeRow).where(*_is(change))
        with self._database.transaction() as session:
            if not rows_changed(session, mine):
                raise SomebodyWasFirst

    def give_up(self, change: PreparedChange, hindrance: str) -> PreparedChange:
        """Note what keeps a change from being published, in Dutch, and let go of the claim."""
        return self._changed(change, {**_UNCLAIMED, "hindrance": hindrance})

    def attach(self, change: PreparedChange, slug: str) -> PreparedChange:
        """Put a change that was let go of beside an entry again; raise `SomebodyWasFirst` when that has one."""
        try:
            return self._changed(change, {"slug": slug, "last_slug": slug, "hindrance": ""})
        except IntegrityError as error:
            raise SomebodyWasFirst from error

    def follow(self, old: str | None, new: str | None) -> None:
        """Go along with an entry that got another slug, let go of one that is gone, or of another one with its slug.

        A change of one entry must not come to be that of another; what was let go of is nobody's until a curator
        says so.
        """

        def move(session: Session) -> None:
            for slug in {new, None if new else old} - {None}:
                gone = update(PreparedChangeRow).where(PreparedChangeRow.slug == slug)
                session.execute(gone.values(slug=None, **_NEXT_VERSION))
            if old is not None and new is not None:
                moved = update(PreparedChangeRow).where(PreparedChangeRow.slug == old)
                session.execute(moved.values(slug=new, last_slug=new))

        self._database.sooner_or_later(f"de voorbereide wijziging van {new or old}", move)

    def _listed(self, *conditions: ColumnElement[bool]) -> list[PreparedChange]:
        with self._database.transaction() as session:
            rows = session.scalars(
                select(PreparedChangeRow)
                .where(*conditions)
                .order_by(PreparedChangeRow.changed_at, PreparedChangeRow.id)
            )
            return [_change(row) for row in rows]

    def _changed(self, change: PreparedChange, values: Mapping[str, Any]) -> PreparedChange:
        with self._database.transaction() as session:
            mine = update(PreparedChangeRow).where(*_is(change)).values(**values, **_NEXT_VERSION)
            if not rows_changed(session, mine):
                raise SomebodyWasFirst
            row = session.get(PreparedChangeRow, change.id)
            assert row is not None  # noqa: S101 -- this transaction just changed it
            return _change(row)


_STAY = (State.IN_REVIEW, State.RETURNED)
"""The states that a change keeps when its text is saved."""
_UNCLAIMED: Mapping[str, Any] = {"claimed_at": None, "claimed_version": "", "claimed_after": ""}
_IS_URGENT = or_(
    PreparedChangeRow.state == State.IN_REVIEW, PreparedChangeRow.hindrance != "", PreparedChangeRow.slug.is_(None)
)
_NEXT_VERSION: Mapping[str, Any] = {"version": PreparedChangeRow.version + 1}


def _refuse_claimed(change: PreparedChange) -> None:
    if change.claim:
        raise SomebodyWasFirst


def _is(change: PreparedChange) -> tuple[ColumnElement[bool], ...]:
    return PreparedChangeRow.id == change.id, PreparedChangeRow.version == change.version


def _state(text: PreparedText) -> State:
    return State.IN_REVIEW if text.asks_review else State.PREPARING


def _texts(text: PreparedText) -> dict[str, Any]:
    values = {name: list(many) for name, many in text.typed.values.items()}
    return {"base_version": text.base_version, "values": values}


def _stepped(step: Step, by: Author) -> dict[str, Any]:
    """Return the columns of a step; what kept it from being published before is no longer known to do so."""
    remark = {} if step.remark is None else {"remark": step.remark}
    return {
        "state": str(step.state),
        "reply": step.reply,
        "publish_at": step.publish_at,
        "confirmed": sorted(step.confirmed),
        "changed_by": by.name,
        "changed_at": dutch_time.now(),
        "hindrance": "",
        **remark,
    }


def _change(row: PreparedChangeRow) -> PreparedChange:
    claim = Claim(row.claimed_at, row.claimed_version, row.claimed_after) if row.claimed_at else None
    return PreparedChange(
        id=row.id,
        version=row.version,
        slug=row.slug,
        last_slug=row.last_slug,
        kind=row.kind,
        base_version=row.base_version,
        typed=FormData({name: tuple(many) for name, many in row.values.items()}),
        state=State(row.state),
        author=Author(row.made_by, row.made_by_id),
        also_by=tuple(row.also_by),
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        remark=row.remark,
        reply=row.reply,
        publish_at=row.publish_at,
        confirmed=frozenset(row.confirmed),
        hindrance=row.hindrance,
        claim=claim,
    )
