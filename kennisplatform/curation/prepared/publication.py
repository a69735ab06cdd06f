"""Publishing a prepared change: what would come on the site, what stands in the way, and the one way to do it.

What went live meanwhile is merged; where both sides changed the same, nothing is published and a curator decides. A
change is claimed before it is written, with the version that the file gets: whoever finds a claim that nobody finished
knows from the history whether it was written, so that nothing is published twice or left out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kennisplatform import dutch_time
from kennisplatform.accounts.audit import AuditLog
from kennisplatform.curation.editor.form_data import FormData
from kennisplatform.curation.editor.form_errors import WHOLE_FORM, labelled
from kennisplatform.curation.editor.opened_entry import OpenedEntry, document_of_version, opened
from kennisplatform.curation.editor.submission import (
    Doubtful,
    Faults,
    Ready,
    Saved,
    Submission,
    differ_outside_the_form_only,
    document_of,
    judged,
    merged_into,
    save,
)
from kennisplatform.curation.prepared.prepared_changes import (
    Claim,
    PreparedChange,
    PreparedChanges,
    SomebodyWasFirst,
)
from kennisplatform.curation.writing.doubts import Doubt
from kennisplatform.curation.writing.editing import Editing
from kennisplatform.curation.writing.merging import Conflict
from kennisplatform.database.connection import DatabaseUnavailable
from kennisplatform.entries.content_files import version_of
from kennisplatform.entries.document import Document
from kennisplatform.entries.history.repository import History, HistoryUnusable
from kennisplatform.vocabulary import Status

LONGEST_CLAIM = timedelta(minutes=2)
"""How long publishing may take; a claim that is older was left behind by a process that ended."""
MOST_REVISIONS = 200
"""Revisions of an entry since a claim, among which its own is looked for."""
GONE = "De vermelding is verwijderd of niet te openen. Zet haar terug, of maak van deze tekst een nieuwe vermelding."
SOMEBODY_SAVED = "Iemand bewaarde op hetzelfde moment. Kijk nog eens wat er op de site komt."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outlook:
    """What would come on the site. `present` is None when the entry is not there; then nothing else is known.

    `typed` and `document` hold what went live meanwhile as well, with the side of the change where both conflict.
    """

    present: OpenedEntry | None
    typed: FormData
    document: Document | None = None
    is_merged: bool = False
    conflicts: tuple[Conflict, ...] = ()
    faults: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def hindrance(self) -> str:
        """What keeps it from being published and what to do, in Dutch; empty when nothing does. Doubts do not."""
        if self.present is None:
            return GONE
        if self.present.status is not Status.PUBLISHED:
            status = self.present.status.label.lower()
            return f"De vermelding staat niet op de site: zij is nu {status}. Zet haar eerst weer op de site."
        if self.conflicts:
            labels = {one.key: one.label for one in self.present.fields}
            named = ", ".join(labels.get(conflict.field, conflict.field) for conflict in self.conflicts)
            return f"Op de site is intussen hetzelfde gewijzigd: {named}. Open het formulier en kies wat er moet staan."
        return f"Dit klopt nog niet: {' '.join(self.faults)}" if self.faults else ""


@dataclass(frozen=True)
class NotPublished:
    """The change stays as it was; `hindrance` is why, in Dutch, and is on the desk as well."""

    hindrance: str


class Publication:
    """The way from a prepared change to the site. Safe among threads and processes."""

    def __init__(
        self,
        changes: PreparedChanges,
        editing: Editing,
        audit_log: AuditLog,
        now: Callable[[], datetime] = dutch_time.now,
    ) -> None:
        self._changes = changes
        self._editing = editing
        self._audit_log = audit_log
        self._now = now

    def outlook(self, change: PreparedChange) -> Outlook:
        """Return what publishing would bring now. Raises `HistoryUnusable` when what went live cannot be compared."""
        present = opened(change.slug, self._editing.store) if change.slug else None
        return outlook(present, change.typed, change.base_version, self._editing.history)

    def publish(self, change: PreparedChange, approver: str, seen: str | None = None) -> Saved | NotPublished:
        """Publish a change under the name of its author, and remove it. Raises `SomebodyWasFirst`.

        Doubts that nobody confirmed keep it back as well. Who looked before approving says which version of the entry
        was `seen`.
        """
        try:
            expected = self.outlook(change)
            if seen is not None and expected.present and expected.present.version != seen:
                return NotPublished(SOMEBODY_SAVED)
            hindrance = expected.hindrance or _unconfirmed(expected.doubts, change)
            newest = self._editing.history.revisions(_path(expected), limit=1) if not hindrance else []
        except HistoryUnusable as error:
            return self._kept(change, f"Bewaren kan nu niet: {error}.")
        if hindrance or expected.present is None or expected.document is None:
            return self._kept(change, hindrance)
        version = version_of(expected.document.source.encode())
        claimed = self._changes.claim(change, Claim(self._now(), version, newest[0].id if newest else ""))
        submission = Submission(
            expected.present,
            expected.typed,
            expected.present.version,
            remark=message(change, approver, _title(expected)),
            confirmed=change.confirmed,
        )
        outcome = save(submission, self._editing, change.author)
        if isinstance(outcome, Saved):
            self._changes.finish(claimed)
            return outcome
        faults = " ".join(" ".join(texts) for texts in outcome.errors.values()) if isinstance(outcome, Faults) else ""
        return self._kept(claimed, faults or SOMEBODY_SAVED)

    def publish_due(self) -> None:
        """Publish what is due, also what became so while the site was down; what cannot be published says why.

        To be asked now and then, in every process: a change is claimed by one of them.
        """
        try:
            self._editing.writer.check_there()
            for change in self._changes.claimed_before(self._now() - LONGEST_CLAIM):
                self._settle(change)
            for change in self._changes.due(self._now()):
                self._publish_due(change)
        except (DatabaseUnavailable, HistoryUnusable, OSError) as error:  # these have checks of their own
            log.debug("Nu niet te publiceren: %s", error)

    def _publish_due(self, change: PreparedChange) -> None:
        try:
            outcome = self.publish(change, change.changed_by)
        except SomebodyWasFirst:
            return
        if isinstance(outcome, Saved):
            log.info("Op de gekozen dag gepubliceerd: %s.", change.slug)
            detail = f"op de gekozen dag; ingepland door {change.changed_by}"
            self._audit_log.record(None, "wijziging gepubliceerd", outcome.entry.slug, detail)
        elif outcome.hindrance != change.hindrance:
            log.warning("Niet gepubliceerd op de gekozen dag: %s (%s)", change.slug, outcome.hindrance)

    def _settle(self, change: PreparedChange) -> None:
        """Finish what a process left behind: a change that was written goes, another one waits for its turn again."""
        try:
            if self._was_written(change):
                self._changes.finish(change)
            else:
                self._changes.give_up(change, change.hindrance)
        except (SomebodyWasFirst, HistoryUnusable) as error:
            log.debug("Later af te ronden: %s (%s)", change.slug, error)

    def _was_written(self, change: PreparedChange) -> bool:
        present = opened(change.slug, self._editing.store) if change.slug else None
        if present is None or change.claim is None:
            return False
        history = self._editing.history
        with history.held_to_read():
            for revision in history.revisions(present.path, MOST_REVISIONS):
                if revision.id == change.claim.after:
                    return False
                data = history.source(revision.id, present.path)
                if data is not None and version_of(data) == change.claim.version:
                    return True
        return False

    def _kept(self, change: PreparedChange, hindrance: str) -> NotPublished:
        if hindrance != change.hindrance or change.claim:
            self._changes.give_up(change, hindrance)
        return NotPublished(hindrance)


def outlook(present: OpenedEntry | None, typed: FormData, base_version: str, history: History) -> Outlook:
    """Return what would come on the site of a form that started from a version of an entry."""
    if present is None:
        return Outlook(None, typed)
    is_merged = False
    if base_version != present.version:
        base = document_of_version(present, base_version, history)
        merged = merged_into(present, typed, base, document_of(present, typed, base))
        typed = merged.typed
        if merged.conflicts:
            return Outlook(present, typed, document_of(present, typed), is_merged=True, conflicts=merged.conflicts)
        is_merged = not differ_outside_the_form_only(present, base)
    outcome = judged(Submission(present, typed, present.version), history)
    return Outlook(
        present,
        typed,
        outcome.document if isinstance(outcome, Ready) else document_of(present, typed),
        is_merged=is_merged,
        faults=_in_words(outcome, present) if isinstance(outcome, Faults) else (),
        doubts=outcome.doubts if isinstance(outcome, Doubtful) else (),
    )


def message(change: PreparedChange, approver: str, title: str) -> str:
    """Return what the history says of a published change: the remark of its author, who helped and who approved."""
    said = change.remark or f"Gewijzigd: {title}"
    said += "" if said.endswith((".", "!", "?")) else "."
    also = f" Ook bewerkt door {', '.join(change.also_by)}." if change.also_by else ""
    return f"{said}{also}{f' Goedgekeurd door {approver}.' if approver != change.author.name else ''}"


def _in_words(faults: Faults, present: OpenedEntry) -> tuple[str, ...]:
    fields = (f"{label}: {text}" for _, label, text in labelled(faults.errors, present.fields))
    return *faults.errors.get(WHOLE_FORM, ()), *fields


def _unconfirmed(doubts: tuple[Doubt, ...], change: PreparedChange) -> str:
    asked = [doubt.text for doubt in doubts if doubt.text not in change.confirmed]
    return f"Kijk dit nog eens na: {' '.join(asked)}" if asked else ""


def _path(expected: Outlook) -> str | None:
    return expected.present.path if expected.present else None


def _title(expected: Outlook) -> str:
    return expected.typed.one("titel").strip()
