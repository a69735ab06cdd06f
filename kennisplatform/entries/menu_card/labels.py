"""The labels of an entry that the software works out: how well it is proven, how far it is, whether it was checked.

One pure function per label, from the fields alone, so that a label falls by itself when what carried it goes. Nobody
can choose one. That something did not work is proof as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kennisplatform.entries.menu_card.model import MENU_CARD_HEADINGS, MenuCardEntry
from kennisplatform.entries.models import Entry
from kennisplatform.entries.parts import Trial
from kennisplatform.entries.text.sections import is_answer, sections
from kennisplatform.vocabulary import Assessor, Evidence, SourceKind, Stage, TrialKind, TrialOutcome

ENOUGH_SOURCES = 2
OTHER_PLACES = 2
"""Places, besides the first, where an entry must have been proven for the highest rung."""
REPORTS = frozenset({SourceKind.EVALUATION, SourceKind.INSPECTION, SourceKind.RESEARCH, SourceKind.OWN_REPORT})
"""Kinds of sources that report on a trial."""
OUTSIDE_REPORTS = REPORTS - {SourceKind.OWN_REPORT}
"""Those that its maker did not write."""


@dataclass(frozen=True)
class EvidenceLabel:
    """How well an entry is proven. With `shows_failure` the proof says that it does not work like this."""

    rung: Evidence
    shows_failure: bool = False

    @property
    def text(self) -> str:
        """The label in words."""
        return f"{self.rung.label}: werkt zo niet" if self.shows_failure else self.rung.label

    @property
    def explanation(self) -> str:
        """What the label means, in a sentence."""
        return "Het is bewezen dat het zo niet werkt." if self.shows_failure else self.rung.definition


@dataclass(frozen=True)
class CheckedLabel:
    """When somebody last read an entry against its sources, None when nobody did, and whether that is too long ago."""

    day: date | None
    is_overdue: bool


@dataclass(frozen=True)
class Labels:
    """The labels of an entry on one day; `evidence` and `stage` are of the menu card only."""

    evidence: EvidenceLabel | None
    stage: Stage | None
    checked: CheckedLabel


def labels_of(entry: Entry, today: date) -> Labels:
    """Work out the labels of an entry, whatever its kind."""
    seen = checked(entry.updated, entry.review_due, today)
    if isinstance(entry, MenuCardEntry):
        return Labels(evidence(entry), stage(entry), seen)
    return Labels(None, None, seen)


def evidence(entry: MenuCardEntry) -> EvidenceLabel:
    """Return the highest rung of the ladder of which all rungs below hold too."""
    reported, proven = _reported(entry), _proven(entry)
    places = {trial.place.casefold() for trial in proven if trial.place}
    rungs = (
        (Evidence.DESCRIBED, _is_described(entry), ()),
        (Evidence.SUBSTANTIATED, bool(entry.conditions and entry.mechanism), ()),
        (Evidence.TRIED, bool(reported), reported),
        (Evidence.PROVEN, bool(proven), proven),
        (Evidence.PROVEN_ELSEWHERE, len(places) > OTHER_PLACES, proven),
    )
    label = EvidenceLabel(Evidence.UNKNOWN)
    for rung, holds, trials in rungs:
        if not holds:
            break
        label = EvidenceLabel(rung, _shows_failure(trials))
    return label


def stage(entry: MenuCardEntry) -> Stage | None:
    """Return how far an entry is; one that names what came in its place is replaced, whatever else it says."""
    return Stage.REPLACED if entry.replaced_by else entry.stage


def checked(updated: date | None, review_due: date | None, today: date) -> CheckedLabel:
    """Return when an entry was checked; it is overdue when the day by which it had to be done again has passed."""
    return CheckedLabel(updated, review_due is not None and review_due < today)


def _is_described(entry: MenuCardEntry) -> bool:
    texts = sections(entry.body)
    is_answered = all(is_answer(texts.get(heading, "")) for heading in MENU_CARD_HEADINGS)
    is_own = any(source.kind is SourceKind.OWN_REPORT for source in entry.sources)
    return is_answered and (is_own or len(entry.sources) >= ENOUGH_SOURCES)


def _reported(entry: MenuCardEntry) -> tuple[Trial, ...]:
    """Return the trials of which a report is among the sources."""
    return tuple(trial for trial in entry.trials if not REPORTS.isdisjoint(_kinds_of_source(entry, trial)))


def _proven(entry: MenuCardEntry) -> tuple[Trial, ...]:
    """Return the real events in which it was used, and that somebody other than its maker judged in a report."""
    return tuple(
        trial
        for trial in entry.trials
        if trial.kind is TrialKind.DEPLOYMENT
        and trial.assessor is Assessor.OTHER
        and not OUTSIDE_REPORTS.isdisjoint(_kinds_of_source(entry, trial))
    )


def _kinds_of_source(entry: MenuCardEntry, trial: Trial) -> Iterator[SourceKind]:
    """Yield the kind of the source that a trial names by its title."""
    return (source.kind for source in entry.sources if source.kind and source.title == trial.source)


def _shows_failure(trials: tuple[Trial, ...]) -> bool:
    """Tell whether whatever is known of these trials is that it did not work."""
    outcomes = {trial.outcome for trial in trials if trial.outcome}
    return outcomes == {TrialOutcome.FAILED}
